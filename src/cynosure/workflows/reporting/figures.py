"""The figures of a report: the headline, waiting, change, and who waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Unpack

import ibis.expr.types as ir

from cynosure.answers import Answer, Breakdown, Series
from cynosure.demand import Nature
from cynosure.demand.kinds import AskerKind
from cynosure.demand.periods import Every, Period
from cynosure.measures import MEASURES, Asked, endings
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
from cynosure.reports.wording import counted
from cynosure.workflows.engine import Engine
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.reporting.reading import demand_texts

WEEKS_AT_MOST = 78  # of a chart; beyond it months are read more easily
OLDEST = 5
FEW = 2  # askers a customer on average, below which a customer may well be a person
# What is charted, under the title that its chart bears.
CHARTED: Mapping[str, str] = MappingProxyType(
    {
        "failure-share": "Failure share",
        "arrivals": "Demands asked",
        "endings": "Demands ended",
        "stock": "Demands open",
        "request-to-resolution": "Half wait longer than",
    }
)
TOLD_APART: Mapping[str, str] = MappingProxyType(
    {"request-to-resolution": "How long half wait", "failure-share": "Failure share"}
)
ENDS: Mapping[str, str] = MappingProxyType(
    {
        "resolved": "Resolved",
        "declined": "Declined: said no to",
        "abandoned": "Abandoned without an answer",
        "withdrawn": "Taken back by the asker",
        "merged": "Merged out of sight",
        "open": "Still open",
    }
)
BESIDE = (
    "failure-share-of-effort",
    "capacity-regained",
    "value-served",
    "hand-offs",
    "problems",
)


def headline(asking: Asking, asked: Period, demands: int) -> Headline:
    """Return the four figures and what stands beside them."""
    wait = asking.answer("request-to-resolution")
    # Without a clock there is no time to tell, and nothing is open or done.
    undated = demands > 0 and wait.n == 0 and not _untold(wait)

    def told(name: str, **asked: Unpack[Asked]) -> Answer:
        answer = asking.answer(name, **asked)
        return _without_clock(answer) if undated and name != "capacity-regained" else answer

    beside = [_as_read(told(name)) for name in BESIDE]
    return Headline(
        asked=asked,
        demands=demands,
        failure_share=_share(asking, asking.answer("failure-share")),
        wait=_without_clock(wait) if undated else wait,
        wait_failure=told("request-to-resolution", nature="failure"),
        wait_value=told("request-to-resolution", nature="value"),
        fixed_first_time=told("first-time-fix"),
        reopened=told("reopening"),
        open_now=told("stock"),
        open_age=told("age-of-open"),
        beside=(
            *(each for each in beside if not _says_nothing(each)),
            *_apart(asking, "staff", "staff"),
            *_apart(asking, "bot", "bots"),
        ),
    )


def _untold(answer: Answer) -> bool:
    return (answer.instead or "").startswith("unknown:")


def _without_clock(answer: Answer) -> Answer:
    """Return a figure of time as unknown: a zero would claim that nothing is open."""
    if _untold(answer):
        return answer
    return replace(
        answer,
        value=None,
        interval=None,
        parts={},
        instead="unknown: the export does not say when any of these was asked",
    )


def _as_read(answer: Answer) -> Answer:
    """Return capacity with what it rests on: natures that a program read."""
    if answer.measure != "capacity-regained" or answer.value is None:
        return answer
    return replace(answer, how=(*answer.how, "unaudited: it rests on what a program read"))


def _says_nothing(answer: Answer) -> bool:
    # As many problems as demands: nothing was found to belong together.
    return answer.measure == "problems" and (answer.value is None or answer.value == answer.n)


def _share(asking: Asking, share: Answer) -> Answer:
    """Return the failure share; where the nature of all is unknown, with why."""
    unknown = share.parts.get("unknown") or 0
    if share.value is not None or not unknown:
        return share
    told = any("text" in (row["tells"] or ()) for row in asking.telling.imports)
    why = "" if told else ", because the export holds no words of theirs"
    return replace(
        share,
        instead=f"unknown: the nature of none of {counted(int(unknown), 'demand')} is known{why}",
    )


def _apart(asking: Asking, kind: AskerKind, who: str) -> tuple[Answer, ...]:
    """Return what staff or bots asked: never in the headline, never out of sight."""
    asked = asking.answer("arrivals", asker_kind=kind)
    if not asked.value:
        return ()
    share = asking.answer("failure-share", asker_kind=kind)
    return (
        replace(asked, title=f"Asked by {who}"),
        *((replace(share, title=f"Failure share of what {who} asked"),) if share.n else ()),
    )


def waiting(asking: Asking, head: Headline) -> Waiting:
    """Return what waiting is like, open demands included, and how it ended."""
    name = "request-to-resolution"
    response = asking.answer("first-response")
    turn = asking.answer("waiting-on")
    if not head.wait.n:
        why = (head.wait.instead or "").removeprefix("unknown: ")
        return Waiting(
            resolution=None,
            endings=None,
            first_response=response if response.value is not None else None,
            whose_turn=turn if turn.value is not None else None,
            instead=why or "No demand here has a usable start, so nobody can say how long it took.",
        )
    kinds: tuple[tuple[str, Nature | None, Answer], ...] = (
        ("all", None, head.wait),
        ("failure", "failure", head.wait_failure),
        ("value", "value", head.wait_value),
    )
    found = [
        (replace(curve, name=kind), told)
        for kind, nature, told in kinds
        if told.n
        for curve in asking.curves(name, nature=nature)
    ]
    return Waiting(
        resolution=Curves(
            title="Still waiting for a resolution",
            of="requests of customers, open ones included",
            curves=tuple(curve for curve, _ in found),
            answers=tuple(told for _, told in found),
            notes=("Nights, weekends, reopenings and follow-ups are inside the time.",),
        ),
        endings=_endings(asking),
        ended_how=_ends(head.wait),
        first_response=response,
        whose_turn=turn,
    )


def _endings(asking: Asking) -> Curves | None:
    curves = endings(
        "request-to-resolution",
        asking.telling.facts,
        result=asking.engine.result,
        period=asking.period,
    )
    if not curves:
        return None
    return Curves(
        title="How requests ended",
        of="requests of customers; what is left up to 100 % was still open",
        curves=curves,
    )


def _ends(wait: Answer) -> tuple[Answer, ...]:
    """Return the share of requests that stand in each way today; they add up to all."""
    return tuple(
        replace(
            wait,
            title=title,
            value=n / wait.n,
            unit="share",
            interval=None,
            instead=None,
            how=(),
            left_out=(),
            parts={"requests": n},
        )
        for kind, title in ENDS.items()
        if (n := wait.parts.get(kind)) and wait.n
    )


def change(asking: Asking, asked: Period, marks: tuple[Mark, ...]) -> Change:
    """Return the charted figures over time, by week or by month."""
    every = _every(asked)
    if every is None:
        return Change(instead="No demand here says when it was asked.")
    found: list[Series] = []
    # A first week or month of which the export holds but the end would look like a rise.
    whole = Period(asking.period.since or asked.since, asking.period.until)
    for name, title in CHARTED.items():
        charted = replace(asking.series(name, every, period=whole), title=title)
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

    Never by a person: neither by who asked nor by who answers. By customer only
    where customers are seen to be organisations, see `customers_are_organisations`.
    """
    left = {"nature", "language", "role", "theme"}
    if not customers_are_organisations(asking):
        left.add("customer")
    breakdowns: list[Breakdown] = []
    for dimension in DIMENSIONS:
        if dimension in left:
            continue
        for name, title in TOLD_APART.items():
            if dimension == "code" and name == "failure-share":
                continue
            told = replace(asking.breakdown(name, dimension), title=title)
            if len([group for group, each in told.groups if each.n]) > 1:
                breakdowns.append(told)
    facts = asking.telling.facts.demands
    # Where a source does not tell endings, "open" would be a claim that nobody made.
    still = facts.filter(
        (facts.asker_kind == "customer")
        & (facts.state.notnull() & facts.ended_at.isnull())  # as `stock` counts, merged ones too
        & facts.tells_endings
    )
    oldest = asking.engine.result(
        still.order_by([still.start.asc(), still.demand_id.asc()]).limit(OLDEST).select("demand_id")
    )
    return WhoWaits(
        breakdowns=tuple(breakdowns),
        oldest=demand_texts(asking.telling, asking.engine, oldest["demand_id"].to_pylist()),
        instead=None if breakdowns else "The export does not tell its demands apart.",
    )


def customers_are_organisations(asking: Asking) -> bool:
    """Return whether a customer has two askers or more on average, so is no person.

    Where the source says only one of both, or the two go together, a customer
    may be somebody's name, and no report lists persons by how they fare.
    """
    return are_organisations(asking.telling.demands, asking.engine)


def are_organisations(demands: ir.Table, engine: Engine) -> bool:
    """Return the same of any demands with their askers."""
    pairs = demands.filter(demands.customer.notnull() & demands.asker.notnull())
    pairs = pairs.select("customer", "asker").distinct()
    row = engine.result(
        pairs.aggregate(pairs=pairs.count(), customers=pairs.customer.nunique())
    ).to_pylist()[0]
    return bool(row["customers"] > 1 and row["pairs"] >= FEW * row["customers"])


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
