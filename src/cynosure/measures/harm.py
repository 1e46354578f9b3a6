"""What waiting does to customers: the days they waited, each weighed by whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.answers import Interval, LeftOut, Unit
from cynosure.demand.periods import Every
from cynosure.measures.durations import DAY, Durations, with_seconds
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.spans import inside_each, waits
from cynosure.measures.tallies import only, total, whole
from cynosure.measures.weights import Weights
from cynosure.statistics import percentile, weighted_sum


class Harm(Measure):
    """The sum over demands of the customer's weight times the days waited inside the period.

    By demand, on the clocks that `stock` counts: from the ask to the ending
    that stands, or to the report where there is none; what was asked before
    the period and still waited inside it counts with its days inside. Of a
    chain of follow-ups a day counts once, however many of them were open on
    it. What a merge joined counts for each asker: each of them waited.
    So without weights harm is the stock, summed up over the days.

    The interval is of chance alone: as if as many customers, with waits like
    these, had come by chance a little more or less often.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.demand.periods import Period
    >>> from cynosure.measures import Facts, Weights, answer
    >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 4, 8)]
    >>> asked = [
    ...     {"start": days[0], "ended_at": days[2], "state": "resolved", "role": "pays"},
    ...     {"start": days[1], "state": "open"},
    ... ]
    >>> facts = Facts.of(asked, as_of=days[3])
    >>> def run(table):
    ...     return table.to_pyarrow()
    >>> answer("harm", facts, result=run).value  # 3 days and 6
    9.0
    >>> answer("harm", facts, result=run, period=Period(days[1], days[2])).value  # 2 days and 2
    4.0
    >>> answer("harm", facts, result=run, weights=Weights(role={"pays": 2})).value
    12.0
    """

    name: ClassVar[str] = "harm"
    title: ClassVar[str] = "Harm"
    unit: ClassVar[Unit] = "customer-days"
    definition: ClassVar[str] = (
        "The days that customers waited inside the period, added up over all demands, each day "
        "weighed by the customer's role and standing (all the same until you set weights). Open "
        "demands count up to the report. Who asks again while still waiting waits once."
    )
    needs: ClassVar[str | None] = "endings"
    of_span: ClassVar[bool] = True
    looks_at: ClassVar[tuple[str, ...]] = (
        *("begins", "ends", "ended_at", "state", "role", "standing"),
    )

    def behind_of(self, question: Question) -> str:
        """Return the condition of the demands that waited inside the period."""
        parts = ["state IS NOT NULL"]
        if question.period.until:
            parts.append(f"start < TIMESTAMPTZ '{question.period.until:%Y-%m-%d %H:%M:%S%z}'")
        if question.period.since:
            since = f"TIMESTAMPTZ '{question.period.since:%Y-%m-%d %H:%M:%S%z}'"
            parts.append(f"(ended_at IS NULL OR ended_at > {since} OR start >= {since})")
        return " AND ".join(parts)

    def spanning(self, rows: ir.Table, *, as_of: datetime) -> ir.Table:
        """Return the rows with the wait of each; kept where somebody has reckoned it already."""
        return rows if "begins" in rows.columns else waits(rows, as_of=as_of)

    def standing_each(self, rows: ir.Table, ends: Sequence[datetime], *, every: Every) -> ir.Table:
        """Return the part of each wait inside each of these weeks or months."""
        return inside_each(rows, ends, every=every)

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return what waited inside the period."""
        del question
        return rows.filter(rows.state.notnull())

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many waited how long inside the period, by the customers' role and standing."""
        rows = rows.mutate(
            unclear=rows.state.isnull(), open=rows.state.notnull() & rows.ended_at.isnull()
        )
        return (
            with_seconds(rows, rows.ends - rows.begins)
            .group_by([*keys, "role", "standing", "unclear", "seconds"])
            .aggregate(
                n=lambda table: table.count(),
                # Exact also where `seconds` is the middle of a bucket.
                waited=lambda table: table.duration.sum(),
                open=lambda table: table.open.sum(),
                rounded=lambda table: table.rounded.sum(),
            )
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the harm, with demands, days and mean weight apart."""
        unclear = total(counts, unclear=True)
        counts = only(counts, unclear=False)
        times = Durations.read(counts)
        weights = question.weights or Weights()
        amounts, many = harm_a_demand(counts, weights)
        days = int(whole(counts, "waited").sum()) / DAY
        harm = _weighed_seconds(counts, weights) / DAY
        n = total(counts)
        return Figure(
            value=harm,
            n=n,
            of=question.of("demands that waited"),
            interval=_interval(amounts, many),
            left_out=(LeftOut("their events are in an impossible order", unclear),)
            if unclear
            else (),
            how=(*times.notes(), *(() if weights.equal else (f"weights: {weights.said()}",))),
            parts={
                "demands": n,
                "days": days,
                "mean_weight": harm / days if days else None,
                "median_days": _days(percentile(times.times, times.of([""]), 50)),
                "open": total(counts, "open"),
            },
        )


def harm_a_demand(
    counts: pa.Table, weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the customer-days of one demand in each row of the counts, and how many there are.

    In an order of their own: a sum of floats is then the same whatever engine counted.
    """
    weight = _weights_of(counts, weights)
    n, waited = whole(counts, "n"), whole(counts, "waited")
    order = np.lexsort((n, waited, weight))
    return (weight * waited / DAY / np.maximum(n, 1))[order], n[order]


def _weights_of(counts: pa.Table, weights: Weights) -> NDArray[np.float64]:
    named = zip(counts["role"].to_pylist(), counts["standing"].to_pylist(), strict=True)
    return np.array([weights.of(role, standing) for role, standing in named], dtype=np.float64)


def _weighed_seconds(counts: pa.Table, weights: Weights) -> float:
    """Return the weighed sum; seconds of the same weight are added up as whole numbers first."""
    weight, waited = _weights_of(counts, weights), whole(counts, "waited")
    each = [(one, int(waited[weight == one].sum())) for one in np.unique(weight)]
    return float(sum(one * seconds for one, seconds in each))


def _interval(amounts: NDArray[np.float64], n: NDArray[np.int64]) -> Interval | None:
    found = weighted_sum(amounts, n)
    if found.low is None or found.high is None:
        return None
    return Interval(
        found.low, found.high, kind="sampling", method="weighted sum of counts (Fay and Feuer)"
    )


def _days(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / DAY
