"""The figures that are reckoned at each telling, so that no page has to wait for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import ibis.expr.types as ir
from ibis.expr.operations import DatabaseTable
from markupsafe import Markup
from sqlglot import parse_one
from sqlglot.optimizer.pushdown_projections import pushdown_projections

from cynosure.answers import Answer, Breakdown, Curve, Series
from cynosure.measures import Audit, Facts, Weights, answer_with_curves, breakdown, series
from cynosure.measures.remedies import Remedy
from cynosure.nature import unaudited_range
from cynosure.reports.content import Change, Dissatisfiers, Headline
from cynosure.reports.pictures import Picture
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.reporting.doubts import mass_closing_marks
from cynosure.workflows.reporting.figures import change, headline
from cynosure.workflows.reporting.filling import (
    extent,
    what_came_of,
    with_why_nothing_hurts,
)
from cynosure.workflows.reporting.hurting import dissatisfiers, typical_of
from cynosure.workflows.telling import Telling
from cynosure.workflows.told import drawn
from cynosure.workflows.told.questions import FigureQuestion

UNSURE = 0.7  # the machine's sureness below which a person's word is worth most


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFigures:
    """One measure of all customers' demands of all time, with its course and its curves."""

    answer: Answer
    weeks: Series
    months: Series
    curves: tuple[Curve, ...]
    endings: tuple[Curve, ...]
    groups: Breakdown | None  # by what tells demands apart best here; None: nothing does
    course: Picture | None  # by month
    small: Markup | None
    waiting: Picture | None
    ended: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """What a team looks at first."""

    headline: Headline
    change: Change
    dissatisfiers: Dissatisfiers
    quarantined: int  # records of all imports that could not be read
    unsure: int  # customers' demands that nobody decided and the machine is not sure of
    unsure_below: float
    decided: int  # demands that people decided


def measure_figures(
    measure: str,
    telling: Telling,
    engine: Engine,
    *,
    audit: Audit | None,
    weights: Weights,
    by: str | None,
) -> MeasureFigures:
    """Return what a page shows of a measure before anybody chooses a period."""
    facts, result = telling.facts, engine.result
    asked = FigureQuestion(measure=measure).asked(audit=audit, weights=weights)
    told, curves, endings = answer_with_curves(
        measure, facts, result=result, sql=engine.sql, **asked
    )
    months = series(measure, facts, every="month", result=result, **asked)
    return MeasureFigures(
        answer=replace(told, query=readable(told.query, facts)),
        weeks=series(measure, facts, every="week", result=result, **asked),
        months=months,
        curves=curves,
        endings=endings,
        groups=breakdown(measure, facts, by=by, result=result, **asked) if by else None,
        course=drawn.course(months),
        small=drawn.small_course(months),
        waiting=drawn.waiting(curves, told),
        ended=drawn.ended(endings, told),
    )


def focus_of(
    snapshot: Snapshot,
    telling: Telling,
    engine: Engine,
    *,
    audit: Audit | None,
    weights: Weights,
    remedies: list[Remedy],
) -> Focus:
    """Return what the first page says, as the report says it."""
    asking = Asking(
        telling=telling,
        engine=engine,
        period=FigureQuestion(measure="").period,
        range_of=unaudited_range,
        audit=audit,
    )
    asked, demands = extent(telling, engine)
    marks, _ = mass_closing_marks(telling, engine)
    names = {each.theme_id: each.name for each in telling.themes}
    hurting = dissatisfiers(
        asking,
        names=names,
        noise=frozenset(each.theme_id for each in telling.themes if each.noise),
        typical=typical_of(snapshot, telling, engine, period=asking.period),
        weights=weights,
        remedies=what_came_of(remedies, telling, engine, names),
    )
    return Focus(
        headline=headline(asking, asked, demands),
        change=change(asking, asked, marks),
        dissatisfiers=with_why_nothing_hurts(telling, hurting),
        quarantined=sum(row["quarantined"] or 0 for row in telling.imports),
        unsure=_unsure(telling, engine),
        unsure_below=UNSURE,
        decided=len(telling.decided),
    )


def readable(query: str, facts: Facts) -> str:
    """Return a query as a person would read it: tables by name, and no column that does nothing.

    What Ibis writes carries every column through every step; the engine drops those, so
    leaving them out gives the same rows.
    """
    names: Mapping[str, str] = {
        _name(facts.demands): "demands",
        _name(facts.requests): "requests",
    }
    for name, said in names.items():
        query = re.sub(rf'(?:"\w+"\.)*"{re.escape(name)}"', said, query)
    short = pushdown_projections(parse_one(query, read="duckdb"))
    return str(short.sql("duckdb", pretty=True))


def _name(rows: ir.Table) -> str:
    (table,) = rows.op().find(DatabaseTable)
    return str(table.name)


def _unsure(telling: Telling, engine: Engine) -> int:
    rows = telling.facts.demands
    mine = rows.filter(
        (rows.asker_kind.fill_null("customer") == "customer") & (rows.probability < UNSURE)
    )
    return int(engine.result(mine.agg(n=mine.count()))["n"][0].as_py())
