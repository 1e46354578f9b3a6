import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.reading.json_records import InvalidJSON, read_json
from cynosure.intake.shape import Record
from tests.intake.reading.reads import fields_of, rows_of, unread_of
from tests.intake.taking import write

ONE, TWO = {"id": 1, "labels": ["a"]}, {"id": 2, "user": {"login": "ana"}}
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda held: (
        st.lists(held, max_size=3) | st.dictionaries(st.text(max_size=4), held, max_size=3)
    ),
    max_leaves=8,
)
records = st.lists(st.dictionaries(st.text(min_size=1, max_size=5), values, min_size=1), min_size=1)


class TestReadJSON:
    @pytest.mark.parametrize(
        "text",
        [
            json.dumps([ONE, TWO]),
            json.dumps([ONE, TWO], indent=2),
            json.dumps({"total": 2, "issues": [ONE, TWO]}),
            json.dumps({"meta": {"pages": [1]}, "data": {"nodes": [ONE, TWO]}}),
            json.dumps({"users": [{"id": 7}], "tickets": [ONE, TWO]}),
            json.dumps([ONE]) + json.dumps([TWO]),
            json.dumps([[ONE], [TWO]]),
            json.dumps(ONE) + "\n" + json.dumps(TWO) + "\n",
            json.dumps(ONE) + "\r\n\r\n" + json.dumps(TWO),
            json.dumps(ONE, indent=1) + json.dumps(TWO, indent=1),
            "\ufeff" + json.dumps([ONE, TWO]),
        ],
        ids=[
            "array", "indented", "in an object", "deep in an object", "beside others", "pages",
            "pages in an array", "lines", "blank lines", "one after the other", "byte order mark",
        ],
    )  # fmt: skip
    def test_finds_the_records(self, tmp_path: Path, text: str) -> None:
        assert fields_of(write(tmp_path / "a.json", text)) == [ONE, TWO]

    def test_takes_one_object_for_one_record(self, tmp_path: Path) -> None:
        assert fields_of(write(tmp_path / "a.json", json.dumps(TWO))) == [TWO]

    def test_reads_utf16(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.json", json.dumps([{"title": "Größe"}]).encode("utf-16"))

        assert fields_of(path) == [{"title": "Größe"}]

    def test_reads_lines_by_their_ending_too(self, tmp_path: Path) -> None:
        data = gzip.compress(b'{"id":1}\n{"id":2}\n')

        assert fields_of(write(tmp_path / "a.jsonl.gz", data)) == [{"id": 1}, {"id": 2}]

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ('[{"id": 1},\n{"id": 2},\n{"id" 3}]', 3),
            ('[{"id": 1},\n{"id": 2}', 2),
            ('{"issues": [\n{"id": 1},\n{"id": 2},,\n]}', 3),
            ('{"id": 1}\n{"id": 2}\n{"id": \n{"id": 4}\n', 3),
            ('{"id": 1}\n{"id": 2', 2),
        ],
    )
    def test_names_the_line_of_a_mistake(self, tmp_path: Path, text: str, line: int) -> None:
        with pytest.raises(InvalidJSON, match=rf"a\.json, line {line}: invalid JSON"):
            rows_of(write(tmp_path / "a.json", text))

    @pytest.mark.parametrize(
        "text", ['[{"n": NaN, "t": "\\ud800"}]', '{"n": NaN, "t": "\\ud800"}\n']
    )
    def test_is_patient_with_what_python_writes(self, tmp_path: Path, text: str) -> None:
        (fields,) = fields_of(write(tmp_path / "a.json", text))

        assert fields["n"] != fields["n"]

    def test_does_not_fall_into_deep_holes(self, tmp_path: Path) -> None:
        deep = "[" * 100_000 + "]" * 100_000

        with pytest.raises(InvalidJSON):
            rows_of(write(tmp_path / "a.jsonl", f'{{"id": {deep}}}\n'))

    def test_puts_aside_what_is_no_object(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.json", '[1, {"id": 2}, "three"]')

        assert fields_of(path) == [{"id": 2}]
        assert [where for where, _ in unread_of(path)] == ["record 1", "record 3"]

    @given(records, st.sampled_from(["array", "lines", "held"]))
    def test_gives_back_any_records(self, said: list[dict[str, Any]], form: str) -> None:
        if form == "lines":
            text = "\n".join(map(json.dumps, said))
            if len(said) == 1:
                said = said * 2
                text = f"{text}\n{text}"
        else:
            text = json.dumps(said if form == "array" else {"issues": said})

        rows = list(read_json(io.BytesIO(text.encode()), "a.json"))

        assert [row.fields for row in rows if isinstance(row, Record)] == said
