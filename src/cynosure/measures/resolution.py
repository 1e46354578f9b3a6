"""How long customers wait until their problem is gone."""

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
from cynosure.measures.tallies import total
from cynosure.measures.waiting_times import ended_as, still_waiting, wait

UNSERVED = ("declined", "abandoned")


def how_it_ended(rows: ir.Table) -> ir.StringValue:
    """Return resolved, declined, abandoned, withdrawn, merged or open, by the customer's clock.

    Exactly one of the three times has a value wherever there is a clock. A
    merged demand takes the kind of ending that its times say; its state stays
    "merged". Null where there is no clock.
    """
    resolved, otherwise = rows.request_to_resolution_seconds, rows.competing_ending_seconds
    return ibis.cases(
        (resolved.notnull(), "resolved"),
        (otherwise.notnull() & (rows.state == "abandoned"), "abandoned"),
        (otherwise.notnull(), "declined"),
        (rows.censored_seconds.notnull() & (rows.state == "withdrawn"), "withdrawn"),
        # Merged into what is not in the data, or into what its own asker took back.
        (rows.censored_seconds.notnull() & rows.ended_at.notnull(), "merged"),
        (rows.censored_seconds.notnull(), "open"),
    )


def no_clock(counts: pa.Table) -> tuple[LeftOut, ...]:
    """Return the rows that have no clock, because their events contradict one another."""
    n = total(counts, ending=None)
    return (LeftOut("their events are in an impossible order", n),) if n else ()


def claimed_note(claimed: int, n: int, what: str) -> tuple[str, ...]:
    """Return the share that rests on a summary field alone, said whenever there is one.

    >>> claimed_note(34, 100, "endings"), claimed_note(0, 100, "endings")
    (('34 % of endings are only claimed by the source, not seen in a history',), ())
    """
    if not claimed:
        return ()
    share = 100 * claimed / n
    shown = f"{share:.0f}" if 1 <= share <= 99 or claimed == n else f"{share:.1f}"
    return (f"{shown} % of {what} are only claimed by the source, not seen in a history",)


def _duration(rows: ir.Table) -> ir.IntegerValue:
    return ibis.coalesce(
        rows.request_to_resolution_seconds, rows.competing_ending_seconds, rows.censored_seconds
    )


class RequestToResolution(Measure):
    """The median time from the customer's first ask to the resolution that stood.

    A cohort figure: of the requests asked in the period, open ones included
    as still waiting (censored). What was declined or abandoned never gets
    resolved; it competes (Aalen-Johansen) and is shown beside, since taking
    it as "might yet be resolved" would flatter. Nights and weekends count. A
    request is a chain of follow-ups: it ends when the last one does.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> day = 86_400
    >>> waits = [{"request_to_resolution_seconds": days * day, "state": "resolved"} for days in (1, 2)]
    >>> waits += [{"censored_seconds": days * day, "state": "open"} for days in (38, 41, 41)]
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> facts = Facts.of([{"start": march, **wait} for wait in waits], as_of=march)
    >>> told = answer("request-to-resolution", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.instead  # of the closed ones alone it would be a day and a half
    (None, 'not reached; more than 41 days')
    """

    name: ClassVar[str] = "request-to-resolution"
    title: ClassVar[str] = "From request to resolution"
    unit: ClassVar[Unit] = "seconds"
    definition: ClassVar[str] = (
        "The time within which half of all requests were resolved, from the customer's first "
        "ask to the last resolution, on the calendar: nights, weekends, reopenings and "
        "follow-ups included. Requests that are still open count as still waiting; requests "
        "that were declined or abandoned count as never resolved. Where half are not resolved, "
        "it says how long has been watched."
    )
    base: ClassVar = "requests"
    needs: ClassVar[str | None] = "endings"

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return the requests that have a clock."""
        del question
        return rows.filter(how_it_ended(rows).notnull() & _duration(rows).notnull())

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many ended in each way after each number of seconds."""
        ended = with_seconds(rows.mutate(ending=how_it_ended(rows)), _duration(rows))
        claimed = ended.claimed & (ended.ending != "open")
        return (
            ended.mutate(only_claimed=claimed.fill_null(False))
            .group_by([*keys, "ending", "seconds"])
            .aggregate(
                n=lambda table: table.count(),
                claimed=lambda table: table.only_claimed.sum(),
                rounded=lambda table: table.rounded.sum(),
            )
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the median with p85 and p95, what is open, and how the others ended."""
        durations = Durations.read(counts, label="ending")
        waited = wait(durations, event="resolved", others=UNSERVED)
        kinds = ("resolved", *UNSERVED, "withdrawn", "merged", "open")
        ended = durations.n(*kinds) - durations.n("open")
        return Figure(
            value=waited.median,
            n=durations.n(*kinds),
            of=question.of("requests"),
            interval=waited.interval,
            instead=waited.instead,
            left_out=no_clock(counts),
            how=(
                *claimed_note(total(counts, "claimed"), ended, "endings"),
                *waited.how,
                *durations.notes(),
            ),
            parts={**waited.parts, **{kind: durations.n(kind) for kind in kinds}},
        )

    def curves(self, counts: pa.Table) -> tuple[Curve, ...]:
        """Return the share not yet resolved, by time since the first ask."""
        durations = Durations.read(counts, label="ending")
        if not durations.times.size:
            return ()
        return (
            still_waiting(durations, name="not yet resolved", event="resolved", others=UNSERVED),
        )

    def endings(self, counts: pa.Table) -> tuple[Curve, ...]:
        """Return the share resolved, declined and abandoned, by time since the first ask."""
        return ended_as(Durations.read(counts, label="ending"), kinds=("resolved", *UNSERVED))
