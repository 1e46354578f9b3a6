"""`cynosure migrate`: an old register keeps what was said in it, a later one is left alone."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

from cynosure.register import open_register
from cynosure.register.database import ADDRESS, FILE
from tests.commands import Ran, contents, cynosure, done


@pytest.fixture(scope="module")
def old_once(shared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in whose register a weight was set, by a version before jobs, inbox and saved views."""
    folder = tmp_path_factory.mktemp("old") / "desk"
    shutil.copytree(shared_workspace, folder)
    done("dissatisfiers", "weigh", "standing=end_user", "3", "--by", "Maria", "--workspace", folder)
    with open_register(folder):
        call_command("migrate", "register", "0007", verbosity=0)
    return folder


@pytest.fixture
def old(old_once: Path, tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(old_once, tmp_path / "old")
    return copy


@pytest.fixture
def later(old: Path) -> Path:
    """A workspace whose register a later version has written."""
    done("migrate", "--workspace", old)
    with closing(sqlite3.connect(old / FILE)) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('register', '9999_later', '2030-01-01')"
        )
    return old


def migrate(folder: Path, *words: str) -> Ran:
    return cynosure("migrate", "--workspace", folder, *words)


def tables(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / FILE)) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in found}


def said_in(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of a register."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        return {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall()
            for name in sorted(tables(folder))
        }


class TestMigrate:
    def test_brings_an_old_register_up_to_date_with_all_that_was_said(self, old: Path) -> None:
        assert "register_job" not in tables(old)

        ran = migrate(old)

        assert (ran.status, ran.out) == (0, "3 migrations applied.\n")
        assert "register_job" in tables(old)
        assert "end_user" in done("dissatisfiers", "weights", "--workspace", old).out

    def test_does_nothing_the_second_time(self, old: Path) -> None:
        migrate(old)
        before = said_in(old)

        ran = migrate(old)

        assert (ran.status, ran.out) == (0, "It is up to date.\n")
        assert said_in(old) == before

    def test_refuses_what_a_later_version_wrote_and_changes_nothing(self, later: Path) -> None:
        before = said_in(later)

        for words in ((), ("--check",)):
            ran = migrate(later, *words)

            assert ran.status == 74
            assert "was written by a later version of Cynosure (it knows 9999_later)" in ran.err
            assert "Update Cynosure to open it; nothing was changed." in ran.err
        assert said_in(later) == before

    def test_refuses_a_store_of_a_later_version_before_it_touches_the_register(
        self, old: Path
    ) -> None:
        file = old / "store.json"
        file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "format": 99}), "utf-8")
        before = said_in(old)

        ran = migrate(old)

        assert ran.status == 74
        assert "was made by a later Cynosure: its store has format 99" in ran.err
        assert said_in(old) == before

    def test_has_nothing_to_do_where_nothing_was_said(self, workspace: Path) -> None:
        before = contents(workspace)

        ran = migrate(workspace)

        assert (ran.status, ran.out) == (0, "It is up to date.\n")
        assert contents(workspace) == before

    def test_says_of_a_folder_that_is_no_workspace_that_it_is_none(self, tmp_path: Path) -> None:
        ran = migrate(tmp_path)

        assert ran.status == 74
        assert "holds no store" in ran.err
        assert contents(tmp_path) == {}


class TestMigrateCheck:
    def test_names_what_is_missing_and_changes_nothing(self, old: Path) -> None:
        before = said_in(old)

        ran = migrate(old, "--check")

        assert ran.status == 1
        assert [line.split("_")[0] for line in ran.out.splitlines()] == [
            "register.0008", "register.0009", "register.0010",
        ]  # fmt: skip
        assert said_in(old) == before

    def test_exits_with_zero_where_nothing_is_missing(self, old: Path) -> None:
        migrate(old)

        ran = migrate(old, "--check")

        assert (ran.status, ran.out) == (0, "It is up to date.\n")


def test_on_postgresql_check_makes_no_table_and_migrate_makes_them_all(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    import psycopg

    monkeypatch.setenv(ADDRESS, postgresql_url)

    def made() -> int:
        with psycopg.connect(postgresql_url) as database:
            row = database.execute(
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
            ).fetchone()
        return int(row[0]) if row else 0

    assert migrate(workspace, "--check").status == 1
    assert made() == 0

    assert migrate(workspace).status == 0
    assert made() > 0
    assert migrate(workspace, "--check").out == "It is up to date.\n"
