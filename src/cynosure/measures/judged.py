"""What an audit tells beside the failure share: causes, and how right the classifier is here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Unpack

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Answer, Breakdown, LeftOut
from cynosure.demand import CAUSES, Nature
from cynosure.measures.ask import Asked, Result, chosen, scoped, understood
from cynosure.measures.audit import Audit, AuditedCounts, Estimate, millionths
from cynosure.measures.facts import Facts
from cynosure.measures.failure_share import audited_share
from cynosure.measures.question import Question
from cynosure.measures.tallies import total

_NATURES: tuple[Nature, ...] = ("failure", "value")


def causes(facts: Facts, *, result: Result, **asked: Unpack[Asked]) -> Breakdown:
    """Return the share of each cause in failure demand, the largest first.

    By the audit, each with its interval, where people judged enough failure demands; else by
    what the classifier called them, without an interval and marked as unaudited. A failure
    demand whose cause a person left open counts in none of the shares.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [{"nature": "failure", "code": code} for code in ("slow", "slow", "broken")]
    >>> found = causes(Facts.of(asked, as_of=march), result=lambda table: table.to_pyarrow())
    >>> [(cause, round(share.value, 2)) for cause, share in found.groups]
    [('slow', 0.67), ('broken', 0.33)]
    """
    counts, question = _counted(facts, result, asked)
    failures = total(counts, nature="failure")
    audited = _audited(counts, question)
    groups = []
    for cause in CAUSES:
        called = total(counts, nature="failure", code=cause)
        told = None
        if audited:
            told = audited.share(
                [one.code == cause for one in audited.judged],
                [one.code in CAUSES for one in audited.judged],
                over=audited.predicted("code_sum", called_code=cause),
                under=audited.predicted("failure_sum"),
            )
        answer = _answer(
            question,
            told,
            measure="cause",
            title=cause.replace("_", " ").capitalize(),
            of=question.of("failure demands"),
            n=failures,
            predicted=called / failures if failures else None,
            instead="none of these demands is known to be failure demand",
        )
        if answer.value:
            groups.append((cause, answer))
    open_ = sum(
        one.nature == "failure" and not one.code for one in (audited.judged if audited else ())
    )
    whole = _answer(
        question, None, measure="cause", title="All causes", n=failures,
        of=question.of("failure demands"), predicted=1.0 if failures else None,
        instead="none of these demands is known to be failure demand",
        left_out=(LeftOut("judged, and the cause left open", open_),) if open_ else (),
    )  # fmt: skip
    return Breakdown(
        measure="cause",
        title="Causes of failure demand",
        unit="share",
        dimension="code",
        groups=tuple(sorted(groups, key=lambda named: -(named[1].value or 0))),
        total=whole,
    )


def rightness(facts: Facts, *, result: Result, **asked: Unpack[Asked]) -> tuple[Answer, ...]:
    """Return precision and recall of the classifier on these demands, for failure and value.

    Precision: of what it calls so, the share that people call so. Recall: of what people
    call so, the share that it calls so. Both are of all demands, not of the sample alone:
    a sample that looks more often where the classifier is unsure is weighed back. None
    without an audit.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> rightness(Facts.of([], as_of=march), result=lambda table: table.to_pyarrow())
    ()
    """
    counts, question = _counted(facts, result, asked)
    audited = _audited(counts, question)
    if audited is None:
        return ()
    found, called = [], audited.called("called_nature")
    for nature in _NATURES:
        said = [one.nature == nature for one in audited.judged]
        so = [word == nature for word in called]
        both = [one and other for one, other in zip(said, so, strict=True)]
        of_called = {"called_nature": nature}
        likely = audited.predicted(f"{nature}_sum")
        likely_called = audited.predicted(f"{nature}_sum", **of_called)
        for what, bottom, under, of in (
            ("precision", so, audited.predicted("n", **of_called), f"it calls {nature}"),
            ("recall", said, likely, f"people call {nature}"),
        ):
            told = audited.share(both, bottom, over=likely_called, under=under)
            found.append(
                _answer(
                    question,
                    told,
                    measure=f"classifier-{what}",
                    title=f"The classifier's {what} for {nature} demand",
                    n=told.counting,
                    of=f"judged demands that {of}",
                    predicted=None,
                    instead=f"unknown: only {told.counting} judged demands count here, "
                    f"{told.missing} more are needed",
                )
            )
    return tuple(found)


def labels_needed(
    facts: Facts, *, result: Result, **asked: Unpack[Asked]
) -> Callable[[float], int]:
    """Return what says how many more labels bring the failure share to ± so much.

    From what a label was worth so far, with the same predictions and design; before there is
    an interval, as if predictions were worth nothing and the share were one half.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> facts = Facts.of([{"nature": "value"}] * 50_000, as_of=march)
    >>> audit = Audit(judged=())
    >>> labels_needed(facts, result=lambda table: table.to_pyarrow(), audit=audit)(0.03)
    1042
    """
    counts, question = _counted(facts, result, asked)
    told = audited_share(counts, replace(question, audit=question.audit or Audit(())))
    return told.more_for if told else _none_needed


def _none_needed(half_width: float) -> int:
    del half_width
    return 0


def _counted(facts: Facts, result: Result, asked: Asked) -> tuple[pa.Table, Question]:
    measure, question = understood("failure-share", facts, asked)
    rows, keys = scoped(measure, facts, question)
    return chosen(result(_by_called(rows, keys)), measure, question), question


def _by_called(rows: ir.Table, keys: Sequence[str]) -> ir.Table:
    by = [*keys, "nature", "code", "called_nature", "called_code", "audit_place"]
    return rows.group_by(by).aggregate(
        n=lambda table: table.count(),
        failure_sum=lambda table: millionths(table.failure_probability),
        value_sum=lambda table: millionths(table.value_probability),
        code_sum=lambda table: millionths(table.code_probability),
    )


def _audited(counts: pa.Table, question: Question) -> AuditedCounts | None:
    if question.audit is None or not question.audit.is_of(question.asker_kind):
        return None
    return AuditedCounts(counts, question.audit)


def _answer(
    question: Question,
    told: Estimate | None,
    *,
    measure: str,
    title: str,
    of: str,
    n: int,
    predicted: float | None,
    instead: str,
    left_out: tuple[LeftOut, ...] = (),
) -> Answer:
    assert question.as_of is not None
    extent = told.interval if told else None
    value = told.found.share if told and extent else predicted
    how = (
        f"audited: {told.counting} judged demands count"
        if told and extent
        else "unaudited: no person has checked enough of these demands"
    )
    return Answer(
        measure=measure,
        title=title,
        value=value,
        unit="share",
        n=n,
        of=of,
        as_of=question.as_of,
        interval=extent,
        instead=None if value is not None else instead,
        left_out=left_out,
        how=(how,) if value is not None else (),
        period=question.period,
    )
