"""How long customers wait for the first word of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Curve, LeftOut, Unit
from cynosure.measures.durations import Durations, with_seconds
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.resolution import no_clock
from cynosure.measures.standing import in_seconds
from cynosure.measures.tallies import total
from cynosure.measures.waiting_times import still_waiting, wait

_SILENT = ("ended_in_silence",)


def _clocked(timed: ir.Table) -> ir.Table:
    return timed.filter(timed.ending.notnull() & timed.until_answer.notnull())


class FirstResponse(Measure):
    """The median time from the ask to the first public word by a person of the organisation.

    Bots, automatic replies, internal notes and other customers are no
    response. Still open without one counts as waiting; ended without one is a
    competing ending, since no response can follow a silence that is over.
    Unknown where the source does not say who wrote when.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [
    ...     {"state": "open", "first_response_seconds": 600, "censored_seconds": 900},
    ...     {"state": "open", "censored_seconds": 86_400},
    ... ]
    >>> facts = Facts.of(asked, as_of=march)
    >>> told = answer("first-response", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.parts["responded"], told.parts["waiting"]
    (600, 1, 1)
    """

    name: ClassVar[str] = "first-response"
    title: ClassVar[str] = "First response"
    unit: ClassVar[Unit] = "seconds"
    definition: ClassVar[str] = (
        "The time within which half of all demands got a first public answer from a person of "
        "the organisation. Automatic replies, internal notes and words of other customers do "
        "not count. Demands that wait for one count as waiting; demands that ended without one "
        "count as never answered."
    )
    needs: ClassVar[str | None] = "responses"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what has a clock."""
        del question
        return _clocked(self._timed(rows))

    def _timed(self, rows: ir.Table) -> ir.Table:
        ended = ibis.coalesce(rows.request_to_resolution_seconds, rows.competing_ending_seconds)
        ending = ibis.cases(
            (rows.state.isnull(), ibis.null("string")),  # without a clock
            (rows.first_response_seconds.notnull(), "responded"),
            (ended.notnull(), "ended_in_silence"),
            # Taken back or merged out of sight: nobody waits any longer.
            (rows.ended_at.notnull(), "left"),
            (rows.censored_seconds.notnull(), "waiting"),
        )
        duration = rows.state.notnull().ifelse(
            ibis.coalesce(rows.first_response_seconds, ended, rows.censored_seconds), None
        )
        return rows.mutate(ending=ending, until_answer=duration)

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many were answered, or not, after each number of seconds."""
        timed = self._timed(rows)
        return (
            with_seconds(timed, timed.until_answer)
            .group_by([*keys, "ending", "seconds"])
            .aggregate(n=lambda table: table.count(), rounded=lambda table: table.rounded.sum())
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the median with p85 and p95, and how many got none."""
        durations = Durations.read(counts, label="ending")
        waited = wait(durations, event="responded", others=_SILENT)
        kinds = ("responded", *_SILENT, "left", "waiting")
        return Figure(
            value=waited.median,
            n=durations.n(*kinds),
            of=question.of("demands"),
            interval=waited.interval,
            instead=waited.instead,
            left_out=no_clock(counts),
            how=(*waited.how, *durations.notes()),
            parts={**waited.parts, **{kind: durations.n(kind) for kind in kinds}},
        )

    def curves(self, counts: pa.Table) -> tuple[Curve, ...]:
        """Return the share not yet answered, by time since the ask."""
        durations = Durations.read(counts, label="ending")
        if not durations.times.size:
            return ()
        return (
            still_waiting(durations, name="not yet answered", event="responded", others=_SILENT),
        )


class ResponseAfterReopening(Measure):
    """The median time from the latest reopening to the next public word by a person.

    A figure of its own, never part of the first response. Of several
    reopenings the latest, answered or not; still open without an answer
    counts as waiting since then, ended without one as never answered. Where
    nobody knows when it was reopened (a claim that a later export lacks),
    it is left out.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> again = {"start": march - timedelta(days=9), "censored_seconds": 9 * 86_400}
    >>> again |= {"state": "open", "reopenings": 1, "reopened_at": march - timedelta(days=1)}
    >>> asked = [{**again, "response_after_reopening_seconds": 600}, again, {"state": "open"}]
    >>> facts = Facts.of(asked, as_of=march)
    >>> told = answer("response-after-reopening", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.n, told.parts["responded"], told.parts["waiting"]
    (600, 2, 1, 1)
    """

    name: ClassVar[str] = "response-after-reopening"
    title: ClassVar[str] = "Response after reopening"
    unit: ClassVar[Unit] = "seconds"
    definition: ClassVar[str] = (
        "The time within which half of the demands that were reopened got the next public answer "
        "from a person of the organisation, from the latest reopening. What counts as an answer "
        "is the same as for the first response. Demands that wait for one count as waiting; "
        "demands that ended again without one count as never answered."
    )
    behind: ClassVar[str] = "reopenings > 0"
    needs: ClassVar[str | None] = "responses"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what was reopened, where somebody knows when."""
        del question
        return _clocked(self._timed(rows))

    def _timed(self, rows: ir.Table) -> ir.Table:
        reopened = rows.filter(rows.state.notnull() & (rows.reopenings > 0))
        answered = reopened.response_after_reopening_seconds
        ended = ibis.coalesce(
            reopened.request_to_resolution_seconds, reopened.competing_ending_seconds
        )
        ending = ibis.cases(
            (answered.isnull() & reopened.reopened_at.isnull(), ibis.null("string")),
            (answered.notnull(), "responded"),
            (ended.notnull(), "ended_in_silence"),
            (reopened.ended_at.notnull(), "left"),
            else_="waiting",
        )
        # The clock runs from the start to its ending or the report, so it tells both.
        clock = ibis.coalesce(ended, reopened.censored_seconds)
        waited = in_seconds(reopened.start) + clock - in_seconds(reopened.reopened_at)
        duration = ibis.coalesce(answered, waited.clip(lower=0))
        return reopened.mutate(ending=ending, until_answer=duration)

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many were answered, or not, after each number of seconds."""
        timed = self._timed(rows)
        return (
            with_seconds(timed, timed.until_answer)
            .group_by([*keys, "ending", "seconds"])
            .aggregate(n=lambda table: table.count(), rounded=lambda table: table.rounded.sum())
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the median with p85 and p95, and how many got none."""
        durations = Durations.read(counts, label="ending")
        waited = wait(durations, event="responded", others=_SILENT)
        kinds = ("responded", *_SILENT, "left", "waiting")
        unknown = total(counts, ending=None)
        return Figure(
            value=waited.median,
            n=durations.n(*kinds),
            of=question.of("demands that were reopened"),
            interval=waited.interval,
            instead=waited.instead,
            left_out=(LeftOut("nobody knows when they were reopened", unknown),) if unknown else (),
            how=(*waited.how, *durations.notes()),
            parts={**waited.parts, **{kind: durations.n(kind) for kind in kinds}},
        )

    def curves(self, counts: pa.Table) -> tuple[Curve, ...]:
        """Return the share not yet answered, by time since the latest reopening."""
        durations = Durations.read(counts, label="ending")
        if not durations.times.size:
            return ()
        return (
            still_waiting(durations, name="not yet answered", event="responded", others=_SILENT),
        )
