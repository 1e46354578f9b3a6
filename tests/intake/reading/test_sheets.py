import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cynosure.intake.reading.sheets import UnreadableWorkbook
from cynosure.intake.reading.unpacking import SuspectedBomb
from tests.intake.reading.reads import fields_of, rows_of, unread_of
from tests.intake.taking import write


def book(path: Path, *sheets: list[list[Any]], hidden: int | None = None) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(f"Sheet {number + 1}")
        for row in rows:
            sheet.append(row)
        if number == hidden:
            sheet.sheet_state = "hidden"
    workbook.save(path)
    return path


class TestReadSheets:
    def test_gives_cells_their_types(self, tmp_path: Path) -> None:
        moment = datetime(2026, 2, 28, 14, 5)
        path = book(tmp_path / "a.xlsx", [["id", "created", "title"], [1, moment, "It fails"]])

        assert fields_of(path) == [{"id": 1, "created": moment, "title": "It fails"}]

    def test_passes_over_titles_and_blank_rows(self, tmp_path: Path) -> None:
        rows: list[list[Any]] = [
            ["Tickets of March"],
            [],
            ["id", "title"],
            [1, "a"],
            [None, None],
            [2, "b"],
        ]
        path = book(tmp_path / "a.xlsx", rows)

        assert fields_of(path) == [{"id": 1, "title": "a"}, {"id": 2, "title": "b"}]
        assert [row.place.where for row in rows_of(path)] == ["row 4", "row 6"]

    def test_numbers_columns_where_there_is_no_header(self, tmp_path: Path) -> None:
        assert fields_of(book(tmp_path / "a.xlsx", [[1, "a"], [2, "b"]])) == [
            {"column 1": 1, "column 2": "a"},
            {"column 1": 2, "column 2": "b"},
        ]

    def test_makes_a_list_of_columns_of_one_name(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.xlsx", [["id", "tag", "tag"], [1, "a", "b"], [2, None, None]])

        assert fields_of(path) == [{"id": 1, "tag": ["a", "b"]}, {"id": 2, "tag": []}]

    def test_reads_sheets_alike_as_one(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.xlsx", [["id"], [1]], [["id"], [2]], [["id"], [3]], hidden=1)

        assert fields_of(path) == [{"id": 1}, {"id": 3}]

    def test_says_that_a_sheet_was_left(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.xlsx", [["id"], [1]], [["made by", "on"], ["x", "y"]])

        assert fields_of(path) == [{"id": 1}]
        ((where, reason),) = unread_of(path)
        assert where == "sheet 'Sheet 2'"
        assert "Save it as a file of its own" in reason

    def test_puts_a_row_aside_that_goes_beyond_the_header(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.xlsx", [["id", "title"], [1, "a"], [2, "b", "c"]])

        assert [where for where, _ in unread_of(path)] == ["row 3"]

    def test_yields_nothing_of_an_empty_book(self, tmp_path: Path) -> None:
        assert rows_of(book(tmp_path / "a.xlsx", [])) == []

    def test_refuses_what_only_looks_like_a_book(self, tmp_path: Path) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("[Content_Types].xml", "<a/>")
            archive.writestr("xl/workbook.xml", "<b/>")

        with pytest.raises(UnreadableWorkbook, match=r"Save it again as \.xlsx or as CSV"):
            rows_of(write(tmp_path / "a.xlsx", held.getvalue()))

    def test_refuses_entities(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.xlsx", [["id", "title"], [1, "a"]])
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        _change(path, "xl/workbook.xml", lambda text: f"{bomb}{text.partition('?>')[2] or text}")

        with pytest.raises(UnreadableWorkbook):
            rows_of(path)

    def test_refuses_bombs(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.xlsx", [["id", "title"], [1, "a"]])
        _change(path, "xl/worksheets/sheet1.xml", lambda text: text + " " * 70_000_000)

        with pytest.raises(SuspectedBomb, match="would grow to"):
            rows_of(path)

    def test_refuses_texts_that_fill_the_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = book(tmp_path / "a.xlsx", [["id", "title"], [1, "a"]])
        _change(path, "xl/sharedStrings.xml", lambda text: text + "<sst/>")
        monkeypatch.setattr("cynosure.intake.reading.sheets._LARGEST_TEXTS", 5)

        with pytest.raises(UnreadableWorkbook, match="bytes of memory"):
            rows_of(path)


def _change(path: Path, member: str, change: Any) -> None:
    with zipfile.ZipFile(path) as old:
        held = {info.filename: old.read(info) for info in old.infolist()}
    held[member] = change(held.get(member, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in held.items():
            new.writestr(name, data)
