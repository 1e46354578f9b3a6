"""Asking a measure: scope in the engine, finish here, and all that it takes to believe it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypedDict, Unpack

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Answer, Curve, LeftOut
from cynosure.demand import Nature
from cynosure.demand.kinds import AskerKind
from cynosure.demand.periods import Period
from cynosure.measures.audit import Audit
from cynosure.measures.catalogue import measure_called
from cynosure.measures.facts import Facts
from cynosure.measures.measure import Measure
from cynosure.measures.question import WHOSE, NotOfOneNature, Question, RangeOf
from cynosure.measures.spans import inside
from cynosure.measures.tallies import only, total
from cynosure.measures.weights import Weights

Result = Callable[[ir.Table], pa.Table]
Sql = Callable[[ir.Table], str]

# What cannot be known where a source does not tell it, in words.
_UNTOLD: Mapping[str, str] = MappingProxyType(
    {
        "endings": "when a demand ended",
        "history": "each ending and reopening, only the last",
        "responses": "who answered the asker, and when",
        "waiting": "whose turn it was",
        "hand_offs": "who had it",
        "effort": "how much time was spent",
    }
)


class Asked(TypedDict, total=False):
    """What may be asked: see `Question`."""

    period: Period
    nature: Nature | None
    asker_kind: AskerKind | None
    hours: Mapping[str, float] | None
    removed: float
    range_of: RangeOf | None
    audit: Audit | None
    weights: Weights | None


def unsaid(table: ir.Table) -> str:
    """Return no query, where nobody will read it.

    >>> unsaid(None)
    ''
    """
    del table
    return ""


def answer(
    measure: str, facts: Facts, *, result: Result, sql: Sql = unsaid, **asked: Unpack[Asked]
) -> Answer:
    """Return the answer to one measure.

    Parameters
    ----------
    measure
        Its name in the catalogue.
    facts
        The demands and requests.
    result
        Runs an aggregate and returns its rows: an engine's `result`.
    sql
        Says an aggregate as a query: an engine's `sql`.
    asked
        Period, nature, whose demands and so on, as `Question` has them.

    Raises
    ------
    UnknownMeasure
        If the catalogue does not have it.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> facts = Facts.of([{"start": march, "nature": "value"}], as_of=march)
    >>> answer("arrivals", facts, result=lambda table: table.to_pyarrow(), nature="value").of
    'value demands of customers'
    """
    wanted, question = understood(measure, facts, asked)
    counts = counted(wanted, *scoped(wanted, facts, question))
    return finished(wanted, result(counts), question, query=sql(counts))


def answer_with_curves(
    measure: str, facts: Facts, *, result: Result, sql: Sql = unsaid, **asked: Unpack[Asked]
) -> tuple[Answer, tuple[Curve, ...], tuple[Curve, ...]]:
    """Return what `answer`, `curves` and `endings` do, in one pass over the facts.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> facts = Facts.of([{"nature": "failure"}], as_of=datetime(2026, 3, 1, tzinfo=UTC))
    >>> answer_with_curves("arrivals", facts, result=lambda table: table.to_pyarrow())[1:]
    ((), ())
    """
    wanted, question = understood(measure, facts, asked)
    counts = counted(wanted, *scoped(wanted, facts, question))
    table, query = result(counts), sql(counts)
    mine = chosen(table, wanted, question)
    told = finished(wanted, table, question, query=query)
    return told, wanted.curves(mine), wanted.endings(mine)


def curves(
    measure: str, facts: Facts, *, result: Result, **asked: Unpack[Asked]
) -> tuple[Curve, ...]:
    """Return the curves behind a measure of waiting; none where it has none."""
    wanted, question = understood(measure, facts, asked)
    counts = result(counted(wanted, *scoped(wanted, facts, question)))
    return wanted.curves(chosen(counts, wanted, question))


def endings(
    measure: str, facts: Facts, *, result: Result, **asked: Unpack[Asked]
) -> tuple[Curve, ...]:
    """Return the share that has ended in each way, by time; none where there is one way only.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> ends = [
    ...     {"state": "resolved", "request_to_resolution_seconds": 60},
    ...     {"state": "declined", "competing_ending_seconds": 120},
    ...     {"state": "open", "censored_seconds": 300},
    ... ]
    >>> facts = Facts.of([{"start": march, **end} for end in ends], as_of=march)
    >>> ways = endings("request-to-resolution", facts, result=lambda table: table.to_pyarrow())
    >>> [(way.name, round(way.y[-1], 2)) for way in ways]
    [('resolved', 0.33), ('declined', 0.33)]
    """
    wanted, question = understood(measure, facts, asked)
    counts = result(counted(wanted, *scoped(wanted, facts, question)))
    return wanted.endings(chosen(counts, wanted, question))


def understood(measure: str, facts: Facts, asked: Asked) -> tuple[Measure, Question]:
    """Return the measure and the question as of the facts, or say what cannot be asked."""
    wanted = measure_called(measure)
    question = Question(**asked, as_of=facts.as_of)
    if wanted.own_nature and question.nature is not None:
        raise NotOfOneNature(measure, question.nature)
    return wanted, question


def scoped(measure: Measure, facts: Facts, question: Question) -> tuple[ir.Table, list[str]]:
    """Return the rows that the question is about and the keys that tell apart what is left out.

    What is left out is counted in the same pass, by a key, so that the figure
    can say how much of what it is not of.
    """
    rows, keys = placed(measure, facts, question)
    if measure.of_state:
        rows = measure.standing(rows, until=question.period.until, as_of=facts.as_of)
    return rows, keys


def placed(measure: Measure, facts: Facts, question: Question) -> tuple[ir.Table, list[str]]:
    """Return the rows in scope, as `scoped` does, of a state at whatever instant."""
    table: ir.Table = facts.demands if measure.base == "demands" else facts.requests
    rows = measure.placed(table.mutate(asker_kind=table.asker_kind.fill_null("customer")))
    keys: list[str] = []
    since, until = question.period.since, question.period.until
    if measure.of_span:
        rows = inside(measure.spanning(rows, as_of=facts.as_of), question.period)
    elif until is not None:
        rows = rows.filter((rows["at"] < ibis.literal(until)) | rows["at"].isnull())
    if since is not None and not (measure.cumulative or measure.of_state or measure.of_span):
        rows = rows.filter((rows["at"] >= ibis.literal(since)) | rows["at"].isnull())
    if since is not None or until is not None:
        rows = rows.mutate(undated=rows["at"].isnull())
        keys.append("undated")
    if question.asker_kind is not None:
        keys.append("asker_kind")
    if question.nature is not None:
        keys.append("nature")
    if measure.needs is not None:
        rows = rows.mutate(told=rows[f"tells_{measure.needs}"].fill_null(False))
        keys.append("told")
    return rows, keys


def counted(measure: Measure, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Return the measure's aggregate; an aggregate by nothing is one by a constant."""
    if keys:
        return measure.counts(rows, keys)
    return measure.counts(rows.mutate(all=ibis.literal(1)), ["all"])


