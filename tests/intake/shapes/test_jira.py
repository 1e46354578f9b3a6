"""Jira's issues: three spellings, a change log or none, and dates of resolution on open issues."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cynosure.intake.shape import Translated, UnreadableRecord
from cynosure.intake.shapes.jira import JIRA
from tests.intake.shapes.given_records import (
    context,
    kinds,
    of_kind,
    record,
    sample,
    the,
    translate,
    translated,
)

ANA = {"accountId": "a-1", "displayName": "Ana", "accountType": "customer"}
BOB = {"accountId": "b-2", "displayName": "Bob", "accountType": "atlassian"}


def status(name: str, category: str | None = None) -> dict[str, Any]:
    return {"name": name, "id": name[:3], "statusCategory": {"key": category} if category else None}


def issue(*histories: dict[str, Any], log: bool = True, **fields: Any) -> dict[str, Any]:
    """An open issue as REST writes it, with its change log unless `log` is false."""
    given = {
        "summary": "Lamp stays dark",
        "description": "Nothing happens.",
        "issuetype": {"name": "Bug"},
        "status": status("To Do", "new"),
        "priority": {"name": "Major"},
        "project": {"key": "LAMP", "name": "Desk lamp"},
        "labels": ["light"],
        "reporter": ANA,
        "created": "2026-03-02T10:00:00.000+0100",
        "updated": "2026-03-02T10:00:00.000+0100",
        "resolutiondate": None,
        "resolution": None,
        **fields,
    }
    whole = {
        "id": "10007",
        "key": "LAMP-7",
        "self": "https://lamps.test/rest/api/2/issue/10007",
        "fields": given,
    }
    return {**whole, "changelog": {"histories": list(histories)}} if log else whole


def done(
    *histories: dict[str, Any], resolution: str | None = "Fixed", **fields: Any
) -> dict[str, Any]:
    return issue(
        *histories,
        **{
            "status": status("Done", "done"),
            "resolution": {"name": resolution} if resolution else None,
            "resolutiondate": "2026-03-05T10:00:00.000+0100",
            **fields,
        },
    )


def history(
    at: str, *items: tuple[str, str | None, str | None], by: dict[str, Any] = BOB
) -> dict[str, Any]:
    return {
        "id": "".join(letter for letter in at if letter.isdigit())[:12],
        "created": at,
        "author": by,
        "items": [
            {"field": field, "fromString": before, "toString": after, "from": None, "to": None}
            for field, before, after in items
        ],
    }


def row(**fields: Any) -> dict[str, Any]:
    """A row of the issue navigator's CSV."""
    return {
        "Summary": "Lamp stays dark",
        "Issue key": "LAMP-7",
        "Issue id": "10007",
        "Issue Type": "Bug",
        "Status": "Open",
        "Priority": "Major",
        "Resolution": "",
        "Reporter": "ana",
        "Created": "30/Sep/21 17:20",
        "Updated": "30/Sep/21 17:20",
        "Resolved": "",
        "Labels": ["light", "socket"],
        "Description": "Nothing happens.",
        **fields,
    }


def observed(result: Translated) -> list[str]:
    return [event.kind for event in result.events if event.origin == "observed"]


class TestRecognition:
    @pytest.mark.parametrize(
        "fields",
        [
            issue(),
            row(),
            {"backend_name": "Jira", "data": issue()},
            {"key": "LAMP-7", "created": "2026-01-01", "status.name": "Open", "summary": "x"},
            {"fields.created": "2026-01-01", "fields.status.name": "Open", "key": "LAMP-7"},
            {"Summary": "x", "Issue id": "7", "Status": "Open", "Created": "30/Sep/21 17:20"},
        ],
    )
    def test_knows_each_spelling(self, fields: dict[str, Any]) -> None:
        assert JIRA.part_of(sample(fields)) == "main"

    def test_knows_a_table_of_changes_as_a_part_that_is_no_export_by_itself(self) -> None:
        fields = {
            "field": "status",
            "fromString": "a",
            "toString": "b",
            "key": "A-1",
            "created": "2026-01-01",
        }

        assert JIRA.part_of(sample(fields)) == "changes"

    def test_leaves_other_tables_alone(self) -> None:
        assert JIRA.part_of(sample({"key": "x", "created": "2026-01-01", "status": "open"})) is None


