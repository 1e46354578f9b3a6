import csv
import io
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import DEMANDS, EVENTS, PAYLOADS, QUARANTINE, SET_ASIDE
from cynosure.intake import Mapping, read_export
from cynosure.intake.reading import BrokenFile
from cynosure.intake.reading.json_records import InvalidJSON
from cynosure.intake.recognising import MixedExports, RepeatedColumn, UnknownShape
from cynosure.intake.sampling import OnlyHeader
from cynosure.intake.table import ChangesWithoutDemands, WrongMapping
from cynosure.intake.zones import UnknownZone
from tests.intake.taking import NOW, take, write

TICKETS = "id,title,created,resolved\n1,It fails,2026-03-01 10:00,\n2,It is slow,2026-03-02 11:00,2026-03-04 09:00\n"
ISSUE: dict[str, Any] = {
    "url": "https://api.github.com/repos/o/r/issues/1", "repository_url": "https://api.github.com/repos/o/r",
    "html_url": "https://github.com/o/r/issues/1", "number": 1, "id": 11, "node_id": "x",
    "title": "It fails", "body": "Always", "state": "open", "user": {"login": "ana", "type": "User"},
    "labels": [], "created_at": "2026-03-01T10:00:00Z", "updated_at": "2026-03-01T10:00:00Z",
    "closed_at": None, "comments": 0, "author_association": "NONE",
}  # fmt: skip
texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=10)
times = st.sampled_from(["2026-03-01", "2026-03-02 10:00", "", "soon", "31/02/2026", "9999-12-31"])
rows = st.lists(st.tuples(st.sampled_from(["1", "2", "3", ""]), texts, times), max_size=12)


