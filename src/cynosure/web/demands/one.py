"""One demand: its words, what it is and who says so, what happened to it, what is like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cynosure.clocks import Explanation, UnknownDemand, figure_words, state_told, what_happened
from cynosure.demand import CAUSES, WANTS
from cynosure.errors import ClockError, MeasureError
from cynosure.masking import mask
from cynosure.register import decisions
from cynosure.web.demands.columns import COLUMNS, Cell, cells
from cynosure.web.demands.wanted import Wanted
from cynosure.web.visit import Visit, demands_address
from cynosure.wiring.told import (
    Beside,
    KeptDemand,
    StoreUnreadable,
    Told,
    beside,
    beside_in,
    corrected_since,
    demand_called,
    explained,
    found_demands,
    kept_demand,
    moved_since,
    open_told,
    opinion_on,
    similar_to,
)
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.listing import ListedDemand

_FACTS = (
    *("asked", "state", "waited", "answered", "resolved", "product", "channel", "source"),
    *("customer", "role", "standing", "language", "reported", "labels", "priority", "effort"),
    *("reopened", "handed", "follows"),
)
_LINKED = {"http", "https"}
# A fact leads to all demands of which it is true.
_LEADING = {
    "product": "product", "channel": "channel", "source": "source", "customer": "customer",
    "role": "role", "standing": "standing", "language": "language", "reported": "reported_type",
    "priority": "priority", "state": "state",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One event in words, masked, with what the rules of time made of it."""

    at: Any
    words: str
    rules: tuple[tuple[int, str], ...]


@require_safe
def demand(request: Visit, demand_id: str) -> HttpResponse:
    """Show one demand, masked."""
    told, row = _listed(request, demand_id)
    return render(request, "demands/demand.html", page_of(request, told, row))


@require_safe
def similar(request: Visit, demand_id: str) -> HttpResponse:
    """Show the demands most like one; a part of its page, or a page of its own."""
    told, row = _listed(request, demand_id)
    slug = request.workspace.slug
    found = [
        (text, like, reverse("demand", args=[slug, like.demand_id]))
        for text, like in similar_to(told, row.demand_id)
    ]
    part = bool(getattr(request, "htmx", False))
    said = {
        "found": found,
        "row": row,
        "as_of": told.as_of,
        "told_at": told.told_at,
        "room": "demands",
        "crumbs": _crumbs(slug, Wanted()),
        "back": reverse("demand", args=[slug, row.demand_id]),
    }
    return render(request, "demands/_similar.html" if part else "demands/similar.html", said)


def page_of(
    request: Visit, told: Told, row: ListedDemand, *, unmasked: bool = False
) -> dict[str, Any]:
    """Return what the page of a demand shows; its words as they were written with `unmasked`.

    Where the store cannot be read, what was told is shown, and why there is not more.
    """
    slug = request.workspace.slug
    (row,) = corrected_since(told).over([row])
    try:
        wanted = Wanted.from_query(dict(request.GET.lists()))
    except MeasureError:
        wanted = Wanted()
    at = place_in_list(told, wanted, row.demand_id)
    context = {
        "row": row,
        "title": row.title,
        "as_of": told.as_of,
        "told_at": told.told_at,
        "room": "demands",
        "crumbs": _crumbs(slug, wanted),
        "query": wanted.address,
        "previous": _beside(slug, at.previous, wanted),
        "next": _beside(slug, at.next, wanted),
        "source_address": linked(row.url),
        "facts": list(_facts(told, row, slug)),
        "history": decisions.history(row.demand_id)[::-1],
        "decided": decisions.counting_of(row.demand_id),
        "moved": moved_since(told, row.demand_id),
        "theme": told.theme_names.get(row.theme or "", row.theme),
        "theme_demands": demands_address(slug, Filters(theme=(row.theme,))) if row.theme else "",
        "themes": told.themes[:200] if row.nature == "failure" else (),
        "theme_names": told.theme_names,
        "causes": list(enumerate(CAUSES.items(), 1)),
        "wants": list(enumerate(WANTS.items(), 1)),
        "unmasked": unmasked,
    }
    try:
        return context | _from_the_store(told, row.demand_id, unmasked=unmasked)
    except StoreUnreadable as problem:
        return context | {"unreadable": str(problem)}
    except UnknownDemand:
        gone = "This demand is no longer kept: it was erased since the figures were told."
        return context | {"unreadable": gone, "title": None}


