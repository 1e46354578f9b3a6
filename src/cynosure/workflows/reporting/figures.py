"""The figures of a report: the headline, waiting, change, and who waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cynosure.answers import Answer, Breakdown, Curve, Series
from cynosure.demand import Nature
from cynosure.demand.periods import Every, Period
from cynosure.measures import MEASURES
from cynosure.measures.question import DIMENSIONS
from cynosure.reports.content import (
    Change,
    Curves,
    Definition,
    Headline,
    Mark,
    Waiting,
    WhoWaits,
)
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.reporting.reading import demand_texts

WEEKS_AT_MOST = 78  # of a chart; beyond it months are read more easily
OLDEST = 5
CHARTED = ("failure-share", "arrivals", "endings", "stock", "request-to-resolution")
BESIDE = (
    "failure-share-of-effort",
    "capacity-regained",
    "value-served",
    "hand-offs",
    "problems",
)


def headline(asking: Asking, asked: Period, demands: int) -> Headline:
    """Return the four figures and what stands beside them."""
    share = asking.answer("failure-share", audit=asking.audit)
    beside = [asking.answer(name) for name in BESIDE]
    # Staff's own demand stands beside, never in the headline.
    staff = asking.answer("arrivals", asker_kind="staff")
    bots = asking.answer("arrivals", asker_kind="bot")
    return Headline(
        asked=asked,
        demands=demands,
        failure_share=share,
        wait=asking.answer("request-to-resolution"),
        wait_failure=asking.answer("request-to-resolution", nature="failure"),
        wait_value=asking.answer("request-to-resolution", nature="value"),
        fixed_first_time=asking.answer("first-time-fix"),
        reopened=asking.answer("reopening"),
        open_now=asking.answer("stock"),
        open_age=asking.answer("age-of-open"),
        beside=(*beside, *(each for each in (staff, bots) if each.value)),
    )


def waiting(asking: Asking) -> Waiting:
    """Return what waiting is like, open demands included."""
    name = "request-to-resolution"
    if not asking.answer(name).n:
        return Waiting(
            resolution=None,
            endings=None,
            instead="No demand here has a usable start, so nobody can say how long it took.",
        )
    kinds: tuple[tuple[str, Nature | None], ...] = (
        ("all", None),
        ("failure", "failure"),
        ("value", "value"),
    )
    found: list[tuple[Curve, Answer]] = []
    for kind, nature in kinds:
        for curve in asking.curves(name, nature=nature):
            told = asking.answer(name, nature=nature)
            found.append((replace(curve, name=kind), told))
    response = asking.answer("first-response")
    return Waiting(
        resolution=Curves(
            title="Still waiting for a resolution",
            of="requests of customers, open ones included",
            curves=tuple(curve for curve, _ in found),
            answers=tuple(told for _, told in found),
            notes=("Nights, weekends, reopenings and follow-ups are inside the time.",),
        ),
        endings=None,
        ended_how=(asking.answer("value-served"),),
        first_response=response,
        whose_turn=asking.answer("waiting-on"),
    )


def change(asking: Asking, asked: Period, marks: tuple[Mark, ...]) -> Change:
    """Return the charted figures over time, by week or by month."""
    every = _every(asked)
    if every is None:
        return Change(instead="No demand here says when it was asked.")
    found: list[Series] = []
    for name in CHARTED:
        charted = asking.series(name, every)
        if charted.answers and any(each.value is not None for each in charted.answers):
            found.append(charted)
    if not found:
        return Change(marks=marks, instead="There is not yet one whole period to show.")
    return Change(series=tuple(found), marks=marks)


def _every(asked: Period) -> Every | None:
    if asked.since is None or asked.until is None:
        return None
    long = asked.until - asked.since > timedelta(weeks=WEEKS_AT_MOST)
    return "month" if long else "week"


def who_waits(asking: Asking) -> WhoWaits:
    """Return who waits longest: by what the export tells, and the oldest that are open.

    Never by a person: neither by who asked nor by who answers.
    """
    breakdowns: list[Breakdown] = []
    for dimension in DIMENSIONS:
        if dimension in {"nature", "language", "customer", "role"}:
            continue
        for name in ("request-to-resolution", "failure-share"):
            if dimension == "code" and name == "failure-share":
                continue
            told = asking.breakdown(name, dimension)
            if len([group for group, each in told.groups if each.n]) > 1:
                breakdowns.append(told)
    facts = asking.telling.facts.demands
    still = facts.filter((facts.asker_kind == "customer") & (facts.state == "open"))
    oldest = asking.engine.result(
        still.order_by([still.start.asc(), still.demand_id.asc()]).limit(OLDEST).select("demand_id")
    )
    return WhoWaits(
        breakdowns=tuple(breakdowns),
        oldest=demand_texts(asking.telling, asking.engine, oldest["demand_id"].to_pylist()),
        instead=None if breakdowns else "The export does not tell its demands apart.",
    )


def definitions(asked: dict[str, str]) -> tuple[Definition, ...]:
    """Return the definition of every measure, with the query where it was asked."""
    return tuple(
        Definition(
            measure=name,
            title=measure.title,
            text=measure.definition,
            query=asked.get(name, ""),
        )
        for name, measure in MEASURES.items()
    )
