"""Whether what was resolved stayed resolved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Interval, LeftOut, Unit
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.tallies import total
from cynosure.statistics import wilson


def by_chance(count: int, n: int) -> Interval | None:
    """Return the interval of a share that was observed of all, for chance alone."""
    found = wilson(count, n)
    if found.low is None or found.high is None:
        return None
    return Interval(found.low, found.high, kind="sampling", method="Wilson")


class Reopening(Measure):
    """The share of demands that ended and were reopened at least once, whatever came then.

    A reopening after any ending counts, also after a refusal or a closing for
    staleness; a word of thanks does not unless the source says so. A young
    ending may still be reopened: the share of recent periods can only grow.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [{"start": march, "ended_at": march, "reopenings": n, "state": "resolved"} for n in (0, 2, 0, 0)]
    >>> facts = Facts.of(asked, as_of=march)
    >>> told = answer("reopening", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.n, told.parts["reopenings"]
    (0.25, 4, 2)
    """

    name: ClassVar[str] = "reopening"
    title: ClassVar[str] = "Reopened"
    unit: ClassVar[Unit] = "share"
    is_share: ClassVar[bool] = True
    definition: ClassVar[str] = (
        "Of the demands that ended at least once, the share that was reopened at least once: "
        "the customer or the staff said that it was not solved after all."
    )
    behind: ClassVar[str] = "(ended_at IS NOT NULL OR reopenings > 0)"
    needs: ClassVar[str | None] = "history"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what ended at least once."""
        del question
        return rows.filter(_ended(rows))

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many ended, how many of them were reopened, and how often."""
        times = rows.reopenings.fill_null(0)
        ended = _ended(rows)
        return (
            rows.mutate(ended=ended, reopened=ended & (times > 0), times=times)
            .group_by([*keys, "ended", "reopened"])
            .aggregate(n=lambda table: table.count(), times=lambda table: table.times.sum())
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the share reopened."""
        reopened, n = self.share_of(counts)
        never = total(counts, ended=False)
        return Figure(
            value=reopened / n if n else None,
            n=n,
            of=question.of("demands that ended at least once"),
            interval=by_chance(reopened, n),
            instead=None if n else "nothing has ended",
            left_out=(LeftOut("have never ended", never),) if never else (),
            parts={"reopened": reopened, "reopenings": total(counts, "times")},
        )

    def share_of(self, counts: pa.Table) -> tuple[int, int]:
        """Return the reopened and all that ended."""
        return total(counts, ended=True, reopened=True), total(counts, ended=True)


def _ended(rows: ir.Table) -> ir.BooleanValue:
    """Return whether each ended at least once."""
    return rows.state.notnull() & (
        rows.ended_at.notnull()
        | rows.first_resolved_at.notnull()
        | (rows.reopenings.fill_null(0) > 0)
    )


class FirstTimeFix(Measure):
    """The share of first resolutions that were followed by neither reopening nor follow-up.

    Within the follow-up window. A resolution younger than the window is not
    yet known and left out, unless it has failed already: those count at once,
    so the last weeks of a series look worse than they will be.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [
    ...     {"state": "resolved", "first_resolved_at": march, "first_time_fix": fixed}
    ...     for fixed in (True, True, False, None)
    ... ]
    >>> facts = Facts.of(asked, as_of=march)
    >>> told = answer("first-time-fix", facts, result=lambda table: table.to_pyarrow())
    >>> round(told.value, 2), told.left_out[0].n
    (0.67, 1)
    """

    name: ClassVar[str] = "first-time-fix"
    title: ClassVar[str] = "Fixed the first time"
    unit: ClassVar[Unit] = "share"
    is_share: ClassVar[bool] = True
    definition: ClassVar[str] = (
        "Of the demands that were resolved, the share whose first resolution held: within the "
        "follow-up window (14 days unless set otherwise) the customer neither reopened it nor "
        "asked again about the same. Resolutions that are too young to tell are left out and "
        "counted."
    )
    behind: ClassVar[str] = "first_time_fix IS NOT NULL"
    needs: ClassVar[str | None] = "history"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what is known to have held or not."""
        del question
        return rows.filter(rows.state.notnull() & rows.first_time_fix.notnull())

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many were fixed, not fixed, or cannot be told, and why not."""
        fix = ibis.cases(
            (rows.state.isnull(), "their events are in an impossible order"),
            (rows.first_time_fix, "fixed"),
            (rows.first_time_fix.notnull(), "not fixed"),
            (rows.first_resolved_at.isnull(), "not resolved yet"),
            (rows.claimed, "resolution only claimed by the source"),
            else_="resolved too recently to tell",
        )
        return rows.mutate(fix=fix).group_by([*keys, "fix"]).aggregate(n=lambda t: t.count())

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the share that held."""
        fixed, n = self.share_of(counts)
        reasons = (
            "their events are in an impossible order",
            "resolved too recently to tell",
            "resolution only claimed by the source",
            "not resolved yet",
        )
        left_out = tuple(
            LeftOut(reason, count) for reason in reasons if (count := total(counts, fix=reason))
        )
        return Figure(
            value=fixed / n if n else None,
            n=n,
            of=question.of("resolved demands"),
            interval=by_chance(fixed, n),
            instead=None if n else "unknown: no resolution is known to have held or not",
            left_out=left_out,
            parts={"fixed": fixed, "not_fixed": n - fixed},
        )

    def share_of(self, counts: pa.Table) -> tuple[int, int]:
        """Return what was fixed the first time and what is known either way."""
        fixed = total(counts, fix="fixed")
        return fixed, fixed + total(counts, fix="not fixed")
