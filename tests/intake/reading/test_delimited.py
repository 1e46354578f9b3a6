import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cynosure.intake.reading import BrokenFile
from cynosure.intake.reading.delimited import read_delimited
from cynosure.intake.shape import Record
from tests.intake.reading.reads import fields_of, rows_of, unread_of
from tests.intake.taking import write

# What a cell may hold; NUL is refused, and bare carriage returns end a line for spreadsheets too.
cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)


class TestReadDelimited:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_finds_the_delimiter(self, tmp_path: Path, delimiter: str) -> None:
        lines = ["id,title,created", "1,Slow; very slow | again,2026-02-28", "2,Broken,2026-03-01"]
        text = "\n".join(delimiter.join(line.split(",")) for line in lines)
        if delimiter in ";|":
            text = text.replace(f"Slow{';' if delimiter == ';' else '; very slow |'}", "Slow")

        assert [fields["id"] for fields in fields_of(write(tmp_path / "a.csv", text))] == ["1", "2"]

    def test_honours_a_spreadsheets_note(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", "sep=;\r\nid;title\r\n1;a,b\r\n")

        assert fields_of(path) == [{"id": "1", "title": "a,b"}]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
    def test_reads_the_usual_encodings(self, tmp_path: Path, encoding: str) -> None:
        path = write(tmp_path / "a.csv", "id,title\n1,Größe\n".encode(encoding))

        assert fields_of(path) == [{"id": "1", "title": "Größe"}]

    def test_makes_a_list_of_columns_of_one_name(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", "id,Comment,Comment,Comment\n1,a,,b\n2,,,\n")

        assert fields_of(path) == [{"id": "1", "Comment": ["a", "b"]}, {"id": "2", "Comment": []}]

    def test_numbers_columns_where_there_is_no_header(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", "1,It fails,2026-02-28\n2,It is slow,2026-03-01\n")

        first, second = fields_of(path)

        assert first == {"column 1": "1", "column 2": "It fails", "column 3": "2026-02-28"}
        assert second["column 1"] == "2"

    def test_names_the_line_in_which_a_row_begins(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", 'id,title\n1,"two\nlines"\n\n2,fine\n3\n')

        assert [row.place.where for row in rows_of(path)] == ["line 2", "line 5", "line 6"]
        assert unread_of(path)[0][0] == "line 6"

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            (b"1", "1 cells where the header has 2"),
            (b"1,a,b", "3 cells where the header has 2"),
            (b"1,a\0b", "NUL bytes"),
            (b'1,"' + b"x" * 1_000_001 + b'"', "'title' holds 1,000,001 characters"),
        ],
        ids=["too short", "too long", "NUL", "a file in a cell"],
    )
    def test_puts_a_row_aside_that_is_none(self, tmp_path: Path, row: bytes, why: str) -> None:
        path = write(tmp_path / "a.csv", b"id,title\n" + row + b"\n2,fine\n")

        assert fields_of(path) == [{"id": "2", "title": "fine"}]
        ((where, reason),) = unread_of(path)
        assert where == "line 2"
        assert why in reason

    def test_lets_empty_cells_stand_beyond_the_header(self, tmp_path: Path) -> None:
        assert fields_of(write(tmp_path / "a.csv", "id,title,\n1,a,\n2,b,,\n")) == [
            {"id": "1", "title": "a"},
            {"id": "2", "title": "b"},
        ]

    def test_puts_rows_of_another_encoding_aside(self, tmp_path: Path) -> None:
        text = "id,title\n1,Größe ändern\n".encode() + "2,Größe\n".encode("latin-1")
        path = write(tmp_path / "a.csv", text)

        assert [fields["id"] for fields in fields_of(path)] == ["1"]
        assert unread_of(path)[0][1].startswith("It holds bytes that are not utf-8")

    def test_reads_late_umlauts_of_an_old_windows(self, tmp_path: Path) -> None:
        text = b"id,title\n" + b"1,plain\n" * 140_000 + "2,Größe\n".encode("cp1252")

        assert fields_of(write(tmp_path / "a.csv", text))[-1]["title"] == "Größe"

    def test_refuses_a_quote_that_is_never_closed(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", 'id,title\n1,fine\n2,"open\n3,lost\n')

        with pytest.raises(BrokenFile, match="line 3: a quote is opened there and never closed"):
            rows_of(path)

    def test_takes_a_last_cell_that_ends_with_a_line_break(self, tmp_path: Path) -> None:
        assert fields_of(write(tmp_path / "a.csv", 'id,title\n1,"a\n"')) == [
            {"id": "1", "title": "a\n"}
        ]

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.integers(2, 5).flatmap(
            lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)
        ),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    )
    def test_gives_back_any_table_that_pythons_writer_wrote(
        self, table: list[list[str]], encoding: str
    ) -> None:
        header = [f"column {chr(97 + number)}" for number in range(len(table[0]))]
        written = io.StringIO()
        csv.writer(written, quoting=csv.QUOTE_ALL).writerows([header, *table])

        rows = list(read_delimited(io.BytesIO(written.getvalue().encode(encoding)), "a.csv"))

        assert all(isinstance(row, Record) for row in rows)
        assert [list(row.fields.values()) for row in rows if isinstance(row, Record)] == table
