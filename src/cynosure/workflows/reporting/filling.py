"""Fill a report from what is kept: the main job's last step but the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePath

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Answer
from cynosure.demand import SOURCE_FIGURES
from cynosure.demand.periods import Period
from cynosure.measures import Audit, RangeOf, Weights, reconcile
from cynosure.measures.remedies import Remedy
from cynosure.nature import draw, reasons
from cynosure.nature.auditing.agreement import Agreement
from cynosure.reports.content import Dissatisfiers, Headline, Making, ReportContent, ToRead
from cynosure.reports.wording import listed
from cynosure.themes.acts import Done
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.remedies import judge_remedies
from cynosure.workflows.remedy_words import told
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.reporting.audited import audited
from cynosure.workflows.reporting.doubts import doubts, mass_closing_marks
from cynosure.workflows.reporting.figures import (
    change,
    definitions,
    headline,
    waiting,
    who_waits,
)
from cynosure.workflows.reporting.hurting import dissatisfiers, typical_of
from cynosure.workflows.reporting.ledgers import ledgers
from cynosure.workflows.reporting.reading import ReasonsOf, demand_texts
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.telling import Telling, tell

TO_READ = 5
PRODUCTS = 3  # or files, that a title names
SEED = "demands to read"  # a fixed draw: the same data, the same report


def fill_report(
    snapshot: Snapshot,
    engine: Engine,
    *,
    labeller: str,
    making: Making,
    title: str | None = None,
    as_of: datetime | None = None,
    period: Period = Period(),  # noqa: B008 - frozen, so it may be shared
    follow_up_days: int = 14,
    hours: Mapping[str, float] | None = None,
    range_of: RangeOf | None = None,
    audit: Audit | None = None,
    decisions: pa.Table | None = None,
    acts: Sequence[Done] = (),
    reasons_of: ReasonsOf = reasons,
    agreement: Agreement | None = None,
    weights: Weights | None = None,
    remedies: Sequence[Remedy] = (),
    progress: Progress = unwatched,
) -> ReportContent:
    """Return all that a report says about what is kept.

    Figures are of customers' demand asked in `period` (all time by default), as
    of `as_of`; staff's and bots' own stand beside. Every text in it is masked.
    `decisions`, LABELS of people, hold everywhere in the place of the labeller's, and
    `acts` are what people did to themes; what came of `remedies` is said in sentences.

    Raises
    ------
    NothingToTell
        If no demand is kept.
    """
    progress("Telling time", 0)
    telling = tell(
        snapshot,
        engine,
        labeller=labeller,
        as_of=as_of,
        follow_up_days=follow_up_days,
        decisions=decisions,
        acts=acts,
        audit=audit,
    )
    asking = Asking(
        telling=telling,
        engine=engine,
        period=period,
        range_of=range_of,
        audit=audit,
        hours=hours,
    )
    progress("Measuring", 0)
    asked, demands = extent(telling, engine)
    marks, closings = mass_closing_marks(telling, engine)
    head = headline(asking, asked, demands)
    figures = engine.parquet(snapshot.files("source_figures"), SOURCE_FIGURES)
    wait = waiting(asking, head)
    queries = {each.measure: each.query for each in (*_answers(head), *wait.ended_how)}
    progress("Ranking what hurts", 0)
    names = {each.theme_id: each.name for each in telling.themes}
    hurting = dissatisfiers(
        asking,
        names=names,
        noise=frozenset(each.theme_id for each in telling.themes if each.noise),
        typical=typical_of(snapshot, telling, engine, period=period),
        weights=weights,
        remedies=what_came_of(remedies, telling, engine, names),
    )
    hurting = with_why_nothing_hurts(telling, hurting)
    progress("Measuring", 1)
    return ReportContent(
        title=title or _title(telling, engine),
        as_of=telling.as_of,
        headline=head,
        dissatisfiers=hurting,
        waiting=wait,
        change=change(asking, asked, marks),
        who_waits=who_waits(asking),
        to_read=_to_read(telling, engine, reasons_of),
        reconciliation=reconcile(telling.facts, result=engine.result, source_figures=figures),
        doubts=(*doubts(telling, engine, head), *closings),
        ledgers=ledgers(snapshot, engine, telling),
        definitions=definitions(queries),
        audit=audited(asking, agreement),
        making=replace(
            making,
            zone=", ".join(sorted({row["zone"] for row in telling.imports if row["zone"]}))
            or "UTC",
            zone_assumed=any(row["zone_assumed"] for row in telling.imports),
        ),
    )


def what_came_of(
    remedies: Sequence[Remedy], telling: Telling, engine: Engine, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return a sentence or more on each remedy; one of a theme merged since counts for the whole."""
    whole = {part: each.theme_id for each in telling.themes for part in each.merged_from}
    marked = [replace(one, theme_id=whole.get(one.theme_id, one.theme_id)) for one in remedies]
    return tuple(
        f"{one.remedy.at:%Y-%m-%d}, {one.remedy.what}: "
        + " ".join(told(one, names.get(one.remedy.theme_id, one.remedy.theme_id)))
        for one in judge_remedies(telling.facts, engine, remedies=marked)
    )


