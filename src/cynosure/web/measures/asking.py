"""What one page or file of a measure is made from, understood once for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from cynosure.answers import Answer, Breakdown, Series
from cynosure.demand.periods import Every
from cynosure.measures import MEASURES, Measure
from cynosure.reports import signals, tables, wording
from cynosure.reports.pictures import Picture
from cynosure.web.visit import demands_address, leading_to
from cynosure.wiring.told import (
    Told,
    answer_of,
    breakdown_of,
    course_of,
    endings_picture_of,
    series_of,
    small_course_of,
    waiting_picture_of,
)
from cynosure.workflows.told.filters import UNKNOWN
from cynosure.workflows.told.questions import FigureQuestion


@dataclass(frozen=True)
class Asking:
    """A question to a telling, with everything that is shown of it."""

    told: Told
    question: FigureQuestion
    every: Every
    by: str | None  # None: nothing tells demands apart here

    @property
    def measure(self) -> Measure:
        """What is asked."""
        return MEASURES[self.question.measure]

    @cached_property
    def answer(self) -> Answer:
        """The figure; its query stands there where it was made readable already."""
        answer = answer_of(self.told, self.question)
        return answer if self.question.usual else replace(answer, query="")

    @cached_property
    def series(self) -> Series:
        """The figure over time."""
        return series_of(self.told, self.question, self.every)

    @cached_property
    def course(self) -> Picture | None:
        """The figure over time, drawn."""
        return course_of(self.told, self.question, self.every)

    @cached_property
    def waiting(self) -> Picture | None:
        """How long it takes, drawn."""
        return waiting_picture_of(self.told, self.question)

    @cached_property
    def ended(self) -> Picture | None:
        """How it ended, drawn."""
        return endings_picture_of(self.told, self.question)

    @cached_property
    def groups(self) -> Breakdown | None:
        """The figure by what tells demands apart."""
        return breakdown_of(self.told, self.question, self.by) if self.by else None

    def pictures(self) -> dict[str, Picture]:
        """Return the pictures by the name of the part that they are of."""
        found = {"course": self.course, "waiting": self.waiting, "ended": self.ended}
        return {part: picture for part, picture in found.items() if picture is not None}


@dataclass(frozen=True, slots=True)
class ListedMeasure:
    """One line of the catalogue: figure, course and whether something changed."""

    answer: Answer
    href: str
    course: Markup | None  # small, by month
    changed: bool  # the last months hold a signal


def listed_measure(told: Told, name: str, slug: str) -> ListedMeasure:
    """Return a line of the catalogue."""
    question = FigureQuestion(measure=name)
    months = series_of(told, question, "month")
    last = len(months.starts) - 3
    return ListedMeasure(
        answer_of(told, question),
        leading_to("measure", slug, name),
        small_course_of(told, name),
        any(run.last >= last for run in signals.of_series(months)),
    )


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a breakdown, and where its demands are listed."""

    name: str
    answer: Answer
    href: str


def groups_shown(asking: Asking, slug: str) -> Iterator[Group]:
    """Yield the groups with what they are called; of the rest no list is linked."""
    breakdown = asking.groups
    if breakdown is None:
        return
    for name, answer in tables.groups_of(breakdown):
        called = wording.group(name, breakdown.dimension)
        if breakdown.dimension == "theme":
            called = asking.told.theme_names.get(name, called)
        word = UNKNOWN if name in {"unknown", UNKNOWN} else name
        alone = name not in {"the rest", "(the rest)"}
        filters = asking.question.filters((breakdown.dimension, word)) if alone else None
        yield Group(called, answer, demands_address(slug, filters) if filters else "")
