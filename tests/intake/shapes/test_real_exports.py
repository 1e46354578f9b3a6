"""The known exports against real data: counts, published figures, and a peer's expected results."""

from __future__ import annotations

import csv
import gzip
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cynosure.demand import ENDINGS
from cynosure.errors import IntakeError
from cynosure.intake import Batch, Mapping, read_export
from cynosure.intake.reading import Unread
from cynosure.intake.reading.xes import read_xes
from cynosure.intake.shape import Place, Record, Translated
from cynosure.intake.shapes.event_logs import EVENT_LOGS
from tests.given import data
from tests.intake.shapes.given_records import context

DATA = data()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
DAY = 86_400


@pytest.fixture(autouse=True)
def long_cells() -> None:
    csv.field_size_limit(64 * 2**20)


class Taken:
    """All of an import at once, as the few things that these tests ask."""

    def __init__(self, *paths: str, mapping: Mapping | None = None) -> None:
        self.incoming = read_export(
            [DATA / path for path in paths], mapping=mapping, imported_at=NOW
        )
        batches: list[Batch] = list(self.incoming.batches)
        self.read = sum(batch.read for batch in batches)
        self.demands = {
            row["demand_id"]: row for batch in batches for row in batch.demands.to_pylist()
        }
        self.events: list[dict[str, Any]] = [
            row for batch in batches for row in batch.events.to_pylist()
        ]
        self.set_aside = Counter(
            reason for batch in batches for reason in batch.set_aside["reason"].to_pylist()
        )
        self.quarantined = [row for batch in batches for row in batch.quarantine.to_pylist()]

    def endings(self, origin: str | None = None) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for event in self.events:
            if event["kind"] in ENDINGS and origin in (None, event["origin"]):
                found[event["demand_id"]].append(event)
        return found

    def days_to_close(self, label: str | None = None) -> list[float]:
        """Days from the ask to the last ending, of those that ended."""
        return [
            (max(event["at"] for event in events) - self.demands[name]["asked_at"]).total_seconds()
            / DAY
            for name, events in self.endings().items()
            if label is None or label in self.demands[name]["labels"]
        ]