class TestDemand:
    def test_holds_the_issue_in_its_own_words(self) -> None:
        demand = translate(JIRA, issue(timespent=5400), where=context("jira")).demand

        assert demand.demand_id == "jira:LAMP-7"
        assert demand.url == "https://lamps.test/browse/LAMP-7"
        assert (demand.asker, demand.asker_kind, demand.product) == ("a-1", "customer", "Desk lamp")
        assert (demand.reported_type, demand.priority, demand.labels) == (
            "Bug",
            "Major",
            ("light",),
        )
        assert demand.asked_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
        assert demand.zone == "+01:00"
        assert demand.effort_minutes == 90

    def test_has_the_words_of_a_rich_text(self) -> None:
        tree = {
            "type": "doc",
            "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Dark."}]}],
        }

        assert translate(JIRA, issue(description=tree)).demand.body == "Dark."

    def test_adds_up_the_work_that_was_logged(self) -> None:
        logs = {"worklogs": [{"timeSpentSeconds": 600}, {"timeSpentSeconds": 1200}]}

        assert translate(JIRA, issue(worklog=logs)).demand.effort_minutes == 30

    def test_of_an_app_is_a_bots(self) -> None:
        app = {"accountId": "x", "displayName": "Alarm relay", "accountType": "app"}

        assert translate(JIRA, issue(reporter=app)).demand.asker_kind == "bot"

    def test_reads_the_portals_custom_fields_by_what_they_hold(self) -> None:
        result = translate(
            JIRA,
            issue(
                customfield_1={"name": "Organizations", "value": [{"name": "Blue Ltd"}]},
                customfield_2={"rating": 4},
                customfield_3={
                    "name": "Time to resolution",
                    "completedCycles": [{"breached": True, "elapsedTime": {"millis": 7_200_000}}],
                },
            ),
        )

        assert (result.demand.customer, result.demand.satisfaction) == ("Blue Ltd", 0.75)
        assert result.figures == {"full_resolution_business_minutes": 120, "made_sla": 0}

    def test_without_a_time_of_creation_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="LAMP-7 has no 'created'"):
            JIRA.translate([record(issue(created=None))], context())


class TestSummary:
    @pytest.mark.parametrize(
        ("resolution", "kind"),
        [
            ("Fixed", "resolved"),
            ("Done", "resolved"),
            ("Pending Closed", "resolved"),
            ("完成", "resolved"),
            ("Won't Fix", "declined"),
            ("Cannot Reproduce", "declined"),
            ("Not A Problem", "declined"),
            ("Abandoned", "abandoned"),
            ("Incomplete", "abandoned"),
            ("Duplicate", "merged"),
        ],
    )
    def test_ends_as_its_resolution_says(self, resolution: str, kind: str) -> None:
        ending = the(translate(JIRA, {**done(resolution=resolution), "changelog": None}), kind)

        assert ending.origin == "claimed"
        assert resolution in (ending.before, ending.after)

    def test_of_an_open_issue_with_a_date_of_resolution_is_no_ending(self) -> None:
        result = translate(JIRA, row(Status="Open", Resolved="18/Sep/22 18:52"))

        assert kinds(result) == ["asked"]

    def test_of_a_reopened_issue_with_an_old_resolution_is_no_ending(self) -> None:
        fields = row(Status="Reopened", Resolution="Fixed", Resolved="18/Sep/22 18:52")

        assert kinds(translate(JIRA, fields)) == ["asked"]

    def test_believes_the_category_before_the_name(self) -> None:
        fields = done(status=status("Shiny", "new"))

        assert "resolved" not in kinds(translate(JIRA, fields))

    def test_believes_a_resolution_where_a_closed_status_was_never_given_its_category(self) -> None:
        assert "resolved" in kinds(translate(JIRA, done(status=status("Closed", "new"))))

    def test_takes_the_last_change_where_a_done_issue_has_no_date(self) -> None:
        fields = done(resolution=None, resolutiondate=None, updated="2026-03-09T10:00:00.000+0100")

        assert the(translate(JIRA, fields), "resolved").at == datetime(2026, 3, 9, 9, tzinfo=UTC)

    def test_names_the_original_of_a_duplicate(self) -> None:
        links = [{"type": {"name": "Duplicate"}, "outwardIssue": {"key": "LAMP-3"}}]

        result = translate(
            JIRA, done(resolution="Duplicate", issuelinks=links), where=context("jira")
        )

        assert result.demand.duplicate_of == "jira:LAMP-3"
        assert the(result, "merged").after == "jira:LAMP-3"

    def test_is_not_its_own_original_where_others_are_its_duplicates(self) -> None:
        links = [{"type": {"name": "Duplicate"}, "inwardIssue": {"key": "LAMP-3"}}]

        assert translate(JIRA, done(issuelinks=links)).demand.duplicate_of is None


