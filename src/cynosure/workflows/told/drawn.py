"""Pictures of figures as a page shows them, drawn for a wide and for a narrow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from cynosure import charts
from cynosure.answers import Answer, Curve, Series
from cynosure.reports import wording
from cynosure.reports.content import Change, Curves
from cynosure.reports.pictures import Picture, of_curves, of_series

_WIDE = 720  # units: the column of a page, so that letters keep about their size


def course(series: Series) -> Picture | None:
    """Return a figure over time with its signals named; None without two periods to show."""
    if sum(each.value is not None for each in series.answers) < 2:
        return None
    titled = replace(series, title=f"{series.title}, by {series.every}")
    return of_series(titled, Change(), charts, name="course", width=_WIDE)


def small_course(series: Series) -> Markup | None:
    """Return a figure over time as a line without axes; None without two periods to show."""
    values = [each.value for each in series.answers]
    if sum(value is not None for value in values) < 2:
        return None
    first, last = (wording.period_name(series.starts[place], series.every) for place in (0, -1))
    drawn = charts.sparkline(
        values,
        name=f"small-{series.measure}",
        title=f"{series.title} by {series.every}, {first} to {last}",
        description=", ".join(wording.value(value, series.unit) for value in values),
    )
    return Markup(drawn)  # noqa: S704 - the painter escapes every text that it is given


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
