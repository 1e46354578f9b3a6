"""Whether 03/04/2026 is in March or in April, decided once from all dates of an export."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

# Dates with dots begin with the day wherever they are written, so they are no evidence.
_UNSURE = re.compile(r"\s*(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?!\d|[/-])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DayOrder:
    """How an export writes its dates, and whether they say so."""

    day_first: bool = True
    told: bool = True  # false: both readings fit all dates that were looked at
    example: str | None = None


@dataclass(slots=True)
class DayEvidence:
    """What the dates seen so far say about their order."""

    today: date
    day_first: int = 0
    month_first: int = 0
    unsure: int = 0
    future_if_day_first: int = 0
    future_if_month_first: int = 0
    halves: int = 0  # of the day (AM, PM), as those write who put the month first
    example: str | None = field(default=None)

    def look_at(self, values: Iterable[object]) -> None:
        """Take the values of a record into account; what is no such date is passed over."""
        for value in values:
            if isinstance(value, str) and 6 <= len(value) <= 40 and value[0].isdigit():
                found = _UNSURE.match(value)
                if found is not None:
                    self._weigh(value, int(found[1]), int(found[3]), int(found[4]), found[5])

    def _weigh(self, value: str, one: int, two: int, year: int, rest: str) -> None:
        self.example = self.example or value.strip()
        if one > 12 >= two:
            self.day_first += 1
        elif two > 12 >= one:
            self.month_first += 1
        elif one <= 12 and one != two:
            self.unsure += 1
            self.halves += "m" in rest.lower()
            year += 2000 if year < 70 else 0
            self.future_if_day_first += (year, two, one) > (self.today.year, self.today.month, self.today.day)  # fmt: skip
            self.future_if_month_first += (year, one, two) > (self.today.year, self.today.month, self.today.day)  # fmt: skip

    @property
    def open(self) -> bool:
        """Whether further dates could still tell."""
        return self.unsure > 0 and self.day_first == self.month_first == 0

    def order(self) -> DayOrder:
        """Return the order that fits most dates, the day first where nothing tells.

        >>> evidence = DayEvidence(date(2026, 8, 1))
        >>> evidence.look_at(["03/04/2026", "3/19/2015"])
        >>> evidence.order().day_first
        False
        """
        if self.day_first != self.month_first:
            return DayOrder(self.day_first > self.month_first, True, self.example)
        if self.future_if_day_first != self.future_if_month_first:
            return DayOrder(
                self.future_if_day_first < self.future_if_month_first, True, self.example
            )
        return DayOrder(self.halves == 0, self.unsure == 0, self.example)
