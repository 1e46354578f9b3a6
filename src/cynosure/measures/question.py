"""What is asked: of whose demands, in which period, of which nature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Protocol

from cynosure.answers import Interval
from cynosure.demand import NATURES, Nature
from cynosure.demand.kinds import AskerKind
from cynosure.demand.periods import Period
from cynosure.errors import MeasureError
from cynosure.measures.audit import Audit
from cynosure.measures.weights import Weights

DIMENSIONS = (
    "source",
    "channel",
    "product",
    "customer",
    "language",
    "role",
    "standing",
    "priority",
    "reported_type",
    "nature",
    "code",
    "theme",
)
WHOSE: Mapping[AskerKind, str] = MappingProxyType(
    {"customer": "customers", "staff": "staff", "bot": "bots"}
)


class UnknownDimension(MeasureError):
    """Nothing can be broken down by this."""

    def __init__(self, name: str) -> None:
        nearest = get_close_matches(name, DIMENSIONS, n=1)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        super().__init__(
            f"Demands cannot be told apart by {name!r}.{hint} Choose one of {', '.join(DIMENSIONS)}."
        )


class UnusableHours(MeasureError):
    """Hours a demand that cannot be reckoned with."""

    def __init__(self, kind: str, hours: float) -> None:
        super().__init__(
            f"Hours are given as {kind}={hours:g}. Give hours above 0 a demand for "
            "failure and for value, such as failure=0.5,value=6."
        )


class NotOfOneNature(MeasureError):
    """The measure tells natures apart itself."""

    def __init__(self, measure: str, nature: str) -> None:
        super().__init__(
            f"{measure} looks at failure and value demand by itself, so it cannot be asked of "
            f"{nature} demand alone. Leave the nature out."
        )


class RangeOf(Protocol):
    """How far a share of predictions may lie from the truth; who classifies knows."""

    def __call__(self, *, failure: int, value: int) -> Interval | None:
        """Return the range for so many demands called failure and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the facts; the default is all customers' demands of all time."""

    period: Period = field(default_factory=Period)
    nature: Nature | None = None
    asker_kind: AskerKind | None = "customer"
    hours: Mapping[str, float] | None = None  # hours a demand, by nature
    removed: float = 1.0  # the part of failure demand that would go
    range_of: RangeOf | None = None
    audit: Audit | None = None
    weights: Weights | None = None  # of customers, in harm; None: all weigh 1
    as_of: datetime | None = None  # filled in from the facts

    def __post_init__(self) -> None:
        if self.nature is not None and self.nature not in NATURES:
            raise MeasureError(
                f"A demand's nature is not {self.nature!r}; it is one of {', '.join(NATURES)}."
            )
        if self.hours is not None:
            given = {"failure": 0.0, "value": 0.0, **self.hours}
            for kind, hours in given.items():
                if kind not in {"failure", "value"} or not 0 < hours < 1e6:
                    raise UnusableHours(kind, hours)

    def of(self, things: str) -> str:
        """Return in words what a figure is of.

        >>> Question(nature="failure").of("demands")
        'failure demands of customers'
        >>> Question().of("demands that ended at least once")
        'demands of customers that ended at least once'
        """
        kind = f"{self.nature} " if self.nature else ""
        whose = f" of {WHOSE[self.asker_kind]}" if self.asker_kind else ""
        # What tells the noun apart follows its owner, as people say it.
        clause = next((word for word in (" that ", " with ") if word in things), None)
        noun, word, rest = things.partition(clause) if clause else (things, "", "")
        return f"{kind}{noun}{whose}{word}{rest}"

    def condition(self, *, instant: str | None, also: str = "") -> str:
        """Return the condition, in SQL's words, that lists the rows behind the figure."""
        parts = [also] if also else []
        if self.asker_kind:
            parts.append(f"asker_kind = '{self.asker_kind}'")
        if self.nature:
            parts.append(f"nature = '{self.nature}'")
        if instant and self.period.since:
            parts.append(f"{instant} >= TIMESTAMPTZ '{self.period.since:%Y-%m-%d %H:%M:%S%z}'")
        if instant and self.period.until:
            parts.append(f"{instant} < TIMESTAMPTZ '{self.period.until:%Y-%m-%d %H:%M:%S%z}'")
        return " AND ".join(parts)
