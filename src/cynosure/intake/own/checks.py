"""What a row must hold to be a demand or an event, asked of whole columns at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import get_args

import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import EVENT_KINDS, TIME
from cynosure.demand.kinds import ActorKind, AskerKind, FollowsOrigin, Origin

_EARLIEST = pa.scalar(datetime(1900, 1, 1, tzinfo=UTC), TIME)
_LATEST = pa.scalar(datetime(2200, 1, 1, tzinfo=UTC), TIME)
Check = tuple[pa.BooleanArray, str]  # where it fails, and why


def checks_of_demands(rows: pa.RecordBatch) -> Iterator[Check]:
    """Yield what is wrong with rows that should be demands."""
    for name in ("demand_id", "source", "source_id"):
        yield _missing(rows, name)
    yield _unknown(rows, "asker_kind", get_args(AskerKind))
    yield _unknown(rows, "follows_origin", get_args(FollowsOrigin))
    yield _beyond(rows, "asked_at")
    share = rows["satisfaction"]
    outside = pc.or_(pc.less(share, 0.0), pc.greater(share, 1.0))
    yield _known(outside), "satisfaction is not between 0 and 1. Write it as a share."


def checks_of_events(rows: pa.RecordBatch, demands: pa.Array) -> Iterator[Check]:
    """Yield what is wrong with rows that should be events of these demands."""
    yield _missing(rows, "demand_id")
    yield _missing(rows, "at")
    yield _missing(rows, "kind")
    yield _unknown(rows, "kind", EVENT_KINDS)
    yield _unknown(rows, "actor_kind", get_args(ActorKind))
    yield _unknown(rows, "origin", get_args(Origin))
    yield _beyond(rows, "at")
    orphans = pc.invert(pc.is_in(rows["demand_id"], value_set=demands))
    yield orphans, "No demand of this export has its demand_id. Export demands and events together."


def _missing(rows: pa.RecordBatch, name: str) -> Check:
    column = rows[name]
    empty = pc.is_null(column)
    if pa.types.is_string(column.type):
        empty = pc.or_(empty, pc.fill_null(pc.equal(column, ""), True))
    return empty, f"It has no {name}. Export it once more."


def _unknown(rows: pa.RecordBatch, name: str, known: Sequence[str]) -> Check:
    strange = pc.invert(pc.is_in(rows[name], value_set=pa.array([*known, None], pa.string())))
    return strange, f"Its {name} is none of {', '.join(known)}."


def _beyond(rows: pa.RecordBatch, name: str) -> Check:
    at = rows[name]
    outside = pc.or_(pc.less(at, _EARLIEST), pc.greater_equal(at, _LATEST))
    return _known(outside), f"Its {name} is before 1900 or after 2199. Correct the year."


def _known(where: pa.BooleanArray) -> pa.BooleanArray:
    return pc.fill_null(where, False)
