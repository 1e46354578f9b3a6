"""Running the query on a history, and reading what it says as plain rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from cynosure.clocks import ClockTables, History, Told, clock_tables
from cynosure.workflows.engine import Engine

Row = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What either implementation says, in one form: rows with plain values."""

    clocks: dict[str, Row]
    requests: list[Row]
    set_aside: list[Row]
    mass_closings: list[Row]
    promises: list[Row]
    counts: Row


def _utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _rows(table: pa.Table) -> list[Row]:
    return [{key: _utc(value) for key, value in row.items()} for row in table.to_pylist()]


def query(
    history: History,
    engine: Engine,
    *,
    as_of: datetime,
    follow_up_days: int = 14,
    known_at: datetime | None = None,
) -> ClockTables:
    given = {name: engine.take(table) for name, table in history.arrow().items()}
    return clock_tables(
        **given,
        as_of=as_of,
        follow_up_days=follow_up_days,
        known_at=known_at,
        imported_at=history.imported_at,
        materialise=engine.materialise,
    )


def said_by_query(tables: ClockTables, engine: Engine) -> Said:
    clocks = {row["demand_id"]: row for row in _rows(engine.result(tables.clocks))}
    for row in clocks.values():
        assert len(set(row["flags"])) == len(row["flags"])
        row["flags"] = frozenset(row["flags"])
    return Said(
        clocks=clocks,
        requests=_rows(engine.result(tables.requests)),
        set_aside=_rows(engine.result(tables.set_aside)),
        mass_closings=_rows(engine.result(tables.mass_closings)),
        promises=_rows(engine.result(tables.promises)),
        counts=_rows(engine.result(tables.counts))[0],
    )


def said_by_interpreter(told: Told) -> Said:
    def row(thing: Any, *names: str) -> Row:
        return {name: getattr(thing, name) for name in names or thing.__slots__}

    return Said(
        clocks={name: row(clock) for name, clock in told.clocks.items()},
        requests=[row(request) | {"demands": len(request.demands)} for request in told.requests],
        set_aside=[row(one) for one in told.set_aside],
        mass_closings=[
            {"actor": one.actor, "count": one.count, "from": one.since, "to": one.until}
            for one in told.mass_closings
        ],
        promises=[row(one) for one in told.promises],
        counts=row(told.counts),
    )


def in_any_order(rows: list[Row]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)


Runner = Callable[..., Said]
