"""Operations by which programs ask for figures: any of the catalogue, by period and dimension."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from cynosure.answers import Answer, Breakdown, Series
from cynosure.demand import Nature
from cynosure.demand.kinds import AskerKind
from cynosure.demand.periods import Period
from cynosure.measures import MEASURES
from cynosure.measures.question import DIMENSIONS
from cynosure.web.api.opening import Asking
from cynosure.web.api.problems import Problem
from cynosure.web.api.replies import MeasureListed, Measures, problems, reply
from cynosure.web.api.router import router
from cynosure.web.api.telling import told_of
from cynosure.wiring.told import answer_of, breakdown_of, series_of
from cynosure.workflows.told.questions import FigureQuestion

_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Asked(Schema):
    """Of whose demands, of which nature, in which period."""

    since: datetime | None = Field(None, description="From here on; without a zone it is UTC.")
    until: datetime | None = Field(None, description="Before here.")
    nature: Nature | None = None
    asker_kind: Literal["customer", "staff", "bot", "any"] = "customer"


@router.get(
    "/measures",
    response={200: Measures, **problems()},
    url_name="measures",
    tags=["Measures"],
    operation_id="list_measures",
    summary="List the catalogue",
)
def list_measures(request: HttpRequest) -> HttpResponse:
    """Return all measures with what they mean, and by what each can be told apart."""
    del request
    listed = [
        MeasureListed(each.name, each.title, each.unit, each.definition, each.needs)
        for each in MEASURES.values()
    ]
    return reply(Measures(listed, list(DIMENSIONS)))


@router.get(
    "/measures/{name}",
    response={200: Answer, **problems(404)},
    url_name="measure",
    tags=["Measures"],
    operation_id="get_measure",
    summary="A figure",
)
def get_measure(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """Return a figure with what it is of, its interval, what is left out, and its query.

    `value` is null where there is none; `instead` then says what is known.
    """
    return reply(answer_of(told_of(_opened(request)), _question(name, asked)))


@router.get(
    "/measures/{name}/series",
    response={200: Series, **problems(404)},
    url_name="measure-series",
    tags=["Measures"],
    operation_id="get_measure_series",
    summary="A figure over time",
)
def get_series(
    request: HttpRequest,
    name: str,
    asked: Query[Asked],
    every: Literal["week", "month"] = "week",
) -> HttpResponse:
    """Return a figure for each week or month that is over, with natural limits and signals."""
    return reply(series_of(told_of(_opened(request)), _question(name, asked), every))


@router.get(
    "/measures/{name}/by/{dimension}",
    response={200: Breakdown, **problems(404)},
    url_name="measure-by",
    tags=["Measures"],
    operation_id="get_measure_by",
    summary="A figure by a dimension",
)
def get_breakdown(
    request: HttpRequest, name: str, dimension: str, asked: Query[Asked]
) -> HttpResponse:
    """Return a figure by a dimension, the largest group first; the rest is one, never dropped."""
    return reply(breakdown_of(told_of(_opened(request)), _question(name, asked), dimension))


def _question(name: str, asked: Asked) -> FigureQuestion:
    since, until = _instant("since", asked.since), _instant("until", asked.until)
    if since and until and until <= since:
        raise Problem(422, "The period ends before it starts: until has to be after since.")
    whose: AskerKind | None = None if asked.asker_kind == "any" else asked.asker_kind
    return FigureQuestion(
        measure=name, period=Period(since, until), nature=asked.nature, asker_kind=whose
    )


def _instant(name: str, said: datetime | None) -> datetime | None:
    if said is None:
        return None
    at = said.replace(tzinfo=UTC) if said.tzinfo is None else said
    # At the ends of the calendar a change of zone overflows, so look at the year first.
    if not 1899 < at.year < 2200 or not _EARLIEST <= at < _LATEST:
        raise Problem(422, f"{name} is in no year of a demand: give one from 1900 to 2199.")
    return at.astimezone(UTC)


def _opened(request: HttpRequest) -> Asking:
    asking: Asking = request  # type: ignore[assignment]  # `opening` has opened it
    return asking