class TestTable:
    def test_reads_local_dates_repeated_columns_and_comments(self) -> None:
        fields = row(
            Status="Closed",
            Resolution="Fixed",
            Resolved="01/Oct/21 9:00 AM",
            Comment=["01/Oct/21 8:00 AM;bob;Which lamp?", "01/Oct/21 8:30 AM;ana;The red; one."],
            **{"Time Spent": "3600"},
        )

        result = translate(JIRA, fields, where=context("jira", zone="Europe/Berlin"))

        assert result.demand.labels == ("light", "socket")
        assert result.demand.asked_at == datetime(2021, 9, 30, 15, 20, tzinfo=UTC)
        assert result.demand.effort_minutes == 60
        assert kinds(result) == ["asked", "responded", "responded", "resolved"]
        assert [event.actor_kind for event in of_kind(result, "responded")] == ["staff", "asker"]

    def test_takes_unresolved_for_no_resolution(self) -> None:
        assert kinds(translate(JIRA, row(Resolution="Unresolved"))) == ["asked"]


class TestHistory:
    def test_holds_what_the_summary_forgot(self) -> None:
        result = translate(
            JIRA,
            done(
                history("2026-03-03T10:00:00.000+0100", ("status", "To Do", "In Progress")),
                history("2026-03-03T12:00:00.000+0100", ("status", "In Progress", "Done"), ("resolution", None, "Fixed")),
                history("2026-03-04T10:00:00.000+0100", ("status", "Done", "In Progress"), ("resolution", "Fixed", None), by=ANA),
                history("2026-03-05T10:00:00.021+0100", ("status", "In Progress", "Done"), ("resolution", None, "Fixed")),
            ),
        )  # fmt: skip

        assert observed(result) == ["asked", "waits_on_us", "resolved", "reopened", "resolved"]
        assert the(result, "reopened").actor_kind == "asker"
        assert (the(result, "reopened").before, the(result, "reopened").after) == (
            "Fixed",
            "In Progress",
        )

    def test_and_summary_that_differ_by_a_rounding_do_not_differ(self) -> None:
        moved = history(
            "2026-03-05T10:00:00.544+0100",
            ("status", "To Do", "Done"),
            ("resolution", None, "Fixed"),
        )

        first, second = of_kind(translate(JIRA, done(moved)), "resolved")

        assert first.at == second.at

    def test_is_read_in_the_order_of_time_though_cloud_lists_the_newest_first(self) -> None:
        result = translate(
            JIRA,
            done(
                history("2026-03-05T10:00:00.000+0100", ("status", "In Progress", "Done")),
                history("2026-03-03T10:00:00.000+0100", ("status", "To Do", "In Progress")),
            ),
        )

        assert observed(result) == ["asked", "waits_on_us", "resolved"]

    def test_takes_the_kind_of_an_ending_from_a_resolution_set_a_moment_later(self) -> None:
        result = translate(
            JIRA,
            done(
                history("2026-03-05T10:00:00.000+0100", ("status", "To Do", "Done")),
                history("2026-03-05T10:00:09.000+0100", ("resolution", None, "Won't Do")),
                resolution="Won't Do",
            ),
        )

        assert observed(result) == ["asked", "declined"]

    def test_of_a_move_from_resolved_to_closed_reopens_nothing(self) -> None:
        result = translate(
            JIRA,
            done(
                history("2026-03-04T10:00:00.000+0100", ("status", "Open", "Resolved"), ("resolution", None, "Fixed")),
                history("2026-03-05T10:00:00.000+0100", ("status", "Resolved", "Closed")),
                status=status("Closed", "done"),
            ),
        )  # fmt: skip

        assert not of_kind(result, "reopened")

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("Waiting for customer", "waits_on_asker"),
            ("Needs Info", "waits_on_asker"),
            ("Waiting for support", "waits_on_us"),
            ("Waiting for vendor", "waits_on_other"),
            ("Purple", "waits_on_us"),
        ],
    )
    def test_tells_whose_turn_it_is(self, name: str, kind: str) -> None:
        moved = history("2026-03-03T10:00:00.000+0100", ("status", "To Do", name))

        event = the(translate(JIRA, issue(moved)), kind)

        assert (event.before, event.after) == ("To Do", name)

    def test_follows_hands_also_over_a_gap(self) -> None:
        result = translate(
            JIRA,
            issue(
                history("2026-03-03T10:00:00.000+0100", ("assignee", None, "Bob")),
                history("2026-03-03T11:00:00.000+0100", ("assignee", "Bob", None)),
                history("2026-03-03T12:00:00.000+0100", ("assignee", None, "Eva")),
            ),
        )

        moves = [(event.before, event.after) for event in of_kind(result, "assigned")]
        assert moves == [(None, "Bob"), ("Bob", "Eva")]

    def test_may_lie_in_a_table_beside_the_issues(self) -> None:
        flat = {
            "key": "LAMP-7",
            "summary": "Lamp stays dark",
            "created": "2026-03-02T09:00:00.000+0000",
            "status.name": "Done",
            "status.statusCategory.key": "done",
            "resolution.name": "Fixed",
            "resolutiondate": "2026-03-05T09:00:00.000+0000",
            "reporter.key": "a-1",
            "labels": "['light', 'socket']",
            "timespent": "600",
        }
        changes = [
            {"field": "status", "fromString": "To Do", "toString": "Done", "key": "LAMP-7", "created": "2026-03-04T09:00:00Z", "author": "b-2"},
            {"field": "resolution", "fromString": "", "toString": "Fixed", "key": "LAMP-7", "created": "2026-03-04T09:00:00Z", "author": "b-2"},
            {"field": "status", "fromString": "Done", "toString": "To Do", "key": "LAMP-7", "created": "2026-03-04T10:00:00Z", "author": "a-1"},
        ]  # fmt: skip
        group = [record(flat), *(record(change, "changes") for change in changes)]

        result = translated(JIRA, group)

        assert observed(result) == ["asked", "resolved", "reopened"]
        assert the(result, "reopened").actor_kind == "asker"
        assert result.demand.labels == ("light", "socket")
        assert result.demand.effort_minutes == 10
        assert {JIRA.key(each) for each in group} == {"LAMP-7"}

    def test_without_its_issue_cannot_be_read(self) -> None:
        change = record({"field": "status", "key": "LAMP-8", "created": "2026-03-04"}, "changes")

        with pytest.raises(UnreadableRecord, match="LAMP-8 has changes, but is not"):
            JIRA.translate([change], context())


