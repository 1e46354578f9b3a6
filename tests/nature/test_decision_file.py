from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature.deciding.decision_file import (
    UnknownDecision,
    UnusableDecisions,
    nature_and_code,
    read_decisions,
)
from cynosure.nature.deciding.decisions import Decided, Decision

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def every(ids: Collection[str]) -> Collection[str]:
    return ids


def file(folder: Path, text: str | bytes, name: str = "decisions.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path, known: Collection[str] | None = None) -> list[Decided]:
    there = every if known is None else (lambda ids: [one for one in ids if one in known])
    return read_decisions(path, known=there, by="Maria", at=MONDAY)


def problems(path: Path, known: Collection[str] | None = None) -> tuple[str, ...]:
    with pytest.raises(UnusableDecisions) as refused:
        read(path, known)
    return refused.value.problems


class TestReading:
    def test_takes_what_the_file_says_and_fills_in_who_and_when(self, tmp_path: Path) -> None:
        told = file(
            tmp_path,
            "demand_id,nature,code,doubtful,decided_by,decided_at\n"
            "desk:1,failure,slow,true,Jonas,2026-02-01T10:00:00+01:00\n"
            "desk:2,none,,,,\n"
            "desk:3,unknown,,false,,\n",
        )

        assert read(told) == [
            Decided(
                Decision("desk:1", "failure", "slow", True),
                "Jonas",
                datetime(2026, 2, 1, 9, tzinfo=UTC),
            ),
            Decided(Decision("desk:2", "none"), "Maria", MONDAY),
            Decided(Decision("desk:3", None), "Maria", MONDAY),
        ]

    def test_takes_json_lines_too(self, tmp_path: Path) -> None:
        line = {"demand_id": "desk:1", "nature": "value", "code": "advice", "doubtful": False}
        told = file(tmp_path, json.dumps(line) + "\n\n", "decisions.ndjson")

        assert read(told) == [Decided(Decision("desk:1", "value", "advice"), "Maria", MONDAY)]

    def test_takes_away_the_apostrophe_that_keeps_a_spreadsheet_from_running_a_cell(
        self, tmp_path: Path
    ) -> None:
        told = file(tmp_path, "demand_id,nature\n'=desk:1,value\n''odd,none\n")

        assert [one.decision.demand_id for one in read(told)] == ["=desk:1", "'odd"]

    def test_takes_the_same_row_twice_as_one(self, tmp_path: Path) -> None:
        told = file(tmp_path, "demand_id,nature\ndesk:1,value\ndesk:1,value\n")

        assert len(read(told)) == 1

    def test_tells_all_problems_at_once_with_their_lines(self, tmp_path: Path) -> None:
        told = file(
            tmp_path,
            "demand_id,nature,code,doubtful,decided_at\n"
            "desk:1,failure,broken,,\n"
            "desk:1,value,,,\n"
            "desk:2,failur,,,\n"
            "desk:3,value,slow,,\n"
            'desk:4,failure,brocken,perhaps,"31/02/2026"\n'
            ",value,,,\n"
            "desk:9,none,,,\n"
            "desk:5,none\n",
        )

        assert problems(told, known={"desk:1"}) == (
            "line 3: desk:1 was decided otherwise in line 2. Keep one of the two.",
            "line 4: nature is 'failur'. Did you mean 'failure'? It is failure, value, none or unknown.",
            "line 5: slow is a code of failure, not of value.",
            "line 6: code is 'brocken'. Did you mean 'broken'? It is one of broken, unavailable, slow, "
            "unclear, hard_to_use, hard_to_run, misfit, unmet_promise, technical_debt, "
            "new_capability, service, advice.",
            "line 6: decided_at is '31/02/2026'. Write times as 2026-02-28T09:30:00Z.",
            "line 6: doubtful is 'perhaps'. Write true or false.",
            "line 7: it has no demand_id.",
            "line 8: there is no demand 'desk:9' in this workspace.",
            "line 9: it has 2 cells, the head has 5.",
        )

    def test_names_some_problems_of_very_many(self, tmp_path: Path) -> None:
        told = file(tmp_path, "demand_id,nature\n" + "".join(f"d:{i},bad\n" for i in range(500)))

        with pytest.raises(UnusableDecisions, match="and 480 more problems") as refused:
            read(told)

        assert "Nothing was stored." in str(refused.value)

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "d.csv", "lacks the column demand_id"),
            (b"demand_id,nature\n", "d.csv", "holds no decision"),
            (b"demand_id,nature,nature\n", "d.csv", "stands there twice"),
            (b"demand_id,nature,salary\n", "d.csv", "nobody knows a column 'salary'"),
            (b"demand_id,nature\nd:1,\xff\n", "d.csv", "line 2: it is not UTF-8"),
            (b"demand_id,nature\nd:1,val\x00ue\n", "d.csv", "line 2: it holds a zero byte"),
            (b'demand_id,nature\n"d:1,value\n', "d.csv", "it is no CSV"),
            (b"demand_id,nature\n" + b"x" * 600 + b",value\n", "d.csv", "longer than 500 signs"),
            (b"[1, 2]\n", "d.ndjson", "line 1: it is no JSON object."),
            (b"{\n", "d.ndjson", "line 1: it is no JSON object of its own."),
            (b"[" * 100_000, "d.ndjson", "line 1: it is no JSON object of its own."),
            (
                b'{"demand_id": 5, "nature": "value"}',
                "d.ndjson",
                "demand_id is 5, which is no text",
            ),
            (b'{"demand_id": "d:1", "nature": "none", "x": 1}', "d.ndjson", "a field 'x'"),
        ],
    )
    def test_refuses_a_poisoned_file_in_words(
        self, tmp_path: Path, content: bytes, name: str, said: str
    ) -> None:
        assert said in " ".join(problems(file(tmp_path, content, name)))

    def test_names_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert problems(tmp_path / "none.csv") == ("No such file or directory.",)

    @given(st.binary(max_size=300), st.sampled_from(["d.csv", "d.ndjson"]))
    def test_never_fails_in_another_way(
        self, tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
    ) -> None:
        told = file(tmp_path_factory.mktemp("any"), b"demand_id,nature\n" + content, name)

        with suppress(UnusableDecisions):
            assert read(told)


class TestNatureAndCode:
    @pytest.mark.parametrize(
        ("nature", "code"), [("bad", ""), ("failure", "advice"), ("none", "slow"), ("", "slow")]
    )
    def test_refuses_what_the_codebook_has_not(self, nature: str, code: str) -> None:
        with pytest.raises(UnknownDecision):
            nature_and_code(nature, code)
