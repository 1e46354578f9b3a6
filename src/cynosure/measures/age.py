"""How old what is open has become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Unit
from cynosure.demand.periods import Every
from cynosure.measures import durations
from cynosure.measures.durations import Durations, with_seconds
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.standing import at_each, in_seconds, seconds_of
from cynosure.statistics import percentile


class AgeOfOpen(Measure):
    """The median age of the demands that are open at the end of the period.

    By state, not by cohort: what is old and open must not hide behind a
    filter of creation dates, so the start of a period leaves nothing out.
    What was reopened and ended again counts as open all the time between, as
    in `stock`.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from cynosure.demand.periods import Period
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [
    ...     {"start": march - timedelta(days=days), "state": "open"} for days in (1, 40, 400)
    ... ]
    >>> facts = Facts.of(asked, as_of=march)
    >>> def run(table):
    ...     return table.to_pyarrow()
    >>> told = answer("age-of-open", facts, result=run)
    >>> told.value / 86_400, told.parts["oldest"] / 86_400, told.n
    (40.0, 400.0, 3)
    >>> before = Period(until=march - timedelta(days=30))
    >>> answer("age-of-open", facts, result=run, period=before).parts["oldest"] / 86_400
    370.0
    """

    name: ClassVar[str] = "age-of-open"
    title: ClassVar[str] = "Age of what is open"
    unit: ClassVar[Unit] = "seconds"
    definition: ClassVar[str] = (
        "The age that half of the demands open at the end of the period do not exceed, from the "
        "customer's ask to that instant, with the 85th and 95th percentile and the oldest, "
        "whenever they were asked."
    )
    needs: ClassVar[str | None] = "endings"
    of_state: ClassVar[bool] = True

    def behind_of(self, question: Question) -> str:
        """Return the condition of what was open at the end of the period."""
        until = question.period.until
        later = f" OR ended_at >= TIMESTAMPTZ '{until:%Y-%m-%d %H:%M:%S%z}'" if until else ""
        still = f"(ended_at IS NULL{later})" if later else "ended_at IS NULL"
        return f"state IS NOT NULL AND {still}"

    def placed(self, rows: ir.Table) -> ir.Table:
        """Return what has a clock, placed by when it was asked."""
        return rows.filter(rows.state.notnull()).mutate(at=rows.start)

    def standing(self, rows: ir.Table, *, until: datetime | None, as_of: datetime) -> ir.Table:
        """Return what was open at an instant; at that of the report what still is."""
        # A merged demand whose target is open waits on: as demands each counts.
        still = rows.ended_at.isnull()
        if until is not None:
            still |= rows.ended_at >= ibis.literal(until)
        end = seconds_of(min(until or as_of, as_of))
        return rows.filter(still).mutate(end=ibis.literal(end, "int64"))

    def standing_each(self, rows: ir.Table, ends: Sequence[datetime], *, every: Every) -> ir.Table:
        """Return what was open at each of these ends, once for each."""
        # Counted before each stands at many ends, where the engine would have to make them twice.
        begun = in_seconds(rows.start)
        few = begun.nunique().as_scalar() <= durations.EXACT
        return at_each(rows.mutate(few=few), ends, every=every)

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what was open at the end of the period."""
        del question
        return rows.filter(rows.start.notnull())

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many are open at each age in seconds."""
        few = rows.few if "few" in rows.columns else None
        return (
            with_seconds(rows, rows.end - in_seconds(rows.start), few=few)
            .group_by([*keys, "seconds"])
            .aggregate(n=lambda table: table.count(), rounded=lambda table: table.rounded.sum())
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the median age with the 85th percentile and the oldest."""
        ages = Durations.read(counts)
        n = ages.of([""])
        median = percentile(ages.times, n, 50)
        return Figure(
            value=median,
            n=int(n.sum()),
            of=question.of("open demands"),
            instead=None if median is not None else "nothing is open",
            how=ages.notes(),
            parts={
                "p50": median,
                "p85": percentile(ages.times, n, 85),
                "p95": percentile(ages.times, n, 95),
                "oldest": int(ages.times[-1]) if ages.times.size else None,
                "open": int(n.sum()),
            },
        )
