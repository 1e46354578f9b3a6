"""Rule 1: when the clock starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cynosure.clocks.known import Record
from cynosure.clocks.notes import Notes, instant
from cynosure.clocks.speaking import second, speaker
from cynosure.demand import Demand, Event


@dataclass(frozen=True, slots=True)
class Start:
    """The start of a clock. `moved`: somebody edited it, or imports claim different ones."""

    at: datetime
    moved: bool
    claim_differs: bool


def find_start(record: Record, *, as_of: datetime, notes: Notes) -> Start | None:
    """Return the earliest ask of any origin, or None where there is no usable one."""
    demand = record.demand
    told = (*record.observed, *record.claims)
    candidates = [(event.at, event) for event in told if event.kind == "asked"]
    edits = [(before, e) for e in told if (before := moved_from(e, demand)) is not None]
    imported = [
        min(asks)
        for one in record.by_import
        if (asks := [event.at for event in one if event.kind == "asked"])
    ]
    found = [at for at, _ in candidates] + [at for at, _ in edits] + imported
    if not found:
        notes.say(10, "No usable ask: quarantined, there is no clock.")
        return None
    start = min(found)
    if start > as_of:
        return Start(start, moved=False, claim_differs=False)
    for before, event in edits:
        notes.say(
            1, f"Staff edited the opening time, it was {instant(before)}: start moved.", event
        )
    if len(set(imported)) > 1:
        notes.say(1, "Imports claim different starts: the earlier counts, start moved.")
    differs = _claim_differs(record, as_of)
    if differs:
        notes.say(11, "The claimed ask differs from the history's: flagged, the earlier counts.")
    return Start(start, moved=bool(edits) or len(set(imported)) > 1, claim_differs=differs)


def moved_from(event: Event, demand: Demand) -> datetime | None:
    """Return the old opening time that an edit by staff names, if the event is one."""
    if event.kind != "asked" or speaker(event, demand) != "staff" or not event.before:
        return None
    try:
        before = datetime.fromisoformat(event.before)
    except ValueError:
        return None
    return before if before.tzinfo else before.replace(tzinfo=UTC)


def since_start(ordered: Sequence[Event], start: datetime) -> tuple[list[Event], list[Event]]:
    """Return the events before the start and those from it on, in order.

    Among those of the very instant of the start the ask decides, where it is told.
    """
    first_ask = next((e for e in ordered if e.kind == "asked"), None)
    for place, event in enumerate(ordered):
        if event is first_ask and event.at == start:
            return list(ordered[:place]), list(ordered[place:])
        if event.at > start or (event.at == start and (not first_ask or first_ask.at != start)):
            return list(ordered[:place]), list(ordered[place:])
    return list(ordered), []


def _claim_differs(record: Record, as_of: datetime) -> bool:
    claimed = [e.at for e in record.claims if e.kind == "asked" and e.at <= as_of]
    asks = [event for event in record.observed if event.kind == "asked" and event.at <= as_of]
    observed = [event.at for event in asks]
    observed += [at for e in asks if (at := moved_from(e, record.demand)) is not None]
    return bool(claimed and observed) and second(min(claimed)) != second(min(observed))
