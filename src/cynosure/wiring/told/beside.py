"""Which demand comes before one in a list, and which after."""

from __future__ import annotations

from dataclasses import dataclass

from cynosure.wiring.told.listing import source_of
from cynosure.wiring.told.reading import Told
from cynosure.workflows.told.conditions import condition
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.listing import order_called


@dataclass(frozen=True, slots=True)
class Beside:
    """The ids of a demand's neighbours in a list; None at its ends."""

    previous: str | None = None
    next: str | None = None


def beside(told: Told, filters: Filters, demand_id: str, *, sort: str = "newest") -> Beside:
    """Return what stands beside a demand in a list, or would if it were in it.

    Raises
    ------
    UnusablePage
        If nothing is sorted so.
    """
    order = order_called(sort)
    where = f"SELECT {order.column} AS key FROM {told.demands_sql} WHERE demand_id = ?"  # noqa: S608
    found = told.engine.rows(where, [demand_id]).to_pylist()
    if not found:
        return Beside()
    key = found[0]["key"]
    down = order.direction == "DESC"
    return Beside(
        previous=_nearest(told, filters, order.column, key, demand_id, down=not down),
        next=_nearest(told, filters, order.column, key, demand_id, down=down),
    )


def _nearest(
    told: Told, filters: Filters, column: str, key: float, demand_id: str, *, down: bool
) -> str | None:
    """Return the demand that comes next, going down or up a column."""
    chosen = condition(filters)
    way, further = ("DESC", "<") if down else ("ASC", ">")
    query = (
        f"SELECT demand_id FROM {source_of(told, filters)} WHERE {chosen.sql} "  # noqa: S608 - ours
        f"AND {column} {further}= ? AND ({column} {further} ? OR demand_id {further} ?) "
        f"ORDER BY {column} {way}, demand_id {way} LIMIT 1"
    )
    rows = told.engine.rows(query, [*chosen.parameters, key, key, demand_id])
    return rows["demand_id"][0].as_py() if rows.num_rows else None


def beside_in(ids: tuple[str, ...], demand_id: str) -> Beside:
    """Return what stands beside a demand among found ones.

    >>> beside_in(("a", "b", "c"), "b")
    Beside(previous='a', next='c')
    """
    if demand_id not in ids:
        return Beside()
    at = ids.index(demand_id)
    return Beside(ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