class TestComments:
    def test_to_the_customer_and_among_staff_are_told_apart(self) -> None:
        comments = [
            {"id": "1", "created": "2026-03-02T11:00:00Z", "author": BOB, "jsdPublic": False, "body": "…"},
            {"id": "2", "created": "2026-03-02T12:00:00Z", "author": BOB, "jsdPublic": True, "body": "…"},
            {"id": "3", "created": "2026-03-02T13:00:00Z", "author": BOB, "visibility": {"value": "Staff"}},
        ]  # fmt: skip

        result = translate(JIRA, issue(comment={"comments": comments}))

        assert kinds(result)[1:] == ["noted", "responded", "noted"]

    def test_are_by_the_asker_another_customer_staff_or_an_app(self) -> None:
        authors = [ANA, {**ANA, "accountId": "c-3"}, BOB, {"accountId": "r", "accountType": "app"}]
        comments = [
            {"id": str(n), "created": f"2026-03-02T1{n}:00:00Z", "author": author}
            for n, author in enumerate(authors)
        ]

        result = translate(JIRA, issue(comment={"comments": comments}))

        told = [event.actor_kind for event in of_kind(result, "responded")]
        assert told == ["asker", "other", "staff", "bot"]


class TestWhatItTells:
    def test_of_a_table_is_little(self) -> None:
        samples = {"main": sample(row())}

        assert JIRA.tells(samples) == {"endings", "text"}
        assert len(JIRA.notes(samples)) == 4

    def test_of_issues_with_a_change_log_comments_and_time_is_much(self) -> None:
        comment = {"comments": [{"id": "1", "created": "2026-03-02T11:00:00Z", "author": BOB}]}
        samples = {"main": sample(issue(comment=comment, timespent=60))}

        assert JIRA.tells(samples) == {
            "endings", "text", "history", "waiting", "hand_offs", "responses", "effort",
        }  # fmt: skip
