"""A list of demands, a page at a time: what it shows, how it is sorted, where a page ends."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from cynosure.errors import MeasureError
from cynosure.workflows.told.conditions import Condition

Sort = Literal["newest", "oldest", "longest", "unsure"]
MOST = 10_000  # rows of a page


@dataclass(frozen=True, slots=True)
class _Order:
    column: str  # whole, so that a page can end anywhere
    direction: Literal["DESC", "ASC"]
    said: str


SORTS: Mapping[str, _Order] = MappingProxyType(
    {
        "newest": _Order("asked_us", "DESC", "newest first"),
        "oldest": _Order("asked_us", "ASC", "oldest first"),
        "longest": _Order("waited_seconds", "DESC", "longest wait first"),
        "unsure": _Order("doubt", "ASC", "least sure first"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDemand:
    """One demand as a list shows it; its title is masked and cut."""

    demand_id: str
    source: str | None
    source_id: str | None
    url: str | None
    title: str | None
    asker_kind: str | None
    customer: str | None
    role: str | None
    standing: str | None
    channel: str | None
    product: str | None
    language: str | None
    reported_type: str | None
    labels: tuple[str, ...]
    priority: str | None
    effort_minutes: float | None
    start: datetime | None
    state: str | None
    ended_at: datetime | None
    waited_seconds: int | None  # until the ending that stands, or the instant of the telling
    first_response_seconds: int | None
    request_to_resolution_seconds: int | None
    reopenings: int | None
    hand_offs: int | None
    follows: str | None
    request_id: str | None
    nature: str | None
    code: str | None
    probability: float | None
    decided: bool
    theme: str | None


COLUMNS: tuple[str, ...] = tuple(each.name for each in fields(ListedDemand))


@dataclass(frozen=True, slots=True)
class Page:
    """Some demands in order, and where the next page starts; None at the end."""

    rows: tuple[ListedDemand, ...]
    next: str | None


class UnusablePage(MeasureError):
    """A list that cannot be sorted or turned to as asked."""

    def __init__(self, what: str, value: str, instead: str) -> None:
        super().__init__(f"The list has no {what} {value[:60]!r}. {instead}")


def listed(row: Mapping[str, Any]) -> ListedDemand:
    """Return a row of the told demands as a list shows it."""
    told = {name: row[name] for name in COLUMNS}
    waited = told["waited_seconds"]
    return ListedDemand(
        **{
            **told,
            "labels": tuple(told["labels"] or ()),
            "waited_seconds": None if waited is None or waited < 0 else waited,
        }
    )


def order_called(sort: str) -> _Order:
    """Return how a list is sorted.

    Raises
    ------
    UnusablePage
        If nothing is sorted so.
    """
    try:
        return SORTS[sort]
    except KeyError:
        raise UnusablePage("order", sort, f"Choose one of {', '.join(SORTS)}.") from None


def columns_called(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns, each once.

    Raises
    ------
    UnusablePage
        If one of them is not shown of a demand.
    """
    for name in names:
        if name not in COLUMNS:
            raise UnusablePage("column", name, f"Choose of {', '.join(COLUMNS)}.")
    return tuple(dict.fromkeys(names))


def page_query(
    columns: Sequence[str],
    source: str,
    chosen: Condition,
    *,
    sort: str,
    after: str | None,
    limit: int | None,
) -> Condition:
    """Return the query of a page: what follows `after`, at most one more than `limit` rows.

    `columns` are names of the told demands, known to be such.

    Raises
    ------
    UnusablePage
        If there is no such order, or `after` does not end a page of it.
    """
    order = order_called(sort)
    sql, parameters = chosen.sql, [*chosen.parameters]
    if after is not None:
        key, demand_id = _place(after, sort)
        further = "<" if order.direction == "DESC" else ">"
        # The first half alone is what parts of the file are passed over by.
        sql += (
            f" AND {order.column} {further}= ?"
            f" AND ({order.column} {further} ? OR demand_id {further} ?)"
        )
        parameters += [key, key, demand_id]
    ordered = f"ORDER BY {order.column} {order.direction}, demand_id {order.direction}"
    shown = ", ".join(f'"{name}"' for name in columns)
    query = f"SELECT {shown} FROM {source} WHERE {sql} {ordered}"  # noqa: S608 - see `condition`
    if limit is not None:
        query += f" LIMIT {limit + 1:d}"
    return Condition(query, tuple(parameters))


def after_row(row: Mapping[str, Any], sort: str) -> str:
    """Return where the page after this row starts, as a word for an address.

    >>> _place(after_row({"asked_us": 5, "demand_id": "desk:1"}, "newest"), "newest")
    (5, 'desk:1')
    """
    said = json.dumps([sort, row[SORTS[sort].column], row["demand_id"]])
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _place(after: str, sort: str) -> tuple[float, str]:
    try:
        padded = after + "=" * (-len(after) % 4)
        of, key, demand_id = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, UnicodeError, binascii.Error, RecursionError):
        of, key, demand_id = None, None, None
    known = isinstance(key, int | float) and isinstance(demand_id, str)
    if of != sort or not known:
        raise UnusablePage("page", after, "Take what the page before gave as next.")
    return key, demand_id
