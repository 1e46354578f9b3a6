"""What hurts customers most, as a report shows it: ranked themes with demands to read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir

from cynosure.demand import MEMBERS
from cynosure.demand.periods import Period
from cynosure.measures import Weights
from cynosure.reports.content import Dissatisfiers
from cynosure.workflows.dissatisfiers import find_dissatisfiers
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.reporting.reading import demand_texts
from cynosure.workflows.telling import Telling
from cynosure.workflows.theme_figures import Texts, Wanted

TYPICAL, EDGE = 3, 1
_LOOKED_THROUGH = 60  # of the likest, for some that do not say the same once more
_BEGINNING = 80  # characters by which two are the same

# From a theme's id to its most typical demands and to those that belong to it only just.
Typical = Callable[[str], tuple[list[str], list[str]]]


def dissatisfiers(
    asking: Asking,
    *,
    names: Mapping[str, str],
    typical: Typical,
    noise: Collection[str] = (),
    weights: Weights | None = None,
    remedies: tuple[str, ...] = (),
) -> Dissatisfiers:
    """Return the themes that hurt most in the period, with typical demands, masked."""
    telling, engine = asking.telling, asking.engine

    def texts_of(theme: str) -> tuple[Texts, Texts]:
        most, least = typical(theme)
        return demand_texts(telling, engine, most), demand_texts(telling, engine, least)

    return find_dissatisfiers(
        telling,
        engine,
        Wanted(
            names=names,
            noise=noise,
            period=asking.period,
            weights=weights or Weights(),
            texts_of=texts_of,
            remedies=remedies,
        ),
    )


def typical_of(snapshot: Snapshot, telling: Telling, engine: Engine, *, period: Period) -> Typical:
    """Return what tells three typical demands of a theme, and one at its edge, from likeness.

    Of the likest those are typical that begin in different words: the same
    words three times say less than three ways of asking. What people moved
    into a theme is neither: its likeness is to where the machine had placed it.
    """
    members = engine.parquet(snapshot.files("members"), MEMBERS)
    placed = members.select("demand_id", "likeness", found_in="theme_id")
    return partial(_typical, _asked(telling, period), placed, telling.demands, engine)


def _asked(telling: Telling, period: Period) -> ir.Table:
    rows = telling.facts.demands
    rows = rows.filter(rows.theme.notnull() & (rows.nature == "failure"))
    if period.since:
        rows = rows.filter(rows.start >= ibis.literal(period.since))
    if period.until:
        rows = rows.filter(rows.start < ibis.literal(period.until))
    return rows.select("demand_id", "theme")


def _typical(
    asked: ir.Table, placed: ir.Table, demands: ir.Table, engine: Engine, theme: str
) -> tuple[list[str], list[str]]:
    mine = asked.filter(asked.theme == theme).inner_join(placed, "demand_id")
    known = mine.filter((mine.found_in == theme) & mine.likeness.notnull())
    likest = _first(engine, known, demands, n=_LOOKED_THROUGH, rising=False)
    most = _apart(likest)[:TYPICAL]
    least = _first(engine, known, demands, n=EDGE, rising=True)
    return most, [one for one, _ in least if one not in most]


def _first(
    engine: Engine, rows: ir.Table, demands: ir.Table, *, n: int, rising: bool
) -> list[tuple[str, str]]:
    order = ibis.asc("likeness") if rising else ibis.desc("likeness")
    first = rows.order_by([order, ibis.asc("demand_id")]).limit(n)
    words = demands.select("demand_id", "title", "body")
    told = engine.result(
        first.inner_join(words, "demand_id").select("demand_id", "likeness", "title", "body")
    ).to_pylist()
    told.sort(key=lambda row: (row["likeness"] if rising else -row["likeness"], row["demand_id"]))
    return [
        (row["demand_id"], f"{row['title'] or ''} {(row['body'] or '')[:_BEGINNING]}")
        for row in told
    ]


def _apart(told: Sequence[tuple[str, str]]) -> list[str]:
    """Return the ids of those that begin in different words, in order; then all others.

    >>> _apart([("a", "Login fails"), ("b", "login  fails"), ("c", "Cannot log in")])
    ['a', 'c', 'b']
    """
    seen: dict[str, str] = {}
    for one, said in told:
        seen.setdefault(" ".join(said.lower().split())[:_BEGINNING], one)
    first = list(seen.values())
    return [*first, *(one for one, _ in told if one not in first)]
