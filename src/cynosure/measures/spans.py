"""Waits as spans of time: what of each lies inside a period, or inside each week or month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import ibis
import ibis.expr.types as ir

from cynosure.demand.periods import Every, Period
from cynosure.measures.standing import in_seconds, place_of, placed_of, seconds_of


def waits(rows: ir.Table, *, as_of: datetime) -> ir.Table:
    """Return the rows with `begins` and `ends` of each wait, in whole seconds of the epoch.

    A wait runs from the ask to the ending that stands, or to `as_of`. Where a
    follow-up was asked while an earlier demand of its chain still waited, the
    same customer waited once, not twice: it adds only what no earlier one
    covers. Times that an earlier demand had ended before the follow-up came are
    nobody's wait, as they are nobody's in `stock`.
    """
    report = ibis.literal(seconds_of(as_of), "int64")
    asked = in_seconds(rows.start)
    until = ibis.coalesce(in_seconds(rows.ended_at), report)
    # Said outright, because engines differ in what the greatest of something and nothing is.
    ends = asked.notnull().ifelse(ibis.greatest(asked, until), None)
    rows = rows.mutate(begins=asked, ends=ends)
    chains = rows.join(_covered(rows), "demand_id", how="left", rname="{name}_covered")
    adds = (chains.covered < chains.ends).fill_null(True)
    begins = ibis.ifelse(chains.covered > chains.begins, chains.covered, chains.begins)
    return chains.mutate(
        begins=adds.ifelse(begins, chains.begins), ends=adds.ifelse(chains.ends, chains.begins)
    ).select(*rows.columns)


def _covered(rows: ir.Table) -> ir.Table:
    """Return, for demands of chains only, up to when an earlier demand of theirs waited.

    Chains are few, and a window over all demands would be the dearest part of a figure.
    """
    rows = rows.filter(rows.begins.notnull()).select("demand_id", "request_id", "begins", "ends")
    followed = rows.filter(rows.request_id != rows.demand_id).select(chain="request_id").distinct()
    chained = rows.semi_join(followed, rows.request_id == followed.chain)
    before = ibis.window(
        group_by="request_id", order_by=["begins", "demand_id"], preceding=(None, 1)
    )
    covered = chained.select("demand_id", covered=chained.ends.max().over(before))
    return covered.filter(covered.covered.notnull())


def inside(rows: ir.Table, period: Period) -> ir.Table:
    """Return the rows whose spans reach into the period, cut to it; what has no span stays.

    A span without length, of what ended at once, is where it begins.
    """
    if period.until is not None:
        until = seconds_of(period.until)
        rows = rows.filter((rows.begins < until) | rows.begins.isnull())
        rows = rows.mutate(ends=ibis.least(rows.ends, ibis.literal(until, "int64")))
    if period.since is not None:
        since = seconds_of(period.since)
        rows = rows.mutate(last=ibis.greatest(rows.begins, rows.ends - 1))
        rows = rows.filter((rows["last"] >= since) | rows.begins.isnull()).drop("last")
        rows = rows.mutate(begins=ibis.greatest(rows.begins, ibis.literal(since, "int64")))
    return rows


def inside_each(rows: ir.Table, ends: Sequence[datetime], *, every: Every) -> ir.Table:
    """Return the rows once for each week or month that their spans reach into, cut to it.

    `ends` are when the weeks or months end, one after the other; `end` is in
    seconds of the epoch. What lies before the first of them or after the last
    is left out, so over all weeks of a period the parts add up to the whole.
    """
    first_place = placed_of(ends[0], every) - 1
    rows = rows.filter(rows.begins.notnull())
    last = ibis.greatest(rows.begins, rows.ends - 1)
    first = (_place(rows.begins, every) - first_place).clip(0, len(ends))
    after = (_place(last, every) - first_place + 1).clip(0, len(ends))
    spans = rows.mutate(first_end=first, after_end=after)
    spans = spans.filter(spans.first_end < spans.after_end)
    # Spark looks up a place in an array by small whole numbers only.
    places = ibis.range(spans.first_end.cast("int32"), spans.after_end.cast("int32"))
    seen = spans.mutate(place=places.unnest())
    begun = ibis.array([seconds_of(_begun(end, every)) for end in ends])[seen.place]
    ended = ibis.array([seconds_of(end) for end in ends])[seen.place]
    return seen.mutate(
        begins=ibis.greatest(seen.begins, begun), ends=ibis.least(seen.ends, ended), end=ended
    ).drop("first_end", "after_end", "place")


def _place(seconds: ir.IntegerValue, every: Every) -> ir.IntegerValue:
    return place_of(seconds.as_timestamp("s"), every)


def _begun(end: datetime, every: Every) -> datetime:
    if every == "week":
        return end - timedelta(days=7)
    return (end - timedelta(days=1)).replace(day=1)
