"""Each command does what its help says, on a small desk."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cynosure.demand import CLOCKS, DEMANDS, EVENTS, LABELS, REQUESTS
from cynosure.measures import MEASURES
from cynosure.store.payloads import unpacked
from tests.cli.desk import tickets, write_csv
from tests.commands import contents, cynosure, done

# One worker makes what they share.
pytestmark = pytest.mark.xdist_group("commands")

SCHEMAS = {
    "demands": DEMANDS,
    "events": EVENTS,
    "labels": LABELS,
    "clocks": CLOCKS,
    "requests": REQUESTS,
}


def lines(table: str, *words: str | Path) -> list[dict[str, Any]]:
    """Return the rows of a table as they are exported."""
    told = done("export", table, "--format", "json", *words).out
    return [json.loads(line) for line in told.splitlines()]


class TestTakeIn:
    def test_says_what_became_of_each_record(self, export: Path, tmp_path: Path) -> None:
        ran = done("take-in", export, "-w", tmp_path / "workspace")

        assert ran.err == ("Read 60: 60 new, 0 changed, 0 unchanged, 0 set aside, 0 quarantined.\n")
        assert ran.out == ""

    def test_twice_changes_nothing(self, workspace: Path, export: Path) -> None:
        before = {table: lines(table, "-w", workspace) for table in SCHEMAS}

        ran = done("take-in", export, "-w", workspace)

        assert "0 new, 0 changed, 60 unchanged" in ran.err
        assert {table: lines(table, "-w", workspace) for table in SCHEMAS} == before

    def test_of_a_later_export_takes_what_is_new(self, workspace: Path, tmp_path: Path) -> None:
        rows = tickets(61)
        rows[3]["Subject"] = "Login is still broken"
        file = write_csv(tmp_path / "tickets.csv", rows)

        ran = done("take-in", file, "-w", workspace)

        assert "1 new, 1 changed, 59 unchanged" in ran.err

    def test_calls_demands_by_the_name_that_is_given(self, export: Path, tmp_path: Path) -> None:
        done("take-in", export, "-w", tmp_path / "workspace", "--source", "desk")

        ids = [row["demand_id"] for row in lines("demands", "-w", tmp_path / "workspace")]
        assert ids == [f"desk:{1000 + number}" for number in range(60)]

    def test_reads_local_times_in_the_zone_that_is_named(
        self, export: Path, tmp_path: Path
    ) -> None:
        workspace = tmp_path / "workspace"

        done("take-in", export, "-w", workspace, "--timezone", "America/New_York")

        assert lines("demands", "-w", workspace)[0]["asked_at"] == "2026-01-01T14:30:00.000000Z"


@pytest.mark.slow
class TestExport:
    @pytest.mark.parametrize("table", SCHEMAS)
    def test_agrees_in_every_form(self, table: str, shared_workspace: Path, tmp_path: Path) -> None:
        told = {}
        for form in ("csv", "parquet", "json"):
            out = tmp_path / f"{table}.{form}"
            done("export", table, "-w", shared_workspace, "--format", form, "--out", out)
            told[form] = out.read_bytes()

        rows = pq.read_table(io.BytesIO(told["parquet"]))
        assert rows.schema.names == SCHEMAS[table].names
        assert rows.schema.types == SCHEMAS[table].types
        as_json = [json.loads(line) for line in told["json"].decode().splitlines()]
        as_csv = list(csv.DictReader(io.StringIO(told["csv"].decode(), newline="")))
        assert rows.num_rows == len(as_json) == len(as_csv) > 0
        for one, other in zip(as_json, as_csv, strict=True):
            assert list(one) == list(other) == SCHEMAS[table].names
            for name, value in one.items():
                if value is None:
                    assert other[name] == ""
                elif isinstance(value, str):
                    assert other[name].removeprefix("'") == value
                elif isinstance(value, bool):
                    assert other[name] == str(value).lower()

    def test_writes_to_standard_output_what_it_writes_to_a_file(
        self, shared_workspace: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "clocks.csv"
        done("export", "clocks", "-w", shared_workspace, "--out", out)

        said = done("export", "clocks", "-w", shared_workspace)

        assert said.out.encode() == out.read_bytes()
        assert said.err == ""

    @pytest.mark.parametrize("form", ["csv", "parquet", "json"])
    def test_taken_in_again_gives_the_same_clocks(
        self, form: str, shared_workspace: Path, tmp_path: Path
    ) -> None:
        again = tmp_path / "again"
        again.mkdir()
        for table in ("demands", "events"):
            out = again / f"{table}.{form}"
            done("export", table, "-w", shared_workspace, "--format", form, "--out", out)

        done("take-in", again, "-w", tmp_path / "workspace")

        told = lines("clocks", "-w", tmp_path / "workspace")
        assert told == lines("clocks", "-w", shared_workspace)
        asked = lines("demands", "-w", tmp_path / "workspace")
        assert [row["title"] for row in asked] == [
            row["title"] for row in lines("demands", "-w", shared_workspace)
        ]

    def test_tells_clocks_as_of_the_instant_that_is_asked(self, shared_workspace: Path) -> None:
        told = lines("clocks", "-w", shared_workspace, "--as-of", "2026-01-10")

        assert len(told) == 9  # asked on the first to the ninth
        (third,) = [row for row in told if row["demand_id"] == "tickets:1003"]
        assert third["censored_seconds"] == 6 * 86_400 - 9 * 3_600 - 1_800


class TestExplain:
    def test_tells_each_event_with_its_rule(self, shared_workspace: Path) -> None:
        told = done("explain", "tickets:1000", "-w", shared_workspace).out

        assert "tickets:1000" in told
        assert "rule 1" in told.lower()
        assert "2026-01-01 10:00" in told

    def test_names_the_nearest_where_there_is_no_such_demand(self, shared_workspace: Path) -> None:
        ran = cynosure("explain", "tickets:9999", "-w", shared_workspace)

        assert ran.status == 64
        assert "Did you mean 'tickets:" in ran.err


@pytest.mark.slow
class TestMeasures:
    def test_list_names_each(self) -> None:
        told = done("measures", "list").out

        assert [line.split()[0] for line in told.splitlines()] == list(MEASURES)

    @pytest.mark.parametrize("name", MEASURES)
    def test_show_says_what_each_is_of(self, name: str, shared_workspace: Path) -> None:
        told = done("measures", "show", name, "-w", shared_workspace).out

        assert ", of " in told or "unknown" in told or "not printed" in told
        assert "as of 2026-03-04 09:30 UTC" in told

    def test_show_tells_groups_apart(self, shared_workspace: Path) -> None:
        told = done("measures", "show", "arrivals", "-w", shared_workspace, "--by", "channel").out

        names = [line.split()[0] for line in told.splitlines()]
        assert names[:3] == ["e-mail", "web", "all"] or names[:3] == ["web", "e-mail", "all"]

    def test_show_tells_weeks_and_months_apart(self, shared_workspace: Path) -> None:
        for every, first in (("week", "2025-12-29"), ("month", "2026-01-01")):
            told = done("measures", "show", "arrivals", "-w", shared_workspace, "--every", every)

            assert told.out.startswith(first)

    def test_show_counts_the_period_that_is_asked(self, shared_workspace: Path) -> None:
        period = ("--since", "2026-01-01", "--until", "2026-02-01")

        told = done("measures", "show", "arrivals", "-w", shared_workspace, *period).out

        assert "of 28 demands" in told

    def test_show_takes_hours_where_no_effort_is_recorded(self, shared_workspace: Path) -> None:
        name = ("measures", "show", "capacity-regained", "-w", shared_workspace)

        assert "not printed" in done(*name).out
        assert "not printed" not in done(*name, "--hours", "failure=0.5,value=6").out

    @pytest.mark.parametrize(
        ("words", "hint"),
        [
            (["failure-shar"], "'failure-share'"),
            (["failure-share", "--by", "chanel"], "channel"),
            (["stock", "--every", "fortnight"], "week"),
        ],
        ids=str,
    )
    def test_show_names_what_there_is(
        self, words: list[str], hint: str, shared_workspace: Path
    ) -> None:
        ran = cynosure("measures", "show", *words, "-w", shared_workspace)

        assert hint in ran.err
        assert ran.status in {2, 64}


class TestInspect:
    def test_shows_what_is_what_and_stores_nothing(self, export: Path) -> None:
        before = contents(export.parent)

        told = done("inspect", export).out

        for words in (
            "Recognised: a table",
            "title            from 'Subject'",
            "asked_at         from 'Created at'",
            "2026-01-01 09:30:00 UTC",
            "It does not tell:",
            "first response is unknown",
            "60 demands",
        ):
            assert words in told
        assert "example.org" not in told  # the askers' addresses
        assert contents(export.parent) == before

    def test_keeps_a_mapping_that_can_be_corrected(self, export: Path, tmp_path: Path) -> None:
        mapping = tmp_path / "tickets.toml"
        done("inspect", export, "--save-mapping", mapping)
        plain = done("export", "demands", export).out
        assert done("export", "demands", export, "--mapping", mapping).out.count("\n") == (
            plain.count("\n")
        )

        said = mapping.read_text(encoding="utf-8")
        mapping.write_text(said.replace('title = "Subject"', 'title = "Type"'), encoding="utf-8")

        titles = {row["title"] for row in lines("demands", export, "--mapping", mapping)}
        assert titles == {row["Type"] for row in tickets()}

    def test_tells_all_that_is_wrong_with_a_mapping_at_once(
        self, export: Path, tmp_path: Path
    ) -> None:
        mapping = tmp_path / "wrong.toml"
        mapping.write_text('timezone = "Mars"\n[columns]\ntitel = "Subject"\n', encoding="utf-8")

        ran = cynosure("report", export, "--mapping", mapping)

        assert ran.status == 78
        assert "'titel'" in ran.err
        assert "Mars" in ran.err


@pytest.fixture(scope="module")
def reports(made_once: Path) -> dict[str, str]:
    """The same report in every form."""
    words = ("report", "-w", made_once / "workspace", "--format")
    return {form: done(*words, form).out for form in ("html", "json", "csv", "markdown")}


@pytest.mark.slow
class TestReport:
    def test_says_the_same_figure_as_measures_show(
        self, reports: dict[str, str], shared_workspace: Path
    ) -> None:
        share = json.loads(reports["json"])["headline"]["failure_share"]
        told = done("measures", "show", "failure-share", "-w", shared_workspace).out

        assert told.startswith(f"Failure share: {share['value']:.0%}".replace("%", " %"))
        low, high = (round(100 * share["interval"][end]) for end in ("low", "high"))
        assert f"({low}–{high} %, unaudited)" in told
        for form in ("html", "markdown"):
            assert f"{low}–{high} %" in reports[form].replace("\u202f", " ").replace("\xa0", " ")
        assert "unaudited" in reports["html"]

    def test_says_the_same_in_csv(self, reports: dict[str, str]) -> None:
        share = json.loads(reports["json"])["headline"]["failure_share"]["value"]
        cells = {cell for row in csv.reader(io.StringIO(reports["csv"])) for cell in row}

        assert any(is_close(cell, share) for cell in cells)

    def test_says_that_utc_was_assumed(self, reports: dict[str, str]) -> None:
        assert json.loads(reports["json"])["making"]["zone_assumed"] is True
        assert "UTC was taken" in reports["html"]

    def test_says_which_zone_was_named(self, export: Path) -> None:
        told = done("report", export, "--timezone", "Europe/Berlin", "--format", "json").json

        assert told["making"]["zone"] == "Europe/Berlin"
        assert told["making"]["zone_assumed"] is False

    def test_takes_its_form_from_the_name_of_the_file(
        self, shared_workspace: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "report.json"

        ran = done("report", "-w", shared_workspace, "--out", out)

        assert json.loads(out.read_text(encoding="utf-8"))["schema_version"] == 2
        assert ran.out == ""
        assert "report.json" in ran.err
        assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def is_close(cell: str, value: float) -> bool:
    try:
        return abs(float(cell) - value) < 1e-6
    except ValueError:
        return False


@pytest.mark.slow
class TestAudit:
    def test_takes_one_key_each_and_the_report_shows_the_interval(self, workspace: Path) -> None:
        told = done("audit", "-w", workspace, "-n", "10", typed="f1" * 6 + "v2" * 4).out

        assert "10 of 10" in told
        shown = done("measures", "show", "failure-share", "-w", workspace).out
        assert "audited: 10 labels of a simple random sample" in told
        assert "unaudited" not in shown
        share = done("report", "-w", workspace, "--format", "json").json["headline"][
            "failure_share"
        ]
        assert 0 < share["interval"]["low"] < share["value"] < share["interval"]["high"] < 1
        assert share["interval"]["kind"] == "audit"

    def test_goes_on_where_it_stopped(self, workspace: Path) -> None:
        done("audit", "-w", workspace, "-n", "5", typed="f1f1q")

        told = done("audit", "-w", workspace, "-n", "5", typed="v1v1v1").out

        assert "3 of 3" in told
        assert "5 demands judged" in told

    def test_shows_no_address(self, workspace: Path) -> None:
        assert "@" not in done("audit", "-w", workspace, "-n", "5", typed="mfq").out


PLANTED = "zebulon.quux@example.com"


def holdings(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield all that a workspace holds, decoded: bytes, Parquet, payloads, SQLite."""
    for file in sorted(folder.rglob("*")):
        yield file, str(file.relative_to(folder))
        if not file.is_file():
            continue
        yield file, file.read_bytes().decode("latin-1")
        if file.suffix == ".parquet":
            for row in pq.read_table(file).to_pylist():
                yield file, repr(row)
                if row.get("payload"):
                    yield file, unpacked(row["payload"]).decode()
        if file.suffix in {".sqlite3", ".sqlite", ".db"}:
            with sqlite3.connect(file) as base:
                yield file, "\n".join(base.iterdump())


