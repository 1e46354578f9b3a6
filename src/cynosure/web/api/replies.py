"""What the API answers with: plain things as JSON, and their shapes for the description."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponse

from cynosure.workflows.told.listing import ListedDemand
from cynosure.workflows.told.plain import written
from cynosure.workflows.told.summary import ToldImport

State = Literal["waiting", "moving", "moved", "failed"]
Nature = Literal["failure", "value", "none"]


def reply(thing: object, *, status: int = 200) -> HttpResponse:
    """Return a frozen dataclass of plain things as JSON."""
    return HttpResponse(written(thing), status=status, content_type="application/json")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one field; `line` counts the lines of a batch from one."""

    field: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """A no (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] = field(default_factory=list)
    more_errors: int = 0  # beyond those that are told


@dataclass(frozen=True, slots=True)
class Receipt:
    """That what was sent is kept for good; `deliveries/{number}` says what became of it."""

    delivery: int
    seen_before: bool
    state: State
    demands: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that a token sent, and where it is."""

    delivery: int
    state: State
    accepted_at: datetime
    demands: int | None
    size: int
    import_id: str | None
    moved_at: datetime | None
    attempts: int
    why: str  # it could not be moved the last time


@dataclass(frozen=True, slots=True)
class AllSent:
    """The newest of what a token sent."""

    deliveries: list[Sent]


@dataclass(frozen=True, slots=True)
class Demands:
    """A page of demands, and where the next one starts."""

    as_of: datetime
    told_at: datetime
    demands: list[ListedDemand]
    next: str | None


@dataclass(frozen=True, slots=True)
class OneDecision:
    """What a person says that a demand is; no nature means that they could not tell."""

    demand_id: str
    nature: Nature | None
    code: str | None
    doubtful: bool
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Decisions:
    """A page of decisions that count, by demand."""

    decisions: list[OneDecision]
    next: str | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The decision that was taken back, and the one that counts now, if any."""

    taken_back: OneDecision
    counts_now: OneDecision | None


@dataclass(frozen=True, slots=True)
class MeasureListed:
    """A measure of the catalogue."""

    name: str
    title: str
    unit: str
    definition: str
    needs: str | None  # what a source has to tell


@dataclass(frozen=True, slots=True)
class Measures:
    """The catalogue, and by what a figure can be told apart."""

    measures: list[MeasureListed]
    dimensions: list[str]


@dataclass(frozen=True, slots=True)
class ThemeListed:
    """A recurring group of failure demand."""

    theme_id: str
    name: str
    size: int
    founded_at: datetime | None
    named_by_people: bool
    pinned: bool
    noise: bool
    merged_from: list[str]


@dataclass(frozen=True, slots=True)
class Themes:
    """All themes, the largest first, and as of when."""

    as_of: datetime
    told_at: datetime
    themes: list[ThemeListed]


@dataclass(frozen=True, slots=True)
class Imports:
    """What was taken in, the newest first."""

    imports: list[ToldImport]


def problems(*statuses: int) -> dict[int, Any]:
    """Return the responses of an operation that are problems, beside those that any may have."""
    return dict.fromkeys((401, 403, 405, 422, 429, 503, *statuses), ProblemDetails)
