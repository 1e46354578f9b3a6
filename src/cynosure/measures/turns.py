"""Whose turn it is, and through how many hands a demand goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import LeftOut, Unit
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.tallies import total, whole
from cynosure.statistics import percentile

_TURNS = ("us", "asker", "other")


class WaitingOn(Measure):
    """The share of all waiting time that was the organisation's own turn.

    A layer that is shown beside the customer's clock, never subtracted from
    it. Of the summed time, so long waits weigh more than short ones.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = {"waiting_on_us_seconds": 300, "waiting_on_asker_seconds": 100}
    >>> facts = Facts.of([{"start": march, **asked}], as_of=march)
    >>> told = answer("waiting-on", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.parts["asker"], told.parts["other"]
    (0.75, 0.25, 0.0)
    """

    name: ClassVar[str] = "waiting-on"
    title: ClassVar[str] = "Waiting on us"
    unit: ClassVar[Unit] = "share"
    definition: ClassVar[str] = (
        "Of all the time that demands were waiting, the share in which it was the "
        "organisation's turn; beside it the shares of the asker and of others. The customer's "
        "clock runs all the while."
    )
    needs: ClassVar[str | None] = "waiting"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what has a clock."""
        del question
        return rows.filter(rows.waiting_on_us_seconds.notnull())

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return the seconds waited on each."""
        return rows.group_by(list(keys)).aggregate(
            n=lambda table: table.count(),
            clocked=lambda table: table.waiting_on_us_seconds.count(),
            us=lambda table: table.waiting_on_us_seconds.sum(),
            asker=lambda table: table.waiting_on_asker_seconds.sum(),
            other=lambda table: table.waiting_on_other_seconds.sum(),
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return our share of the waiting, with the others' beside it."""
        seconds = {turn: total(counts, turn) for turn in _TURNS}
        waited = sum(seconds.values())
        without = total(counts) - total(counts, "clocked")
        return Figure(
            value=seconds["us"] / waited if waited else None,
            n=total(counts, "clocked"),
            of=question.of("demands"),
            instead=None if waited else "nothing has waited",
            left_out=(LeftOut("no clock", without),) if without else (),
            parts={
                **{turn: seconds[turn] / waited if waited else None for turn in _TURNS},
                **{f"{turn}_seconds": seconds[turn] for turn in _TURNS},
            },
        )


class HandOffs(Measure):
    """How often a demand that ended was passed from one to another, on average.

    The mean never stands alone: percentiles and the share that was never
    passed on are beside it. Being given to the first one is no hand-off.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [{"start": march, "ended_at": march, "hand_offs": n} for n in (0, 0, 1, 5)]
    >>> facts = Facts.of(asked, as_of=march)
    >>> told = answer("hand-offs", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.parts["p50"], told.parts["never"]
    (1.5, 0, 0.5)
    """

    name: ClassVar[str] = "hand-offs"
    title: ClassVar[str] = "Hand-offs"
    unit: ClassVar[Unit] = "times"
    definition: ClassVar[str] = (
        "How many times a demand was passed from one team or person to another before it "
        "ended: the mean, with the median, the 85th percentile and the share that was never "
        "passed on. It says how work is organised, not how anybody works."
    )
    behind: ClassVar[str] = "ended_at IS NOT NULL"
    needs: ClassVar[str | None] = "hand_offs"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what ended."""
        del question
        return rows.filter(rows.ended_at.notnull())

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many ended after each number of hand-offs."""
        passed = rows.ended_at.notnull().ifelse(rows.hand_offs.fill_null(0), None)
        return (
            rows.mutate(passed=passed).group_by([*keys, "passed"]).aggregate(n=lambda t: t.count())
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the mean with percentiles."""
        still_open = total(counts, passed=None)
        ended = counts.filter(counts["passed"].is_valid()).sort_by("passed")
        times, n = whole(ended, "passed"), whole(ended, "n")
        count = int(n.sum())
        return Figure(
            value=int((times * n).sum()) / count if count else None,
            n=count,
            of=question.of("demands that ended"),
            instead=None if count else "nothing has ended",
            left_out=(LeftOut("still open", still_open),) if still_open else (),
            parts={
                "p50": percentile(times, n, 50),
                "p85": percentile(times, n, 85),
                "p95": percentile(times, n, 95),
                "never": int(n[times == 0].sum()) / count if count else None,
            },
        )