def chosen(counts: pa.Table, measure: Measure, question: Question) -> pa.Table:
    """Return the counts that the figure is of."""
    for key, value in choice(measure, question).items():
        if key in counts.column_names:
            counts = only(counts, **{key: value})
    return counts


def choice(measure: Measure, question: Question) -> dict[str, object]:
    """Return which value of each key, where a row has it, the figure is of."""
    wanted: dict[str, object] = {}
    if question.asker_kind is not None:
        wanted["asker_kind"] = question.asker_kind
    if question.nature is not None:
        wanted["nature"] = question.nature
    wanted["undated"] = False
    if measure.needs is not None:
        wanted["told"] = True
    return wanted


def left_out(counts: pa.Table, measure: Measure, question: Question) -> tuple[LeftOut, ...]:
    """Return what the figure is not of, each row under the first reason that holds."""
    found: list[tuple[str, int]] = []
    if question.asker_kind is not None:
        found += [
            (f"asked by {who} (shown apart)", total(counts, asker_kind=kind))
            for kind, who in WHOSE.items()
            if kind != question.asker_kind
        ]
        counts = only(counts, asker_kind=question.asker_kind)
    if question.nature is not None:
        found.append(("nature unknown", total(counts, nature=None)))
        counts = only(counts, nature=question.nature)
    if "undated" in counts.column_names:
        found.append(("no usable time", total(counts, undated=True)))
        counts = only(counts, undated=False)
    if measure.needs is not None:
        said = f"their source does not tell {_UNTOLD[measure.needs]}"
        found.append((said, total(counts, told=False)))
    return tuple(LeftOut(reason, n) for reason, n in found if n > 0)


def finished(measure: Measure, counts: pa.Table, question: Question, *, query: str = "") -> Answer:
    """Return the answer that the engine's counts give."""
    assert question.as_of is not None
    mine = chosen(counts, measure, question)
    aside = left_out(counts, measure, question)
    figure = measure.finish(mine, question)
    untold = [out for out in aside if out.reason.startswith("their source does not tell")]
    if untold and measure.needs is not None and mine.num_rows == 0:
        # Nothing is known; a zero or "nothing has ended" would be a claim.
        figure = replace(
            figure,
            value=None,
            interval=None,
            parts={},
            instead=f"unknown: the source does not tell {_UNTOLD[measure.needs]}",
        )
    # A state is of all that came before, whenever a period begins.
    whole = Period(None, question.period.until)
    scope = replace(question, period=whole) if measure.of_state else question
    return Answer(
        measure=measure.name,
        title=measure.title,
        value=figure.value,
        unit=measure.unit,
        n=figure.n,
        of=figure.of,
        as_of=question.as_of,
        interval=figure.interval,
        instead=figure.instead,
        left_out=(*figure.left_out, *aside),
        how=figure.how,
        parts=figure.parts,
        query=query,
        demands=scope.condition(
            instant=None if measure.of_span else measure.instant, also=measure.behind_of(question)
        ),
        period=question.period,
    )
