"""Zendesk's tickets: metrics that claim, events that tell, follow-ups, merges and deletions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from cynosure.intake.shape import Translated, UnreadableRecord
from cynosure.intake.shapes.zendesk import ZENDESK
from tests.intake.shapes.given_records import (
    context,
    kinds,
    of_kind,
    record,
    sample,
    set_aside,
    the,
    translate,
    translated,
)

ANA, BOB = 11, 22


def ticket(**fields: Any) -> dict[str, Any]:
    """An open ticket as the API writes it."""
    return {
        "id": 7,
        "url": "https://lamps.test/api/v2/tickets/7.json",
        "subject": "Lamp stays dark",
        "description": "Nothing happens.",
        "type": "problem",
        "priority": "high",
        "status": "open",
        "requester_id": ANA,
        "submitter_id": ANA,
        "organization_id": 5,
        "brand_id": 3,
        "tags": ["light"],
        "via": {"channel": "email", "source": {"rel": None}},
        "satisfaction_rating": {"score": "unoffered"},
        "created_at": "2026-03-02T09:00:00Z",
        "updated_at": "2026-03-02T09:00:00Z",
        **fields,
    }


def solved(**fields: Any) -> dict[str, Any]:
    return ticket(status="closed", updated_at="2026-03-20T09:00:00Z", **fields)


METRICS = {
    "ticket_id": 7,
    "solved_at": "2026-03-05T09:00:00Z",
    "reply_time_in_minutes": {"calendar": 90, "business": 30},
    "full_resolution_time_in_minutes": {"calendar": 4320, "business": 1440},
    "requester_wait_time_in_minutes": {"calendar": 1000, "business": 400},
    "reopens": 1,
    "assignee_stations": 3,
}


def tick(metric: str, kind: str, at: str, instance: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": hash((metric, kind, at)) % 10_000,
        "ticket_id": 7,
        "metric": metric,
        "type": kind,
        "time": at,
        "instance_id": instance,
        **fields,
    }


def change(at: str, name: str, value: str, by: int | str = BOB) -> dict[str, Any]:
    return {"ticket_id": 7, "field_name": name, "value": value, "updated": at, "user_id": by}


def comment(at: str, by: int, public: bool = True, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"{by}{at}",
        "ticket_id": 7,
        "author_id": by,
        "public": public,
        "created_at": at,
        "body": "…",
        **fields,
    }


def joined(main: dict[str, Any], part: str, *rows: dict[str, Any]) -> Translated:
    return translated(ZENDESK, [record(main), *(record(row, part) for row in rows)])


class TestRecognition:
    def test_knows_tickets_of_the_api_the_account_export_a_loader_and_a_view(self) -> None:
        of_account = {
            "id": 7,
            "status": "open",
            "created_at": "…",
            "requester": {"id": 1},
            "via": {},
        }
        of_loader = {
            "id": "7",
            "status": "open",
            "created_at": "…",
            "requester_id": "1",
            "via_channel": "web",
        }
        of_view = {
            "Id": "7",
            "Requester": "Ana",
            "Status": "Open",
            "Created at": "…",
            "Via": "Mail",
        }

        for fields in (ticket(), of_account, of_loader, of_view):
            assert ZENDESK.part_of(sample(fields)) == "main"

    @pytest.mark.parametrize(
        ("fields", "part"),
        [
            (METRICS, "metrics"),
            (tick("reply_time", "activate", "…"), "metric_events"),
            (change("…", "status", "open"), "changes"),
            (comment("…", BOB), "comments"),
            ({"id": 1, "ticket_id": 7, "author_id": 1, "events": []}, "audits"),
        ],
    )
    def test_knows_the_tables_about_tickets(self, fields: dict[str, Any], part: str) -> None:
        assert ZENDESK.part_of(sample(fields)) == part

    def test_leaves_another_desks_tickets_alone(self) -> None:
        fields = {
            "id": 7,
            "status": 2,
            "created_at": "…",
            "requester_id": 1,
            "responder_id": 2,
            "via": 1,
        }

        assert ZENDESK.part_of(sample(fields)) is None


class TestDemand:
    def test_holds_the_ticket_in_its_own_words(self) -> None:
        demand = translate(ZENDESK, ticket()).demand

        assert demand.url == "https://lamps.test/agent/tickets/7"
        assert (demand.asker, demand.customer, demand.product) == ("11", "5", "3")
        assert (demand.channel, demand.reported_type, demand.priority) == (
            "email",
            "problem",
            "high",
        )

    def test_starts_when_it_was_asked_whoever_typed_it(self) -> None:
        demand = translate(ZENDESK, ticket(submitter_id=BOB)).demand

        assert (demand.asker, demand.asker_kind) == ("11", "customer")

    def test_of_an_agent_is_staffs(self) -> None:
        fields = ticket(requester={"id": BOB, "role": "agent"}, requester_id=BOB)

        assert translate(ZENDESK, fields).demand.asker_kind == "staff"

    @pytest.mark.parametrize(
        ("score", "satisfaction"), [("good", 1), ("bad", 0), ("offered", None)]
    )
    def test_has_the_askers_verdict(self, score: str, satisfaction: float | None) -> None:
        result = translate(ZENDESK, ticket(satisfaction_rating={"score": score}))

        assert result.demand.satisfaction == satisfaction

    def test_that_follows_up_another_says_which_by_declaration(self) -> None:
        via = {"channel": "web", "source": {"rel": "follow_up", "from": {"ticket_id": 3}}}

        demand = translate(ZENDESK, ticket(via=via)).demand

        assert (demand.follows, demand.follows_origin) == ("desk:3", "declared")

    def test_deleted_is_set_aside(self) -> None:
        assert set_aside(ZENDESK, ticket(status="deleted")) == "deleted ticket"

    def test_without_a_time_of_creation_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="ticket 7 has no 'created_at'"):
            ZENDESK.translate([record(ticket(created_at=None))], context())

    def test_in_a_view_is_read_in_the_accounts_zone(self) -> None:
        fields = {
            "Id": "7", "Subject": "Lamp stays dark", "Requester": "Ana", "Status": "Solved",
            "Created at": "2026-03-02 09:00", "Updated at": "2026-03-20 09:00",
            "Solved at": "2026-03-05 09:00", "Via": "Mail", "Tags": "light socket",
            "First reply time in minutes": "90", "Reopens": "2", "Satisfaction Score": "Good",
        }  # fmt: skip

        result = translate(ZENDESK, fields, where=context(zone="Europe/Berlin"))

        assert result.demand.asked_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
        assert the(result, "resolved").at == datetime(2026, 3, 5, 8, tzinfo=UTC)
        assert result.demand.labels == ("light", "socket")
        assert result.demand.satisfaction == 1
        assert result.figures == {"first_reply_minutes": 90, "reopen_count": 2}


class TestMetrics:
    @pytest.mark.parametrize("beside", [True, False])
    def test_are_figures_of_the_source_and_claims(self, beside: bool) -> None:
        if beside:
            result = joined(solved(), "metrics", METRICS)
        else:
            result = translate(ZENDESK, solved(metric_set=METRICS))

        assert result.figures["first_reply_minutes"] == 90
        assert result.figures["first_reply_business_minutes"] == 30
        assert result.figures["full_resolution_minutes"] == 4320
        assert result.figures["reassignment_count"] == 2
        assert [(event.kind, event.origin) for event in result.events] == [
            ("asked", "claimed"), ("responded", "claimed"), ("resolved", "claimed"),
        ]  # fmt: skip
        assert the(result, "responded").at == datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
        assert the(result, "resolved").at == datetime(2026, 3, 5, 9, tzinfo=UTC)

    def test_missing_the_last_change_stands_for_the_solution_and_the_notes_say_so(self) -> None:
        assert the(translate(ZENDESK, solved()), "resolved").at == datetime(
            2026, 3, 20, 9, tzinfo=UTC
        )
        samples = {"main": sample(solved())}
        assert "endings" not in ZENDESK.tells(samples)
        assert any("last change is taken" in note for note in ZENDESK.notes(samples))

    def test_of_a_ticket_that_is_open_again_claim_no_ending(self) -> None:
        assert not of_kind(translate(ZENDESK, ticket(metric_set=METRICS)), "resolved")


class TestMetricEvents:
    EVENTS = (
        tick("reply_time", "activate", "2026-03-02T09:00:00Z"),
        tick("resolution_time", "activate", "2026-03-02T09:00:00Z"),
        tick("requester_wait_time", "activate", "2026-03-02T09:00:00Z"),
        tick("reply_time", "fulfill", "2026-03-02T10:30:00Z"),
        tick("requester_wait_time", "pause", "2026-03-02T10:30:00Z"),
        tick("reply_time", "activate", "2026-03-03T09:00:00Z", 2),
        tick("requester_wait_time", "activate", "2026-03-03T09:00:00Z", 2),
        tick("resolution_time", "fulfill", "2026-03-04T09:00:00Z"),
        tick("resolution_time", "activate", "2026-03-05T09:00:00Z", 2),
    )

    @pytest.mark.parametrize("beside", [True, False])
    def test_tell_answers_turns_endings_and_reopenings(self, beside: bool) -> None:
        if beside:
            result = joined(ticket(), "metric_events", *self.EVENTS)
        else:
            by_metric: dict[str, list[Any]] = {}
            for event in self.EVENTS:
                by_metric.setdefault(event["metric"], []).append(event)
            result = translate(ZENDESK, ticket(metric_events=by_metric))

        assert sorted(kinds(result)) == sorted(
            [
                "asked",
                "responded",
                "waits_on_asker",
                "responded",
                "waits_on_us",
                "resolved",
                "reopened",
            ]
        )
        assert [event.actor_kind for event in of_kind(result, "responded")] == ["staff", "asker"]
        assert all(event.origin == "observed" for event in result.events)

    def test_that_were_deleted_tell_nothing(self) -> None:
        gone = tick("reply_time", "fulfill", "2026-03-02T10:30:00Z", deleted=True)

        assert kinds(joined(ticket(), "metric_events", gone)) == ["asked"]

    def test_of_a_policy_are_promises_with_their_terms(self) -> None:
        sla = {"target": 240, "business_hours": False, "policy": {"id": 1, "title": "Urgent"}}
        applied = tick("reply_time", "apply_sla", "2026-03-02T09:00:00Z", sla=sla)

        promised = the(joined(ticket(), "metric_events", applied), "promised")

        assert orjson.loads(promised.after or "") == {
            "agreement": "Urgent",
            "calendar": "around_the_clock",
            "pauses": [],
            "target_seconds": 14_400,
            "term": "first_response",
        }


class TestChanges:
    def test_tell_turns_hands_endings_and_reopenings(self) -> None:
        result = joined(
            solved(),
            "changes",
            change("2026-03-02T09:30:00Z", "assignee_id", "22"),
            change("2026-03-02T10:00:00Z", "status", "pending"),
            change("2026-03-02T11:00:00Z", "status", "hold"),
            change("2026-03-02T12:00:00Z", "assignee_id", "33"),
            change("2026-03-03T09:00:00Z", "status", "solved"),
            change("2026-03-04T09:00:00Z", "status", "open", ANA),
            change("2026-03-05T09:00:00Z", "status", "solved"),
            change("2026-03-09T09:00:00Z", "status", "closed", "-1"),
        )

        assert kinds(result) == [
            "asked", "assigned", "waits_on_asker", "waits_on_other", "assigned", "resolved",
            "reopened", "resolved", "resolved",
        ]  # fmt: skip
        assert the(result, "reopened").actor_kind == "asker"
        assert result.events[-1].actor_kind == "bot"
        assert of_kind(result, "assigned")[1].before == "22"

    def test_of_audits_tell_the_same(self) -> None:
        audits = [
            {
                "id": 1,
                "author_id": BOB,
                "created_at": "2026-03-03T09:00:00Z",
                "events": [
                    {"type": "Comment", "id": 4, "public": True, "body": "Try now."},
                    {"type": "Change", "field_name": "status", "value": "solved"},
                ],
            }
        ]

        assert kinds(translate(ZENDESK, solved(audits=audits))) == [
            "asked",
            "responded",
            "resolved",
        ]

    def test_of_a_ticket_that_is_not_there_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="ticket 7 has changes, but is not"):
            ZENDESK.translate([record(change("…", "status", "open"), "changes")], context())


class TestComments:
    def test_are_answers_notes_or_the_askers_words(self) -> None:
        result = joined(
            ticket(),
            "comments",
            comment("2026-03-02T09:00:00Z", ANA),
            comment("2026-03-02T10:00:00Z", BOB, public=False),
            comment("2026-03-02T11:00:00Z", BOB),
            comment("2026-03-02T12:00:00Z", ANA),
            comment("2026-03-02T13:00:00Z", -1),
            comment("2026-03-02T14:00:00Z", 44, author={"role": "end-user"}),
        )

        assert kinds(result) == ["asked", "noted", *["responded"] * 4]
        told = [event.actor_kind for event in of_kind(result, "responded")]
        assert told == ["staff", "asker", "bot", "other"]

    def test_that_a_typist_opened_the_ticket_with_is_no_answer(self) -> None:
        result = joined(ticket(submitter_id=BOB), "comments", comment("2026-03-02T09:00:00Z", BOB))

        assert kinds(result) == ["asked"]


class TestMerge:
    def test_is_no_solution_though_zendesk_stamps_it_as_one(self) -> None:
        said = comment(
            "2026-03-03T09:00:00Z", BOB, body="This request was closed and merged into request #3"
        )

        result = translated(
            ZENDESK,
            [
                record(solved(tags=["closed_by_merge"], metric_set=METRICS)),
                record(said, "comments"),
                record(change("2026-03-03T09:00:00Z", "status", "closed"), "changes"),
            ],
        )

        assert not of_kind(result, "resolved")
        assert {(event.origin, event.after) for event in of_kind(result, "merged")} == {
            ("observed", "desk:3"),
            ("claimed", "desk:3"),
        }
        assert result.demand.duplicate_of == "desk:3"

    def test_into_an_unknown_ticket_names_none(self) -> None:
        assert the(translate(ZENDESK, solved(tags=["closed_by_merge"])), "merged").after is None
