"""Erasing a person: asked for by an owner, typed twice, done by a worker, shown as a receipt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cynosure.register import jobs
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, noted, now
from cynosure.wiring.kinds import ERASE


class ErasureForm(forms.Form):
    """Whom to erase, and that it is meant."""

    asker = forms.CharField(
        label="The person",
        max_length=300,
        help_text="As the source names them: an e-mail address, a name, or a number.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    again = forms.CharField(
        label="Once more, to confirm",
        max_length=300,
        help_text="Type the same again. Erasing cannot be undone.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Make sure that both are the same."""
        said: dict[str, Any] = super().clean() or {}
        if {"asker", "again"} <= said.keys() and said["asker"] != said["again"]:
            self.add_error("again", ValidationError("This is not what stands above."))
        return said


@sensitive_post_parameters("asker", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Visit) -> HttpResponse:
    """Show what was erased before; a POST has a person erased."""
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked_for = {"asker": form.cleaned_data["asker"].strip(), "by": request.user.name}
        job = jobs.enqueue(ERASE, asked_for, by=request.user.name, at=now())
        # Whom is not written down: the trail outlives what is erased.
        noted(
            request,
            "erasure.asked",
            at=now(),
            details={"job": job.pk},
        )
        return redirect("workspace_erasure_receipt", slug=request.workspace.slug, number=job.pk)
    said = {
        "form": form,
        "erasures": jobs.recent(ERASE),
        "tabs": settings_tabs(request, "workspace_erasure"),
    }
    return render(request, "workspace/erasure.html", said, status=422 if form.errors else 200)


@never_cache
@require_safe
def receipt(request: Visit, number: int) -> HttpResponse:
    """Show how far an erasure is, and its receipt once it is done."""
    job = jobs.job(number)
    if job is None or job.kind != ERASE:
        raise Http404
    titles = {"done": "The person is erased", "failed": "The person is not erased"}
    said = {
        "job": {
            "title": titles.get(job.state, "The person is being erased"),
            "state": job.state,
            "said": job.stage if job.state == "running" else "",
            "why": job.why,
        },
        "number": job.pk,
        "by": job.by,
        "ended_at": job.ended_at,
        "receipt": job.result if job.state == "done" else None,
        "tabs": settings_tabs(request, "workspace_erasure"),
    }
    part = request.headers.get("HX-Request") == "true" and job.state in {"waiting", "running"}
    page = "workspace/_erasing.html" if part else "workspace/receipt.html"
    answered = render(request, page, said)
    if request.headers.get("HX-Request") == "true" and not part:
        answered["HX-Refresh"] = "true"
    return answered


@require_POST
def again(request: Visit, number: int) -> HttpResponse:
    """Let an erasure that failed be begun once more."""
    job = jobs.job(number)
    if job is None or job.kind != ERASE or not jobs.again(number, at=now()):
        raise Http404
    messages.success(request, "It is begun once more.")
    return redirect("workspace_erasure_receipt", slug=request.workspace.slug, number=number)
