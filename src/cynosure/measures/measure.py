"""What a measure is: one aggregate that the engine makes, and a finish on its small result."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Curve, Interval, LeftOut, Unit
from cynosure.demand.periods import Every
from cynosure.measures.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a measure makes of its counts; asking adds whose, when and how it was asked."""

    value: float | None
    n: int
    of: str
    interval: Interval | None = None
    instead: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    how: tuple[str, ...] = ()
    parts: Mapping[str, float | None] = field(default_factory=dict)


class Measure(ABC):
    """A question about demand, under one name in every layer.

    A subclass says what it means in `definition` (plain words, for the reader
    of a report), what a developer would dispute in its docstring, and shows an
    example there that runs.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    unit: ClassVar[Unit]
    definition: ClassVar[str]
    base: ClassVar[Literal["demands", "requests"]] = "demands"
    instant: ClassVar[str] = "start"  # the column that places a row in a period
    needs: ClassVar[str | None] = None  # what the source has to tell
    behind: ClassVar[str] = ""  # condition of the rows behind it, in SQL's words
    # What has happened up to the end of a period counts, not only within it.
    cumulative: ClassVar[bool] = False
    # A share of counts: `share_of` says which.
    is_share: ClassVar[bool] = False
    # The counts of parts add up to those of the whole.
    additive: ClassVar[bool] = True
    # A state at the end of a period, of the rows that `standing` says: since does not matter.
    of_state: ClassVar[bool] = False
    # Of spans of time: a row is in every period that it reaches into, with the part inside.
    of_span: ClassVar[bool] = False
    # What `standing_each` looks at, beside the keys.
    looks_at: ClassVar[tuple[str, ...]] = ("start", "ended_at")
    # Asked of demands of each nature by itself, so no nature can be chosen.
    own_nature: ClassVar[bool] = False

    def placed(self, rows: ir.Table) -> ir.Table:
        """Return the rows with the instant `at` that places each in a period."""
        return rows.mutate(at=rows[self.instant])

    def standing(self, rows: ir.Table, *, until: datetime | None, as_of: datetime) -> ir.Table:
        """Return the rows that stood at the end of a period, with that `end` in seconds."""
        raise NotImplementedError(f"{self.name} is no state before {until or as_of}: {rows}.")

    def spanning(self, rows: ir.Table, *, as_of: datetime) -> ir.Table:
        """Return the rows with `begins` and `ends` of their spans, in whole seconds of the epoch."""
        raise NotImplementedError(f"{self.name} is of no spans before {as_of}: {rows}.")

    def standing_each(self, rows: ir.Table, ends: Sequence[datetime], *, every: Every) -> ir.Table:
        """Return the rows that stood at each of these ends, once for each, with that `end`.

        Of spans: once for each week or month that one reaches into, with the part inside.
        """
        raise NotImplementedError(f"{self.name} is no state each {every}: {rows}, {len(ends)}.")

    def behind_of(self, question: Question) -> str:
        """Return the condition of the rows behind the figure, in SQL's words."""
        del question
        return self.behind

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return those of the rows in scope that the figure's n are, each once."""
        del question
        return rows

    @abstractmethod
    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return one aggregate by `keys` and what the finish needs, with `n` rows in each."""

    @abstractmethod
    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the figure that the counts give; the order of their rows does not matter."""

    def curves(self, counts: pa.Table) -> tuple[Curve, ...]:
        """Return curves behind the figure, where it has any."""
        del counts
        return ()

    def endings(self, counts: pa.Table) -> tuple[Curve, ...]:
        """Return the share that has ended in each way by time, where it can end in several."""
        del counts
        return ()

    def share_of(self, counts: pa.Table) -> tuple[int, int]:
        """Return numerator and denominator of a share of counts."""
        raise NotImplementedError(f"{self.name} is no share of counts: {counts.num_rows} rows.")
