"""Labels to give: demands that teach most, one after another by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cynosure.clocks import UnknownDemand
from cynosure.demand import CAUSES, WANTS
from cynosure.nature.deciding.own_model import FEWEST
from cynosure.register import decisions, jobs, offers
from cynosure.register.models import Job
from cynosure.web.not_told import not_told
from cynosure.web.visit import Visit, noted
from cynosure.wiring.kinds import LEARN, OFFER
from cynosure.wiring.told import KeptDemand, StoreUnreadable, Told, kept_demand, open_told

FEW = 5  # left: others are chosen meanwhile


@require_http_methods(["GET", "HEAD", "POST"])
def labels(request: Visit) -> HttpResponse:
    """Show the next demand to label; a POST asks for others to be chosen."""
    told, slug = open_told(request.folder), request.workspace.slug
    if request.method == "POST":
        choose(request)
        return redirect("labels", slug=slug)
    if told is None:
        return not_told(
            request,
            room="demands",
            heading="Labels to give",
            words="Take in what customers asked first; then those that teach most are offered here.",
        )
    left = offers.left()
    context: dict[str, Any] = {
        "as_of": told.as_of,
        "told_at": told.told_at,
        "room": "demands",
        "crumbs": [("Demands", reverse("demands", args=[slug]))],
        "given": decisions.given(),
        "fewest": FEWEST,
        "choosing": _state(OFFER),
        "learning": _state(LEARN),
        "chosen": offers.chosen(),
        "last": decisions.last_by(request.user.name),
        "causes": list(enumerate(CAUSES.items(), 1)),
        "wants": list(enumerate(WANTS.items(), 1)),
    }
    try:
        kept = _first(told, left)
    except StoreUnreadable as problem:
        return render(request, "demands/labels.html", context | {"unreadable": str(problem)})
    if kept is not None:
        context |= {"demand_id": kept.row["demand_id"], "title": kept.title, "body": kept.body}
    return render(request, "demands/labels.html", context)


@require_POST
def learn(request: Visit) -> HttpResponseRedirect:
    """Let the own model learn from what people decided, by a job."""
    at = datetime.now(UTC)
    job = jobs.enqueue(LEARN, by=request.user.name, at=at, once=True)
    noted(
        request,
        "model.learning_asked",
        at=at,
        of=str(job.pk),
    )
    messages.success(request, "The model learns from what was decided; figures follow.")
    return redirect("labels", slug=request.workspace.slug)


def _first(told: Told, left: list[str]) -> KeptDemand | None:
    """Return the first that is still kept."""
    for demand_id in left:
        try:
            return kept_demand(told, demand_id)
        except UnknownDemand:
            continue
    return None


def choose(request: Visit, *, few: int | None = None) -> None:
    """Ask a worker to choose what teaches most, unless it does; with `few` where no more are left."""
    if few is not None and len(offers.left()) > few:
        return
    if not jobs.under_way(OFFER):
        at = datetime.now(UTC)
        jobs.enqueue(OFFER, by=request.user.name, at=at, once=True)


def _state(kind: str) -> Job | None:
    """Return the newest job of this kind."""
    found = jobs.recent(kind, limit=1)
    return found[0] if found else None
