from pathlib import Path

import pytest

from cynosure.intake.reading import EmptyFile, kind_of, packed_files
from cynosure.intake.reading.kinds import UnknownKind
from tests.intake.reading.reads import fields_of, unread_of
from tests.intake.taking import write


def kind(path: Path) -> str:
    (packed,) = packed_files(path)
    return kind_of(packed)


class TestKindOf:
    @pytest.mark.parametrize(
        ("name", "text", "expected"),
        [
            ("a.csv", "id,title\n1,a\n", "delimited"),
            ("a.tsv", "id\ttitle\n1\ta\n", "delimited"),
            ("a", "id;title\n1;a\n", "delimited"),
            ("a.csv", "[draft],title\n1,a\n", "delimited"),
            ("a.json", '[{"id": 1}]', "json"),
            ("a.csv", '{"id": 1}\n{"id": 2}\n', "json"),
            ("a.jsonl", '{"id": 1}\n', "json_lines"),
            ("a.txt", "It fails, often.\nIt is slow\n", "lines"),
            ("a.txt", "id,title\n1,a\n2,b\n", "delimited"),
            ("a.xml", "<?xml version='1.0'?>\n<log/>", "xes"),
        ],
    )
    def test_looks_at_what_is_in_a_file(
        self, tmp_path: Path, name: str, text: str, expected: str
    ) -> None:
        assert kind(write(tmp_path / name, text)) == expected

    @pytest.mark.parametrize("text", [b"", b" \r\n\t", b"\xef\xbb\xbf\n"])
    def test_says_that_a_file_is_empty(self, tmp_path: Path, text: bytes) -> None:
        with pytest.raises(EmptyFile, match=r"a\.csv: the file is empty"):
            kind(write(tmp_path / "a.csv", text))

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"\xd0\xcf\x11\xe0...", "an old Excel workbook"),
            (b"%PDF-1.7", "a PDF"),
            (b"\x89PNG\r\n", "a picture"),
            (b"<!doctype html><title>Log in</title>", "a page or XML"),
            (bytes(range(1, 30)) * 20, "no text"),
        ],
    )
    def test_says_what_a_file_is_instead(self, tmp_path: Path, data: bytes, what: str) -> None:
        with pytest.raises(UnknownKind, match=f"{what}.*Parquet and XES can be read"):
            kind(write(tmp_path / "a.csv", data))


class TestReadLines:
    def test_takes_each_line_for_a_demand(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt", "It fails, often.\n\n It is slow \nNUL\0\n")

        assert fields_of(path) == [{"text": "It fails, often."}, {"text": "It is slow"}]
        assert unread_of(path) == [("line 4", "It holds NUL bytes. Delete them.")]

    def test_reads_an_old_windows(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt", "Größe fehlt\n".encode("cp1252"))

        assert fields_of(path) == [{"text": "Größe fehlt"}]
