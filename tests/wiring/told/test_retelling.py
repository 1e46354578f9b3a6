"""Telling anew: whole or not at all, and what has changed since in words."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cynosure.nature.deciding.decisions import Decision
from cynosure.store.told import ToldFolder
from cynosure.wiring import open_place
from cynosure.wiring.decisions import decide
from cynosure.wiring.told import (
    behind,
    count_demands,
    focus_of,
    list_demands,
    open_told,
    retell,
)
from cynosure.workflows.telling import NothingToTell
from cynosure.workflows.told.filters import Filters

NOW = datetime(2026, 11, 20, tzinfo=UTC)


class TestRetelling:
    def test_makes_pages_say_what_people_decided(self, own_workspace: Path) -> None:
        before = open_told(own_workspace)
        assert before is not None
        (one,) = list_demands(before, Filters(nature=("value",)), limit=1).rows
        with open_place(own_workspace) as place:
            assert behind(place) == ""
            decide(place, [Decision(one.demand_id, "failure", "broken")], by="Maria", at=NOW)
            assert behind(place) == "1 decision since"
            retell(place, at=NOW)
            assert behind(place) == ""

        after = open_told(own_workspace)

        assert after is not None
        assert after.told_at == NOW
        (decided,) = list_demands(after, Filters(decided=True)).rows
        assert (decided.demand_id, decided.nature) == (one.demand_id, "failure")
        # Who reads the one before goes on reading it.
        assert count_demands(before, Filters(decided=True, sure_below=None)) == 0

    def test_keeps_the_last_two(self, own_workspace: Path) -> None:
        with open_place(own_workspace) as place:
            for day in range(2):
                retell(place, at=NOW + timedelta(days=day))

        assert len([each for each in (own_workspace / "told").iterdir() if each.is_dir()]) == 2

    def test_of_nothing_is_refused(self, tmp_path: Path) -> None:
        with open_place(tmp_path / "empty", create=True) as place:
            assert behind(place) == "not told yet"
            with pytest.raises(NothingToTell):
                retell(place, at=NOW)

        assert open_told(tmp_path / "empty") is None


class TestWhatWasTold:
    def test_stays_when_the_store_cannot_be_read(self, own_workspace: Path) -> None:
        for each in own_workspace.iterdir():
            if each.name != "told":
                shutil.rmtree(each) if each.is_dir() else each.unlink()

        told = open_told(own_workspace)

        assert told is not None
        assert count_demands(told, Filters()) > 0
        assert focus_of(told).headline.demands > 0

    def test_stays_where_the_next_telling_is_killed(self, own_workspace: Path) -> None:
        kept = ToldFolder(own_workspace)
        last = kept.last()

        def killed() -> None:
            with kept.telling("29991231T000000000000-killed") as folder:
                (folder / "told.json").write_text("{}")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            killed()

        assert kept.last() == last
        assert not (own_workspace / "told" / "29991231T000000000000-killed").exists()

    def test_is_not_replaced_by_one_that_was_begun_before(self, own_workspace: Path) -> None:
        kept = ToldFolder(own_workspace)
        last = kept.last()

        with kept.telling("20000101T000000000000-late") as folder:
            assert not kept.publish(folder, still=lambda: True)

        assert kept.last() == last

    def test_is_none_where_the_pointer_leads_elsewhere(self, own_workspace: Path) -> None:
        pointer = own_workspace / "told" / "pointer.json"
        for told in ("../../elsewhere", "gone", 7, None):
            pointer.write_text(json.dumps({"told": told}))

            assert open_told(own_workspace) is None

    def test_goes_when_a_person_is_erased(self, own_workspace: Path) -> None:
        with open_place(own_workspace) as place:
            place.store.erase("nobody@example.org", at=NOW)

            assert open_told(own_workspace) is None
            assert behind(place) == "not told yet"

    def test_is_not_published_over_an_erasure(self, own_workspace: Path) -> None:
        kept = ToldFolder(own_workspace)
        with kept.telling("29990101T000000000000-erased") as folder:
            assert not kept.publish(folder, still=lambda: False)

        assert kept.last() != folder
