"""Rule 13: what a period saw, said with its base."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query.codes import seconds_between


def period_counts(clocks: ir.Table, *, since: datetime, until: datetime) -> ir.Table:
    """Return one row: `asked_in`, `ended_in`, `open_at_end`, `oldest_open_at_end_seconds`.

    `since` is inside, `until` is not. What ended is what stands as of the
    report; a merged demand is open for as long as its asker waits. Null where
    nothing was open.
    """
    first, end = ibis.literal(since), ibis.literal(until)
    clocks = clocks.filter(clocks.state.notnull())
    open_then = (clocks.start < end) & (clocks.ended_at.isnull() | (clocks.ended_at >= end))
    counts = clocks.agg(
        asked_in=((clocks.start >= first) & (clocks.start < end)).sum().fill_null(0),
        ended_in=((clocks.ended_at >= first) & (clocks.ended_at < end))
        .fill_null(False)
        .sum()
        .fill_null(0),
        open_at_end=open_then.sum().fill_null(0),
        oldest=clocks.start.min(where=open_then),
    )
    return counts.select(
        "asked_in",
        "ended_in",
        "open_at_end",
        oldest_open_at_end_seconds=seconds_between(counts.oldest, end),
    )
