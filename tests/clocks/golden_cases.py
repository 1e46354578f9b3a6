"""Golden cases of the clocks, as histories: how the given form is read."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cynosure.clocks import History, Import
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
