"""The main job on real exports: nothing lost, published figures reproduced, differences explained."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.commands import contents, cynosure, done
from tests.given import data

# One worker makes what they share.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("real exports")]
DATA = data()
DAY = 86_400


class Reported:
    """A real export taken in and reported on."""

    def __init__(self, folder: Path, *paths: str) -> None:
        self.workspace = folder / "workspace"
        out = folder / "report.json"
        files = [DATA / path for path in paths]
        ran = done("report", *files, "-w", self.workspace, "--out", out)
        self.said = ran.err
        self.json = json.loads(out.read_text(encoding="utf-8"))
        (self.ledger,) = self.json["ledgers"]

    def compared(self, title: str) -> Any:
        (found,) = [each for each in self.json["reconciliation"] if each["title"] == title]
        return found

    def exported(self, table: str) -> list[dict[str, Any]]:
        lines = done("export", table, "-w", self.workspace, "--format", "json").out.splitlines()
        return [json.loads(line) for line in lines]


def adds_up(ledger: dict[str, Any]) -> bool:
    parts = ("new", "changed", "unchanged", "set_aside", "quarantined")
    return bool(ledger["read"] == sum(ledger[part] for part in parts))


def rows(path: str) -> list[dict[str, str]]:
    opened = gzip.open if path.endswith(".gz") else open
    with opened(DATA / path, "rt", newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    path = "github_hf_datasets/datasets-issues.jsonl.gz"
    return Reported(tmp_path_factory.mktemp("github"), path)


@pytest.fixture(scope="module")
def hadoop(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    return Reported(tmp_path_factory.mktemp("hadoop"), "gitbugs/hadoop_bugs.csv")


@pytest.fixture(scope="module")
def compass(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    return Reported(
        tmp_path_factory.mktemp("compass"),
        "jira_compass/slice_issues_extracted.csv",
        "jira_compass/slice_changelog_extracted.csv",
    )


@pytest.fixture(scope="module")
def by_form(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reported]:
    paths = {
        "csv": "bpic2013_volvo/VINST-new.csv.gz",
        "xes": "bpic2013_volvo/07_bpic2013_incidents.xes.gz",
    }
    return {form: Reported(tmp_path_factory.mktemp(form), path) for form, path in paths.items()}


class TestGitHub:
    def test_holds_the_issues_and_sets_the_pull_requests_aside(self, github: Reported) -> None:
        assert github.ledger["new"] == 3_019
        assert github.ledger["set_aside_reasons"] == [{"reason": "pull request", "n": 4_239}]
        assert github.ledger["read"] == 7_258
        assert adds_up(github.ledger)
        assert "4,239 set aside" in github.said

    @pytest.mark.parametrize(
        ("title", "days", "closed"),
        [
            ("Median time to close", 5.89, 2_265),
            ("Median time to close, bug", 3.01, 604),
            ("Median time to close, enhancement", 21.66, 247),
        ],
    )
    def test_reproduces_the_tracker_s_medians_and_says_why_ours_differ(
        self, title: str, days: float, closed: int, github: Reported
    ) -> None:
        told = github.compared(title)

        assert round(told["theirs"] / DAY, 2) == days
        assert told["n_theirs"] == closed
        assert told["ours"] > 2 * told["theirs"]
        assert "still open" in told["why"]
        assert told["demands_count"] > 0
        assert told["demands"]

    def test_says_what_it_cannot_tell(self, github: Reported) -> None:
        assert "first answered is not known" in " ".join(github.ledger["notes"])
        assert github.json["waiting"]["first_response"]["value"] is None

    def test_explains_a_demand(self, github: Reported) -> None:
        demand = github.exported("demands")[100]["demand_id"]

        told = done("explain", demand, "-w", github.workspace).out

        assert demand in told
        assert "rule 1" in told.lower()

    def test_taken_in_again_changes_nothing(self, github: Reported) -> None:
        before = {table: github.exported(table) for table in ("demands", "events", "labels")}
        path = DATA / "github_hf_datasets/datasets-issues.jsonl.gz"

        said = done("take-in", path, "-w", github.workspace).err

        assert "0 new, 0 changed, 3,019 unchanged, 4,239 set aside" in said
        assert {table: github.exported(table) for table in before} == before


class TestJira:
    def test_reproduces_the_closed_only_median(self, hadoop: Reported) -> None:
        told = hadoop.compared("Median time to close")

        assert round(told["theirs"] / DAY, 2) == 12.26
        assert told["n_theirs"] == 1_733
        assert told["ours"] > told["theirs"]
        assert "still open" in told["why"]

    def test_loses_no_row(self, hadoop: Reported) -> None:
        assert hadoop.ledger["read"] == len(rows("gitbugs/hadoop_bugs.csv")) == 2_503
        assert adds_up(hadoop.ledger)

    def test_says_that_utc_was_taken(self, hadoop: Reported) -> None:
        assert hadoop.json["making"]["zone_assumed"]
        assert any("time zone; UTC was taken" in doubt["title"] for doubt in hadoop.json["doubts"])

    def test_tells_clocks_from_the_history(self, compass: Reported) -> None:
        assert compass.ledger["read"] == len(rows("jira_compass/slice_issues_extracted.csv"))
        assert adds_up(compass.ledger)
        clocks = [row for row in compass.exported("clocks") if row["state"] == "resolved"]
        assert clocks
        assert not any(row["claimed"] for row in clocks)
        assert compass.json["headline"]["fixed_first_time"]["value"] is not None
        assert "observed" in {row["origin"] for row in compass.exported("events")}

    def test_reads_a_folder_of_both_the_same(self, compass: Reported, tmp_path: Path) -> None:
        folder = tmp_path / "slice"
        folder.mkdir()
        for name in ("slice_issues_extracted.csv", "slice_changelog_extracted.csv"):
            shutil.copy(DATA / "jira_compass" / name, folder / name)
        workspace = tmp_path / "workspace"

        done("take-in", folder, "-w", workspace)

        clocks = done("export", "clocks", "-w", workspace, "--format", "json").out
        assert [json.loads(line) for line in clocks.splitlines()] == compass.exported("clocks")

    def test_explains_a_demand(self, compass: Reported) -> None:
        demand = compass.exported("demands")[3]["demand_id"]

        assert demand in done("explain", demand, "-w", compass.workspace).out

    @pytest.mark.parametrize("command", ["report", "take-in", "inspect"])
    def test_refuses_changes_without_the_issues(self, command: str, tmp_path: Path) -> None:
        workspace = tmp_path / "workspace"
        where = () if command == "inspect" else ("-w", workspace)

        ran = cynosure(command, DATA / "jira_compass/compass_changelog_extracted.csv", *where)

        assert "a table of field changes without creation times is no event log" in ran.err
        assert ran.status == 65
        assert set(contents(workspace)) <= {"store.json"}


class TestTheVolvoLog:
    @pytest.mark.parametrize("form", ["csv", "xes"])
    def test_holds_every_event_and_incident(self, form: str, by_form: dict[str, Reported]) -> None:
        told = by_form[form]

        assert told.ledger["new"] == 7_554
        assert adds_up(told.ledger)
        assert told.ledger["rows"] == 65_533
        assert "65,533" in told.said

    def test_gives_the_same_figures_from_both(self, by_form: dict[str, Reported]) -> None:
        parts = ("headline", "waiting", "change", "reconciliation")

        for part in parts:
            assert figures(by_form["csv"].json[part]) == figures(by_form["xes"].json[part])

    def test_explains_a_demand(self, by_form: dict[str, Reported]) -> None:
        demand = by_form["xes"].exported("clocks")[7]["demand_id"]

        assert demand in done("explain", demand, "-w", by_form["xes"].workspace).out


def figures(said: Any) -> Any:
    """Return what a part of a report says, without the names of its demands and its queries."""
    if isinstance(said, dict):
        return {
            name: figures(value) for name, value in said.items() if name not in {"query", "demands"}
        }
    if isinstance(said, list):
        return [figures(value) for value in said]
    return said


def sheet_rows(path: str, columns: tuple[str, ...]) -> int:
    """Return how many different rows a workbook's sheet has, by these columns."""
    book = load_workbook(DATA / path, read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    head = [str(name) for name in next(lines)]
    places = [head.index(name) for name in columns]
    seen = {tuple(line[place] for place in places) for line in lines if any(line)}
    book.close()
    return len(seen)


OTHERS: dict[str, tuple[str, int, int]] = {
    # name: path, demands, rows in the files that are read
    "CFPB": ("cfpb/consumer_complaints.csv", 28_156, 28_156),
    "the Italian help desk": ("helpdesk_italian/helpdesk.csv", 3_804, 13_710),
    "the receipt log": ("receipt/receipt.csv", 1_434, 8_577),
    "Maalej's reviews": ("app_reviews/M_dataset.xlsx", 3_329, 3_691),
    "Pan's reviews": ("app_reviews/Pan_Dataset.xlsx", 1_389, 1_390),
    "Google Play's reviews": ("app_reviews/dataset_balanced_8000.xlsx", 8_000, 8_000),
    "AR-Miner's reviews": ("app_reviews/arminer", 4_000, 4_000),
}


@pytest.mark.parametrize("name", OTHERS)
class TestAnotherSet:
    def test_is_read_and_loses_nothing(self, name: str, tmp_path: Path) -> None:
        path, demands, expected = OTHERS[name]

        told = Reported(tmp_path, path)

        assert told.ledger["new"] == demands
        assert told.ledger["rows"] in {expected, expected + 1}, told.ledger
        assert adds_up(told.ledger)
        assert told.ledger["quarantined"] == 0
        assert len(told.exported("demands")) == demands
        first = told.exported("demands")[0]["demand_id"]
        assert first in done("explain", first, "-w", told.workspace).out


class TestTheZendeskSeeds:
    def test_are_read_and_what_does_not_belong_is_named(self, tmp_path: Path) -> None:
        told = Reported(tmp_path, "zendesk_seeds")

        tickets = {row["id"] for row in rows("zendesk_seeds/ticket_data.csv")}
        demands = told.exported("demands")
        assert {row["source_id"] for row in demands} <= tickets
        assert told.ledger["new"] + told.ledger["set_aside"] >= len(tickets)
        assert adds_up(told.ledger)
        # Each of the tickets that others speak of and the table lacks is one record, named.
        assert told.ledger["quarantined"] == sum(
            each["n"] for each in told.ledger["quarantine_reasons"]
        )

    def test_count_each_record_once(self, tmp_path: Path) -> None:
        told = Reported(tmp_path, "zendesk_seeds/ticket_data.csv")

        ids = Counter(row["id"] for row in rows("zendesk_seeds/ticket_data.csv"))
        assert told.ledger["read"] == sum(ids.values())
        assert adds_up(told.ledger)
