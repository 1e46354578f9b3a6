"""Golden cases of the clocks, as histories: how the given form is read."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cynosure.clocks import History, Import, Sighting
from cynosure.demand import Demand, Event

_DEMAND = {field.name for field in fields(Demand)}
_EVENT = {field.name for field in fields(Event)}


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


@dataclass(frozen=True)
class Case:
    """One story, with what is stated about it."""

    name: str
    history: History
    as_of: datetime
    follow_up_days: int
    known_at: datetime | None
    period: tuple[datetime, datetime] | None
    expect: dict[str, Any]


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return str(value)


def _demand(row: dict[str, Any]) -> Demand:
    kept = {name: value for name, value in row.items() if name in _DEMAND}
    for name in ("asked_at", "imported_at"):
        if name in kept:
            kept[name] = instant(kept[name])
    return Demand(**kept)


def _event(row: dict[str, Any]) -> Event:
    kept = {name: value for name, value in row.items() if name in _EVENT}
    for name in ("at", "imported_at"):
        if name in kept:
            kept[name] = instant(kept[name])
    for name in ("before", "after"):
        if name in kept:
            kept[name] = _text(kept[name])
    return Event(**kept)


def read_case(path: Path, *, shuffled: bool = False) -> Case:
    given = json.loads(path.read_text(encoding="utf-8"))
    events = [_event(row) for row in given["events"]]
    if shuffled:
        random.Random(path.stem).shuffle(events)
    as_of = instant(given["as_of"])
    assert as_of is not None
    period = given.get("period")
    return Case(
        name=path.stem,
        history=History.of(
            [_demand(row) for row in given["demands"]],
            events,
            imports=[
                Import(
                    import_id=row["import_id"],
                    exported_at=instant(row.get("exported_at")),
                    imported_at=instant(row.get("imported_at")),
                )
                for row in given.get("imports", ())
            ],
            groups={row["demand_id"]: row.get("group") for row in given["demands"]},
            imported_at=instant(given.get("imported_at")),
        ),
        as_of=as_of,
        follow_up_days=given.get("follow_up_days", 14),
        known_at=instant(given.get("known_at")),
        period=None if period is None else (instant(period["from"]), instant(period["to"])),  # type: ignore[arg-type]  # both are given
        expect=given["expect"],
    )


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def moved(case: Case, *, prefix: str, to: datetime) -> tuple[list[Demand], list[Event]]:
    """Return a case's records as another's neighbours: own names, all times moved alike.

    The rules know no calendar, so a story that is told some days later, among
    other people, means the same. Many cases can thus be told in one query.
    """
    by = to - case.as_of

    def later(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment + by

    def text(words: str | None) -> str | None:
        if words is None:
            return None
        if words in case.history.demands:
            return prefix + words
        return _TIME.sub(lambda m: (datetime.fromisoformat(m[0]) + by).isoformat(), words)

    def own(name: str | None) -> str | None:
        return None if name is None else prefix + name

    arrived = case.history.imported_at
    demands = [
        replace(
            demand,
            demand_id=prefix + demand.demand_id,
            asker=own(demand.asker),
            follows=own(demand.follows),
            duplicate_of=own(demand.duplicate_of),
            import_id=own(demand.import_id),
            imported_at=later(demand.imported_at),
        )
        for demand in case.history.demands.values()
    ]
    events = [
        replace(
            event,
            demand_id=prefix + event.demand_id,
            at=event.at + by,
            actor=own(event.actor),
            before=text(event.before),
            after=text(event.after),
            import_id=own(event.import_id),
            imported_at=later(event.imported_at or arrived),
        )
        for event in case.history.events
    ]
    return demands, events


def together(cases: Iterable[Case], *, as_of: datetime) -> History:
    """Return several cases as one history, each under its own name as of the same instant."""
    demands: list[Demand] = []
    events: list[Event] = []
    sightings: list[Sighting] = []
    imports: list[Import] = []
    groups: dict[str, str | None] = {}
    for case in cases:
        prefix, by = f"{case.name}/", as_of - case.as_of
        more_demands, more_events = moved(case, prefix=prefix, to=as_of)
        demands += more_demands
        events += more_events
        sightings += [
            Sighting(
                prefix + one.import_id,
                prefix + one.demand_id,
                one.event_id,
            )
            for one in case.history.sightings
        ]
        imports += [
            Import(
                import_id=prefix + one.import_id,
                exported_at=None if one.exported_at is None else one.exported_at + by,
                imported_at=None if one.imported_at is None else one.imported_at + by,
            )
            for one in case.history.imports.values()
        ]
        groups |= {prefix + k: prefix + v for k, v in case.history.groups.items()}
    return History.of(demands, events, sightings=sightings, imports=imports, groups=groups)
