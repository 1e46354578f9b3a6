"""Themes as a person sees and changes them at the terminal."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from cynosure.demand import MEMBERS, THEMES
from cynosure.store import open_store
from tests.cli.desk import tickets, write_csv
from tests.commands import cynosure, done
from tests.store.contents import rows
from tests.workflows.themes_desk import placed

pytestmark = pytest.mark.slow

USAGE = 64
MAIL = "planted.person@example.org"
LOGIN, EXPORT = "desk:1003", "desk:1000"
_ROW = re.compile(r"^ *(\d+)  (t-[0-9a-f]{8}) +([\d,]+) +\d+%  (.*)$")


@pytest.fixture(scope="module")
def found_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with troubles of its own, whose themes were found."""
    folder = tmp_path_factory.mktemp("themes")
    asked = tickets(60)
    asked[0]["Description"] += f" Write to {MAIL}."
    write_csv(folder / "tickets.csv", asked)
    done("take-in", folder / "tickets.csv", "-w", folder / "desk", "--source", "desk")
    done("themes", "list", "-w", folder / "desk")
    return folder / "desk"


@pytest.fixture
def desk(found_once: Path, tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(found_once, tmp_path / "desk")
    return copy


def listed(workspace: Path) -> dict[str, tuple[int, str]]:
    """Return size and name of each theme by its id."""
    lines = done("themes", "list", "-w", workspace).out.splitlines()
    told = [found.groups() for line in lines if (found := _ROW.match(line))]
    return {one: (int(size), name) for _, one, size, name in told}


def remainder(workspace: Path) -> str:
    return done("themes", "list", "-w", workspace).out.splitlines()[-1]


def theme_of(workspace: Path, demand_id: str) -> str:
    theme = placed(open_store(workspace))[demand_id]
    assert theme
    return theme


def found_twice(workspace: Path, theme: str) -> None:
    """Put half of a theme into another one that means the same."""
    store = open_store(workspace)
    themes = [
        row | {"theme_id": "t-00000000"}
        for row in rows(store, "themes")
        if row["theme_id"] == theme
    ]
    members = [
        row | {"theme_id": "t-00000000"}
        for row in rows(store, "members")
        if row["theme_id"] == theme
    ]
    store.write_themes(
        pa.Table.from_pylist(themes, schema=THEMES),
        [pa.RecordBatch.from_pylist(members[: len(members) // 2], schema=MEMBERS)],
    )


class TestTheList:
    def test_shows_themes_with_their_size_share_and_trend_and_what_is_in_none(
        self, desk: Path
    ) -> None:
        told = done("themes", "list", "-w", desk).out

        assert len(listed(desk)) >= 2
        assert re.search(r"12 +33%  .*Login", told)
        assert "in four weeks" in told
        assert "since 2026-01-" in told
        assert "not recurring" in remainder(desk)

    def test_only_reads_where_all_is_up_to_date(self, desk: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in desk.rglob("*.parquet")}
        log = {path.name for path in (desk / "imports/_delta_log").iterdir()}

        done("themes", "list", "-w", desk)

        assert {path: path.stat().st_mtime_ns for path in desk.rglob("*.parquet")} == before
        assert {path.name for path in (desk / "imports/_delta_log").iterdir()} == log

    def test_does_without_the_right_to_write(self, made_once: Path, tmp_path: Path) -> None:
        copy = tmp_path / "desk"
        done("take-in", made_once / "tickets.csv", "-w", copy)
        # Labelled, and not themed yet; a lock that cannot be taken is as good as a read-only disk.
        (copy / "write.lock").unlink(missing_ok=True)
        (copy / "write.lock").mkdir()

        ran = done("measures", "show", "arrivals", "-w", copy)

        assert "Themes are told as they were kept last" in ran.err
        assert "60 demands" in ran.out

    def test_says_so_where_nothing_recurs(self, tmp_path: Path) -> None:
        write_csv(tmp_path / "few.csv", tickets(2))
        done("take-in", tmp_path / "few.csv", "-w", tmp_path / "desk")

        assert "No theme was found yet" in done("themes", "list", "-w", tmp_path / "desk").out

    def test_gives_themes_to_the_measures(self, desk: Path) -> None:
        told = done("measures", "show", "arrivals", "--by", "theme", "-w", desk).out

        assert all(one in told for one in listed(desk))


class TestShowing:
    def test_a_theme_tells_its_words_and_months_and_nobodys_address(self, desk: Path) -> None:
        told = done("themes", "show", theme_of(desk, EXPORT), "-w", desk).out

        assert "Typical:" in told
        assert "  2026-01  " in told
        assert "planted" not in told

    @pytest.mark.parametrize("word", ["number", "name"])
    def test_finds_it_by_its_number_in_the_list_and_by_its_name(
        self, desk: Path, word: str
    ) -> None:
        one, (_, name) = next(iter(listed(desk).items()))

        told = done("themes", "show", "1" if word == "number" else name, "-w", desk).out

        assert told.startswith(one)

    def test_names_the_nearest_where_there_is_none(self, desk: Path) -> None:
        one = next(iter(listed(desk)))

        ran = cynosure("themes", "show", one[:-1] + "x", "-w", desk)

        assert ran.status == USAGE
        assert f"Did you mean {one!r}" in ran.err


class TestWhatPeopleDo:
    def test_holds_in_the_list_is_told_in_the_history_and_can_be_taken_back(
        self, desk: Path
    ) -> None:
        before = done("themes", "list", "-w", desk).out
        one, other = list(listed(desk))[:2]
        sizes = listed(desk)

        done("themes", "name", one, "Where is it", "-w", desk, "--by", "Maria")
        done("themes", "merge", other, one, "-w", desk, "--by", "Jonas")

        assert listed(desk)[one] == (sizes[one][0] + sizes[other][0], "Where is it")
        assert other not in listed(desk)
        shown = done("themes", "show", one, "-w", desk).out
        assert f"by Maria: {one} is now called 'Where is it'." in shown
        assert f"with {other} merged into it" in shown

        assert "Taken back" in done("themes", "undo", "-w", desk).out
        assert done("themes", "undo", "-w", desk).out.endswith("It was done by Maria.\n")
        assert done("themes", "list", "-w", desk).out == before
        ran = cynosure("themes", "undo", "-w", desk)
        assert (ran.status, "nothing to take back" in ran.err) == (USAGE, True)

    def test_outlives_taking_the_same_and_more_in(self, desk: Path, tmp_path: Path) -> None:
        one = theme_of(desk, LOGIN)
        done("themes", "name", one, "Doors shut", "-w", desk)
        done("themes", "pin", one, "-w", desk)

        more = write_csv(tmp_path / "tickets.csv", tickets(90))
        done("take-in", more, "-w", desk, "--source", "desk")

        assert listed(desk)[one] == (18, "Doors shut  [pinned]")

    def test_splits_a_theme_by_examples(self, desk: Path) -> None:
        one = theme_of(desk, LOGIN)

        told = done("themes", "split", "desk:1003", "desk:1008", "-w", desk).out

        new = told.split()[0]
        sizes = listed(desk)
        assert sizes[new][0] >= 2
        assert sizes[new][0] + sizes[one][0] == 12
        assert "split off" in done("themes", "show", new, "-w", desk).out
        done("themes", "undo", "-w", desk)
        assert listed(desk)[one][0] == 12
        assert new not in listed(desk)

    def test_moves_a_demand_and_marks_one_as_noise(self, desk: Path) -> None:
        one, other = theme_of(desk, LOGIN), theme_of(desk, EXPORT)

        done("themes", "move", "desk:1003", "--to", other, "-w", desk)
        done("themes", "move", "desk:1008", "--to", "none", "-w", desk)
        done("themes", "noise", "desk:1013", "-w", desk)

        assert (listed(desk)[one][0], listed(desk)[other][0]) == (9, 13)
        assert "1 are not recurring, 1 are marked as noise" in remainder(desk)
        done("themes", "noise", "desk:1013", "--off", "-w", desk)
        assert listed(desk)[one][0] == 10

    def test_takes_a_theme_that_is_noise_out_of_the_figures(self, desk: Path) -> None:
        one = theme_of(desk, LOGIN)

        done("themes", "noise", one, "-w", desk)

        assert list(listed(desk))[-1] == one
        assert listed(desk)[one][1].endswith("[noise]")
        assert "12 are marked as noise" in remainder(desk)
        assert one not in done("measures", "show", "arrivals", "--by", "theme", "-w", desk).out

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("merge", "1", "1"), "into itself"),
            (("pin", "t-0"), "There is no theme 't-0'"),
            (("unpin", "1"), "not pinned"),
            (("name", "1", "  "), "at least one word"),
            (("move", "desk:999", "--to", "1"), "There is no demand 'desk:999'"),
            (("move", "desk:1002", "--to", "1"), "no failure demand"),
            (("split", "desk:1003", "desk:1000"), "Not in t-"),
            (("regroup", "--accept", "99"), "There is no proposal 99"),
        ],
    )
    def test_that_cannot_be_is_refused_in_words(
        self, found_once: Path, words: tuple[str, ...], said: str
    ) -> None:
        ran = cynosure("themes", *words, "-w", found_once)

        assert ran.status == USAGE
        assert said in ran.err
        assert not list(found_once.glob("register.sqlite3"))


class TestRegrouping:
    def test_proposes_nothing_where_themes_are_as_found(self, desk: Path) -> None:
        assert "as they are" in done("themes", "regroup", "-w", desk).out

    def test_proposes_with_the_command_and_does_what_is_accepted(self, desk: Path) -> None:
        one = theme_of(desk, LOGIN)
        found_twice(desk, one)
        before = listed(desk)

        told = done("themes", "regroup", "-w", desk).out

        (merge,) = [line.strip() for line in told.splitlines() if "cynosure themes merge" in line]
        assert f"--workspace {desk}" in merge
        assert listed(desk) == before
        done("themes", "regroup", "--accept", "1", "-w", desk)
        assert sum(size for size, _ in listed(desk).values()) == 36
        assert len(listed(desk)) == len(before) - 1

        done("themes", "undo", "-w", desk)
        done("themes", "pin", one, "-w", desk)
        assert "merge" not in done("themes", "regroup", "-w", desk).out


class TestForgetting:
    def test_leaves_no_name_in_what_was_done(self, desk: Path) -> None:
        done("themes", "name", "1", "Asked by person3@example.org", "-w", desk)

        done("erase", "--asker", "person3@example.org", "-w", desk)

        found = [p for p in desk.rglob("*") if p.is_file() and b"person3@" in p.read_bytes()]
        assert found == []
        assert "Asked by " in done("themes", "list", "-w", desk).out