@pytest.mark.slow
class TestErase:
    @pytest.fixture
    def planted(self, tmp_path: Path) -> Path:
        rows = tickets(12)
        rows[2]["Requester"] = PLANTED
        rows[4]["Description"] += f" Please answer to {PLANTED.upper()}, not to me."
        rows[5]["Subject"] = ""
        rows[5]["Created at"] = f"never, says {PLANTED}"
        return write_csv(tmp_path / "tickets.csv", rows)

    def found(self, workspace: Path) -> list[str]:
        return [str(file) for file, text in holdings(workspace) if PLANTED.lower() in text.lower()]

    def test_leaves_nothing_of_a_person_also_after_the_next_import(
        self, planted: Path, tmp_path: Path
    ) -> None:
        workspace = tmp_path / "workspace"
        done("take-in", planted, "-w", workspace)
        done("audit", "-w", workspace, "-n", "12", typed="f1" * 12)
        assert self.found(workspace)

        told = done("erase", "--asker", PLANTED, "-w", workspace)

        assert self.found(workspace) == []
        assert PLANTED not in told.said
        assert "1 demands of theirs" in told.out
        for beyond in ("backups", "reports"):
            assert beyond in told.out
        again = done("take-in", planted, "-w", workspace)
        assert self.found(workspace) == []
        assert "0 new" in again.err
        page = done("report", "-w", workspace).out
        assert PLANTED.lower() not in page.lower()

    def test_keeps_times_and_codes(self, planted: Path, tmp_path: Path) -> None:
        workspace = tmp_path / "workspace"
        done("take-in", planted, "-w", workspace)
        before = lines("clocks", "-w", workspace)

        done("erase", "--asker", PLANTED, "-w", workspace)

        assert lines("clocks", "-w", workspace) == before
        (theirs,) = [
            row for row in lines("demands", "-w", workspace) if row["demand_id"] == "tickets:1002"
        ]
        assert theirs["title"] is None
        assert theirs["body"] is None

    def test_says_where_nothing_was_found(self, workspace: Path) -> None:
        told = done("erase", "--asker", "nobody@example.com", "-w", workspace).out

        assert "Nothing of this person was found" in told


class TestVersion:
    def test_is_a_version(self) -> None:
        assert re.fullmatch(r"cynosure \d+\.\d+\.\d+\S*\n", done("version").out)
