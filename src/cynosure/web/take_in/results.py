"""How far a taking in is, and what came of it."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cynosure.register import jobs
from cynosure.web.visit import Visit, noted
from cynosure.wiring.imports import imports_of, quarantine_of, set_aside_of, write_quarantine
from cynosure.wiring.kinds import TAKE_IN
from cynosure.wiring.uploads import upload_called

SHOWN = 100  # records in quarantine; the download has them all


@require_http_methods(["GET", "HEAD", "POST"])
def job(request: Visit, number: int) -> HttpResponse:
    """Show how far a taking in is; a POST tries one that failed again."""
    found = jobs.job(number)
    if found is None or found.kind != TAKE_IN:
        raise Http404
    if request.method == "POST":
        if found.state == "failed" and upload_called(request.folder, found.arguments["token"]):
            again = jobs.enqueue(
                TAKE_IN, found.arguments, by=request.user.name, at=datetime.now(UTC)
            )
            return redirect("take_in_job", slug=request.workspace.slug, number=again.pk)
        return redirect("take_in", slug=request.workspace.slug)
    said = {
        "job": {
            "title": f"Taking in {', '.join(found.arguments.get('files', ()))}",
            "state": found.state,
            "done": found.progress,
            "said": f"{found.stage}: {found.progress:,} records" if found.stage else "",
            "why": found.why,
        },
        "found": found,
        "token": found.arguments.get("token"),
        "sent": upload_called(request.folder, str(found.arguments.get("token"))) is not None,
    }
    if getattr(request, "htmx", False) and found.state in {"waiting", "running"}:
        return render(request, "take_in/_job.html", said)
    response = render(request, "take_in/job.html", said)
    if getattr(request, "htmx", False):
        response["HX-Refresh"] = "true"  # it is over: the whole page has more to say
    return response


@require_safe
def one_import(request: Visit, import_id: str) -> HttpResponse:
    """Show what became of each record of an import."""
    rows = [row for row in imports_of(request.folder) if row["import_id"] == import_id]
    if not rows:
        raise Http404
    said = {
        "row": rows[0],
        "set_aside": set_aside_of(request.folder, import_id),
        "quarantine": quarantine_of(request.folder, import_id, limit=SHOWN)
        if request.role.may("contributor")
        else [],
        "shown": SHOWN,
        "may": request.role.may("contributor"),
        "lead": request.role.may("lead"),
    }
    return render(request, "take_in/import.html", said)


@require_safe
def quarantine(request: Visit, import_id: str) -> FileResponse:
    """Give all records of an import that could not be read, as CSV, personal data masked."""
    return _quarantine(request, import_id, masked=True)


@require_safe
def quarantine_unmasked(request: Visit, import_id: str) -> FileResponse:
    """Give the same as the source wrote it; the trail says who looked."""
    file = _quarantine(request, import_id, masked=False)
    noted(
        request,
        "quarantine.unmasked",
        at=datetime.now(UTC),
        of=import_id,
    )
    return file


def _quarantine(request: Visit, import_id: str, *, masked: bool) -> FileResponse:
    if import_id not in {row["import_id"] for row in imports_of(request.folder)}:
        raise Http404
    kept = tempfile.NamedTemporaryFile(suffix=".csv", delete=False)  # noqa: SIM115 sent, then gone
    kept.close()
    path = Path(kept.name)
    write_quarantine(request.folder, import_id, path, masked=masked)
    opened = path.open("rb")
    path.unlink()  # it stays readable until it was sent
    return FileResponse(opened, as_attachment=True, filename=f"quarantine-{import_id}.csv")
