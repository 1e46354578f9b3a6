"""Pictures of what was last told, each drawn once."""

from __future__ import annotations

from markupsafe import Markup

from cynosure.demand.periods import Every
from cynosure.reports.pictures import Picture
from cynosure.wiring.told.answering import (
    answer_of,
    curves_of,
    endings_of,
    figures_of,
    kept,
    series_of,
)
from cynosure.wiring.told.reading import Told
from cynosure.workflows.told import drawn
from cynosure.workflows.told.questions import FigureQuestion


def course_of(told: Told, question: FigureQuestion, every: Every) -> Picture | None:
    """Return a figure over time, drawn; None without two periods to show."""
    if question.usual and every == "month":
        return figures_of(told, question.measure).course
    return kept(
        told,
        ("course", question, every),
        lambda: drawn.course(series_of(told, question, every)),
    )


def small_course_of(told: Told, measure: str) -> Markup | None:
    """Return a figure of all time by month as a line without axes; None without two months."""
    return figures_of(told, measure).small


def waiting_picture_of(told: Told, question: FigureQuestion) -> Picture | None:
    """Return how long it takes, drawn; None where a measure has no such curve."""
    if question.usual:
        return figures_of(told, question.measure).waiting
    return kept(
        told,
        ("waiting", question),
        lambda: drawn.waiting(curves_of(told, question), answer_of(told, question)),
    )


def endings_picture_of(told: Told, question: FigureQuestion) -> Picture | None:
    """Return how it ended, drawn; None where it can end in one way only."""
    if question.usual:
        return figures_of(told, question.measure).ended
    return kept(
        told,
        ("ended", question),
        lambda: drawn.ended(endings_of(told, question), answer_of(told, question)),
    )
