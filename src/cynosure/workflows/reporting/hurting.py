"""What hurts customers most, as a report shows it: ranked themes with demands to read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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
from cynosure.workflows.typical_demands import typical_demands

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

    What people moved into a theme is neither: its likeness is to where the machine had
    placed it.
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
    most, edge = typical_demands(engine, known.select("demand_id", "likeness"), demands)
    return list(most), [edge] if edge else []
