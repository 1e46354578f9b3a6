"""Who draws: the page asks for pictures and does not know how they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cynosure.answers import Curve, Series


class Painter(Protocol):
    """Something that draws answers as SVG; the package `cynosure.charts` does.

    Every picture but the bar carries `title` and `description` for those who
    cannot see it, and ids that begin with `name`, unique in the page.
    """

    def survival(
        self,
        curves: Sequence[Curve],
        /,
        *,
        labels: Sequence[str],
        medians: Sequence[float | None],
        y_title: str,
        name: str,
        title: str,
        description: str,
        width: int,
    ) -> str:
        """Draw step curves over the time since the ask."""

    def behaviour(
        self,
        series: Series,
        /,
        *,
        letters: Mapping[int, str],
        marks: Sequence[datetime],
        name: str,
        title: str,
        description: str,
        width: int,
    ) -> str:
        """Draw a process behaviour chart."""

    def sparkline(
        self, values: Sequence[float | None], /, *, name: str, title: str, description: str
    ) -> str:
        """Draw a line without axes."""

    def stacked(
        self,
        parts: Sequence[tuple[str, float]],
        /,
        *,
        name: str,
        title: str,
        description: str,
        width: int,
    ) -> str:
        """Draw parts of a whole as one bar."""

    def bar(
        self, value: float | None, /, *, low: float | None, high: float | None, largest: float
    ) -> str:
        """Draw one bar of a table's column; it repeats the cells beside it."""