def table(header: list[str], lines: Sequence[tuple[str, ...]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([header, *lines])
    return written.getvalue()


class TestReadExport:
    def test_makes_demands_and_events_of_a_table(self, tmp_path: Path) -> None:
        taken = take(write(tmp_path / "Desk tickets 2026-03.csv", TICKETS))

        assert taken.incoming.shape == "table"
        assert taken.incoming.source == "desk-tickets"
        assert [row["demand_id"] for row in taken.demands] == ["desk-tickets:1", "desk-tickets:2"]
        assert [row["kind"] for row in taken.events] == ["asked", "asked", "resolved"]
        assert taken.incoming.tells == {"endings", "text"}
        assert f"{taken.last_sign_at:%Y-%m-%d}" == "2026-03-04"

    def test_recognises_a_known_export(self, tmp_path: Path) -> None:
        pull = {**ISSUE, "number": 2, "pull_request": {"url": "…"}, "url": ISSUE["url"][:-1] + "2"}

        taken = take(write(tmp_path / "issues.json", json.dumps([ISSUE, pull])))

        assert (taken.incoming.shape, taken.incoming.source) == ("github", "github")
        assert taken.read == 2
        assert len(taken.demands) == 1
        assert taken.set_aside[0]["reason"] == "pull request"

    def test_stamps_everything_with_the_import(self, tmp_path: Path) -> None:
        taken = take(write(tmp_path / "a.csv", TICKETS))

        for table_of in (taken.demands, taken.events, taken.payloads):
            assert {row["import_id"] for row in table_of} == {taken.incoming.import_id}
        assert all(row["event_id"] for row in taken.events)
        assert all(row["imported_at"] == NOW for row in taken.demands)

    def test_keeps_the_sources_words(self, tmp_path: Path) -> None:
        taken = take(write(tmp_path / "a.csv", TICKETS))

        (first, _) = taken.payloads
        with pa.input_stream(pa.BufferReader(first["payload"]), compression="zstd") as stream:
            words = json.loads(stream.read())
        assert words == {
            "id": "1",
            "title": "It fails",
            "created": "2026-03-01 10:00",
            "resolved": "",
        }
        assert first["payload_hash"] == taken.demands[0]["payload_hash"]

    def test_gives_batches_of_the_agreed_schemas(self, tmp_path: Path) -> None:
        incoming = read_export([write(tmp_path / "a.csv", TICKETS)], imported_at=NOW)

        for batch in incoming.batches:
            for rows_of, schema in (
                (batch.demands, DEMANDS), (batch.events, EVENTS), (batch.payloads, PAYLOADS),
                (batch.set_aside, SET_ASIDE), (batch.quarantine, QUARANTINE),
            ):  # fmt: skip
                assert rows_of.schema == schema

    def test_is_the_same_import_of_the_same_files_at_the_same_time(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", TICKETS)

        one, same = (take(path).incoming.import_id for _ in range(2))
        other = take(write(tmp_path / "a.csv", TICKETS + "3,New,2026-03-05,\n")).incoming.import_id

        assert one == same != other

    def test_tells_how_many_records_are_done(self, tmp_path: Path) -> None:
        heard: list[int] = []

        take(write(tmp_path / "a.csv", TICKETS), progress=heard.append)

        assert heard == [2]

    def test_counts_rows_beside_the_records_that_they_make(self, tmp_path: Path) -> None:
        log = "Case ID,Activity,Complete Timestamp\n" + "".join(
            f"{case},{activity},2026-03-0{day} 09:00:00\n"
            for case in (1, 2)
            for day, activity in enumerate(("Opened", "Checked", "Closed"), start=1)
        )

        taken = take(write(tmp_path / "log.csv", log))

        assert (taken.incoming.shape, taken.rows, taken.read) == ("event_log", 6, 2)

    def test_counts_rows_that_cannot_be_read(self, tmp_path: Path) -> None:
        taken = take(write(tmp_path / "t.csv", "id,title\n1,Late\n2\n1,Late\n"))

        assert (taken.rows, taken.read) == (3, 3)
        assert (len(taken.demands), len(taken.quarantine), len(taken.set_aside)) == (1, 1, 1)

    def test_reads_local_times_in_the_zone_given(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", TICKETS)

        here, there = take(path), take(path, timezone="Europe/Berlin")

        assert (here.incoming.zone, here.incoming.zone_assumed) == ("UTC", True)
        assert any("--timezone" in note for note in here.incoming.notes)
        assert (there.incoming.zone, there.incoming.zone_assumed) == ("Europe/Berlin", False)
        assert f"{there.demands[0]['asked_at']:%H:%M}" == "09:00"

    def test_assumes_no_zone_where_times_say_theirs(self, tmp_path: Path) -> None:
        taken = take(write(tmp_path / "a.csv", "id,title,created\n1,a b,2026-03-01T10:00:00Z\n"))

        assert not taken.incoming.zone_assumed

    def test_says_that_the_order_of_day_and_month_is_open(self, tmp_path: Path) -> None:
        taken = take(write(tmp_path / "a.csv", "id,title,created\n1,a b,03/04/2026\n"))

        assert any("begins with the day or the month" in note for note in taken.incoming.notes)

    def test_numbers_equal_rows_without_ids(self, tmp_path: Path) -> None:
        taken = take(write(tmp_path / "a.csv", "text,created\n" + "It fails,2026-03-01\n" * 3))

        names = [row["source_id"] for row in taken.demands]
        assert names[1:] == [f"{names[0]}-2", f"{names[0]}-3"]
        assert [row["demand_id"] for row in taken.events] == [
            row["demand_id"] for row in taken.demands
        ]

    def test_takes_the_first_of_equal_ids(self, tmp_path: Path) -> None:
        text = "id,title,created\n1,a,2026-03-01\n1,b,2026-03-01\n1,a,2026-03-01\n"

        taken = take(write(tmp_path / "a.csv", text))

        assert taken.demand["title"] == "a"
        assert taken.places == ["a.csv, line 3"]
        assert "stood before with other content" in taken.reasons[0]
        assert taken.set_aside[0]["reason"] == "the same record once more"

    def test_leaves_files_out_visibly(self, tmp_path: Path) -> None:
        write(tmp_path / "issues.json", json.dumps([ISSUE]))
        write(tmp_path / "people.csv", "name,team\nana,blue\n")
        write(tmp_path / "none.csv", "id,title\n")

        taken = take(tmp_path)

        assert taken.incoming.files == ("issues.json",)
        assert any("people.csv" in note for note in taken.incoming.notes)
        assert any("none.csv" in note for note in taken.incoming.notes)

    def test_follows_a_mapping(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", "no,what,when\n7,It fails,2/3/2026\n")
        columns = {"source_id": ("no",), "body": ("what",), "asked_at": ("when",)}

        taken = take(path, mapping=Mapping(source="desk", day_first=False, columns=columns))

        assert taken.demand["demand_id"] == "desk:7"
        assert f"{taken.demand['asked_at']:%m-%d}" == "02-03"

    def test_reads_an_event_log_by_the_endings_of_a_mapping(self, tmp_path: Path) -> None:
        log = "case,activity,timestamp\n" + "".join(
            f"{case},{step},2026-03-0{step}T10:00:00Z\n" for case in "ab" for step in (1, 2, 6)
        )
        path = write(tmp_path / "log.csv", log)

        taken = take(path, mapping=Mapping(shape="event_log", statuses={"6": "resolved"}))

        assert len(taken.demands) == 2
        assert [row["kind"] for row in taken.events].count("resolved") == 2

    def test_reads_an_event_log_on_after_an_ending_that_a_mapping_denies(
        self, tmp_path: Path
    ) -> None:
        log = "Case ID,Activity,Complete Timestamp\n" + "".join(
            f"{case},{activity},2026-03-0{day} 09:00:00\n"
            for case in (1, 2)
            for day, activity in enumerate(("Opened", "Closed", "Solved"), start=1)
        )
        path = write(tmp_path / "log.csv", log)

        taken = take(path, mapping=Mapping(shape="event_log", statuses={"Closed": "open"}))

        solved = [row for row in taken.events if row["kind"] == "resolved"]
        assert [row["at"].day for row in solved] == [3, 3]

    @given(rows, st.randoms(use_true_random=False))
    def test_loses_nothing_and_needs_no_order(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        lines: list[tuple[str, ...]],
        rng: random.Random,
    ) -> None:
        folder = tmp_path_factory.mktemp("export")
        columns = {"source_id": ("id",), "title": ("title",), "asked_at": ("created",)}
        lines = [*dict.fromkeys(lines), ("9", "always here", "2026-03-01")]
        # Of equal ids the first counts, so that the order of different ones is what is free.
        lines = [
            line for at, line in enumerate(lines) if line[0] not in [one[0] for one in lines[:at]]
        ]
        turned = rng.sample(lines, len(lines))

        one, other = (
            take(
                write(folder / "a.csv", table(["id", "title", "created"], order)),
                mapping=Mapping(columns=columns),
            )
            for order in (lines, turned)
        )

        assert one.read == len(lines)
        assert one.read == len(one.demands) + len(one.set_aside) + len(one.quarantine)
        assert _by_id(one.demands) == _by_id(other.demands)
        assert sorted(one.reasons) == sorted(other.reasons)

    @given(st.lists(st.tuples(texts.filter(str.strip), texts), min_size=1, max_size=8))
    def test_carries_any_words_through(
        self, tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str]]
    ) -> None:
        said = [(title.replace("\0", ""), body.replace("\0", "")) for title, body in said]
        lines = [
            (str(number), f"x{title}x", f"x{body}x") for number, (title, body) in enumerate(said)
        ]
        path = write(
            tmp_path_factory.mktemp("export") / "a.csv", table(["id", "title", "body"], lines)
        )
        columns = {"source_id": ("id",), "title": ("title",), "body": ("body",)}

        taken = take(path, mapping=Mapping(columns=columns))

        assert [(row["title"], row["body"]) for row in taken.demands] == [
            line[1:] for line in lines
        ]


def _by_id(demands: list[dict[str, Any]]) -> dict[str, Any]:
    left_out = ("import_id",)
    return {
        row["demand_id"]: {name: value for name, value in row.items() if name not in left_out}
        for row in demands
    }


class TestReadExportRefuses:
    def test_a_table_of_a_header_only(self, tmp_path: Path) -> None:
        with pytest.raises(OnlyHeader, match=r"a\.csv: there is a header at most"):
            take(write(tmp_path / "a.csv", "id,title\n"))

    def test_two_columns_of_one_name(self, tmp_path: Path) -> None:
        with pytest.raises(RepeatedColumn, match="several columns called 'title'"):
            take(write(tmp_path / "a.csv", "id,title,created,title\n1,a,2026-03-01,b\n"))

    def test_a_history_of_fields(self, tmp_path: Path) -> None:
        text = "key,field,from,to,created\nA-1,status,Open,Done,2026-03-01\n"

        with pytest.raises(ChangesWithoutDemands):
            take(write(tmp_path / "a.csv", text))

    def test_exports_of_several_systems_at_once(self, tmp_path: Path) -> None:
        write(tmp_path / "issues.json", json.dumps([ISSUE]))
        log = "case,activity,timestamp\n" + "1,Opened,2026-03-01\n" * 2
        write(tmp_path / "log.csv", log)

        with pytest.raises(MixedExports, match="Take them in one after the other"):
            take(tmp_path)

    def test_json_that_breaks_in_the_middle(self, tmp_path: Path) -> None:
        lines = [json.dumps({**ISSUE, "number": number}) for number in range(600)]
        path = write(tmp_path / "a.jsonl", "\n".join([*lines, "{"]))

        with pytest.raises(InvalidJSON, match="line 601"):
            take(path)

    def test_a_quote_that_swallows_the_rest(self, tmp_path: Path) -> None:
        with pytest.raises(BrokenFile, match="line 3"):
            take(write(tmp_path / "a.csv", 'id,title\n1,fine\n2,"open\n'))

    def test_a_zone_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownZone):
            take(write(tmp_path / "a.csv", TICKETS), timezone="Berlin")

    def test_a_mapping_of_columns_that_are_not_there(self, tmp_path: Path) -> None:
        mapping = Mapping(columns={"title": ("titel",), "body": ("nothing",)})

        with pytest.raises(WrongMapping) as refused:
            take(write(tmp_path / "a.csv", TICKETS), mapping=mapping)

        assert len(refused.value.problems) == 2
        assert "Did you mean 'title'?" in refused.value.problems[0]

    def test_a_mapping_to_an_export_that_is_not_known(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownShape, match="Did you mean 'github'"):
            take(write(tmp_path / "a.csv", TICKETS), mapping=Mapping(shape="githib"))


class TestRecordsThatAreNone:
    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("3,x,0000-01-01", "created: '0000-01-01'"),
            ("3,x,9999-12-31", "The year 9999"),
            ("3,x,soon", "'soon' is no time"),
            ("3,,", "neither when it was asked nor what"),
            (",x,2026-03-01", "It has no id"),
            ("3,x", "2 cells where the header has 3"),
        ],
    )
    def test_go_to_quarantine_with_reason_and_place(
        self, tmp_path: Path, line: str, why: str
    ) -> None:
        text = f"id,title,created\n1,a,2026-03-01\n2,b,2026-03-02\n4,d,2026-03-02\n{line}\n"

        taken = take(write(tmp_path / "a.csv", text))

        assert taken.read == 4
        assert len(taken.demands) == 3
        assert taken.places == ["a.csv, line 5"]
        assert why in taken.reasons[0]

    def test_keep_their_text_cut(self, tmp_path: Path) -> None:
        text = f"id,title,created\n1,a,2026-03-01\n2,{'x' * 9000},soon\n3,c,2026-03-01\n"

        taken = take(write(tmp_path / "a.csv", text))

        assert len(taken.quarantine[0]["record"]) == 4000

    def test_may_be_strange_to_the_shape_itself(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object) -> None:
            raise KeyError("surprise")

        monkeypatch.setattr("cynosure.intake.table.shape.Table.translate", fails)

        taken = take(write(tmp_path / "a.csv", TICKETS))

        assert taken.read == len(taken.quarantine) == 2
        assert "not built as a table writes it (KeyError: 'surprise')" in taken.reasons[0]
