"""Real exports, read where they are given: nothing of them is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.given import data
from tests.intake.reading.reads import fields_of
from tests.intake.taking import take

DATA = data()
# Folder or file, and how many records stand in it.
RECORDS = {
    "cfpb": 28_156,
    "spotify_tweets": 15_103,
    "airline_tweets": 14_640,
    "care_tweets": 525,
    "nlbse2024": 1_500,
    "ticket_tagger": 3_690,
    "banking77/train.csv": 10_003,
    "it_service_tickets": 3_806,
    "android_apps": 14_876,
    "aosp/issues.csv": 4_000,
    "app_reviews/dataset_balanced_8000.xlsx": 8_000,
    "app_reviews/arminer": 4_000,
    "gitbugs": 2_503,
    "github_hf_datasets": 7_258,
}
# How many demands some of them make, and how many of these say when they were asked.
DEMANDS = {
    "cfpb": (28_156, 28_156),
    "airline_tweets": (14_640, 14_640),
    "spotify_tweets": (15_090, 15_090),
    "android_apps": (14_876, 0),
    "app_reviews/arminer": (4_000, 0),
}


@pytest.mark.slow
class TestRealExports:
    @pytest.mark.parametrize("name", RECORDS)
    def test_lose_no_record(self, name: str) -> None:
        taken = take(DATA / name)

        assert taken.read == RECORDS[name]
        assert taken.read == len(taken.demands) + len(taken.set_aside) + len(taken.quarantine)
        assert len({row["demand_id"] for row in taken.demands}) == len(taken.demands)
        asked = sum(row["asked_at"] is not None for row in taken.demands)
        assert (len(taken.demands), asked) == DEMANDS.get(name, (len(taken.demands), asked))

    @pytest.mark.parametrize(
        ("name", "rows"),
        [("M_dataset", 3_691), ("Pan_Dataset", 1_390), ("dataset_balanced_8000", 8_000)],
    )
    def test_lose_no_row_of_a_workbook(self, name: str, rows: int) -> None:
        assert len(fields_of(DATA / "app_reviews" / f"{name}.xlsx")) == rows

    @pytest.mark.parametrize(
        ("path", "cases"),
        [("helpdesk_italian", 3_804), ("receipt", 1_434)],
    )
    def test_of_cases_are_read_as_logs(self, path: str, cases: int) -> None:
        taken = take(DATA / path)

        assert taken.incoming.shape == "event_log"
        assert (taken.read, len(taken.quarantine)) == (cases, 0)

    def test_say_the_same_from_xes_as_from_csv(self) -> None:
        folder = DATA / "bpic2013_volvo"
        xes, table = (
            take(next(Path(folder).glob(f"*{ending}"))) for ending in ("xes.gz", "csv.gz")
        )

        assert (xes.rows, xes.read, len(xes.demands)) == (65_533, 7_554, 7_554)
        assert (table.rows, table.read, len(table.demands)) == (65_533, 7_554, 7_554)
        assert _starts(xes.demands) == _starts(table.demands)


def _starts(demands: list[dict[str, object]]) -> dict[object, object]:
    return {row["source_id"]: row["asked_at"] for row in demands}
