"""How often each theme was asked, week by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.measures.ask import Result
from cynosure.measures.facts import Facts
from cynosure.measures.failure_share import by_nature
from cynosure.measures.series import following, period_start
from cynosure.measures.tallies import only, total, whole

# A mean of fewer is no mean.
_FEWEST_WITH_EFFORT = 10


@dataclass(frozen=True, slots=True)
class ThemeWeeks:
    """Failure demands of customers by theme and week."""

    starts: tuple[datetime, ...]  # Mondays, UTC; whole weeks only, without a gap
    counts: Mapping[str, NDArray[np.int64]]  # by theme id, one a week
    not_recurring: NDArray[np.int64]
    minutes: Mapping[str, float]  # mean effort a demand of the theme, where the source records it


def theme_weeks(facts: Facts, *, result: Result) -> ThemeWeeks:
    """Return how many failure demands of customers each theme had in each whole week.

    Weeks begin on Monday, UTC. The week of the very first demand is left out
    unless that came on a Monday: nobody knows whether all of it was exported.
    The week that is not over as of the facts' instant is left out, too. A mean
    effort needs ten demands with recorded effort.

    Examples
    --------
    >>> monday = datetime(2026, 3, 2, tzinfo=UTC)
    >>> asked = [{"start": monday + timedelta(days=day), "nature": "failure",
    ...           "asker_kind": "customer", "theme": "t-1"} for day in (0, 3, 8)]
    >>> facts = Facts.of(asked, as_of=monday + timedelta(days=14))
    >>> weeks = theme_weeks(facts, result=lambda table: table.to_pyarrow())
    >>> [f"{start:%d %b}" for start in weeks.starts], weeks.counts["t-1"].tolist()
    (['02 Mar', '09 Mar'], [2, 1])
    """
    counts = _naive(result(_by_week(facts)))
    if not counts.num_rows:
        return ThemeWeeks((), {}, np.zeros(0, dtype=np.int64), {})
    first: datetime = pc.min(counts["first"]).as_py().replace(tzinfo=UTC)
    start = period_start(first, "week")
    if first - start >= timedelta(days=1):
        start = following(start, "week")
    starts = []
    while following(start, "week") <= facts.as_of:
        starts.append(start)
        start = following(start, "week")
    themes = sorted({theme for theme in counts["theme"].to_pylist() if theme is not None})
    return ThemeWeeks(
        starts=tuple(starts),
        counts={theme: _weekly(only(counts, theme=theme), starts) for theme in themes},
        not_recurring=_weekly(only(counts, theme=None), starts),
        minutes={
            theme: minutes
            for theme in themes
            if (minutes := _minutes(only(counts, theme=theme))) is not None
        },
    )


def _by_week(facts: Facts) -> ir.Table:
    rows = facts.demands
    asked = rows.filter(
        rows.asker_kind.fill_null("customer") == "customer",
        rows.nature == "failure",
        rows.start.notnull(),
        rows.start < ibis.literal(facts.as_of),
    )
    return by_nature(asked.mutate(week=asked.start.truncate("W")), ["theme", "week"])


def _naive(table: pa.Table) -> pa.Table:
    """Return the table with its moments as UTC without saying so, whatever the engine says."""
    for name in ("week", "first"):
        place = table.column_names.index(name)
        table = table.set_column(place, name, pc.cast(table[name], pa.timestamp("us")))
    return table


def _weekly(counts: pa.Table, starts: list[datetime]) -> NDArray[np.int64]:
    """Return a number for each week; 0 where there was none."""
    place = {start.replace(tzinfo=None): at for at, start in enumerate(starts)}
    weekly = np.zeros(len(starts), dtype=np.int64)
    for week, n in zip(counts["week"].to_pylist(), whole(counts, "n").tolist(), strict=True):
        if week in place:
            weekly[place[week]] += n
    return weekly


def _minutes(counts: pa.Table) -> float | None:
    known = total(counts, "with_effort")
    return total(counts, "effort") / 60 / known if known >= _FEWEST_WITH_EFFORT else None
