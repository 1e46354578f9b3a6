"""What a cell of ServiceNow's says: a value, what is displayed for it, or both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cynosure.intake.dates import read_time
from cynosure.intake.shape import Context
from cynosure.intake.shapes.fields import number, text

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - durations are written as dates from here, without a zone
_AS_DATE = re.compile(r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}:\d{2}$")
_AS_CLOCK = re.compile(r"^(?:(?P<days>\d+) )?(?P<hours>\d+):(?P<minutes>\d{2}):(?P<seconds>\d{2})$")
_IN_WORDS = re.compile(r"(?P<count>[\d,]+)\s*(?P<unit>day|hour|minute|second)s?", re.IGNORECASE)
_MINUTES = {"day": 1440.0, "hour": 60.0, "minute": 1.0, "second": 1 / 60}


def shown(cell: object) -> str | None:
    """Return a cell as people see it.

    >>> shown({"display_value": "Closed", "value": "7"}), shown("Closed"), shown({"value": "7"})
    ('Closed', 'Closed', '7')
    """
    if isinstance(cell, Mapping):
        return text(cell.get("display_value")) or text(cell.get("value"))
    return text(cell)


def stored(cell: object) -> str | None:
    """Return a cell as the table keeps it, where the export says it.

    >>> stored({"display_value": "Ana", "value": "a1b2"}), stored({"link": "…", "value": "a1b2"})
    ('a1b2', 'a1b2')
    """
    if isinstance(cell, Mapping):
        return text(cell.get("value")) or text(cell.get("display_value"))
    return text(cell)


def instant(cell: object, context: Context, *, raw: bool) -> datetime | None:
    """Return the time in a cell, in UTC.

    ServiceNow stores UTC and displays the zone of whoever exports: a `value` is
    UTC, and so is everything in a record that shows no display values (`raw`).
    """
    if isinstance(cell, Mapping):
        value = text(cell.get("value"))
        if value is not None:
            return read_time(value, _in_utc(context))
        return read_time(cell.get("display_value"), context)
    return read_time(cell, _in_utc(context) if raw else context)


def _in_utc(context: Context) -> Context:
    return Context(context.source, UTC, context.day_first, context.imported_at)


def minutes(cell: object) -> float | None:
    """Return a duration in minutes, in any of ServiceNow's four ways to write one.

    A bare number is seconds.

    >>> [minutes(said) for said in ("1970-01-01 02:00:00", "1 Day 2 Hours", "00:30:00", "90", "")]
    [120.0, 1560.0, 30.0, 1.5, None]
    """
    said = stored(cell)
    if said is None:
        return None
    if _AS_DATE.match(said):
        return (datetime.fromisoformat(said) - _EPOCH).total_seconds() / 60
    clock = _AS_CLOCK.match(said)
    if clock is not None:
        parts: dict[str, Any] = clock.groupdict(default="0")
        hours = int(parts["days"]) * 24 + int(parts["hours"])
        return hours * 60 + int(parts["minutes"]) + int(parts["seconds"]) / 60
    seconds = number(said)
    if seconds is not None:
        return seconds / 60
    named = [
        int(each["count"].replace(",", "")) * _MINUTES[each["unit"].lower()]
        for each in _IN_WORDS.finditer(said)
    ]
    return sum(named) if named else None
