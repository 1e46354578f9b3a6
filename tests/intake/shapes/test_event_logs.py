"""Event logs: the first event is the ask, words say what ends a case, hands are followed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.shape import Translated, UnreadableRecord
from cynosure.intake.shapes.event_logs import EVENT_LOGS, EventLogs
from tests.intake.shapes.given_records import (
    context,
    kinds,
    of_kind,
    record,
    sample,
    the,
    translate,
)


def row(at: str, status: str, sub: str = "", **fields: Any) -> dict[str, Any]:
    """A row of a table of status changes."""
    return {"SR Number": "7", "Change Date+Time": at, "Status": status, "Sub Status": sub, **fields}


def step(at: str, activity: str, **fields: Any) -> dict[str, Any]:
    """An event as XES has it."""
    return {
        "case:concept:name": "7",
        "concept:name": activity,
        "lifecycle:transition": "complete",
        "time:timestamp": at,
        **fields,
    }


OPEN = row("2026-03-02T09:00:00Z", "Accepted", "In Progress")
DONE = row("2026-03-03T09:00:00Z", "Completed", "Resolved")


def story(*rows: dict[str, Any]) -> Translated:
    return translate(EVENT_LOGS, *rows)


class TestRecognition:
    def test_knows_xes(self) -> None:
        assert EVENT_LOGS.part_of(sample(step("2026-03-02", "Check"))) == "main"

    def test_knows_a_table_in_which_cases_come_back(self) -> None:
        assert EVENT_LOGS.part_of(sample(OPEN, DONE)) == "main"

    def test_leaves_a_table_with_one_row_a_case_alone(self) -> None:
        assert EVENT_LOGS.part_of(sample(OPEN, {**OPEN, "SR Number": "8"})) is None

    def test_leaves_a_table_of_field_changes_alone(self) -> None:
        change = {"field": "status", "from": "1", "to": "2", "key": "A-1", "created": "2026-01-01"}

        assert EVENT_LOGS.part_of(sample(change, change)) is None


class TestStart:
    def test_is_the_first_event_by_claim(self) -> None:
        asked = the(story(OPEN, DONE), "asked")

        assert (asked.at, asked.origin, asked.actor_kind) == (
            datetime(2026, 3, 2, 9, tzinfo=UTC),
            "claimed",
            "asker",
        )

    def test_is_the_first_event_though_the_rows_are_out_of_order(self) -> None:
        assert the(story(DONE, OPEN), "asked").at == datetime(2026, 3, 2, 9, tzinfo=UTC)

    def test_is_the_start_date_of_the_case_where_the_log_has_one(self) -> None:
        result = story(step("2026-03-02T09:00:00Z", "Check", **{"case:startdate": "2026-03-01"}))

        assert result.demand.asked_at == datetime(2026, 3, 1, tzinfo=UTC)


class TestEnding:
    @pytest.mark.parametrize(
        ("status", "sub", "kind"),
        [
            ("Completed", "Resolved", "resolved"),
            ("Completed", "In Call", "resolved"),
            ("Completed", "Closed", "resolved"),
            ("Completed", "Cancelled", "declined"),
            ("Closed", "Duplicate", "merged"),
        ],
    )
    def test_is_told_by_status_and_sub_status(self, status: str, sub: str, kind: str) -> None:
        result = story(OPEN, row("2026-03-03T09:00:00Z", status, sub))

        assert kinds(result) == ["asked", "waits_on_us", kind]

    def test_keeps_the_words_of_the_log(self) -> None:
        assert the(story(OPEN, DONE), "resolved").after == "Completed/Resolved"

    def test_undone_by_more_work_is_a_reopening(self) -> None:
        again = row("2026-03-04T09:00:00Z", "Accepted", "Assigned")
        result = story(OPEN, DONE, again, row("2026-03-05T09:00:00Z", "Completed", "Closed"))

        assert kinds(result) == [
            "asked", "waits_on_us", "resolved", "reopened", "waits_on_us", "resolved",
        ]  # fmt: skip

    def test_confirmed_later_is_no_reopening(self) -> None:
        result = story(OPEN, DONE, row("2026-03-10T09:00:00Z", "Completed", "Closed"))

        assert not of_kind(result, "reopened")

    def test_followed_by_clerical_work_is_no_reopening(self) -> None:
        result = story(
            step("2026-03-02T09:00:00Z", "Check"),
            step("2026-03-03T09:00:00Z", "Closed"),
            step("2026-03-04T09:00:00Z", "Archive case"),
        )

        assert kinds(result) == ["asked", "noted", "resolved", "noted"]

    def test_of_unknown_words_is_none_and_the_log_says_so(self) -> None:
        steps = [step("2026-03-02T09:00:00Z", "1"), step("2026-03-03T09:00:00Z", "6")]

        assert kinds(story(*steps)) == ["asked", "noted", "noted"]
        samples = {"main": sample(*steps)}
        assert "endings" not in EVENT_LOGS.tells(samples)
        assert any("Name those that do in a mapping" in note for note in EVENT_LOGS.notes(samples))

    def test_may_be_named_by_a_mapping(self) -> None:
        shape = EventLogs(endings={"6": "resolved"})
        steps = [step("2026-03-02T09:00:00Z", "1"), step("2026-03-03T09:00:00Z", "6")]

        assert kinds(translate(shape, *steps)) == ["asked", "noted", "resolved"]
        assert "endings" in shape.tells({"main": sample(*steps)})

    def test_may_be_named_with_its_sub_status_or_be_denied(self) -> None:
        shape = EventLogs(endings={"Completed/Resolved": "declined", "Closed": None})

        denied = row("2026-03-02T10:00:00Z", "Closed")
        assert kinds(translate(shape, OPEN, denied, DONE)) == [
            "asked", "waits_on_us", "noted", "declined",
        ]  # fmt: skip

    def test_filled_in_for_the_case_is_claimed(self) -> None:
        steps = [step("2026-03-02T09:00:00Z", "Check", **{"case:enddate": "2026-03-09"})]

        assert the(story(*steps), "resolved").origin == "claimed"
        samples = {"main": sample(*steps)}
        assert EVENT_LOGS.tells(samples) == {"endings"}
        assert any("end date of the case" in note for note in EVENT_LOGS.notes(samples))


class TestTurn:
    @pytest.mark.parametrize(
        ("sub", "kind"),
        [
            ("Wait - User", "waits_on_asker"),
            ("Wait - Customer", "waits_on_asker"),
            ("Wait - Vendor", "waits_on_other"),
            ("Wait", "waits_on_other"),
            ("Awaiting Assignment", "waits_on_us"),
            ("In Progress", "waits_on_us"),
        ],
    )
    def test_is_told_by_the_sub_status(self, sub: str, kind: str) -> None:
        assert kinds(story(row("2026-03-02T09:00:00Z", "Accepted", sub))) == ["asked", kind]


class TestHands:
    def test_follow_the_group_and_within_it_the_person(self) -> None:
        result = story(
            {**OPEN, "Involved ST": "front", "Resource": "bob"},
            {**OPEN, "Involved ST": "front", "Resource": "eva", "Change Date+Time": "2026-03-02T10:00:00Z"},
            {**OPEN, "Involved ST": "network", "Resource": "kim", "Change Date+Time": "2026-03-02T11:00:00Z"},
            {**OPEN, "Involved ST": "network", "Resource": "kim", "Change Date+Time": "2026-03-02T12:00:00Z"},
        )  # fmt: skip

        moves = [(event.before, event.after) for event in of_kind(result, "assigned")]
        assert moves == [(None, "front"), ("bob", "eva"), ("front", "network")]


class TestPromise:
    def test_is_the_deadline_that_the_log_has_for_a_case(self) -> None:
        result = story(step("2026-03-02T09:00:00Z", "Check", **{"case:deadline": "2026-03-09"}))

        snapshot = orjson.loads(the(result, "promised").after or "")
        assert snapshot == {
            "agreement": "case:deadline",
            "due": "2026-03-09T00:00:00Z",
            "term": "resolution",
        }


class TestUnreadable:
    @pytest.mark.parametrize("lacking", ["Change Date+Time", "Status"])
    def test_rows_are_named_by_their_place(self, lacking: str) -> None:
        with pytest.raises(
            UnreadableRecord, match=r"Case 7 has a row without .* \(export, line 9\)"
        ):
            EVENT_LOGS.translate([record({**OPEN, lacking: ""}, line=9)], context())


@given(st.permutations([OPEN, DONE, row("2026-03-04T09:00:00Z", "Queued", "Awaiting Assignment")]))
def test_the_order_of_rows_does_not_matter(rows: list[dict[str, Any]]) -> None:
    assert kinds(story(*rows)) == ["asked", "waits_on_us", "resolved", "reopened", "waits_on_us"]


def test_xes_and_its_table_tell_the_same() -> None:
    as_xes = [
        step("2026-03-02T10:00:00+01:00", "Accepted", **{"lifecycle:transition": "In Progress"}),
        step("2026-03-03T10:00:00+01:00", "Completed", **{"lifecycle:transition": "Resolved"}),
    ]

    assert story(*as_xes).events == story(OPEN, DONE).events