def _answers(head: Headline) -> list[Answer]:
    return [
        head.failure_share,
        head.wait,
        head.fixed_first_time,
        head.reopened,
        head.open_now,
        head.open_age,
        *head.beside,
    ]


def extent(telling: Telling, engine: Engine) -> tuple[Period, int]:
    """Return from the first ask of a customer to after the last, and how many demands there are."""
    rows = telling.facts.demands
    rows = rows.filter(rows.asker_kind.fill_null("customer") == "customer")
    row = engine.result(
        rows.agg(n=rows.count(), first=rows.start.min(), last=rows.start.max())
    ).to_pylist()[0]
    if row["first"] is None:
        return Period(), row["n"]
    return Period(row["first"], row["last"] + timedelta(seconds=1)), row["n"]


def with_why_nothing_hurts(telling: Telling, hurting: Dissatisfiers) -> Dissatisfiers:
    """Return the dissatisfiers; where there are none for want of words, with that as why."""
    if hurting.first or any("text" in (row["tells"] or ()) for row in telling.imports):
        return hurting
    why = "The export holds no words of customers, so nobody can say what recurs."
    return replace(hurting, instead=why)


def _title(telling: Telling, engine: Engine) -> str:
    """Return what the report is about: the products asked about, else the files read."""
    rows = telling.facts.demands
    asked = rows.filter(rows["product"].notnull() & (rows["product"] != ""))
    names = asked.group_by("product").agg(n=asked.count())
    names = names.order_by([names.n.desc(), names["product"].asc()]).limit(PRODUCTS + 1)
    products = [str(name) for name in engine.result(names)["product"].to_pylist()]
    if 0 < len(products) <= PRODUCTS:
        return f"What customers ask of {listed(products)}"
    files = [PurePath(name).name for row in telling.imports for name in row["files"] or ()]
    files = list(dict.fromkeys(files))
    if not files:
        return "What customers ask"
    more = f" and {len(files) - PRODUCTS} more files" if len(files) > PRODUCTS else ""
    shown = ", ".join(files[:PRODUCTS]) if more else listed(files)
    return f"What customers ask: {shown}{more}"


def _to_read(telling: Telling, engine: Engine, reasons_of: ReasonsOf) -> ToRead:
    rows = telling.facts.demands
    customers = rows.filter(rows.asker_kind.fill_null("customer") == "customer")
    drawn = draw(engine.batches(customers.select("demand_id")), TO_READ, seed=SEED)
    unsure = customers.filter(customers.probability.notnull())
    unsure = unsure.order_by([unsure.probability.asc(), unsure.demand_id.asc()]).limit(TO_READ)
    solved = customers.filter(customers.request_to_resolution_seconds.notnull())
    solved = solved.order_by(
        [solved.request_to_resolution_seconds.desc(), solved.demand_id.asc()]
    ).limit(TO_READ)

    def ids(table: ir.Table) -> list[str]:
        return list(engine.result(table.select("demand_id"))["demand_id"].to_pylist())

    return ToRead(
        random=demand_texts(telling, engine, drawn, reasons_of=reasons_of),
        uncertain=demand_texts(telling, engine, ids(unsure), reasons_of=reasons_of),
        longest=demand_texts(telling, engine, ids(solved), reasons_of=reasons_of),
    )
