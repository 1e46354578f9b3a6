"""Figures of what was last told: those reckoned at the telling, and others reckoned once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from cynosure.answers import Answer, Breakdown, Curve, Difference, Series
from cynosure.demand.periods import Every
from cynosure.measures import Asked, answer_with_curves, breakdown, measure_called, series
from cynosure.wiring.told.reading import Told
from cynosure.wiring.told.retelling import DIFFERENCES, FOCUS
from cynosure.workflows.told.figures import Focus, MeasureFigures, readable
from cynosure.workflows.told.plain import read
from cynosure.workflows.told.questions import FigureQuestion

Thing = TypeVar("Thing")
_KEPT = 2_000  # answers of all workspaces

_known: OrderedDict[Hashable, object] = OrderedDict()
_lock = threading.Lock()


def answer_of(told: Told, question: FigureQuestion) -> Answer:
    """Return the answer to a question, as `cynosure measures show` gives it, with its query.

    Raises
    ------
    UnknownMeasure, NotOfOneNature
        If nothing can answer it.
    """
    if question.usual:
        return figures_of(told, question.measure).answer
    return _once(told, question)[0]


def series_of(told: Told, question: FigureQuestion, every: Every) -> Series:
    """Return a figure over time with limits and signals."""
    if question.usual:
        usual = figures_of(told, question.measure)
        return usual.weeks if every == "week" else usual.months
    return kept(
        told,
        ("series", question, every),
        lambda: series(
            question.measure,
            told.facts,
            every=every,
            result=told.engine.result,
            **_asked(told, question),
        ),
    )


def breakdown_of(told: Told, question: FigureQuestion, by: str) -> Breakdown:
    """Return a figure by a dimension.

    What is usual was reckoned at the telling.

    Raises
    ------
    UnknownDimension
        If nothing is told apart by it.
    """
    if question.usual and by == next(iter(told.summary.dimensions), None):
        usual = figures_of(told, question.measure).groups
        if usual is not None:
            return usual
    return kept(
        told,
        ("breakdown", question, by),
        lambda: breakdown(
            question.measure,
            told.facts,
            by=by,
            result=told.engine.result,
            **_asked(told, question),
        ),
    )


def curves_of(told: Told, question: FigureQuestion) -> tuple[Curve, ...]:
    """Return the curves behind a measure of waiting; none where it has none."""
    if question.usual:
        return figures_of(told, question.measure).curves
    return _once(told, question)[1]


def endings_of(told: Told, question: FigureQuestion) -> tuple[Curve, ...]:
    """Return the share that has ended in each way by time, where it can end in several."""
    if question.usual:
        return figures_of(told, question.measure).endings
    return _once(told, question)[2]


def focus_of(told: Told) -> Focus:
    """Return what a team looks at first."""
    return kept(told, "focus", lambda: read(Focus, (told.folder / FOCUS).read_bytes()))


def differences_of(told: Told) -> tuple[Difference, ...]:
    """Return our figures beside the sources' own, and why they differ."""
    return kept(
        told,
        "differences",
        lambda: read(tuple[Difference, ...], (told.folder / DIFFERENCES).read_bytes()),
    )


def figures_of(told: Told, measure: str) -> MeasureFigures:
    """Return what was reckoned of a measure at the telling.

    Raises
    ------
    UnknownMeasure
        If the catalogue does not have it.
    """
    name = measure_called(measure).name
    return kept(
        told,
        ("figures", name),
        lambda: read(MeasureFigures, (told.folder / f"{name}.json").read_bytes()),
    )


def kept(told: Told, key: Hashable, make: Callable[[], Thing]) -> Thing:
    """Return what was made under this key of this telling, or make it and keep it.

    Two that ask at once both make it: they make the same.
    """
    whole = (told.workspace, told.told_id, key)
    with _lock:
        if whole in _known:
            _known.move_to_end(whole)
            return cast("Thing", _known[whole])
    made = make()
    with _lock:
        _known[whole] = made
        if len(_known) > _KEPT:
            _known.popitem(last=False)
    return made


def query_of(told: Told, question: FigureQuestion) -> str:
    """Return the query behind an answer, as a person would read it."""
    query = answer_of(told, question).query
    if question.usual:
        return query  # it was shortened at the telling
    return kept(told, ("query", question), lambda: readable(query, told.facts))


def _once(
    told: Told, question: FigureQuestion
) -> tuple[Answer, tuple[Curve, ...], tuple[Curve, ...]]:
    """Return an answer with its curves and endings, from one pass over the rows."""
    return kept(
        told,
        ("answer", question),
        lambda: answer_with_curves(
            question.measure,
            told.facts,
            result=told.engine.result,
            sql=told.engine.sql,
            **_asked(told, question),
        ),
    )


def _asked(told: Told, question: FigureQuestion) -> Asked:
    return question.asked(audit=told.summary.audit, weights=told.summary.weights)