def rows(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def github() -> Taken:
    return Taken("github_hf_datasets/datasets-issues.jsonl.gz")


class TestGitHub:
    def test_takes_every_issue_and_sets_every_pull_request_aside(self, github: Taken) -> None:
        assert len(github.demands) == 3_019
        assert github.set_aside == {"pull request": 4_239}
        assert github.read == 7_258

    @pytest.mark.parametrize(
        ("label", "closed", "median"),
        [(None, 2_265, 5.89), ("bug", 604, 3.01), ("enhancement", 247, 21.66)],
    )
    def test_gives_the_published_medians_of_the_closed(
        self, github: Taken, label: str | None, closed: int, median: float
    ) -> None:
        days = github.days_to_close(label)

        assert len(days) == closed
        assert round(statistics.median(days), 2) == median


class TestJira:
    def test_gives_the_published_median_of_hadoops_resolved_bugs(self) -> None:
        taken = Taken("gitbugs/hadoop_bugs.csv")

        days = taken.days_to_close()

        assert (len(taken.demands), len(days)) == (2_503, 1_733)
        assert round(statistics.median(days), 2) == 12.26

    def test_joins_issues_with_their_change_log(self) -> None:
        taken = Taken(
            "jira_compass/slice_issues_extracted.csv", "jira_compass/slice_changelog_extracted.csv"
        )

        kinds = Counter(event["kind"] for event in taken.events if event["origin"] == "observed")
        assert len(taken.demands) == 101
        assert kinds["resolved"] == 82
        assert kinds["reopened"] == 6
        assert "history" in taken.incoming.tells
        observed, claimed = taken.endings("observed"), taken.endings("claimed")
        # What the summary says is what the history says last.
        for name, claims in claimed.items():
            assert claims[0]["at"] == max(event["at"] for event in observed[name])

    def test_refuses_a_change_log_without_its_issues(self) -> None:
        with pytest.raises(IntakeError, match="no event log"):
            read_export([DATA / "jira_compass/compass_changelog_extracted.csv"], imported_at=NOW)

    def test_reads_another_collectors_items_and_says_which_lack_their_fields(self) -> None:
        taken = Taken("perceval/jira.json")

        items = json.loads((DATA / "perceval/jira.json").read_text())
        whole = {item["data"]["key"] for item in items if "fields" in item["data"]}
        assert {demand["source_id"] for demand in taken.demands.values()} == whole
        assert len(taken.quarantined) == len(items) - len(whole)


class TestAgainstDevLake:
    """Where a peer gives its expected results beside the payloads, ours are the same."""

    @pytest.mark.parametrize(
        ("source", "key", "number", "compared"),
        [("jira", "issue_key", lambda name: name.split(":")[1], 25),
         ("github", "issue_key", lambda name: name.split("#")[1], 26)],
    )  # fmt: skip
    def test_agrees_on_when_issues_were_done_and_how_long_it_took(
        self, source: str, key: str, number: Any, compared: int
    ) -> None:
        taken = Taken(f"devlake/{source}/e2e/raw_tables/_raw_{source}_api_issues.csv")
        expected = {
            row[key]: row for row in rows(f"devlake/{source}/e2e/snapshot_tables/issues.csv")
        }

        agreed = 0
        for name, claims in taken.endings("claimed").items():
            theirs = expected.get(number(name))
            if theirs is None:
                continue
            ours = claims[0]["at"] - taken.demands[name]["asked_at"]
            resolved_at = datetime.fromisoformat(theirs["resolution_date"])
            assert abs((claims[0]["at"] - resolved_at).total_seconds()) < 1
            assert int(ours.total_seconds() // 60) == int(theirs["lead_time_minutes"])
            agreed += 1
        assert agreed == compared

    @pytest.mark.parametrize("source", ["jira", "github"])
    def test_loses_no_payload(self, source: str) -> None:
        path = f"devlake/{source}/e2e/raw_tables/_raw_{source}_api_issues.csv"

        taken = Taken(path)

        assert taken.read == len(rows(path))
        assert len(taken.demands) + taken.set_aside.total() == taken.read


class TestZendesk:
    def test_reads_a_loaders_tables_together(self) -> None:
        taken = Taken("zendesk_seeds")

        assert taken.incoming.shape == "zendesk"
        assert len(taken.demands) == 8
        assert taken.set_aside == {"deleted ticket": 2}
        assert all("is not among the tickets" in row["reason"] for row in taken.quarantined)


class TestReviews:
    @pytest.mark.parametrize(
        ("path", "rows_in_it"),
        [
            ("M_dataset.xlsx", 3_691),
            ("Pan_Dataset.xlsx", 1_390),
            ("dataset_balanced_8000.xlsx", 8_000),
        ],
    )
    def test_loses_no_review_and_no_label(self, path: str, rows_in_it: int) -> None:
        with closing(load_workbook(DATA / "app_reviews" / path, read_only=True)) as book:
            header, *cells = book.worksheets[0].iter_rows(values_only=True)
        texts = {str(dict(zip(header, row, strict=True))["review"]).strip() for row in cells} - {
            "None",
            "",
        }

        taken = Taken(f"app_reviews/{path}")

        assert len(cells) == rows_in_it
        assert not taken.quarantined
        assert texts <= {demand["body"] for demand in taken.demands.values()}
        assert all(demand["labels"] for demand in taken.demands.values())


@pytest.mark.slow
class TestEventLogs:
    def test_tell_the_same_of_volvos_incidents_as_xes_and_as_a_table(self) -> None:
        as_table = _cases(_volvo_table())
        as_xes = _cases(_volvo_xes())

        assert as_table.keys() == as_xes.keys()
        assert len(as_table) == 7_554
        differ = [
            name
            for name, case in as_table.items()
            if [(event.at, event.kind) for event in case.events]
            != [(event.at, event.kind) for event in as_xes[name].events]
        ]
        assert not differ
        # Each of the 65,533 rows is one state that the case was in.
        states = Counter(
            event.kind
            for case in as_table.values()
            for event in case.events
            if event.origin == "observed" and event.kind not in ("assigned", "reopened")
        )
        assert states.total() == 65_533

    def test_say_where_no_activity_is_known_to_end_a_case(self) -> None:
        taken = Taken("helpdesk_italian/helpdesk.csv")

        assert len(taken.demands) == 3_804
        assert "endings" not in taken.incoming.tells
        assert not taken.endings()

    def test_learn_from_a_mapping_which_activity_ends_a_case(self) -> None:
        mapping = Mapping(shape="event_log", statuses={"6": "resolved"})

        taken = Taken("helpdesk_italian/helpdesk.csv", mapping=mapping)

        assert len(taken.endings("observed")) == 3_804
        assert {"endings", "history"} <= taken.incoming.tells

    def test_take_the_dates_of_the_case_from_the_receipts(self) -> None:
        taken = Taken("receipt/receipt.csv")

        assert len(taken.demands) == 1_434
        ended = {
            row["case:concept:name"] for row in rows("receipt/receipt.csv") if row["case:enddate"]
        }
        assert {name.split(":", 1)[1] for name in taken.endings("claimed")} == ended


def _volvo_table() -> Iterator[Record]:
    path = DATA / "bpic2013_volvo/VINST-new.csv.gz"
    with gzip.open(path, "rt", newline="", encoding="utf-8-sig") as file:
        for line, fields in enumerate(csv.DictReader(file), start=2):
            yield Record(Place(Path(path).name, f"line {line}"), fields)


def _volvo_xes() -> Iterator[Record]:
    with gzip.open(DATA / "bpic2013_volvo/07_bpic2013_incidents.xes.gz") as file:
        for row in read_xes(file, "incidents.xes"):  # type: ignore[arg-type]  # a GzipFile reads
            assert not isinstance(row, Unread)
            yield row


def _cases(records: Iterable[Record]) -> dict[str, Translated]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[EVENT_LOGS.key(record) or ""].append(record)
    cases = {}
    for name, group in groups.items():
        case = EVENT_LOGS.translate(group, context())
        assert isinstance(case, Translated)
        cases[name] = case
    return cases
