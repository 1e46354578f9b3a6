"""Tables are written for others, and run nothing on their machines."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import DEMANDS, TIME
from cynosure.store.export import FORMS, CannotExport, UnknownForm, write_table

ROWS = pa.RecordBatch.from_arrays(
    [
        pa.array(["plain", None]),
        pa.array(
            [datetime(2026, 3, 2, 9, 0, 0, 5, tzinfo=UTC), datetime(9, 1, 2, tzinfo=UTC)], TIME
        ),
        pa.array([["a", "b"], []], pa.list_(pa.string())),
        pa.array([-1.5, None]),
        pa.array([True, None]),
    ],
    names=["text", "at", "labels", "n", "sure"],
)


def as_csv(batch: pa.RecordBatch) -> list[list[str]]:
    out = io.BytesIO()
    write_table([batch], form="csv", out=out)
    return list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))


class TestWriteTable:
    def test_writes_csv_with_times_in_utc_and_lists_as_json(self) -> None:
        assert as_csv(ROWS) == [
            ["text", "at", "labels", "n", "sure"],
            ["plain", "2026-03-02T09:00:00.000005Z", '["a","b"]', "-1.5", "true"],
            ["", "0009-01-02T00:00:00.000000Z", "[]", "", ""],
        ]

    def test_writes_one_json_object_a_line(self) -> None:
        out = io.BytesIO()

        write_table([ROWS, ROWS], form="json", out=out)

        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        assert len(lines) == 4
        assert lines[0]["at"] == "2026-03-02T09:00:00.000005Z"
        assert lines[1] == {**lines[1], "text": None, "labels": []}

    def test_writes_parquet_as_it_is(self, tmp_path: Path) -> None:
        write_table([ROWS], form="parquet", out=tmp_path / "rows.parquet")

        assert pq.read_table(tmp_path / "rows.parquet").to_pylist() == ROWS.to_pylist()

    @pytest.mark.parametrize("form", FORMS)
    def test_writes_the_names_of_fields_though_there_are_no_rows(
        self, form: str, tmp_path: Path
    ) -> None:
        assert write_table([], form=form, out=tmp_path / "file", schema=DEMANDS) == 0

        if form == "csv":
            assert (tmp_path / "file").read_text().strip() == ",".join(DEMANDS.names)
        if form == "parquet":
            assert pq.read_schema(tmp_path / "file").names == DEMANDS.names

    def test_writes_to_standard_output(self, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        assert write_table([ROWS], form="csv", out=None) == 2

        assert capfdbinary.readouterr().out.startswith(b"text,at,labels,n,sure\r\n")

    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'quoted"]
    )
    def test_lets_no_cell_run_as_a_formula(self, text: str) -> None:
        batch = pa.record_batch({"text": [text]})

        assert as_csv(batch)[1] == [f"'{text}"]

    @given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
    def test_gives_every_text_back_without_its_apostrophe(self, text: str) -> None:
        (cell,) = as_csv(pa.record_batch({"text": [text, "x"]}))[1]

        assert cell.removeprefix("'") == text or cell == text

    def test_leaves_nothing_behind_when_the_rows_break_off(self, tmp_path: Path) -> None:
        def broken() -> object:
            yield ROWS
            raise ValueError("broke off")

        with pytest.raises(ValueError, match="broke off"):
            write_table(broken(), form="csv", out=tmp_path / "rows.csv")  # type: ignore[arg-type]  # an iterator

        assert list(tmp_path.iterdir()) == []

    def test_says_where_it_cannot_write(self, tmp_path: Path) -> None:
        with pytest.raises(CannotExport, match=r"nowhere.*--out"):
            write_table([ROWS], form="csv", out=tmp_path / "nowhere" / "rows.csv")

    def test_refuses_a_form_that_nobody_writes(self) -> None:
        with pytest.raises(UnknownForm, match="'xml'"):
            write_table([ROWS], form="xml", out=io.BytesIO())
