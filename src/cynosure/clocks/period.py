"""Rule 13: what a period saw, said with its base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cynosure.clocks.clock import Clock
from cynosure.clocks.speaking import seconds_between


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """What was asked in a period, what ended in it, and what was open at its end."""

    asked_in: int
    ended_in: int
    open_at_end: int
    oldest_open_at_end_seconds: int | None


def count_period(clocks: Iterable[Clock], *, since: datetime, until: datetime) -> PeriodCounts:
    """Return the counts of a period; `since` is inside, `until` is not.

    What ended is what stands as of the report. A merged demand is open for as
    long as its asker waits.
    """
    clocked = [one for one in clocks if one.state is not None and one.start is not None]
    open_then = [
        one.start
        for one in clocked
        if one.start and one.start < until and (one.ended_at is None or one.ended_at >= until)
    ]
    return PeriodCounts(
        asked_in=sum(one.start is not None and since <= one.start < until for one in clocked),
        ended_in=sum(one.ended_at is not None and since <= one.ended_at < until for one in clocked),
        open_at_end=len(open_then),
        oldest_open_at_end_seconds=seconds_between(min(open_then), until) if open_then else None,
    )
