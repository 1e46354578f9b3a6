"""Themes as a list shows them, and one as it is shown: in figures, months and masked words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cynosure.demand import MEMBERS
from cynosure.reports.content import DemandText
from cynosure.statistics import Exposed, rate_ratio_exact
from cynosure.themes.acts import Done
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.reporting.reading import demand_texts
from cynosure.workflows.telling import Telling
from cynosure.workflows.themed import ToldTheme, themed
from cynosure.workflows.typical_demands import typical_demands

WINDOW = timedelta(days=28)  # four whole weeks: each day of the week as often


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTheme:
    """A theme with what a list says of it."""

    theme: ToldTheme
    share: float | None  # of customers' failure demand
    first_seen: datetime | None
    trend: str  # in words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTheme:
    """One theme: the demands most like it, the one least, and how many each month brought."""

    theme: ToldTheme
    typical: tuple[DemandText, ...]
    edge: DemandText | None
    months: tuple[tuple[datetime, int], ...]


def listed(telling: Telling, engine: Engine) -> list[ListedTheme]:
    """Return the themes in the order of the telling, each with its share and its trend."""
    rows = telling.facts.demands
    rows = rows.filter(rows.theme.notnull() & rows.start.notnull())
    recent, before = telling.as_of - WINDOW, telling.as_of - 2 * WINDOW
    counts = rows.group_by("theme").agg(
        first=rows.start.min(),
        now=(rows.start > recent).sum(),
        then=((rows.start > before) & (rows.start <= recent)).sum(),
    )
    by_theme = {row["theme"]: row for row in engine.result(counts).to_pylist()}
    failure = telling.recurring.failure if telling.recurring else 0
    told = []
    for theme in telling.themes:
        row = by_theme.get(theme.theme_id)
        told.append(
            ListedTheme(
                theme=theme,
                share=theme.size / failure if failure else None,
                first_seen=row["first"] if row else None,
                trend=_trend(row["first"], before, row["then"], row["now"]) if row else "",
            )
        )
    return told


def shown(
    telling: Telling,
    engine: Engine,
    snapshot: Snapshot,
    theme: ToldTheme,
    *,
    acts: Sequence[Done] = (),
) -> ShownTheme:
    """Return a theme's typical demands, no two of the same words, and the one at its edge."""
    told = themed(snapshot, engine, demands=telling.demands, labels=telling.labels, acts=acts)
    clocks = telling.clocks.clocks
    members = told.places.filter(told.places.theme == theme.theme_id).select("demand_id")
    members = members.inner_join(
        clocks.filter(clocks.start.notnull()).select("demand_id", "start"), "demand_id"
    )
    placed = engine.parquet(snapshot.files("members"), MEMBERS)
    placed = placed.filter(placed.theme_id.isin([theme.theme_id, *theme.merged_from]))
    members = engine.materialise(members)
    mine = placed.semi_join(members, "demand_id").select("demand_id", "likeness")
    typical, edge = typical_demands(engine, mine, telling.demands)
    at_edge = demand_texts(telling, engine, [edge] if edge else [])
    months = members.group_by(month=members.start.truncate("M")).agg(n=members.count())
    rows = engine.result(months.order_by("month")).to_pylist()
    return ShownTheme(
        theme=theme,
        typical=demand_texts(telling, engine, typical),
        edge=at_edge[0] if at_edge else None,
        months=tuple((row["month"], int(row["n"])) for row in rows),
    )


def _trend(first: datetime, since: datetime, then: int, now: int) -> str:
    """Return how the last four weeks compare with the four before, in words.

    More or fewer is said where the exact interval of their ratio does not hold 1.

    >>> from datetime import UTC
    >>> year = datetime(2026, 1, 1, tzinfo=UTC)
    >>> _trend(year, year, 5, 20)
    'more: 20 in four weeks, 5 in the four before'
    """
    if first > since:
        return f"new: {now + then} in its first eight weeks"
    ratio = rate_ratio_exact(Exposed(then, WINDOW.days), Exposed(now, WINDOW.days))
    word = "as many"
    if ratio.low is not None and ratio.low > 1:
        word = "more"
    elif ratio.high is not None and ratio.high < 1:
        word = "fewer"
    return f"{word}: {now} in four weeks, {then} in the four before"
