"""Spans of time with their zone: `since` is inside, `until` is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Every = Literal["week", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time; either end may be left open.

    >>> from datetime import UTC
    >>> str(Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)))
    '2026-01-01 to before 2026-04-01 UTC'
    """

    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise ValueError(f"A period ends after it starts, not at {self.until:%Y-%m-%d}.")

    def __str__(self) -> str:
        if self.since and self.until:
            return f"{self.since:%Y-%m-%d} to before {self.until:%Y-%m-%d} UTC"
        if self.since:
            return f"from {self.since:%Y-%m-%d} UTC on"
        if self.until:
            return f"before {self.until:%Y-%m-%d} UTC"
        return "all time"
