"""Filters as SQL with parameters: what is typed into an address is never part of a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cynosure.workflows.told.demands import EPOCH
from cynosure.workflows.told.filters import UNKNOWN, Filters

_DAY = 86_400
# Compared as they stand; an empty word says as little as none.
_PLAIN = (
    *("source", "product", "channel", "customer", "language", "role", "standing"),
    *("reported_type", "priority", "nature", "code", "theme", "state"),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of SQL, and what stands for its question marks."""

    sql: str
    parameters: tuple[object, ...] = ()


def condition(filters: Filters) -> Condition:
    """Return what a row of the told demands has to be, `behind` left out.

    >>> condition(Filters(nature=("failure",)))
    Condition(sql='("nature" IN (?))', parameters=('failure',))
    >>> condition(Filters())
    Condition(sql='TRUE', parameters=())
    """
    parts = [_words(name, getattr(filters, name)) for name in _PLAIN]
    parts += [_of_askers(filters.asker_kind), _labels(filters.label)]
    if filters.behind is None and (filters.since or filters.until):
        # By the whole number that the file is sorted by, so that most of it is passed over.
        parts.append(Condition("start IS NOT NULL"))
        if filters.since:
            parts.append(Condition("asked_us >= ?", (microseconds(filters.since),)))
        if filters.until:
            parts.append(Condition("asked_us < ?", (microseconds(filters.until),)))
    if filters.open_days is not None:
        still = "state IS NOT NULL AND ended_at IS NULL AND waited_seconds > ?"
        parts.append(Condition(still, (int(filters.open_days * _DAY),)))
    if filters.decided is not None:
        parts.append(Condition("decided" if filters.decided else "NOT decided"))
    if filters.sure_below is not None:
        parts.append(Condition("probability < ?", (filters.sure_below,)))
    said = [each for each in parts if each is not None]
    return Condition(
        " AND ".join(f"({each.sql})" if len(said) > 1 else each.sql for each in said) or "TRUE",
        tuple(value for each in said for value in each.parameters),
    )


def microseconds(moment: datetime) -> int:
    """Return a moment in microseconds of the epoch.

    >>> from datetime import UTC
    >>> microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (moment - EPOCH) // timedelta(microseconds=1)


def _words(name: str, words: tuple[str, ...]) -> Condition | None:
    if not words:
        return None
    marks = ", ".join("?" * len(words))
    sql = f'"{name}" IN ({marks})'
    if UNKNOWN in words:
        sql += f' OR "{name}" IS NULL OR "{name}" = \'\''
    return Condition(f"({sql})", words)


def _of_askers(kinds: tuple[str, ...]) -> Condition | None:
    if not kinds:
        return None
    marks = ", ".join("?" * len(kinds))
    return Condition(f"coalesce(asker_kind, 'customer') IN ({marks})", kinds)


def _labels(words: tuple[str, ...]) -> Condition | None:
    if not words:
        return None
    marks = ", ".join("?" * len(words))
    sql = f"list_has_any(labels, [{marks}]::VARCHAR[])"
    if UNKNOWN in words:
        sql += " OR labels IS NULL OR len(labels) = 0"
    return Condition(f"({sql})", words)
