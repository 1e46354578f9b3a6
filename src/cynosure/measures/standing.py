"""What was open at the ends of weeks or months: each demand once for every end that saw it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import ibis
import ibis.expr.types as ir

from cynosure.demand.periods import Every

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONDAY = 4 * 86_400  # the first of the epoch
_WEEK = 7 * 86_400


def seconds_of(moment: datetime) -> int:
    """Return a moment as whole seconds of the epoch.

    >>> seconds_of(datetime(1970, 1, 5, tzinfo=UTC))
    345600
    """
    return (moment - _EPOCH) // timedelta(seconds=1)


def in_seconds(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Return a column of moments as whole seconds of the epoch, cut, alike on every engine."""
    return moment.truncate("s").delta(ibis.literal(_EPOCH).truncate("s"), unit="second")


def at_each(rows: ir.Table, ends: Sequence[datetime], *, every: Every) -> ir.Table:
    """Return the rows once for each of these ends at which they were open, with that `end`.

    `ends` follow one another, week by week or month by month; `end` is in
    seconds of the epoch. By arithmetic and not by a join on both bounds: no
    engine holds every demand beside every end.
    """
    # What starts at an end is not open before it, and what ends at it still was.
    first = (place_of(rows.start, every) - placed_of(ends[0], every) + 1).clip(0, len(ends))
    after = (place_of(rows.ended_at, every) - placed_of(ends[0], every) + 1).clip(0, len(ends))
    spans = rows.mutate(first_end=first, after_end=after.fill_null(len(ends)))
    spans = spans.filter(spans.first_end < spans.after_end)
    marks = ibis.array([seconds_of(end) for end in ends])
    seen = spans.mutate(end=marks[spans.first_end : spans.after_end].unnest())
    return seen.drop("first_end", "after_end")


def place_of(moment: ir.TimestampValue, every: Every) -> ir.IntegerValue:
    """Return the number of the week or month that holds a moment, alike on every engine."""
    if every == "week":
        # Before 1970 too a week is a number, since the division rounds down.
        return ((in_seconds(moment) - _MONDAY) / _WEEK).floor().cast("int64")
    return moment.year().cast("int64") * 12 + moment.month().cast("int64")


def placed_of(moment: datetime, every: Every) -> int:
    """Return the number of the week or month that holds a moment.

    >>> placed_of(datetime(1970, 2, 1, tzinfo=UTC), "month") - placed_of(_EPOCH, "month")
    1
    """
    if every == "week":
        return (seconds_of(moment) - _MONDAY) // _WEEK
    return moment.year * 12 + moment.month
