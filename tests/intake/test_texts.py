"""A table of texts is read row by row as it stands."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.errors import IntakeError
from cynosure.intake import Mapping
from cynosure.intake.recognising import RepeatedColumn
from cynosure.intake.table import WrongMapping
from cynosure.intake.texts import TEXTS, NoWords, SeveralTables, open_texts

CSV = 'id,title,body,reported_type,labels\n 007,It fails,Every day,Bug,"ui, perf"\nA-1,Thanks,,,\n'


def written(folder: Path, content: str | bytes, name: str = "texts.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def rows(file: Path, mapping: Mapping | None = None) -> list[dict[str, Any]]:
    return [row for batch in open_texts(file, mapping).batches() for row in batch.rows.to_pylist()]


def ids(file: Path) -> list[str | None]:
    return [row["source_id"] for row in rows(file)]


class TestATableOfTexts:
    def test_is_read_by_its_columns_names(self, tmp_path: Path) -> None:
        first, second = rows(written(tmp_path, CSV))

        assert first["title"] == "It fails"
        assert first["body"] == "Every day"
        assert first["reported_type"] == "Bug"
        assert first["labels"] == ["ui", "perf"]
        assert second["body"] is None
        assert second["labels"] == []

    def test_keeps_ids_as_they_were_written(self, tmp_path: Path) -> None:
        assert ids(written(tmp_path, CSV)) == [" 007", "A-1"]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_is_read_in_its_encoding(self, encoding: str, tmp_path: Path) -> None:
        text = "id;title\nü1;Größe falsch\nü2;Müll am Gerät\n"

        assert ids(written(tmp_path, text.encode(encoding))) == ["ü1", "ü2"]

    def test_is_read_packed(self, tmp_path: Path) -> None:
        assert ids(written(tmp_path, gzip.compress(CSV.encode()), "t.csv.gz")) == [" 007", "A-1"]

    def test_is_read_as_a_workbook(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for row in (["id", "title"], [7, "It fails"], [8.5, "Late"], ["007", "Slow"]):
            book.active.append(row)  # type: ignore[union-attr]
        book.save(tmp_path / "texts.xlsx")

        assert ids(tmp_path / "texts.xlsx") == ["7", "8.5", "007"]

    def test_is_read_as_json(self, tmp_path: Path) -> None:
        said: list[dict[str, Any]] = [
            {"id": 2**60, "title": "It fails"},
            {"id": True, "title": "Late"},
            {"title": "Slow"},
        ]
        lines = "\n".join(map(json.dumps, said))

        assert ids(written(tmp_path, json.dumps(said), "t.json")) == [str(2**60), "true", None]
        assert ids(written(tmp_path, lines, "t.ndjson")) == [str(2**60), "true", None]

    def test_is_read_as_parquet(self, tmp_path: Path) -> None:
        table = pa.table({"id": [1, None], "body": ["It fails", "Late"], "labels": [["ui"], None]})
        pq.write_table(table, tmp_path / "t.parquet")

        assert ids(tmp_path / "t.parquet") == ["1", None]
        assert rows(tmp_path / "t.parquet")[0]["labels"] == ["ui"]

    def test_has_the_rows_numbers_for_ids_where_no_column_holds_any(self, tmp_path: Path) -> None:
        file = written(tmp_path, "title,body\nA,b\nbroken row,c,d\nE,f\n")

        batches = list(open_texts(file).batches())

        assert not open_texts(file).has_ids
        assert batches[0].rows["source_id"].to_pylist() == ["1", "3"]
        assert [str(row.place) for row in batches[0].unread] == ["texts.csv, line 3"]

    def test_keeps_rows_with_one_id_and_rows_without_words(self, tmp_path: Path) -> None:
        assert ids(written(tmp_path, "id,title\n1,A\n1,B\n2,\n,C\n")) == ["1", "1", "2", None]

    def test_is_guessed_where_columns_are_called_otherwise(self, tmp_path: Path) -> None:
        text = "Ticket ID,Betreff,Beschreibung\n1,Geht nicht,Seit heute morgen\n"

        (row,) = rows(written(tmp_path, text))

        assert (row["source_id"], row["title"], row["body"]) == (
            "1",
            "Geht nicht",
            "Seit heute morgen",
        )

    def test_is_read_by_a_mapping(self, tmp_path: Path) -> None:
        file = written(tmp_path, "title,real\nno,yes\n")

        (row,) = rows(file, Mapping(columns={"title": ("real",)}))

        assert row["title"] == "yes"

    def test_says_what_a_mapping_names_in_vain(self, tmp_path: Path) -> None:
        with pytest.raises(WrongMapping, match=r"'ttle'\. Did you mean 'title'") as told:
            open_texts(
                written(tmp_path, CSV), Mapping(columns={"title": ("ttle",), "body": ("x",)})
            )

        assert len(told.value.problems) == 2

    def test_without_words_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(NoWords, match="'amount'"):
            open_texts(written(tmp_path, "id,amount\n1,3\n2,4\n"))

    def test_with_two_columns_of_one_name_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(RepeatedColumn):
            open_texts(written(tmp_path, "id,title,title\n1,A,B\n"))

    def test_is_one_table(self, tmp_path: Path) -> None:
        written(tmp_path, CSV, "a.csv")
        written(tmp_path, CSV, "b.csv")

        with pytest.raises(SeveralTables, match=r"2 files, such as b\.csv"):
            open_texts(tmp_path)

    def test_may_come_in_parts_of_one_archive_with_the_same_columns(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
            for name in ("1.csv", "2.csv"):
                archive.writestr(name, f"id,title\n{name},It fails\n")

        assert ids(tmp_path / "t.zip") == ["1.csv", "2.csv"]

        with zipfile.ZipFile(tmp_path / "t.zip", "a") as archive:
            archive.writestr("3.csv", "nr,title\n3,It fails\n")
        with pytest.raises(SeveralTables, match=r"3\.csv has other columns"):
            open_texts(tmp_path / "t.zip")

    @pytest.mark.parametrize("content", ["", "\n\n", "id,title\n", "\x00\x01" * 99])
    def test_of_nothing_is_refused(self, content: str, tmp_path: Path) -> None:
        with pytest.raises(IntakeError):
            open_texts(written(tmp_path, content))

    def test_comes_in_batches_that_many_long_texts_do_not_swell(self, tmp_path: Path) -> None:
        long = "word " * 150_000
        file = written(tmp_path, "id,body\n" + "".join(f"{n},{long}\n" for n in range(30)))

        sizes = [batch.rows.num_rows for batch in open_texts(file).batches()]

        assert sum(sizes) == 30
        assert max(sizes) < 15

    @given(
        ids=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), max_size=9)
    )
    def test_of_any_ids_keeps_each_and_their_order(
        self, ids: list[str], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        file = tmp_path_factory.mktemp("texts") / "t.parquet"
        pq.write_table(
            pa.table({"id": pa.array([*ids, "last"]), "body": ["x"] * (len(ids) + 1)}), file
        )

        assert [row["source_id"] for row in rows(file)] == [name or None for name in [*ids, "last"]]

    def test_has_the_fields_that_labellers_read(self, tmp_path: Path) -> None:
        (batch,) = open_texts(written(tmp_path, CSV)).batches()

        assert batch.rows.schema == TEXTS
