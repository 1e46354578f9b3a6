"""The first page: figures with what they are of, signals only, and what waits for people."""

from __future__ import annotations

import shutil

import pytest
from django.test import Client

from cynosure.reports.verdict import about_failure
from cynosure.wiring.told import focus_of, open_told
from tests.web.conftest import Desk


class TestFocus:
    def test_shows_the_four_figures_as_of_the_telling(self, full_desk: Desk, jonas: Client) -> None:
        page = jonas.get(full_desk.address())
        told = open_told(full_desk.folder)

        assert told is not None
        assert page.status_code == 200
        said = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
        for label in ("Failure share", "Half wait longer than", "Fixed the first time", "Open now"):
            assert f">{label}</" in said
        assert about_failure(focus_of(told).headline.failure_share)[:40] in said
        assert f'datetime="{told.as_of.isoformat()}"' in said
        assert "unaudited" in said

    def test_names_what_hurts_most_in_order(self, full_desk: Desk, jonas: Client) -> None:
        said = jonas.get(full_desk.address()).content.decode()
        told = open_told(full_desk.folder)
        assert told is not None

        places = [said.index(f"{one.ranked.place}. ") for one in focus_of(told).dissatisfiers.first]

        assert places
        assert places == sorted(places)

    def test_says_the_next_step_where_nothing_was_told(self, desk: Desk, jonas: Client) -> None:
        page = jonas.get(desk.address())

        assert page.status_code == 200
        assert "Nothing is told yet" in page.content.decode()

    def test_stays_when_the_store_cannot_be_read(self, full_desk: Desk, jonas: Client) -> None:
        for each in full_desk.folder.iterdir():
            if each.name != "told":
                shutil.rmtree(each) if each.is_dir() else each.unlink()

        assert jonas.get(full_desk.address()).status_code == 200

    def test_of_another_workspace_is_not_there(self, full_desk: Desk, ines: Client) -> None:
        assert ines.get(full_desk.address()).status_code == 404

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_takes_nothing(self, full_desk: Desk, olga: Client, method: str) -> None:
        assert getattr(olga, method)(full_desk.address()).status_code in {403, 405}
