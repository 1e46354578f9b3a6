"""What is done to one demand: decided, taken back, moved to a theme, shown unmasked."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cynosure.errors import ClassificationError
from cynosure.nature.auditing.audit_session import in_words
from cynosure.web.demands.forms import DecideForm, MoveForm
from cynosure.web.demands.labels import FEW, choose
from cynosure.web.demands.one import page_of, told_and_row
from cynosure.web.visit import Visit, noted
from cynosure.wiring.decisions import NothingDecided
from cynosure.wiring.told import decide_told, machine_says, move_told, take_back_told


@require_POST
def decide(request: Visit, demand_id: str) -> HttpResponseRedirect:
    """Keep what a person says that a demand is; it holds at once."""
    told, row = told_and_row(request, demand_id)
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was decided: that is no nature, cause or want.")
        return _back(request, demand_id)
    decision, at = form.decision(row.demand_id), datetime.now(UTC)
    decide_told(told, decision, by=request.user.name, at=at)
    _note(request, "demand.decided", demand_id, at)
    said = in_words(decision.nature, decision.code).replace("_", " ")
    doubt = ", in doubt" if decision.doubtful else ""
    text = f"{(row.title or demand_id)[:80]} is {said}{doubt} from now on."
    if from_labels(request):
        thought = machine_says(told, [demand_id]).get(demand_id, {})
        known = thought.get("nature")
        opinion = in_words(known, thought.get("code")) if known else "could not tell"  # type: ignore[arg-type]
        choose(request, few=FEW)
        text += f" The model thought: {opinion.replace('_', ' ')}."
    messages.success(request, text)
    return _back(request, demand_id)


@require_POST
def undo(request: Visit, demand_id: str) -> HttpResponseRedirect:
    """Take the decision that counts back; what counted before it does again."""
    at = datetime.now(UTC)
    try:
        _, now = take_back_told(demand_id, by=request.user.name, at=at)
    except NothingDecided:
        told_and_row(request, demand_id)  # of a demand that is not there nothing is said
        messages.warning(request, "There is no decision on this demand to take back.")
        return _back(request, demand_id)
    _note(request, "demand.decision_taken_back", demand_id, at)
    counts = "what the model says" if now is None else f"what {now.by} said before"
    messages.success(request, f"Taken back. What counts now: {counts}.")
    return _back(request, demand_id)


@require_POST
def move(request: Visit, demand_id: str) -> HttpResponseRedirect:
    """Count a failure demand in another theme, or in none."""
    told, _ = told_and_row(request, demand_id)
    form, at = MoveForm(request.POST), datetime.now(UTC)
    if not form.is_valid():
        raise Http404
    theme = form.cleaned_data["theme"] or None
    try:
        move_told(told, demand_id, theme, by=request.user.name, at=at)
    except ClassificationError as problem:
        messages.error(request, str(problem))
        return _back(request, demand_id)
    _note(request, "demand.moved", demand_id, at)
    where = told.theme_names.get(theme, theme) if theme else "no theme"
    messages.success(request, f"Moved to {where}. Figures follow with the next telling.")
    return _back(request, demand_id)


@never_cache
@require_POST
def unmask(request: Visit, demand_id: str) -> HttpResponse:
    """Show a demand's words as they were written, in this answer alone; it is noted."""
    told, row = told_and_row(request, demand_id)
    _note(request, "demand.unmasked", demand_id, datetime.now(UTC))
    return render(request, "demands/demand.html", page_of(request, told, row, unmasked=True))


def from_labels(request: Visit) -> bool:
    """Return whether what is asked comes from the page of labels to give."""
    return request.POST.get("from") == "labels"


def _back(request: Visit, demand_id: str) -> HttpResponseRedirect:
    """Lead back to where it was done: the demand within its list, or the labels."""
    slug = request.workspace.slug
    if from_labels(request):
        return HttpResponseRedirect(reverse("labels", args=[slug]))
    query = urlsplit(f"?{request.POST.get('query', '').lstrip('?')}").query
    kept = f"?{query}" if parse_qs(query) and len(query) <= 4_000 else ""
    return HttpResponseRedirect(reverse("demand", args=[slug, demand_id]) + kept)


def _note(request: Visit, did: str, demand_id: str, at: datetime) -> None:
    noted(
        request,
        did,
        at=at,
        of=demand_id,
    )
