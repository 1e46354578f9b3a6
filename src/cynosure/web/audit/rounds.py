"""Judging: one demand after another, by keyboard, without the machine's word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from cynosure.clocks import UnknownDemand
from cynosure.demand import CAUSES, WANTS
from cynosure.nature.auditing.audit_session import in_words
from cynosure.register import audit as register
from cynosure.register import jobs
from cynosure.web.audit.forms import SaidForm
from cynosure.web.audit.holding import offered
from cynosure.web.visit import Visit, noted
from cynosure.wiring import judging
from cynosure.wiring.judging import NothingJudged, Round, SamePerson
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told import KeptDemand, StoreUnreadable, Told, kept_demand, open_told
from cynosure.wiring.told.audited import sample_now
from cynosure.wiring.told.corrected import machine_says

REST = timedelta(minutes=1)  # labels of a minute are told together
TITLES = {
    "first": "Judge the sample",
    "second": "Judge as the second person",
    "settled": "Settle where two differ",
}


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Visit, role: str) -> HttpResponse:
    """Show the next demand of a round, or keep what was said of one."""
    told, slug = open_told(request.folder), request.workspace.slug
    this = round_of(told, role, request) if told is not None else None
    if told is None or this is None:
        return redirect("audit", slug=slug)
    if request.method == "POST":
        return _kept(request, this)
    said = register.said_by(request.user.name, this.role)
    again = request.GET.get("again", "")
    if again and again not in said:
        again = ""
    try:
        demand = _next([again] if again else this.waiting, told, this, request)
    except StoreUnreadable as error:
        return render(
            request,
            "audit/unreadable.html",
            _context(request, this) | {"why": str(error)},
            status=503,
        )
    before = said[: said.index(again)] if again else said
    shown = str(demand.row["demand_id"]) if demand else ""
    return render(
        request,
        "audit/round.html",
        _context(request, this)
        | {
            "demand": demand,
            "demand_id": shown,
            "again": again,
            "both": judging.both_words(shown) if this.role == "settled" and demand else (),
            "last": _last(told, this, request.GET.get("after", ""), said),
            "back": before[-1] if before else "",
            "as_of": told.as_of,
            "told_at": told.told_at,
        },
    )


def round_of(told: Told, role: str, request: Visit) -> Round | None:
    """Return what waits in a round for somebody; None where there is nothing for them."""
    try:
        match role:
            case "second":
                return judging.second_round(by=request.user.name)
            case "settled":
                return judging.settling_round()
        sample = sample_now(told)
        return None if sample is None else judging.first_round(sample)
    except (NothingJudged, SamePerson):
        return None


def _kept(request: Visit, this: Round) -> HttpResponse:
    """Keep what was said, unless another said it meanwhile; lead on to the next."""
    here = reverse("audit_round", kwargs={"slug": request.workspace.slug, "role": this.role})
    form = SaidForm(request.POST)
    mine = register.said_by(request.user.name, this.role)
    if not form.is_valid():
        messages.error(request, "That was no word of the codebook, so nothing was kept.")
        return redirect(here)
    decision, now = form.decision(), timezone.now()
    known = register.labelled_by(this.role)
    if decision.demand_id not in {*this.waiting, *mine, *known}:
        messages.error(request, "This demand does not wait to be judged, so nothing was kept.")
        return redirect(here)
    other = judging.record_unless_said(this, decision, by=request.user.name, at=now)
    if other is not None:
        messages.warning(
            request, f"{other} judged that demand while you had it before you. Their word stands."
        )
        return redirect(here)
    noted(
        request,
        "audit.labelled",
        at=now,
        of=decision.demand_id,
        details={"role": this.role},
    )
    jobs.enqueue(RETELL, by=request.user.name, at=now, once=True, rest=REST)
    return redirect(f"{here}?{urlencode({'after': decision.demand_id})}")


def _next(ids: Iterable[str], told: Told, this: Round, request: Visit) -> KeptDemand | None:
    for demand_id in offered(list(ids), role=this.role, user=request.user.pk):
        try:
            return kept_demand(told, demand_id)
        except UnknownDemand:
            continue  # erased since the telling
    return None


def _last(told: Told, this: Round, after: str, mine: list[str]) -> tuple[str, str] | None:
    """Return what they said last in words, and what the machine thought: only once they said theirs.

    Who judges blind is not told at all.
    """
    if not after or after not in mine:
        return None
    said = register.said(this.role)[after]
    words = in_words(said.nature, said.code).replace("_", " ")
    words += ", in doubt" if said.doubtful else ""
    if this.role != "first":
        return words, ""
    thought = machine_says(told, [after]).get(after)
    if thought is None or thought["nature"] is None:
        return words, "The classifier could not tell."
    called = " ".join(str(thought[each]) for each in ("nature", "code") if thought[each])
    sure = thought["probability"]
    how = f" ({sure:.0%} sure)".replace("%", " %") if isinstance(sure, float) else ""
    return words, f"The classifier thought: {called.replace('_', ' ')}{how}."


def _context(request: Visit, this: Round) -> dict[str, object]:
    slug = request.workspace.slug
    return {
        "room": "audit",
        "crumbs": [("Audit", reverse("audit", kwargs={"slug": slug}))],
        "title": TITLES[this.role],
        "round": this,
        "number": this.done + 1,
        "tell_share": this.role != "second" and this.done >= 1 and this.done % 5 == 0,
        "codes": [("failure", list(CAUSES.items())), ("value", list(WANTS.items()))],
        "narrowing": reverse("audit_narrowing", kwargs={"slug": slug}),
        "overview": reverse("audit", kwargs={"slug": slug}),
    }
