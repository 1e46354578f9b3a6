"""The room of measures: every figure with its course, groups, query, demands and files."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from cynosure.measures import MEASURES
from cynosure.reports import wording
from cynosure.web.measures.views import PARTS
from cynosure.wiring.told import answer_of, count_demands, differences_of, open_told
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.questions import FigureQuestion
from tests.web.conftest import Desk


class TestTheCatalogue:
    def test_holds_every_measure_once(self) -> None:
        assert sorted(name for names in PARTS.values() for name in names) == sorted(MEASURES)

    def test_leads_to_each(self, full_desk: Desk, jonas: Client) -> None:
        said = jonas.get(full_desk.address("measures/")).content.decode()

        for name, measure in MEASURES.items():
            assert f'href="{full_desk.address(f"measures/{name}/")}"' in said
            assert measure.title in said

    def test_says_the_next_step_where_nothing_was_told(self, desk: Desk, jonas: Client) -> None:
        for rest in ("measures/", "measures/failure-share/"):
            assert "Nothing is told yet" in jonas.get(desk.address(rest)).content.decode()


class TestAMeasure:
    @pytest.mark.parametrize("measure", MEASURES)
    def test_shows_its_figure_what_it_means_and_its_query(
        self, full_desk: Desk, jonas: Client, measure: str
    ) -> None:
        page = jonas.get(full_desk.address(f"measures/{measure}/"))
        told = open_told(full_desk.folder)
        assert told is not None

        assert page.status_code == 200
        said = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
        answer = answer_of(told, FigureQuestion(measure=measure))
        if answer.value is not None:
            assert wording.count(answer.n) in said
        assert MEASURES[measure].definition.split(".")[0].replace("'", "&#x27;") in said
        assert "SELECT" in said

    def test_leads_from_each_group_to_exactly_its_demands(
        self, full_desk: Desk, jonas: Client
    ) -> None:
        address = full_desk.address("measures/failure-share/") + "?since=2026-01-01&by=channel"
        page = jonas.get(address)
        told = open_told(full_desk.folder)
        assert told is not None

        groups = page.context["groups"]

        assert groups
        for group in groups:
            filters = Filters.from_query(parse_qs(urlsplit(group.href).query))
            if group.href:
                assert count_demands(told, filters) == group.answer.n

    def test_adds_mix_and_rate_up(self, full_desk: Desk, jonas: Client) -> None:
        page = jonas.get(full_desk.address("measures/failure-share/") + "?by=product")

        assert "Mix against rate" in page.content.decode()
        assert page.context["mix"].table.rows[-1][0] == "in total"

    def test_stands_beside_the_sources_figure_demand_by_demand(
        self, full_desk: Desk, jonas: Client
    ) -> None:
        told = open_told(full_desk.folder)
        assert told is not None
        (first, *_) = differences_of(told)
        room = full_desk.address("measures/request-to-resolution/")

        said = jonas.get(room).content.decode()
        (link, *_) = re.findall(rf'href="({re.escape(room)}beside/[^"]+)"', said)
        page = jonas.get(link)

        assert page.status_code == 200
        assert page.context["difference"] == first
        assert len(page.context["items"]) == min(first.demands_count, 200)
        assert jonas.get(f"{room}beside/?figure=none").status_code == 404

    @pytest.mark.parametrize(
        "asked", ["since=soon", "since=2026-05-01&until=2026-04-01", "by=colour", "every=day"]
    )
    def test_says_what_cannot_be_asked(self, full_desk: Desk, jonas: Client, asked: str) -> None:
        page = jonas.get(full_desk.address(f"measures/stock/?{asked}"))

        assert page.status_code == 422
        assert "cannot be asked" in page.content.decode()

    def test_that_is_none_is_not_there(self, full_desk: Desk, jonas: Client) -> None:
        assert jonas.get(full_desk.address("measures/happiness/")).status_code == 404


class TestAFile:
    def test_holds_the_figures_that_are_shown(self, full_desk: Desk, jonas: Client) -> None:
        asked = "?since=2026-01-01&every=week"
        page = jonas.get(full_desk.address("measures/arrivals/") + asked)
        series = page.context["asking"].series

        file = jonas.get(full_desk.address("measures/arrivals/download/course.csv") + asked)

        rows = list(csv.DictReader(io.StringIO(file.content.decode())))
        assert [row["week"] for row in rows] == [f"{start:%Y-%m-%d}" for start in series.starts]
        assert [int(row["value"]) for row in rows] == [each.value for each in series.answers]
        assert 'filename="arrivals-course.csv"' in file["Content-Disposition"]

    def test_is_json_with_all_that_it_takes_to_believe_it(
        self, full_desk: Desk, jonas: Client
    ) -> None:
        file = jonas.get(full_desk.address("measures/failure-share/download/answer.json"))

        told = json.loads(file.content)
        assert told["interval"]["kind"] == "unaudited"
        assert told["n"] > 0

    def test_is_a_picture_that_stands_alone(self, full_desk: Desk, jonas: Client) -> None:
        room = full_desk.address("measures/request-to-resolution/download/")

        svg = jonas.get(f"{room}waiting.svg").content.decode()
        png = jonas.get(f"{room}course.png").content

        assert svg.startswith("<svg")
        assert "var(--" not in svg
        assert png.startswith(b"\x89PNG")

    @pytest.mark.parametrize("rest", ["waiting.csv", "course.exe", "secrets.json", "ended.png"])
    def test_that_is_none_is_not_there(self, full_desk: Desk, jonas: Client, rest: str) -> None:
        room = full_desk.address("measures/arrivals/download/")

        assert jonas.get(f"{room}{rest}").status_code == 404
