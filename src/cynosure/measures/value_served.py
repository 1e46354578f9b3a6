"""What becomes of the demands that customers are right to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import LeftOut, Unit
from cynosure.measures.lasting import by_chance
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.resolution import claimed_note, how_it_ended, no_clock
from cynosure.measures.tallies import total

_OUTCOMES = ("resolved", "declined", "abandoned", "open")


class ValueServed(Measure):
    """The share of value demand that was served, of all that was asked in the period.

    Beside it what was declined (said no to), abandoned (never answered) and is
    waiting. What the asker took back is left out. Young periods have had less
    time: their share can only grow.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> ends = [{"request_to_resolution_seconds": 60}, {"competing_ending_seconds": 60}]
    >>> ends += [{"censored_seconds": 60}] * 2
    >>> facts = Facts.of([{"start": march, "nature": "value", **end} for end in ends], as_of=march)
    >>> told = answer("value-served", facts, result=lambda table: table.to_pyarrow())
    >>> told.value, told.parts["declined"], told.parts["waiting"]
    (0.25, 0.25, 0.5)
    """

    name: ClassVar[str] = "value-served"
    title: ClassVar[str] = "Value demand served"
    unit: ClassVar[Unit] = "share"
    is_share: ClassVar[bool] = True
    definition: ClassVar[str] = (
        "Of the value demand asked in the period, the share that was served. Beside it the "
        "shares that were declined, abandoned without an answer, and are still waiting."
    )
    base: ClassVar = "requests"
    behind: ClassVar[str] = "nature = 'value'"
    needs: ClassVar[str | None] = "endings"
    own_nature: ClassVar[bool] = True

    def placed(self, rows: ir.Table) -> ir.Table:
        """Return value demand, placed by when it was asked."""
        value = rows.filter(rows.nature == "value")
        return value.mutate(at=value.start)

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return value demand that was not taken back."""
        del question
        return rows.filter(how_it_ended(rows).isin(list(_OUTCOMES)))

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return how many ended in each way."""
        ended = rows.mutate(ending=how_it_ended(rows))
        claimed = ended.claimed & (ended.ending != "open")
        return (
            ended.mutate(only_claimed=claimed.fill_null(False))
            .group_by([*keys, "ending"])
            .aggregate(
                n=lambda table: table.count(), claimed=lambda table: table.only_claimed.sum()
            )
        )

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the share served, with what became of the rest."""
        served, n = self.share_of(counts)
        ends = {outcome: total(counts, ending=outcome) for outcome in _OUTCOMES}
        withdrawn, merged = total(counts, ending="withdrawn"), total(counts, ending="merged")
        share = {outcome: ends[outcome] / n if n else None for outcome in _OUTCOMES}
        return Figure(
            value=share["resolved"],
            n=n,
            of=question.of("value requests"),
            interval=by_chance(served, n),
            instead=None if n else "no value demand is known",
            left_out=(
                *((LeftOut("taken back by the asker", withdrawn),) if withdrawn else ()),
                *((LeftOut("merged out of sight", merged),) if merged else ()),
                *no_clock(counts),
            ),
            how=claimed_note(total(counts, "claimed"), n - ends["open"], "endings"),
            parts={
                "served": share["resolved"],
                "declined": share["declined"],
                "abandoned": share["abandoned"],
                "waiting": share["open"],
            },
        )

    def share_of(self, counts: pa.Table) -> tuple[int, int]:
        """Return what was served, and all that was not taken back."""
        ends = [total(counts, ending=outcome) for outcome in _OUTCOMES]
        return ends[0], sum(ends)
