"""Drawing a sample: at once where every demand has the same chance, else by the worker."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cynosure.errors import CynosureError
from cynosure.register import jobs
from cynosure.web.audit.forms import DrawForm
from cynosure.web.visit import Visit, noted
from cynosure.wiring.kinds import DRAW
from cynosure.wiring.samples import Design, draw_simple
from cynosure.wiring.told import open_told
from cynosure.wiring.told.audited import PoolOfTold


@require_POST
def draw(request: Visit) -> HttpResponse:
    """Draw a sample and lead on to judging it."""
    slug, now = request.workspace.slug, timezone.now()
    form, told = DrawForm(request.POST), open_told(request.folder)
    if told is None or not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, f"Nothing was drawn. {said}")
        return redirect("audit", slug=slug)
    size, design = form.cleaned_data["size"], form.cleaned_data["design"]
    noted(
        request,
        "audit.drawn",
        at=now,
        details={"size": size, "design": design},
    )
    if design == Design.STRATIFIED:
        job = jobs.enqueue(DRAW, {"size": size}, by=request.user.name, at=now, once=True)
        return redirect("audit_drawing", slug=slug, number=job.pk)
    try:
        draw_simple(PoolOfTold(told), size=size, at=now)
    except CynosureError as error:
        messages.error(request, str(error))
        return redirect("audit", slug=slug)
    return redirect("audit_round", slug=slug, role="first")


@require_safe
def progress(request: Visit, number: int) -> HttpResponse:
    """Show how far a draw is; once it is drawn, lead on to judging it."""
    job = jobs.job(number)
    if job is None or job.kind != DRAW:
        raise Http404
    slug = request.workspace.slug
    if job.state == job.State.DONE:
        on = reverse("audit_round", kwargs={"slug": slug, "role": "first"})
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": on})
        return redirect(on)
    shown = {"title": "Drawing the sample", "state": job.state, "said": job.stage, "why": job.why}
    context = {
        "job": shown,
        "href": reverse("audit_drawing", kwargs={"slug": slug, "number": number}),
        "crumbs": [("Audit", reverse("audit", kwargs={"slug": slug}))],
        "room": "audit",
    }
    part = "design/_progress.html" if request.headers.get("HX-Request") else "audit/drawing.html"
    return render(request, part, context)
