"""What comes in, what ends, and what is left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Unit
from cynosure.demand import ENDINGS
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.resolution import claimed_note
from cynosure.measures.tallies import total


class Arrivals(Measure):
    """How many demands were asked in the period.

    Each ask counts, also a follow-up or a duplicate: each cost somebody the
    asking. As problems, `problems` counts them once.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> facts = Facts.of([{"start": march}, {"start": march, "asker_kind": "bot"}], as_of=march)
    >>> told = answer("arrivals", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.left_out
    (1, (LeftOut(reason='asked by bots (shown apart)', n=1),))
    """

    name: ClassVar[str] = "arrivals"
    title: ClassVar[str] = "Asked"
    unit: ClassVar[Unit] = "demands"
    definition: ClassVar[str] = (
        "How many demands were asked in the period, each ask by itself: follow-ups and "
        "duplicates count."
    )

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many were asked."""
        return rows.group_by(list(keys)).aggregate(n=lambda table: table.count())

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return how many were asked."""
        n = total(counts)
        return Figure(value=n, n=n, of=question.of("demands"))


class Endings(Measure):
    """How many demands ended in the period, in any way that stands as of the report.

    By the time of ending, whenever they were asked. Resolved, declined,
    abandoned, withdrawn and merged ones are told apart in `parts`.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [{"ended_at": march, "state": state} for state in ("resolved", "declined")]
    >>> facts = Facts.of([*asked, {"state": "open"}], as_of=march)
    >>> told = answer("endings", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.parts["declined"]
    (2, 1)
    """

    name: ClassVar[str] = "endings"
    title: ClassVar[str] = "Ended"
    unit: ClassVar[Unit] = "demands"
    definition: ClassVar[str] = (
        "How many demands ended in the period and stayed ended, whenever they were asked, told "
        "apart by how they ended."
    )
    instant: ClassVar[str] = "ended_at"
    behind: ClassVar[str] = "ended_at IS NOT NULL"
    needs: ClassVar[str | None] = "endings"

    def placed(self, rows: ir.Table) -> ir.Table:
        """Return what ended, placed by when."""
        ended = rows.filter(rows.ended_at.notnull())
        return ended.mutate(at=ended.ended_at)

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many ended in each way."""
        return (
            rows.mutate(only_claimed=rows.claimed.fill_null(False))
            .group_by([*keys, "state"])
            .aggregate(
                n=lambda table: table.count(), claimed=lambda table: table.only_claimed.sum()
            )
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return how many ended, and how."""
        n = total(counts)
        return Figure(
            value=n,
            n=n,
            of=question.of("demands that ended"),
            how=claimed_note(total(counts, "claimed"), n, "endings"),
            parts={state: total(counts, state=state) for state in ENDINGS},
        )


class Stock(Measure):
    """How many demands are open at the end of the period, whenever they were asked.

    What was reopened and ended again counts as open all the time between:
    only the ending that stands is an ending. So the stock of the past is
    larger than a tracker's count of that day.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.demand.periods import Period
    >>> from cynosure.measures import Facts, answer
    >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3, 4)]
    >>> asked = [
    ...     {"start": days[0], "ended_at": days[2], "state": "resolved"},
    ...     {"start": days[1], "state": "open"},
    ... ]
    >>> facts = Facts.of(asked, as_of=days[3])
    >>> def run(table):
    ...     return table.to_pyarrow()
    >>> answer("stock", facts, result=run).value
    1
    >>> answer("stock", facts, result=run, period=Period(until=days[2])).value
    2
    """

    name: ClassVar[str] = "stock"
    title: ClassVar[str] = "Open"
    unit: ClassVar[Unit] = "demands"
    definition: ClassVar[str] = (
        "How many demands were open at the end of the period, whenever they were asked. A "
        "demand that was reopened was never done, so it counts as open until the ending that "
        "stood."
    )
    behind: ClassVar[str] = "state IS NOT NULL"
    needs: ClassVar[str | None] = "endings"
    cumulative: ClassVar[bool] = True

    def placed(self, rows: ir.Table) -> ir.Table:
        """Return each demand once when it came, and once more, negative, when it ended."""
        clocked = rows.filter(rows.state.notnull())
        came = clocked.mutate(at=clocked.start, change=ibis.literal(1, "int64"))
        ended = clocked.filter(clocked.ended_at.notnull())
        left = ended.mutate(at=ended.ended_at, change=ibis.literal(-1, "int64"))
        return came.union(left)

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what was open at the end of the period."""
        came = rows.filter(rows.change > 0)
        still = came.ended_at.isnull()
        if question.period.until is not None:
            still |= came.ended_at >= ibis.literal(question.period.until)
        return came.filter(still)

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return by how many the stock grew."""
        return rows.group_by(list(keys)).aggregate(n=lambda table: table.change.sum())

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return how many were open."""
        n = total(counts)
        return Figure(value=n, n=n, of=question.of("open demands"))


class Problems(Measure):
    """How many problems the demands of the period are about.

    Demands that were merged or followed up one another are one problem. A
    problem that is asked about in two periods counts in both.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> facts = Facts.of([{"start": march, "problem_id": id} for id in "aab"], as_of=march)
    >>> told = answer("problems", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.n
    (2, 3)
    """

    name: ClassVar[str] = "problems"
    title: ClassVar[str] = "Problems asked about"
    unit: ClassVar[Unit] = "demands"
    definition: ClassVar[str] = (
        "How many different problems the demands are about: demands that were merged into one "
        "another, or follow one another up, are one problem."
    )
    additive: ClassVar[bool] = False

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many demands and how many distinct problems there are."""
        problem = ibis.coalesce(rows.problem_id, rows.demand_id)
        return (
            rows.mutate(problem=problem)
            .group_by(list(keys))
            .aggregate(
                n=lambda table: table.count(), problems=lambda table: table.problem.nunique()
            )
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return how many problems the demands are about."""
        n, problems = total(counts), total(counts, "problems")
        return Figure(
            value=problems,
            n=n,
            of=question.of("demands"),
            parts={"demands_a_problem": n / problems if problems else None},
        )
