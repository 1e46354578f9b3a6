"""How much of what customers ask is failure demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Interval, LeftOut, Unit
from cynosure.measures.audit import AuditedCounts, Estimate, millionths
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.tallies import total

# Efforts beyond this are slips of the pen: two thousand years.
_MOST_MINUTES = 1e9


def by_nature(
    rows: ir.Table, keys: Sequence[str], **also: Callable[[ir.Table], ir.Scalar]
) -> ir.Table:
    """Return how many demands of each nature there are, and their effort in whole seconds.

    Effort is summed in whole seconds: a sum of floats depends on its order,
    which differs from engine to engine.
    """
    minutes = rows.effort_minutes
    effort = ibis.cases((_is_told(minutes), (minutes * 60 + 0.5).floor().cast("int64")))
    return (
        rows.mutate(effort=effort)
        .group_by([*keys, "nature"])
        .aggregate(
            n=lambda table: table.count(),
            with_effort=lambda table: table.effort.count(),
            effort=lambda table: table.effort.sum(),
            first=lambda table: table.start.min(),
            **also,
        )
    )


def with_effort(rows: ir.Table) -> ir.Table:
    """Return failure and value demand whose effort is known."""
    return rows.filter(rows.nature.isin(["failure", "value"]) & _is_told(rows.effort_minutes))


def _is_told(minutes: ir.FloatingValue) -> ir.BooleanValue:
    return (minutes >= 0) & (minutes < _MOST_MINUTES)


def beside(counts: pa.Table) -> tuple[LeftOut, ...]:
    """Return what stands beside failure and value demand, never in the denominator."""
    reasons = (
        ("ask for nothing (praise, notices)", total(counts, nature="none")),
        ("nature unknown", total(counts, nature=None)),
    )
    return tuple(LeftOut(reason, n) for reason, n in reasons if n)


class FailureShare(Measure):
    """The share of failure demand in failure and value demand, by count.

    Praise, notices and demands of unknown nature stand beside, never in the
    denominator, so the share does not sink merely because noise arrives or
    intake outruns classification. What a classifier said has no sampling
    interval: the range comes from its error elsewhere, or from an audit.
    Where there is an audit the figure is the audit's, and the classifier's
    stands in `parts`.

    Source: Seddon, Freedom from Command and Control (2003).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> asked = [{"nature": nature} for nature in ("failure", "value", "failure", "none", None)]
    >>> facts = Facts.of(asked, as_of=datetime(2026, 3, 1, tzinfo=UTC))
    >>> share = answer("failure-share", facts, result=lambda table: table.to_pyarrow())
    >>> round(share.value, 2), share.n, share.interval
    (0.67, 3, None)
    """

    name: ClassVar[str] = "failure-share"
    title: ClassVar[str] = "Failure share"
    unit: ClassVar[Unit] = "share"
    is_share: ClassVar[bool] = True
    definition: ClassVar[str] = (
        "Of all demands that ask for something, the share that customers would not have needed "
        "to ask had everything delivered so far done its job: something was not done, or not "
        "done right. Praise, notices and demands whose nature is unknown are counted beside it. "
        "Where a program judged the texts, the range says how wrong it may be; until people have "
        "checked a random sample, the figure is called unaudited."
    )
    behind: ClassVar[str] = "nature IN ('failure', 'value')"
    own_nature: ClassVar[bool] = True

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return failure and value demand."""
        del question
        return rows.filter(rows.nature.isin(["failure", "value"]))

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return demands, effort and what was predicted, by nature; each judged demand by itself."""
        return by_nature(
            rows,
            [*keys, "audit_place"],
            failure_sum=lambda table: millionths(table.failure_probability),
            value_sum=lambda table: millionths(table.value_probability),
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the share with its range, audited or not."""
        failure, value = total(counts, nature="failure"), total(counts, nature="value")
        n = failure + value
        predicted = failure / n if n else None
        parts: dict[str, float | None] = {
            "failure": failure,
            "value": value,
            "none": total(counts, nature="none"),
            "unknown": total(counts, nature=None),
            "of_effort": share_of_effort(counts),
        }
        judged = audited_share(counts, question) if n else None
        extent = judged.interval if judged else None
        if judged and extent:
            share: float | None = judged.found.share
            interval: Interval | None = extent
            parts |= {
                "classifier": predicted,
                "labels": judged.labelled,
                "trust_in_classifier": judged.found.trust,
            }
            how = (
                "audited: people judged a random sample, and "
                f"{judged.counting:,} of it were failure or value demand"
            )
        else:
            share = predicted
            interval = (
                question.range_of(failure=failure, value=value) if question.range_of and n else None
            )
            how = _unaudited(judged)
        return Figure(
            value=share,
            n=n,
            of=question.of("failure and value demands"),
            interval=interval,
            instead=None if n else "none of these demands is known to be failure or value demand",
            left_out=beside(counts),
            how=(how,) if n else (),
            parts=parts,
        )

    def share_of(self, counts: pa.Table) -> tuple[int, int]:
        """Return failure demands, and failure and value demands."""
        failure = total(counts, nature="failure")
        return failure, failure + total(counts, nature="value")


