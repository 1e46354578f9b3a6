"""Who says what a demand is: the model, or the workspace's own chain, and how often each is right."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cynosure.register import jobs
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, now
from cynosure.wiring.chain import FILE
from cynosure.wiring.kinds import JUDGE
from cynosure.wiring.told import open_told

_LONGEST = 100_000  # characters of a file of labellers that a page shows


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Visit) -> HttpResponse:
    """Show the labellers and how they stood when last counted; a POST has them counted anew."""
    if request.method == "POST":
        jobs.enqueue(JUDGE, by=request.user.name, at=now(), once=True)
        messages.success(request, "They are being counted. Look again in a moment.")
        return redirect("workspace_labellers", slug=request.workspace.slug)
    told = open_told(request.folder)
    counts = jobs.recent(JUDGE, limit=5)
    said = {
        "chain": _chain(request.folder),
        "labeller": told and told.summary.labeller,
        "standing": next((job.result for job in counts if job.result), None),
        "counting": next((job for job in counts if job.state in {"waiting", "running"}), None),
        "failed": counts[0] if counts and counts[0].state == "failed" else None,
        "tabs": settings_tabs(request, "workspace_labellers"),
    }
    return render(request, "workspace/labellers.html", said)


def _chain(folder: Path) -> str:
    try:
        return (folder / FILE).read_text(encoding="utf-8")[:_LONGEST]
    except (OSError, UnicodeDecodeError):
        return ""
