"""Records, samples and a context with dull defaults, so that tests name only what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cynosure.demand import Event
from cynosure.intake.shape import Context, Place, Record, Sample, SetAside, Shape, Translated

IMPORTED_AT = datetime(2026, 6, 1, tzinfo=UTC)


def context(
    source: str = "desk", *, zone: str = "UTC", day_first: bool = True, at: datetime = IMPORTED_AT
) -> Context:
    return Context(source, ZoneInfo(zone), day_first, at)


def record(fields: Mapping[str, Any], part: str = "main", line: int = 2) -> Record:
    return Record(Place("export", f"line {line}"), fields, part)


def sample(*records: Mapping[str, Any]) -> Sample:
    names = tuple(dict.fromkeys(name for each in records for name in each))
    return Sample("export", names, records[:50])


def translate(shape: Shape, *fields: Mapping[str, Any], where: Context | None = None) -> Translated:
    """Translate records of the main part that belong together; they must become a demand."""
    return translated(shape, [record(each) for each in fields], where)


def translated(shape: Shape, group: Sequence[Record], where: Context | None = None) -> Translated:
    result = shape.translate(group, where or context())
    assert isinstance(result, Translated), result
    check_laws(result)
    return result


def set_aside(shape: Shape, fields: Mapping[str, Any]) -> str:
    result = shape.translate([record(fields)], context())
    assert isinstance(result, SetAside), result
    return result.reason


def check_laws(result: Translated) -> None:
    """Hold what every translation owes, whatever the source."""
    demand = result.demand
    assert demand.demand_id == f"{demand.source}:{demand.source_id}"
    assert all(event.demand_id == demand.demand_id for event in result.events)
    assert all(event.at.tzinfo is UTC for event in result.events)
    ids = [event.event_id for event in result.events if event.event_id]
    assert len(ids) == len(set(ids))
    asked = [event for event in result.events if event.kind == "asked"]
    if asked:
        assert demand.asked_at == min(event.at for event in asked)


def kinds(result: Translated) -> list[str]:
    """Return the kinds of a demand's events, oldest first, as the source had them."""
    return [event.kind for event in sorted(result.events, key=lambda e: (e.at, e.seq or 0))]


def of_kind(result: Translated, kind: str) -> list[Event]:
    return [event for event in result.events if event.kind == kind]


def the(result: Translated, kind: str) -> Event:
    """Return the only event of a kind."""
    (event,) = of_kind(result, kind)
    return event
