"""Themes and their members: kept in one step, one row each, and gone with a demand's words."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from cynosure.demand import LABELS, MEMBERS, THEMES
from cynosure.store import DemandStore, open_store
from tests.store.contents import everything, field, rows, state
from tests.store.format_1 import write_format_1
from tests.store.incoming import day, demand, incoming


def theme(name: str = "t-1", called: str = "export fails", **said: object) -> dict[str, object]:
    centre = bytes(range(8))
    told = {"theme_id": name, "name": called, "founded_at": day(3), "founders": 2}
    return told | {"centre": centre, "reach": 0.5, "read_by": "r1"} | said


def themes(*told: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(told), schema=THEMES)


def members(**placed: str | None) -> pa.RecordBatch:
    """Return members by the number of their demand: `d1="t-1"`."""
    return pa.RecordBatch.from_pylist(
        [
            {
                "demand_id": f"desk:{name[1:]}",
                "theme_id": theme,
                "likeness": 0.75,
                "read_by": "r1",
            }
            for name, theme in placed.items()
        ],
        schema=MEMBERS,
    )


def placed(store: DemandStore) -> dict[str, str | None]:
    return {row["demand_id"]: row["theme_id"] for row in rows(store, "members")}


@pytest.fixture
def desk(store: DemandStore) -> DemandStore:
    store.take_in(incoming("i1", demand(1), demand(2), demand(3)))
    return store


class TestWritingThemes:
    def test_keeps_themes_and_members_together(self, desk: DemandStore) -> None:
        new = desk.write_themes(themes(theme()), [members(d1="t-1", d2="t-1"), members(d3=None)])

        assert new == 3
        assert rows(desk, "themes") == [theme()]
        assert placed(desk) == {"desk:1": "t-1", "desk:2": "t-1", "desk:3": None}

    def test_puts_another_word_on_a_theme_in_the_place_of_the_first(
        self, desk: DemandStore
    ) -> None:
        desk.write_themes(themes(theme("t-1"), theme("t-2")))

        desk.write_themes(themes(theme("t-2", "invoices wrong"), theme("t-3")))

        told = {row["theme_id"]: row["name"] for row in rows(desk, "themes")}
        assert told == {"t-1": "export fails", "t-2": "invoices wrong", "t-3": "export fails"}

    def test_places_a_demand_once_by_the_last_word(self, desk: DemandStore) -> None:
        desk.write_members([members(d1="t-1", d2="t-1")])

        assert desk.write_members([members(d1=None), members(d1="t-2", d2="t-1")]) == 1

        assert placed(desk) == {"desk:1": "t-2", "desk:2": "t-1"}

    def test_changes_nothing_when_the_same_is_said_again(self, desk: DemandStore) -> None:
        desk.write_themes(themes(theme()), [members(d1="t-1")])
        before = desk.files("members")

        assert desk.write_members([members(d1="t-1")]) == 0
        assert desk.files("members") == before

    def test_leaves_out_demands_that_the_store_does_not_know(self, desk: DemandStore) -> None:
        assert desk.write_members([members(d9="t-1")]) == 0

    def test_writes_nothing_where_somebody_else_wrote_themes_since(self, desk: DemandStore) -> None:
        seen = desk.snapshot()
        desk.write_themes(themes(theme("t-1")))

        assert desk.write_themes(themes(theme("t-2")), [members(d1="t-2")], since=seen) is None

        assert field(desk, "themes", "theme_id") == ["t-1"]
        assert placed(desk) == {}
        assert desk.write_themes(themes(theme("t-2")), since=desk.snapshot()) == 0

    def test_leaves_all_as_it_was_when_the_members_cannot_be_made(self, desk: DemandStore) -> None:
        before = state(desk)

        with pytest.raises(ZeroDivisionError):
            desk.write_themes(themes(theme()), (members(d1="t-1") for _ in range(1 // 0)))

        assert state(desk) == before


class TestMembersOfAChangedDemand:
    def test_go_when_its_words_change(self, desk: DemandStore) -> None:
        desk.write_members([members(d1="t-1", d2="t-1")])

        desk.take_in(incoming("i2", demand(1, body="otherwise"), imported_at=day(25)))

        assert placed(desk) == {"desk:2": "t-1"}

    def test_stay_when_its_labels_go_and_its_words_do_not(self, desk: DemandStore) -> None:
        desk.write_members([members(d1="t-1")])
        label = {"demand_id": "desk:1", "nature": "failure", "labeller": "m1"}
        desk.write_labels([pa.RecordBatch.from_pylist([label], schema=LABELS)])

        desk.take_in(incoming("i2", demand(1, channel="phone"), imported_at=day(25)))

        assert rows(desk, "labels") == []
        assert placed(desk) == {"desk:1": "t-1"}


class TestErasing:
    def test_keeps_the_place_of_their_demands_and_takes_their_name_out_of_themes(
        self, workspace: Path, desk: DemandStore
    ) -> None:
        desk.take_in(incoming("i2", demand(4, asker="zelda.planted", title="export fails")))
        desk.write_themes(
            themes(theme("t-1", "export of zelda.planted fails"), theme("t-2")),
            [members(d4="t-1", d1="t-2")],
        )

        told = desk.erase("zelda.planted", at=day(26))

        assert told.mentions == 1
        assert placed(desk) == {"desk:4": "t-1", "desk:1": "t-2"}
        assert field(desk, "themes", "name") == ["export fails", "export of [erased] fails"]
        assert not [file for file, held in everything(workspace) if b"zelda.planted" in held]


class TestAWorkspaceOfAnEarlierVersion:
    def test_has_no_themes_and_takes_some(self, tmp_path: Path) -> None:
        write_format_1(tmp_path / "old")
        store = open_store(tmp_path / "old")
        assert store.files("themes") == store.files("members") == []

        store.write_themes(themes(theme()), [members(d1="t-1")])

        assert placed(open_store(tmp_path / "old")) == {"desk:1": "t-1"}
