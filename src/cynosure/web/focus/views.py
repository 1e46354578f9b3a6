"""Focus: what a team looks at first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cynosure.register import jobs
from cynosure.web.focus.shown import (
    beside_of,
    changes_of,
    headline_of,
    hurting_of,
    waiting_for_people,
)
from cynosure.web.not_told import not_told
from cynosure.web.visit import Visit, leading_to, now
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told import focus_of, open_told
from cynosure.workflows.told.verdict import verdict_of


@require_safe
def focus(request: Visit) -> HttpResponse:
    """Show the headline, what changed, what hurts most, and what waits for people."""
    slug = request.workspace.slug
    told = open_told(request.folder)
    if told is None:
        return not_told(
            request,
            room="focus",
            heading="Focus",
            words="Figures stand here once an export was taken in.",
        )

    content = focus_of(told)

    return render(
        request,
        "focus/focus.html",
        {
            "as_of": told.as_of,
            "told_at": told.told_at,
            "verdict": verdict_of(content),
            "headline": headline_of(content, slug),
            "beside": beside_of(content, slug),
            "changes": changes_of(content, slug),
            "hurting": hurting_of(content, slug),
            "dissatisfiers": content.dissatisfiers,
            "by_harm": content.dissatisfiers.by == "harm",
            "waiting": waiting_for_people(content, told, slug),
            "rooms": {
                name: leading_to(name, slug) for name in ("measures", "dissatisfiers", "audit")
            },
        },
    )


@require_POST
def tell_again(request: Visit) -> HttpResponse:
    """Have the figures told again, after whatever kept them from being told was mended."""
    jobs.enqueue(RETELL, by=request.user.name, at=now(), once=True)
    messages.success(request, "The figures are being told again; it takes a few minutes.")
    return redirect("focus", slug=request.workspace.slug)
