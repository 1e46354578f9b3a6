"""What is known about each demand, and which of its claims count (rules 10 and 16)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cynosure.clocks.history import History, Import
from cynosure.demand import Demand, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One demand and what is known to have happened to it.

    `observed` is its history, `claims` what its newest import claims, `outdated`
    what only earlier ones did. `by_import` holds the claims of each import that
    held the demand, oldest first. All are without what is later than its own
    import, which cannot have happened: that is in `future`.
    """

    demand: Demand
    observed: tuple[Event, ...]
    claims: tuple[Event, ...]
    outdated: tuple[Event, ...] = ()
    future: tuple[Event, ...] = ()
    by_import: tuple[tuple[Event, ...], ...] = ()


def records(history: History, *, known_at: datetime | None) -> Iterator[Record]:
    """Yield the demands of which something had been imported at `known_at`, by their ids."""

    def known(moment: datetime | None) -> bool:
        return known_at is None or moment is None or moment <= known_at

    imports = history.imports
    sighted: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    ever_sighted = set()
    for sighting in history.sightings:
        ever_sighted.add(sighting.demand_id)
        one = imports.get(sighting.import_id, Import(import_id=sighting.import_id))
        if known(one.imported_at):
            held = sighted[sighting.demand_id][sighting.import_id]
            if sighting.event_id is not None:
                held.add(sighting.event_id)
    events: dict[str, list[Event]] = defaultdict(list)
    ever_told = set()
    for event in history.events:
        ever_told.add(event.demand_id)
        if known(event.imported_at):
            events[event.demand_id].append(event)
    for demand_id in sorted(history.demands):
        demand = history.demands[demand_id]
        silent = demand_id not in ever_told and demand_id not in ever_sighted
        if known_at is None or (
            demand_id in sighted
            or demand_id in events
            or (demand.imported_at is not None and known(demand.imported_at))
            or (silent and demand.imported_at is None)
        ):
            yield _record(demand, events[demand_id], sighted[demand_id], history)


def _record(
    demand: Demand, events: list[Event], sighted: dict[str, set[str]], history: History
) -> Record:
    def is_future(event: Event) -> bool:
        arrived = event.imported_at or history.imported_at
        return arrived is not None and event.at > arrived

    def order(import_id: str) -> tuple[bool, tuple[datetime, datetime, str]]:
        # An import that nobody lists is older than any that is.
        one = history.imports.get(import_id)
        return (one is not None, (one or Import(import_id="")).order())

    claims = {event.event_id: event for event in events if event.origin == "claimed"}
    held: list[set[str]] = []
    for import_id in sorted(sighted, key=order):
        if held and import_id not in history.imports:
            held[-1] |= sighted[import_id]  # those that nobody lists are one
        else:
            held.append(set(sighted[import_id]))
    newest = held[-1] if len(held) > 1 else set(claims)
    counts = [event for name, event in claims.items() if name in newest]
    return Record(
        demand=demand,
        observed=tuple(e for e in events if e.origin != "claimed" and not is_future(e)),
        claims=tuple(event for event in counts if not is_future(event)),
        outdated=tuple(event for name, event in claims.items() if name not in newest),
        future=tuple(
            e for e in events if is_future(e) and (e.origin != "claimed" or e.event_id in newest)
        ),
        by_import=tuple(
            tuple(event for name, event in claims.items() if name in one and not is_future(event))
            for one in held
        )
        if len(held) > 1
        else (),
    )
