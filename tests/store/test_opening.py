"""A workspace is opened, made, or refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cynosure.demand import DEMANDS
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.errors import StoreError
from cynosure.store import open_store
from cynosure.store.layout import DamagedWorkspace, MadeByLaterCynosure, NotAWorkspace, NotWritable
from cynosure.store.snapshot import UnknownTable
from cynosure.store.tables import Table
from tests.store.contents import field, rows
from tests.store.format_1 import write_format_1
from tests.store.incoming import day, demand, event, incoming


class TestOpenStore:
    def test_makes_a_workspace_where_asked_to(self, tmp_path: Path) -> None:
        open_store(tmp_path / "a" / "b", create=True)

        assert json.loads((tmp_path / "a/b/store.json").read_text()) == {"format": 1}

    def test_opens_what_is_there_and_changes_nothing(self, tmp_path: Path) -> None:
        open_store(tmp_path, create=True).take_in(incoming("i1", demand(1)))

        assert len(rows(open_store(tmp_path, create=True), "demands")) == 1

    def test_makes_one_beside_other_files(self, tmp_path: Path) -> None:
        (tmp_path / "register.sqlite3").touch()

        open_store(tmp_path, create=True)

        assert (tmp_path / "register.sqlite3").exists()

    def test_starts_empty(self, tmp_path: Path) -> None:
        store = open_store(tmp_path, create=True)

        assert store.files("demands") == store.files("imports") == []

    def test_refuses_a_folder_without_a_store(self, tmp_path: Path) -> None:
        with pytest.raises(NotAWorkspace, match=r"holds no store.*take-in"):
            open_store(tmp_path)

    def test_refuses_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        for create in (False, True):
            with pytest.raises(NotAWorkspace, match="is not a folder"):
                open_store(tmp_path / "file", create=create)

    def test_refuses_what_a_later_cynosure_made(self, tmp_path: Path) -> None:
        (tmp_path / "store.json").write_text('{"format": 2}')

        with pytest.raises(MadeByLaterCynosure, match=r"made by a later Cynosure.*Upgrade"):
            open_store(tmp_path)

    @pytest.mark.parametrize("said", ["", "{}", "[]", '{"format": "1"}', '{"format": 0}', "\x00"])
    def test_refuses_a_damaged_one(self, tmp_path: Path, said: str) -> None:
        (tmp_path / "store.json").write_text(said)

        with pytest.raises(DamagedWorkspace, match="backup"):
            open_store(tmp_path)

    def test_says_when_it_may_not_write(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: Path, *_args: object, **_named: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "mkdir", refuse)

        with pytest.raises(NotWritable, match=r"Permission denied.*--workspace"):
            open_store(tmp_path / "new", create=True)

    @pytest.mark.parametrize("folder", ["a b", "Ünï [1]", "100 %", "it's {x}", "a#b?c", "x=1"])
    def test_works_in_a_folder_of_any_name(
        self, tmp_path: Path, folder: str, duckdb: DuckDBEngine
    ) -> None:
        store = open_store(tmp_path / folder, create=True)
        store.take_in(incoming("i1", demand(1), demand(2)))
        store.take_in(incoming("i2", demand(1, title="changed"), imported_at=day(25)))
        store.erase("ana", at=day(26))

        table = duckdb.parquet(store.files("demands"), DEMANDS)

        assert duckdb.result(table).num_rows == 2

    def test_knows_its_tables(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownTable, match=r"'demand'. It has demands, "):
            open_store(tmp_path, create=True).files("demand")


class TestFormat1:
    def test_opens_with_exactly_what_was_committed(self, tmp_path: Path) -> None:
        write_format_1(tmp_path / "old")

        store = open_store(tmp_path / "old")

        (found,) = rows(store, "demands")
        assert (found["demand_id"], found["title"]) == ("desk:1", "Cannot print")
        assert field(store, "events", "event_id") == ["e1"]
        assert store.files("labels") == []

    def test_takes_in_more(self, tmp_path: Path) -> None:
        write_format_1(tmp_path / "old")
        store = open_store(tmp_path / "old")

        receipt = store.take_in(
            incoming("i3", demand(1), demand(3), events=[event(3, day(1), "asked")])
        )

        assert (receipt.changed, receipt.new) == (1, 1)
        assert field(store, "demands", "demand_id") == ["desk:1", "desk:3"]
        assert len(rows(store, "events")) == 2

    def test_says_nothing_of_rows_that_nobody_counted(self, tmp_path: Path) -> None:
        write_format_1(tmp_path / "old")
        store = open_store(tmp_path / "old")

        again = store.take_in(incoming("i1", demand(1)))

        assert (again.again, again.read, again.rows) == (True, 1, None)

    def test_joins_its_small_files_with_later_ones(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_format_1(tmp_path / "old")
        store = open_store(tmp_path / "old")
        monkeypatch.setattr("cynosure.store.writing.SMALL_FILES", 1)

        store.take_in(incoming("i3", demand(3)))  # joins a file without rows with none that has
        store.take_in(incoming("i4", demand(4)))

        counted = {row["import_id"]: row["rows"] for row in rows(store, "imports")}
        assert counted == {"i1": None, "i3": 2, "i4": 2}

    def test_erases_from_it(self, tmp_path: Path) -> None:
        write_format_1(tmp_path / "old")
        store = open_store(tmp_path / "old")

        receipt = store.erase("ana", at=day(9))

        assert receipt.demands == 1
        assert field(store, "demands", "title") == [None]


class TestAWriterThatFails:
    @pytest.mark.parametrize(
        "trouble",
        [
            OSError(28, "No space left on device"),
            OSError("Error writing bytes: No space left on device"),
        ],
    )
    def test_on_a_full_disk_says_so_and_leaves_everything_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: OSError
    ) -> None:
        store = open_store(tmp_path, create=True)
        store.take_in(incoming("i1", demand(1)))

        def full(*_args: object, **_named: object) -> None:
            raise trouble

        with monkeypatch.context() as patch:
            patch.setattr("cynosure.store.tables.Table.commit", full)
            with pytest.raises(StoreError, match=r"No space is left.*Make room"):
                store.take_in(incoming("i2", demand(2)))

        assert field(store, "demands", "demand_id") == ["desk:1"]
        assert len(list((tmp_path / "demands").glob("*.parquet"))) == 1
        store.take_in(incoming("i2", demand(2)))
        assert field(store, "demands", "demand_id") == ["desk:1", "desk:2"]

    def test_interrupted_right_after_the_last_commit_deletes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = open_store(tmp_path, create=True)
        commit = Table.commit

        def interrupted(self: Table, **told: Any) -> int:
            version = commit(self, **told)
            if self.name == "imports":
                raise KeyboardInterrupt
            return version

        monkeypatch.setattr(Table, "commit", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.take_in(incoming("i1", demand(1)))

        assert field(store, "demands", "demand_id") == ["desk:1"]
