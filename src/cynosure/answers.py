"""Answers: a figure never stands without what it is of.

Everything that shows a figure (report, command line, page, API) shows one of
these; everything that computes one returns one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cynosure.demand.periods import Every, Period

Unit = Literal["share", "seconds", "demands", "minutes", "times", "ratio", "customer-days"]


@dataclass(frozen=True, slots=True)
class Interval:
    """How far the true figure may lie from the value.

    `kind` says what it covers: `sampling` (chance alone), `audit` (a labelled
    random sample), `unaudited` (a range made from the classifier's error on
    sources it was not trained on; no coverage is promised).
    """

    low: float
    high: float
    kind: Literal["sampling", "audit", "unaudited"]
    method: str
    level: float | None = 0.95


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Demands that the figure is not of, and why."""

    reason: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One figure with all that it takes to believe it.

    `value` is None where there is none; `instead` then says in words what is
    known ("not reached; more than 41 days", "unknown: this export holds no
    replies"). It is never 0 for nothing.
    """

    measure: str  # its name in the catalogue
    title: str
    value: float | None
    unit: Unit
    n: int
    of: str  # what the n are: "failure and value demands of customers"
    as_of: datetime
    interval: Interval | None = None
    instead: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    how: tuple[str, ...] = ()  # "unaudited", "34 % of endings only claimed", …
    parts: Mapping[str, float | None] = field(default_factory=dict)  # p85, p95, open, …
    query: str = ""  # SQL of the aggregate
    demands: str = ""  # the condition that lists the demands behind it
    period: Period = field(default_factory=Period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Steps of a survival or incidence curve; x in seconds, y in 0..1."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A point of a series that is more than noise, and the rule that says so."""

    index: int
    rule: Literal["outside", "three_of_four", "eight_in_a_row", "moving_range_outside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Natural limits of a process behaviour chart."""

    centre: float
    upper: float | None
    lower: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One measure over time, with its natural limits and what is more than noise."""

    measure: str
    title: str
    unit: Unit
    every: Every
    starts: tuple[datetime, ...]  # first instant of each week or month, UTC
    answers: tuple[Answer, ...]  # one a period, the unfinished last period left out
    limits: Limits | None  # None below six points
    signals: tuple[Signal, ...] = ()
    notes: tuple[str, ...] = ()  # "the last week is not over and is left out", …


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One measure by a dimension, largest group first; the rest is one group, never dropped."""

    measure: str
    title: str
    unit: Unit
    dimension: str
    groups: tuple[tuple[str, Answer], ...]
    total: Answer
    paradox: str | None = None  # a sentence, where a total hides its groups (Simpson)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Our figure beside the source's own, and why they differ."""

    title: str
    theirs: float | None
    ours: float | None
    unit: Unit
    n_theirs: int
    n_ours: int
    why: str
    demands: Sequence[str]  # ids of some that make the difference
    demands_count: int  # how many in all
