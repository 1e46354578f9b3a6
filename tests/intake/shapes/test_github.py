"""GitHub's issues: two spellings, pull requests among them, bots, and what "closed" may mean."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from cynosure.intake.shape import UnreadableRecord
from cynosure.intake.shapes.github import GITHUB
from tests.intake.shapes.given_records import (
    context,
    kinds,
    of_kind,
    record,
    sample,
    set_aside,
    the,
    translate,
)


def issue(**fields: Any) -> dict[str, Any]:
    """An open issue as REST writes it."""
    return {
        "number": 7,
        "title": "Lamp stays dark",
        "body": "I press the switch and nothing happens.",
        "html_url": "https://github.com/lamps/desk-lamp/issues/7",
        "repository_url": "https://api.github.com/repos/lamps/desk-lamp",
        "user": {"login": "ana", "type": "User"},
        "author_association": "NONE",
        "labels": [],
        "state": "open",
        "state_reason": None,
        "comments": 0,
        "created_at": "2026-03-02T09:00:00Z",
        "updated_at": "2026-03-02T09:00:00Z",
        "closed_at": None,
        "closed_by": None,
        "pull_request": None,
        "performed_via_github_app": None,
        **fields,
    }


def closed(
    reason: str | None = "completed", by: str | None = "bob", **fields: Any
) -> dict[str, Any]:
    return issue(
        state="closed",
        state_reason=reason,
        closed_at="2026-03-05T09:00:00Z",
        closed_by={"login": by, "type": "User"} if by else None,
        **fields,
    )


def labels(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def happened(event: str, at: str, by: str = "bob", **fields: Any) -> dict[str, Any]:
    return {
        "event": event,
        "created_at": at,
        "actor": {"login": by},
        "id": hash((event, at)),
        **fields,
    }


def comment(
    at: str, by: str, association: str = "NONE", body: str = "…", **fields: Any
) -> dict[str, Any]:
    return {
        "id": f"{by}{at}",
        "user": {"login": by, "type": "User"},
        "author_association": association,
        "created_at": at,
        "body": body,
        **fields,
    }


class TestRecognition:
    def test_knows_the_spelling_of_rest(self) -> None:
        assert GITHUB.part_of(sample(issue())) == "main"

    def test_knows_the_spelling_of_gh(self) -> None:
        fields = {"number": 1, "title": "x", "createdAt": "2026-01-01T00:00:00Z", "stateReason": ""}
        assert GITHUB.part_of(sample(fields)) == "main"

    def test_knows_issues_by_their_address_where_few_fields_were_asked_for(self) -> None:
        fields = {
            "number": 1,
            "createdAt": "2026-01-01T00:00:00Z",
            "url": "https://github.com/a/b/issues/1",
        }
        assert GITHUB.part_of(sample(fields)) == "main"

    def test_knows_issues_in_another_collectors_envelope(self) -> None:
        assert GITHUB.part_of(sample({"backend_name": "GitHub", "data": issue()})) == "main"

    @pytest.mark.parametrize(
        "fields",
        [
            {"iid": 1, "number": 1, "created_at": "2026-01-01", "state_reason": ""},
            {"number": "INC1", "opened_at": "2026-01-01"},
            {"id": 1, "title": "x", "created_at": "2026-01-01"},
        ],
    )
    def test_leaves_other_tables_alone(self, fields: dict[str, Any]) -> None:
        assert GITHUB.part_of(sample(fields)) is None


class TestWhatItTells:
    def test_says_that_a_number_of_comments_tells_no_first_response(self) -> None:
        samples = {"main": sample(issue(comments=3))}

        assert "responses" not in GITHUB.tells(samples)
        assert any("number of comments" in note for note in GITHUB.notes(samples))

    def test_tells_responses_where_the_comments_came_along(self) -> None:
        samples = {
            "main": sample(issue(comments=[comment("2026-03-03T09:00:00Z", "bob", "MEMBER")]))
        }

        assert "responses" in GITHUB.tells(samples)
        assert not any("number of comments" in note for note in GITHUB.notes(samples))

    def test_tells_history_where_the_timeline_came_along(self) -> None:
        samples = {"main": sample(issue(timeline=[happened("closed", "2026-03-03T09:00:00Z")]))}

        assert "history" in GITHUB.tells(samples)

    def test_says_when_staff_cannot_be_told(self) -> None:
        fields = {"number": 1, "createdAt": "2026-01-01T00:00:00Z", "stateReason": ""}

        assert any("staff included" in note for note in GITHUB.notes({"main": sample(fields)}))


class TestDemand:
    def test_is_named_by_repository_and_number(self) -> None:
        demand = translate(GITHUB, issue()).demand

        assert demand.source_id == "lamps/desk-lamp#7"
        assert demand.product == "lamps/desk-lamp"

    def test_reads_the_spelling_of_gh_alike(self) -> None:
        fields = {
            "number": 7,
            "title": "Lamp stays dark",
            "body": "I press the switch and nothing happens.",
            "url": "https://github.com/lamps/desk-lamp/issues/7",
            "author": {"login": "ana", "is_bot": False},
            "labels": labels("bug"),
            "state": "CLOSED",
            "stateReason": "COMPLETED",
            "createdAt": "2026-03-02T09:00:00Z",
            "updatedAt": "2026-03-05T09:00:00Z",
            "closedAt": "2026-03-05T09:00:00Z",
        }

        of_gh, of_rest = translate(GITHUB, fields), translate(GITHUB, closed(labels=labels("bug")))

        assert of_gh.demand == of_rest.demand
        assert kinds(of_gh) == kinds(of_rest) == ["asked", "resolved"]

    @pytest.mark.parametrize("association", ["OWNER", "MEMBER", "COLLABORATOR"])
    def test_of_staff_is_marked(self, association: str) -> None:
        assert translate(GITHUB, issue(author_association=association)).demand.asker_kind == "staff"

    def test_of_a_contributor_is_a_customers(self) -> None:
        demand = translate(GITHUB, issue(author_association="CONTRIBUTOR")).demand

        assert demand.asker_kind == "customer"

    @pytest.mark.parametrize(
        "fields",
        [
            {"user": {"login": "tidy", "type": "Bot"}},
            {"user": {"login": "tidy[bot]", "type": "User"}},
            {"performed_via_github_app": {"slug": "alarm-relay"}},
            {"user": None, "author": {"login": "app/tidy", "is_bot": True}},
        ],
    )
    def test_of_a_machine_is_marked(self, fields: dict[str, Any]) -> None:
        assert translate(GITHUB, issue(**fields)).demand.asker_kind == "bot"

    def test_of_a_deleted_account_has_no_asker(self) -> None:
        demand = translate(GITHUB, issue(user={"login": "ghost", "type": "User"})).demand

        assert demand.asker is None
        assert demand.asker_kind == "customer"

    def test_takes_the_reported_type_before_a_label(self) -> None:
        demand = translate(GITHUB, issue(type={"name": "Feature"}, labels=labels("bug"))).demand

        assert demand.reported_type == "Feature"

    def test_keeps_the_labels_own_words(self) -> None:
        demand = translate(GITHUB, issue(labels=labels("area/ui", "kind/bug", "P1"))).demand

        assert demand.labels == ("area/ui", "kind/bug", "P1")
        assert demand.reported_type == "kind/bug"
        assert demand.priority == "P1"

    def test_without_a_time_of_creation_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="issue 7 has no 'created_at'"):
            GITHUB.translate([record(issue(created_at=None))], context())

    def test_without_a_number_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="has no 'number'"):
            GITHUB.translate([record(issue(number=None))], context())


class TestPullRequest:
    @pytest.mark.parametrize(
        "fields",
        [
            {"pull_request": {"url": "…"}},
            {"isPullRequest": True},
            {"html_url": "https://github.com/lamps/desk-lamp/pull/7"},
        ],
    )
    def test_is_set_aside(self, fields: dict[str, Any]) -> None:
        assert set_aside(GITHUB, issue(**fields)) == "pull request"


class TestClosing:
    def test_that_only_the_summary_knows_is_claimed(self) -> None:
        ending = the(translate(GITHUB, closed()), "resolved")

        assert (ending.origin, ending.after, ending.actor_kind) == ("claimed", "completed", "staff")

    def test_as_not_planned_is_declined(self) -> None:
        assert the(translate(GITHUB, closed("not_planned")), "declined").after == "not_planned"

    def test_as_not_planned_by_the_asker_is_withdrawn(self) -> None:
        assert kinds(translate(GITHUB, closed("not_planned", by="ana"))) == ["asked", "withdrawn"]

    def test_as_a_duplicate_is_merged_into_something_unknown(self) -> None:
        ending = the(translate(GITHUB, closed("duplicate")), "merged")

        assert (ending.before, ending.after) == ("duplicate", None)

    def test_with_the_label_duplicate_is_merged_though_the_reason_says_completed(self) -> None:
        assert kinds(translate(GITHUB, closed(labels=labels("duplicate")))) == ["asked", "merged"]

    def test_with_the_label_wontfix_is_declined_though_the_reason_says_completed(self) -> None:
        result = translate(GITHUB, closed(labels=labels("wontfix")))

        assert the(result, "declined").after == "wontfix"

    def test_by_a_stale_bot_is_its_resolution_with_the_reason(self) -> None:
        result = translate(GITHUB, closed("not_planned", by="stale[bot]", labels=labels("stale")))

        ending = the(result, "resolved")
        assert (ending.actor_kind, ending.after) == ("bot", "stale")

    def test_by_a_bot_for_want_of_an_answer_says_so(self) -> None:
        result = translate(
            GITHUB, closed("not_planned", by="closer[bot]", labels=labels("no-response"))
        )

        assert the(result, "resolved").after == "no_answer"

    def test_by_a_bot_with_a_fix_stays_a_resolution(self) -> None:
        ending = the(translate(GITHUB, closed(by="merge[bot]")), "resolved")

        assert (ending.actor_kind, ending.after) == ("bot", "completed")

    def test_of_a_stale_issue_by_nobody_named_is_abandoned(self) -> None:
        result = translate(GITHUB, closed("not_planned", by=None, labels=labels("Stale")))

        assert the(result, "abandoned").after == "stale"

    def test_is_no_ending_once_the_issue_is_open_again(self) -> None:
        fields = issue(state="open", state_reason="reopened", closed_at="2026-03-05T09:00:00Z")

        assert kinds(translate(GITHUB, fields)) == ["asked"]

    def test_in_the_year_one_is_how_gh_writes_none(self) -> None:
        assert kinds(translate(GITHUB, issue(closedAt="0001-01-01T00:00:00Z"))) == ["asked"]


class TestHistory:
    def test_holds_every_closing_and_reopening_beside_the_claim(self) -> None:
        timeline = [
            happened("closed", "2026-03-03T09:00:00Z", state_reason="completed"),
            happened("reopened", "2026-03-04T09:00:00Z", by="ana"),
            happened("closed", "2026-03-05T09:00:00Z", state_reason="completed"),
        ]

        result = translate(GITHUB, closed(timeline=timeline))

        observed = [event for event in result.events if event.origin == "observed"]
        assert [event.kind for event in observed] == ["asked", "resolved", "reopened", "resolved"]
        assert the(result, "reopened").actor_kind == "asker"
        assert [event.origin for event in of_kind(result, "resolved")].count("claimed") == 1

    def test_reads_labels_as_they_were_at_the_closing(self) -> None:
        timeline = [
            happened("labeled", "2026-03-03T09:00:00Z", label={"name": "stale"}, by="stale[bot]"),
            happened("unlabeled", "2026-03-04T09:00:00Z", label={"name": "stale"}),
            happened("closed", "2026-03-05T09:00:00Z", state_reason="completed", by="merge[bot]"),
        ]

        result = translate(GITHUB, closed(by="merge[bot]", timeline=timeline))

        assert {event.after for event in of_kind(result, "resolved")} == {"completed"}

    def test_and_summary_that_are_a_second_apart_do_not_differ(self) -> None:
        timeline = [happened("closed", "2026-03-05T09:00:01Z")]

        first, second = of_kind(translate(GITHUB, closed(timeline=timeline)), "resolved")

        assert first.at == second.at

    def test_reads_all_labels_at_the_closing_that_stands(self) -> None:
        timeline = [
            happened("closed", "2026-03-05T09:00:00Z"),
            happened("labeled", "2026-03-05T09:00:20Z", label={"name": "wontfix"}),
        ]

        result = translate(GITHUB, closed(None, timeline=timeline, labels=labels("wontfix")))

        assert kinds(result) == ["asked", "declined", "declined"]

    def test_tells_whose_turn_it_is_by_labels_that_say_so(self) -> None:
        timeline = [
            happened("labeled", "2026-03-03T09:00:00Z", label={"name": "needs-info"}),
            happened("unlabeled", "2026-03-04T09:00:00Z", label={"name": "needs-info"}),
            happened("labeled", "2026-03-04T10:00:00Z", label={"name": "bug"}),
        ]

        result = translate(GITHUB, issue(timeline=timeline))

        assert kinds(result) == ["asked", "waits_on_asker", "waits_on_us"]
        assert the(result, "waits_on_asker").after == "needs-info"

    def test_tells_who_had_it_before(self) -> None:
        timeline = [
            happened("assigned", "2026-03-03T09:00:00Z", assignee={"login": "bob"}),
            happened("unassigned", "2026-03-04T09:00:00Z", assignee={"login": "bob"}),
            happened("assigned", "2026-03-04T10:00:00Z", assignee={"login": "eva"}),
        ]

        first, second = of_kind(translate(GITHUB, issue(timeline=timeline)), "assigned")

        assert (first.before, first.after) == (None, "bob")
        assert (second.before, second.after) == ("bob", "eva")

    def test_reads_the_events_of_the_graph_alike(self) -> None:
        nodes = [
            {
                "__typename": "ClosedEvent",
                "id": "E1",
                "createdAt": "2026-03-05T09:00:00Z",
                "actor": {"login": "bob"},
                "stateReason": "NOT_PLANNED",
            }
        ]

        result = translate(GITHUB, closed("not_planned", timelineItems={"nodes": nodes}))

        assert {event.origin for event in of_kind(result, "declined")} == {"observed", "claimed"}

    def test_finds_the_original_that_a_comment_names_before_and_after_the_closing(self) -> None:
        timeline = [
            happened("closed", "2026-03-05T09:00:00Z", state_reason="duplicate"),
            {
                "event": "commented",
                **comment("2026-03-05T09:00:01Z", "bob", "MEMBER", "Duplicate of #3"),
            },
        ]

        result = translate(GITHUB, closed("duplicate", timeline=timeline), where=context("github"))

        assert result.demand.duplicate_of == "github:lamps/desk-lamp#3"
        assert {event.after for event in of_kind(result, "merged")} == {"github:lamps/desk-lamp#3"}


class TestComments:
    def test_of_staff_bots_askers_and_others_are_told_apart(self) -> None:
        fields = issue(
            comments=[
                comment("2026-03-02T10:00:00Z", "tidy[bot]"),
                comment("2026-03-02T11:00:00Z", "ana"),
                comment("2026-03-02T12:00:00Z", "carl"),
                comment("2026-03-02T13:00:00Z", "bob", "MEMBER"),
            ]
        )

        responses = of_kind(translate(GITHUB, fields), "responded")

        assert [event.actor_kind for event in responses] == ["bot", "asker", "other", "staff"]
        assert all(event.public for event in responses)

    def test_that_stand_in_the_timeline_too_count_once(self) -> None:
        written = comment("2026-03-02T13:00:00Z", "bob", "MEMBER")

        result = translate(
            GITHUB, issue(comments=[written], timeline=[{"event": "commented", **written}])
        )

        assert the(result, "responded").seq == 0

    def test_in_the_spelling_of_gh_are_read(self) -> None:
        written = {
            "id": "C1",
            "author": {"login": "bob"},
            "authorAssociation": "OWNER",
            "createdAt": "2026-03-02T13:00:00Z",
            "body": "Which lamp?",
        }

        assert the(translate(GITHUB, issue(comments=[written])), "responded").actor_kind == "staff"


class TestEnvelopes:
    def test_of_two_collectors_hold_the_same_issue(self) -> None:
        plain = translate(GITHUB, closed())

        in_perceval = translate(GITHUB, {"backend_name": "GitHub", "data": closed()})
        in_devlake = translate(GITHUB, {"params": "{}", "data": orjson.dumps(closed()).decode()})

        assert plain == in_perceval == in_devlake

    def test_of_something_else_is_set_aside(self) -> None:
        item = {"backend_name": "GitHub", "category": "repository", "data": {"full_name": "a/b"}}

        assert set_aside(GITHUB, item) == "repository, no issue"

    def test_with_broken_text_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="column 'data'"):
            GITHUB.translate([record({"params": "{}", "data": '{"number": '})], context())


def test_the_last_sign_is_the_newest_instant_of_the_issue() -> None:
    result = translate(GITHUB, issue(updated_at="2026-04-01T08:00:00Z"))

    assert result.last_sign_at == datetime(2026, 4, 1, 8, tzinfo=UTC)
