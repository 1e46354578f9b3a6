"""Describe one theme: how large, since when, whose, how long they wait, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import ibis.expr.types as ir

from cynosure.answers import Answer, Series
from cynosure.demand.periods import Every
from cynosure.measures import Facts, answer, series
from cynosure.reports.trends import Trend, trend
from cynosure.workflows.concentrating import (
    Concentration,
    FailureDemand,
    concentrations,
    failure_demand,
    failure_of_customers,
    tally,
)
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling
from cynosure.workflows.typical_demands import typical_demands

# With so many whole months a chart has limits; below, weeks are told.
_MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDescription:
    """What is known of a theme as of an instant, all of it of customers' failure demand.

    Nobody is named: `customers` counts organisations, `standings` are what they are to us.
    """

    theme_id: str
    name: str
    size: int
    share: Answer  # of all failure demand of customers
    first_seen: datetime | None  # the first and the last ask of it
    last_seen: datetime | None
    arrivals: Series
    trend: Trend
    wait: Answer  # from request to resolution
    causes: tuple[tuple[str, int], ...]  # code and demands, the commonest first
    customers: int | None  # organisations that asked; None where no source names any
    standings: tuple[tuple[str, int], ...]  # standing and demands, the commonest first
    concentrations: tuple[Concentration, ...]
    typical: tuple[str, ...]  # ids of demands
    edge: str | None  # the id of one that only just belongs


def describe(
    telling: Telling,
    engine: Engine,
    theme_id: str,
    *,
    members: ir.Table,
    name: str,
    everything: FailureDemand | None = None,
) -> ThemeDescription:
    """Return what is known of a theme.

    One pass finds the theme's demands; all else is in the time of their number. Counting
    all failure demand, to tell what the theme concentrates in, takes longer: give
    `everything`, counted once, to describe several themes.

    Parameters
    ----------
    members
        Columns demand_id, theme_id and likeness, as MEMBERS has them.
    name
        What the theme is called, as people named it or as it was found.
    """
    everything = everything or failure_demand(telling, engine)
    mine = members.filter(members.theme_id == theme_id).select("demand_id", "likeness")
    own = _own_facts(telling, engine, mine)
    try:
        return _described(
            replace(telling, facts=own), engine, theme_id, mine=mine, name=name, whole=everything
        )
    finally:
        engine.forget(own.demands)
        engine.forget(own.requests)


def _described(
    telling: Telling,
    engine: Engine,
    theme_id: str,
    *,
    mine: ir.Table,
    name: str,
    whole: FailureDemand,
) -> ThemeDescription:
    """Return the description of a theme from a telling of its own facts."""
    own, demands = telling.facts, telling.facts.demands
    told = engine.result(
        demands.aggregate(
            size=demands.count(),
            first=demands.start.min(),
            last=demands.start.max(),
            customers=demands.customer.nullif("").nunique(),
        )
    ).to_pylist()[0]
    share = answer("arrivals", own, result=engine.result)
    arrivals = _arrivals(own, engine)
    placed = demands.select("demand_id").inner_join(mine, "demand_id")
    chosen, edge = typical_demands(engine, placed, telling.demands)
    return ThemeDescription(
        theme_id=theme_id,
        name=name,
        size=told["size"],
        share=replace(
            share,
            measure="theme",
            title="Share of failure demand",
            unit="share",
            value=told["size"] / whole.size if whole.size else None,
            n=whole.size,
            of="failure demands of customers",
        ),
        first_seen=_utc(told["first"]),
        last_seen=_utc(told["last"]),
        arrivals=arrivals,
        trend=trend(arrivals),
        wait=answer("request-to-resolution", own, result=engine.result),
        causes=_commonest(engine, demands, "code"),
        customers=told["customers"] or None,
        standings=_commonest(engine, demands, "standing"),
        concentrations=concentrations(tally(engine, demands, whole.versions), whole.tally),
        typical=chosen,
        edge=edge,
    )


def _own_facts(telling: Telling, engine: Engine, mine: ir.Table) -> Facts:
    requests = telling.facts.requests
    demands = engine.materialise(
        failure_of_customers(telling.facts.demands).semi_join(mine, "demand_id")
    )
    ids = demands.select(request_id=demands.demand_id)
    return Facts(
        demands=demands,
        requests=engine.materialise(requests.semi_join(ids, "request_id")),
        as_of=telling.as_of,
    )


def _arrivals(own: Facts, engine: Engine) -> Series:
    """Return the theme's asks by month, or by week while it is too young for months."""

    def every(period: Every) -> Series:
        return series("arrivals", own, every=period, result=engine.result)

    months = every("month")
    return months if len(months.answers) >= _MONTHS else every("week")


def _commonest(engine: Engine, demands: ir.Table, column: str) -> tuple[tuple[str, int], ...]:
    rows = engine.result(demands.group_by(column).aggregate(n=demands.count())).to_pylist()
    known = [(row[column], row["n"]) for row in rows if row[column]]
    return tuple(sorted(known, key=lambda one: (-one[1], one[0])))


def _utc(moment: object) -> datetime | None:
    if not isinstance(moment, datetime):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
