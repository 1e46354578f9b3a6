"""What a known export has to say about itself: the contract of `shapes/`.

A shape is one module with pure functions over records: it never opens a file,
never sees a network, and keeps nothing between two calls. Adding one is a
module in `shapes/` and a line in `shapes/catalogue.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Literal, Protocol

from cynosure.demand import Demand, Event
from cynosure.errors import IntakeError

# What an export can tell. A figure that rests on something that is not told is unknown.
Tells = Literal[
    "endings",  # when a demand ended, at least by a summary field
    "history",  # each ending and reopening, not only the last
    "responses",  # who wrote to the asker, and when
    "waiting",  # whose turn it was
    "hand_offs",  # who had it
    "effort",  # minutes spent
    "text",  # the asker's own words
]

# Figures that sources make themselves, by one name each. Minutes unless the name says otherwise.
SourceFigure = Literal[
    "first_reply_minutes",
    "first_reply_business_minutes",
    "first_resolution_minutes",
    "full_resolution_minutes",
    "full_resolution_business_minutes",
    "requester_wait_minutes",
    "lead_time_minutes",
    "reopen_count",
    "reassignment_count",
    "made_sla",  # 1 or 0
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands, as a person would look for it.

    >>> str(Place("demands.csv", "line 14"))
    'demands.csv, line 14'
    """

    file: str
    where: str

    def __str__(self) -> str:
        return f"{self.file}, {self.where}"


@dataclass(frozen=True, slots=True)
class Record:
    """One record as the source wrote it. A CSV's repeated headers become one list."""

    place: Place
    fields: Mapping[str, Any]
    part: str = "main"  # which of the files that belong together it came from


@dataclass(frozen=True, slots=True)
class Sample:
    """The look of one file before it is read: enough to recognise it by."""

    file: str
    fields: tuple[str, ...]  # names in order of first appearance; nested ones not opened
    records: tuple[Mapping[str, Any], ...]  # at most fifty


@dataclass(frozen=True, slots=True)
class Context:
    """What a translation needs to know and cannot see in its record."""

    source: str  # the first part of the demands' ids
    zone: tzinfo  # of times that carry none
    day_first: bool  # 03/04/2026 is 3 April; decided once a file from all its dates
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Translated:
    """What a source's record is in our words."""

    demand: Demand
    events: Sequence[Event] = ()
    figures: Mapping[str, float] = field(default_factory=dict)  # SourceFigure -> value
    last_sign_at: datetime | None = None  # the newest instant that the record mentions


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record left out on purpose, visibly: `reason` is a phrase such as "pull request"."""

    reason: str


class UnreadableRecord(IntakeError):
    """A record that cannot become a demand; it goes to quarantine with this message."""


class Shape(Protocol):
    """A known export: how to tell it by its look, and what its records mean."""

    @property
    def name(self) -> str:
        """One word for ids and options: `github`."""

    @property
    def title(self) -> str:
        """As a person would say it: `GitHub issues`."""

    def part_of(self, sample: Sample) -> str | None:
        """Return which part of this export a file is ("main", "changes", …), or None if none.

        A part other than "main" is no export by itself: it is joined to the
        main file by `key`.
        """

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what an export with these parts can tell."""

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return, in plain sentences, what an export with these parts cannot tell."""

    def key(self, record: Record) -> str | None:
        """Return by what records belong together; None where each stands alone."""

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return one demand and its events from the records that belong to it.

        Records stand in the order of the file, the main part's first. Times are
        UTC from here on.

        Raises
        ------
        UnreadableRecord
            If it lacks what every demand needs, or holds what cannot be read.
        """