def place_in_list(told: Told, wanted: Wanted, demand_id: str) -> Beside:
    """Return what stands beside a demand in the list that the visitor came from."""
    if not wanted.words:
        return beside(told, wanted.filters, demand_id, sort=wanted.sort)
    found = found_demands(told, wanted.words, wanted.filters, by=wanted.by, limit=wanted.most)
    return beside_in(tuple(text.demand_id for text, _ in found), demand_id)


def linked(url: str | None) -> str:
    """Return an address of a source if it leads to a page on the web; else nothing.

    >>> linked("https://example.org/7"), linked("javascript:alert(1)"), linked("//example.org")
    ('https://example.org/7', '', '')
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    return parts.geturl() if parts.scheme.lower() in _LINKED and parts.netloc else ""


def told_and_row(request: Visit, demand_id: str) -> tuple[Told, ListedDemand]:
    """Return the telling and a demand of it; what it does not know is not found."""
    return _listed(request, demand_id)


def _listed(request: Visit, demand_id: str) -> tuple[Told, ListedDemand]:
    told = open_told(request.folder)
    if told is None:
        raise Http404
    try:
        return told, demand_called(told, demand_id)
    except UnknownDemand as unknown:
        raise Http404(str(unknown)) from unknown


def _from_the_store(told: Told, demand_id: str, *, unmasked: bool) -> dict[str, Any]:
    kept = kept_demand(told, demand_id)
    said: dict[str, Any] = {
        "title": kept.row["title"] if unmasked else kept.title,
        "body": kept.row["body"] if unmasked else kept.body,
        "opinion": opinion_on(told, kept),
    }
    try:
        story = explained(told, kept)
    except ClockError as problem:
        return said | {"no_story": mask(str(problem), kept.names)}
    return said | {
        "events": list(_happened(story, kept)),
        "conclusions": [(note.rule, mask(note.says, kept.names)) for note in story.conclusions],
        "state_words": state_told(story.clock),
        "figures": figure_words(story.clock),
    }


def _happened(story: Explanation, kept: KeptDemand) -> Iterator[Happened]:
    # Who acted is told by what they are: a page of one demand is no page on a person.
    acted = {event.actor for event, _ in story.events if event.actor and event.actor_kind != "bot"}
    names = tuple(sorted({*kept.names, *acted}, key=len, reverse=True))
    for event, notes in story.events:
        rules = tuple((note.rule, mask(note.says, names)) for note in notes)
        yield Happened(event.at, mask(what_happened(event), names), rules)


def _facts(told: Told, row: ListedDemand, slug: str) -> Iterator[tuple[Cell, str]]:
    """Yield each fact that is known, with where it leads."""
    shown = [COLUMNS[name] for name in _FACTS]
    for cell in cells(row, shown, told.theme_names):
        if cell.value in {None, "", ()}:
            continue
        of: Mapping[str, tuple[str, ...]] = {}
        if cell.column.name in _LEADING:
            of = {_LEADING[cell.column.name]: (str(cell.value),)}
        yield cell, demands_address(slug, Filters.from_query(of)) if of else ""


def _beside(slug: str, demand_id: str | None, wanted: Wanted) -> str:
    return reverse("demand", args=[slug, demand_id]) + wanted.address if demand_id else ""


def _crumbs(slug: str, wanted: Wanted) -> list[tuple[str, str]]:
    return [("Demands", reverse("demands", args=[slug]) + wanted.address)]
