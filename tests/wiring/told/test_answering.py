"""A page, the report and the command line say the same figures."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from cynosure.demand.periods import Period
from cynosure.measures import MEASURES
from cynosure.measures.ask import counted, scoped, understood
from cynosure.reports.to_json import as_json
from cynosure.wiring import open_place
from cynosure.wiring.reporting import Wish, ask_one, compile_report, lines_of, said
from cynosure.wiring.told import (
    Told,
    answer_of,
    breakdown_of,
    count_demands,
    focus_of,
    list_demands,
    query_of,
    series_of,
)
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.questions import FigureQuestion

SPRING = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
ASKED = ("failure-share", "request-to-resolution", "harm")


def unqueried(thing: object) -> str:
    """Everything but the queries, in which each engine calls its tables something else."""
    return re.sub(r'"query": "(?:[^"\\]|\\.)*"', "", as_json(thing))


class TestAFigure:
    @pytest.mark.parametrize("measure", ASKED)
    @pytest.mark.parametrize("period", [Period(), SPRING], ids=["all", "spring"])
    def test_is_that_of_the_command(
        self, told: Told, workspace: Path, measure: str, period: Period
    ) -> None:
        with open_place(workspace) as place:
            wish = Wish(since=period.since, until=period.until)
            theirs = list(ask_one(place, measure, wish, by=None, every=None))

        assert (
            list(lines_of(answer_of(told, FigureQuestion(measure=measure, period=period))))
            == theirs
        )

    def test_over_time_is_that_of_the_command(self, told: Told, workspace: Path) -> None:
        with open_place(workspace) as place:
            theirs = list(ask_one(place, "failure-share", Wish(), by=None, every="month"))

        ours = series_of(told, FigureQuestion(measure="failure-share"), "month")

        lines = [
            f"{start:%Y-%m-%d}  {said(each)}"
            for start, each in zip(ours.starts, ours.answers, strict=True)
        ]
        assert [*lines, *ours.notes] == theirs

    def test_on_the_first_page_is_that_of_the_report(self, told: Told, workspace: Path) -> None:
        with open_place(workspace) as place:
            report = compile_report(place, Wish())

        focus = focus_of(told)

        assert said(focus.headline.failure_share) == said(report.headline.failure_share)
        assert unqueried(focus.dissatisfiers) == unqueried(report.dissatisfiers)
        assert unqueried(focus.change) == unqueried(report.change)

    @pytest.mark.parametrize("measure", MEASURES)
    @pytest.mark.parametrize("period", [Period(), SPRING], ids=["all", "spring"])
    def test_leads_to_as_many_demands_as_it_is_of(
        self, told: Told, measure: str, period: Period
    ) -> None:
        question = FigureQuestion(measure=measure, period=period)

        n = answer_of(told, question).n

        assert count_demands(told, question.filters()) == n
        assert len(list_demands(told, question.filters(), limit=10_000).rows) == n

    def test_leads_to_the_demands_of_each_group(self, told: Told) -> None:
        question = FigureQuestion(measure="request-to-resolution", period=SPRING)

        groups = breakdown_of(told, question, "product").groups

        assert groups
        for name, answer in groups:
            if name not in {"the rest", "unknown"}:
                assert count_demands(told, question.filters(("product", name))) == answer.n

    def test_says_its_query_of_demands_and_requests(self, told: Told) -> None:
        for question in (
            FigureQuestion(measure="failure-share"),
            FigureQuestion(measure="request-to-resolution", period=SPRING),
        ):
            query = query_of(told, question)

            assert "FROM demands" in query or "FROM requests" in query
            assert "cynosure" not in query

    def test_of_what_people_filter_is_of_no_more(self, told: Told) -> None:
        failure = count_demands(told, Filters(nature=("failure",)))
        value = count_demands(told, Filters(nature=("value",)))

        assert count_demands(told, Filters(nature=("failure", "value"))) == failure + value

    @pytest.mark.parametrize("measure", MEASURES)
    def test_shows_a_query_that_gives_what_was_asked(self, told: Told, measure: str) -> None:
        question = FigureQuestion(measure=measure)
        asked = question.asked(audit=told.summary.audit, weights=told.summary.weights)
        wanted, understood_ = understood(measure, told.facts, asked)
        counts = counted(wanted, *scoped(wanted, told.facts, understood_))
        with duckdb.connect() as reader:
            reader.execute("SET TimeZone='UTC'")
            for name in ("demands", "requests"):
                file = told.folder / f"{name}.parquet"
                reader.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{file}')")

            shown = reader.execute(query_of(told, question)).to_arrow_table()

        kept = told.engine.result(counts)
        assert sorted(map(str, shown.cast(kept.schema).to_pylist())) == sorted(
            map(str, kept.to_pylist())
        )
