"""Pictures of figures as a page shows them, drawn for a wide and for a narrow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cynosure import charts
from cynosure.answers import Answer, Curve, Series
from cynosure.reports.content import Change, Curves
from cynosure.reports.pictures import WIDE, Picture, of_curves, of_series


def course(series: Series, *, title: str) -> Picture | None:
    """Return a figure over time with its signals named; None without two periods to show."""
    if sum(each.value is not None for each in series.answers) < 2:
        return None
    titled = replace(series, title=title)
    return of_series(titled, Change(), charts, name="course", width=WIDE)


def waiting(curves: Sequence[Curve], answer: Answer) -> Picture | None:
    """Return the share that still waits, by time; None where a measure has no such curve."""
    if not curves:
        return None
    content = Curves(
        title="How long it takes",
        of=f"{answer.of}, open ones included",
        curves=tuple(curves),
        answers=(answer,),
    )
    return of_curves(content, charts, name="waiting", y_title="still waiting")


def ended(curves: Sequence[Curve], answer: Answer) -> Picture | None:
    """Return how it ended, by time; None where it can end in one way only."""
    if not curves:
        return None
    content = Curves(
        title="How they ended",
        of=f"{answer.of}; what is left up to 100 % was still open",
        curves=tuple(curves),
    )
    return of_curves(content, charts, name="ended", y_title="ended so far")
