"""How old what is open has become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Unit
from cynosure.measures.durations import Durations, with_seconds
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.statistics import percentile


class AgeOfOpen(Measure):
    """The median age of the demands that are open at the instant of the report.

    By state, not by cohort: what is old and open must not hide behind a
    filter of creation dates. A period asks only for those asked in it.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [
    ...     {"start": march, "state": "open", "censored_seconds": days * 86_400}
    ...     for days in (1, 40, 400)
    ... ]
    >>> facts = Facts.of(asked, as_of=march)
    >>> told = answer("age-of-open", facts, result=lambda table: table.to_pyarrow())
    >>> told.value / 86_400, told.parts["oldest"] / 86_400, told.n
    (40.0, 400.0, 3)
    """

    name: ClassVar[str] = "age-of-open"
    title: ClassVar[str] = "Age of what is open"
    unit: ClassVar[Unit] = "seconds"
    definition: ClassVar[str] = (
        "The age that half of the demands still open do not exceed, from the customer's ask to "
        "the instant of the report, with the 85th percentile and the oldest."
    )
    behind: ClassVar[str] = "state IS NOT NULL AND ended_at IS NULL"
    needs: ClassVar[str | None] = "endings"
    only_now: ClassVar[bool] = True

    def placed(self, rows: ir.Table) -> ir.Table:
        """Return what is open, placed by when it was asked."""
        # A merged demand whose target is open waits on: as demands each counts.
        still = rows.filter(rows.state.notnull() & rows.ended_at.isnull())
        return still.mutate(at=still.start)

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many are open at each age in seconds."""
        return (
            with_seconds(rows, rows.censored_seconds)
            .group_by([*keys, "seconds"])
            .aggregate(n=lambda table: table.count(), rounded=lambda table: table.rounded.sum())
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the median age with the 85th percentile and the oldest."""
        durations = Durations.read(counts)
        n = durations.of([""])
        median = percentile(durations.times, n, 50)
        return Figure(
            value=median,
            n=int(n.sum()),
            of=question.of("open demands"),
            instead=None if median is not None else "nothing is open",
            how=durations.notes(),
            parts={
                "p50": median,
                "p85": percentile(durations.times, n, 85),
                "p95": percentile(durations.times, n, 95),
                "oldest": int(durations.times[-1]) if durations.times.size else None,
                "open": int(n.sum()),
            },
        )
