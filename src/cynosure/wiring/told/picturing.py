"""Pictures of what was last told, each drawn once."""

from __future__ import annotations

from markupsafe import Markup

from cynosure.demand.periods import Every
from cynosure.reports.pictures import Picture
from cynosure.wiring.told.answering import answer_of, curves_of, endings_of, kept, series_of
from cynosure.wiring.told.reading import Told
from cynosure.workflows.told.questions import FigureQuestion


def course_of(told: Told, question: FigureQuestion, every: Every) -> Picture | None:
    """Return a figure over time, drawn; None without two periods to show."""
    from cynosure.workflows.told.drawn import course

    title = answer_of(told, question).title
    return kept(
        told,
        ("course", question, every),
        lambda: course(series_of(told, question, every), title=f"{title}, by {every}"),
    )


def small_course_of(told: Told, question: FigureQuestion) -> Markup | None:
    """Return a figure by month as a line without axes; None without two months to show."""
    from cynosure.workflows.told.drawn import small_course

    return kept(told, ("small", question), lambda: small_course(series_of(told, question, "month")))


def waiting_picture_of(told: Told, question: FigureQuestion) -> Picture | None:
    """Return how long it takes, drawn; None where a measure has no such curve."""
    from cynosure.workflows.told.drawn import waiting

    return kept(
        told,
        ("waiting", question),
        lambda: waiting(curves_of(told, question), answer_of(told, question)),
    )


def endings_picture_of(told: Told, question: FigureQuestion) -> Picture | None:
    """Return how it ended, drawn; None where it can end in one way only."""
    from cynosure.workflows.told.drawn import ended

    return kept(
        told,
        ("ended", question),
        lambda: ended(endings_of(told, question), answer_of(told, question)),
    )