def audited_share(counts: pa.Table, question: Question) -> Estimate | None:
    """Return the failure share by the audit; None where no sample was drawn of such demands."""
    if question.audit is None or not question.audit.is_of(question.asker_kind):
        return None
    audited = AuditedCounts(counts, question.audit)
    failure = audited.predicted("failure_sum")
    return audited.share(
        [one.nature == "failure" for one in audited.judged],
        [one.nature in {"failure", "value"} for one in audited.judged],
        over=failure,
        under=failure + audited.predicted("value_sum"),
    )


def _unaudited(judged: Estimate | None) -> str:
    if judged is None or not judged.labelled:
        return "unaudited: no person has checked a random sample of these demands"
    return (
        f"unaudited: people judged {judged.labelled} of these demands, {judged.counting} of them "
        f"failure or value; {judged.missing} more of those would give an interval"
    )


def share_of_effort(counts: pa.Table) -> float | None:
    """Return the failure share of the effort that is known; None of none."""
    failure = total(counts, "effort", nature="failure")
    both = failure + total(counts, "effort", nature="value")
    return failure / both if both else None


class FailureShareOfEffort(Measure):
    """The share of failure demand in the effort spent on failure and value demand.

    Only demands whose effort the source tells; how many those are is said.
    Short failure contacts make the share by count far larger than this one.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> asked = [
    ...     {"nature": "failure", "effort_minutes": 30.0},
    ...     {"nature": "value", "effort_minutes": 90.0},
    ...     {"nature": "value"},
    ... ]
    >>> facts = Facts.of(asked, as_of=datetime(2026, 3, 1, tzinfo=UTC))
    >>> share = answer("failure-share-of-effort", facts, result=lambda table: table.to_pyarrow())
    >>> share.value, share.n
    (0.25, 2)
    """

    name: ClassVar[str] = "failure-share-of-effort"
    title: ClassVar[str] = "Failure share of effort"
    unit: ClassVar[Unit] = "share"
    definition: ClassVar[str] = (
        "Of the time spent on demands that ask for something, the share that went into failure "
        "demand. It is taken over the demands whose effort is recorded, and says how many those "
        "are."
    )
    behind: ClassVar[str] = "nature IN ('failure', 'value') AND effort_minutes IS NOT NULL"
    own_nature: ClassVar[bool] = True
    needs: ClassVar[str | None] = "effort"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return failure and value demand whose effort is known."""
        del question
        return with_effort(rows)

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return demands and effort by nature."""
        return by_nature(rows, keys)

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the share of the effort that is known."""
        natures = ("failure", "value")
        known = sum(total(counts, "with_effort", nature=nature) for nature in natures)
        without = sum(total(counts, nature=nature) for nature in natures) - known
        share = share_of_effort(counts)
        left_out = (
            *beside(counts),
            *((LeftOut("no effort recorded", without),) if without else ()),
        )
        return Figure(
            value=share,
            n=known,
            of=question.of("failure and value demands with effort"),
            instead=None if share is not None else "unknown: no effort is recorded",
            left_out=left_out,
            how=("unaudited: no person has checked a random sample of these demands",)
            if share is not None
            else (),
            parts={
                f"{nature}_minutes": total(counts, "effort", nature=nature) / 60
                for nature in natures
            },
        )
