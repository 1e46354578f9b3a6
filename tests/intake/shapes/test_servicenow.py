"""ServiceNow's incidents: displayed and stored values, local dates, callers and typists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cynosure.intake.shape import UnreadableRecord
from cynosure.intake.shapes.servicenow import SERVICENOW
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


def incident(**fields: Any) -> dict[str, Any]:
    """An open incident as a list exports it to CSV."""
    return {
        "number": "INC0007",
        "opened_at": "02/03/2026 10:00:00",
        "sys_created_on": "02/03/2026 10:04:00",
        "sys_updated_on": "02/03/2026 10:04:00",
        "caller_id": "Ana",
        "opened_by": "Bob",
        "short_description": "Lamp stays dark",
        "description": "Nothing happens.",
        "state": "In Progress",
        "priority": "2 - High",
        "category": "Hardware",
        "subcategory": "Lamp",
        "assignment_group": "Light",
        "assigned_to": "Bob",
        "company": "Blue Ltd",
        "contact_type": "Phone",
        "resolved_at": "",
        "closed_at": "",
        "close_code": "",
        "reopen_count": "0",
        "reassignment_count": "2",
        "made_sla": "true",
        **fields,
    }


def closed(**fields: Any) -> dict[str, Any]:
    return incident(
        **{
            "state": "Closed",
            "resolved_at": "05/03/2026 10:00:00",
            "closed_at": "12/03/2026 10:00:00",
            "resolved_by": "Bob",
            "close_code": "Solved (Permanently)",
            **fields,
        }
    )


def moment(at: str, state: str, count: int, **fields: Any) -> dict[str, Any]:
    """A row of a log that has one for each update of an incident."""
    return incident(
        sys_updated_at=at,
        sys_updated_on=None,
        incident_state=state,
        state=None,
        sys_mod_count=count,
        **fields,
    )


LOG = (
    moment("02/03/2026 10:10", "New", 0, assigned_to="?"),
    moment("02/03/2026 11:00", "Awaiting User Info", 1),
    moment("02/03/2026 12:00", "Active", 2, assignment_group="Socket"),
    moment("03/03/2026 10:00", "Resolved", 3),
    moment("03/03/2026 12:00", "Active", 4),
    moment("05/03/2026 10:00", "Resolved", 5, resolved_at="05/03/2026 10:00"),
    moment("12/03/2026 10:00", "Closed", 6, resolved_at="05/03/2026 10:00"),
)


class TestRecognition:
    def test_knows_names_of_fields_and_labels_of_columns(self) -> None:
        labels = {"Number": "INC1", "Opened": "…", "Caller": "Ana", "Short description": "…"}

        assert SERVICENOW.part_of(sample(incident())) == "main"
        assert SERVICENOW.part_of(sample(labels)) == "main"

    def test_knows_an_audit_as_a_part(self) -> None:
        assert (
            SERVICENOW.part_of(sample({"documentkey": "…", "fieldname": "state", "newvalue": "6"}))
            == "changes"
        )

    def test_leaves_other_tables_alone(self) -> None:
        assert SERVICENOW.part_of(sample({"number": 7, "opened_at": "…", "title": "…"})) is None


class TestDemand:
    def test_is_the_callers_not_the_typists(self) -> None:
        result = translate(SERVICENOW, incident())

        assert result.demand.asker == "Ana"
        assert the(result, "asked").actor == "Ana"

    def test_starts_when_it_was_opened_not_when_it_was_typed(self) -> None:
        assert translate(SERVICENOW, incident()).demand.asked_at == datetime(
            2026, 3, 2, 10, tzinfo=UTC
        )

    def test_reads_the_month_first_where_the_file_does(self) -> None:
        result = translate(SERVICENOW, incident(), where=context(day_first=False))

        assert result.demand.asked_at == datetime(2026, 2, 3, 10, tzinfo=UTC)

    def test_takes_a_question_mark_for_unknown(self) -> None:
        demand = translate(
            SERVICENOW, incident(caller_id="?", contact_type="?", company="?")
        ).demand

        assert (demand.asker, demand.channel, demand.customer) == (None, None, None)

    def test_keeps_its_own_words(self) -> None:
        demand = translate(SERVICENOW, incident()).demand

        assert (demand.priority, demand.channel, demand.customer) == (
            "2 - High",
            "Phone",
            "Blue Ltd",
        )
        assert (demand.reported_type, demand.labels) == ("Incident", ("Hardware", "Lamp"))

    def test_that_monitoring_opened_is_a_bots(self) -> None:
        assert (
            translate(SERVICENOW, incident(contact_type="Event Management")).demand.asker_kind
            == "bot"
        )

    def test_whose_opening_was_moved_later_starts_with_its_record(self) -> None:
        result = translate(SERVICENOW, incident(opened_at="04/03/2026 10:00:00"))

        assert result.demand.asked_at == datetime(2026, 3, 2, 10, 4, tzinfo=UTC)
        moved = of_kind(result, "asked")[1]
        assert (moved.actor_kind, moved.at) == ("staff", datetime(2026, 3, 4, 10, tzinfo=UTC))
        assert moved.before == "2026-03-02T10:04:00+00:00"

    def test_has_the_effort_that_was_booked(self) -> None:
        demand = translate(SERVICENOW, incident(time_worked="1970-01-01 01:30:00")).demand

        assert demand.effort_minutes == 90

    def test_without_a_time_of_opening_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="INC0007 has no 'opened_at'"):
            SERVICENOW.translate([record(incident(opened_at="?"))], context())


class TestValues:
    def test_displayed_beside_stored_ones_are_words_and_utc(self) -> None:
        both = closed(
            opened_at={"display_value": "02.03.2026 10:00:00", "value": "2026-03-02 09:00:00"},
            sys_created_on={"display_value": "02.03.2026 10:00:00", "value": "2026-03-02 09:00:00"},
            state={"display_value": "Closed", "value": "7"},
            caller_id={"display_value": "Ana", "value": "a1b2", "link": "…"},
            resolved_at={"display_value": "05.03.2026 10:00:00", "value": "2026-03-05 09:00:00"},
        )

        result = translate(SERVICENOW, both, where=context(zone="Europe/Berlin"))

        assert result.demand.asked_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
        assert the(result, "resolved").at == datetime(2026, 3, 5, 9, tzinfo=UTC)
        assert result.demand.asker == "a1b2"

    def test_only_stored_are_utc_whatever_zone_is_given(self) -> None:
        raw = closed(
            state="7",
            opened_at="2026-03-02 09:00:00",
            sys_created_on="2026-03-02 09:00:00",
            resolved_at="2026-03-05 09:00:00",
        )

        result = translate(SERVICENOW, raw, where=context(zone="Europe/Berlin"))

        assert result.demand.asked_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
        assert result.demand.zone == "UTC"
        assert any(
            "times are read as UTC" in note for note in SERVICENOW.notes({"main": sample(raw)})
        )

    def test_only_displayed_are_in_the_zone_that_is_given(self) -> None:
        result = translate(SERVICENOW, incident(), where=context(zone="Europe/Berlin"))

        assert result.demand.asked_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


class TestEnding:
    @pytest.mark.parametrize(
        ("state", "code", "kind"),
        [
            ("Resolved", "Solved (Permanently)", "resolved"),
            ("Closed", "code 6", "resolved"),
            ("7", "", "resolved"),
            ("Closed", "Not Solved (Too Costly)", "declined"),
            ("Closed", "Duplicate", "merged"),
            ("Closed", "No resolution provided", "abandoned"),
            ("Canceled", "", "declined"),
            ("8", "", "declined"),
        ],
    )
    def test_is_told_by_state_and_code(self, state: str, code: str, kind: str) -> None:
        assert (
            the(translate(SERVICENOW, closed(state=state, close_code=code)), kind).origin
            == "claimed"
        )

    def test_is_the_resolution_and_not_the_later_closing(self) -> None:
        assert the(translate(SERVICENOW, closed()), "resolved").at == datetime(
            2026, 3, 5, 10, tzinfo=UTC
        )

    def test_cancelled_by_the_caller_is_withdrawn(self) -> None:
        assert "withdrawn" in kinds(
            translate(SERVICENOW, closed(state="Canceled", closed_by="Ana"))
        )

    def test_of_an_incident_that_is_open_again_is_none(self) -> None:
        assert kinds(translate(SERVICENOW, closed(state="In Progress"))) == ["asked"]

    def test_of_a_duplicate_names_the_parent(self) -> None:
        result = translate(SERVICENOW, closed(close_code="Duplicate", parent_incident="INC0003"))

        assert the(result, "merged").after == "desk:INC0003"


class TestFigures:
    def test_are_servicenows_own(self) -> None:
        result = translate(
            SERVICENOW,
            closed(
                calendar_duration="1970-01-04 00:00:00", business_duration="1 Day", made_sla="false"
            ),
        )

        assert result.figures == {
            "full_resolution_minutes": 4320,
            "full_resolution_business_minutes": 1440,
            "reopen_count": 0,
            "reassignment_count": 2,
            "made_sla": 0,
        }


class TestLog:
    def test_with_a_row_for_each_update_is_one_incident_with_its_history(self) -> None:
        result = translate(SERVICENOW, *LOG)

        moves = [
            event.kind
            for event in result.events
            if event.origin == "observed" and event.kind not in ("asked", "assigned")
        ]
        assert moves == [
            "waits_on_us", "waits_on_asker", "waits_on_us", "resolved", "reopened", "resolved",
            "resolved",
        ]  # fmt: skip
        assert {SERVICENOW.key(record(row)) for row in LOG} == {"INC0007"}

    def test_follows_groups_and_persons(self) -> None:
        moves = [
            (event.before, event.after)
            for event in of_kind(translate(SERVICENOW, *LOG), "assigned")
        ]

        assert moves == [(None, "Light"), (None, "Bob"), ("Light", "Socket"), ("Socket", "Light")]

    def test_does_not_depend_on_the_order_of_rows(self) -> None:
        forward, backward = translate(SERVICENOW, *LOG), translate(SERVICENOW, *reversed(LOG))

        assert forward.demand == backward.demand
        assert forward.events == backward.events

    def test_tells_a_history_and_a_list_tells_none(self) -> None:
        assert "history" in SERVICENOW.tells({"main": sample(*LOG)})
        assert "history" not in SERVICENOW.tells({"main": sample(closed())})


class TestAudit:
    def test_beside_the_incidents_tells_their_history(self) -> None:
        def changed(at: str, field: str, value: str, who: str = "bob") -> Any:
            fields = {
                "documentkey": "k7",
                "fieldname": field,
                "newvalue": value,
                "sys_created_on": at,
                "user": who,
            }
            return record(fields, "changes")

        result = translated(
            SERVICENOW,
            [
                record(closed(sys_id="k7")),
                changed("2026-03-02 11:00:00", "state", "3"),
                changed("2026-03-03 10:00:00", "state", "6"),
                changed("2026-03-04 10:00:00", "state", "2", "Ana"),
                changed("2026-03-05 10:00:00", "state", "6"),
            ],
        )

        observed = [event.kind for event in result.events if event.origin == "observed"]
        assert observed == ["asked", "waits_on_other", "resolved", "reopened", "resolved"]
        assert the(result, "reopened").actor_kind == "asker"

    def test_of_an_incident_that_is_not_there_cannot_be_read(self) -> None:
        alone = record({"documentkey": "k9", "fieldname": "state", "newvalue": "6"}, "changes")

        with pytest.raises(UnreadableRecord, match="audit of k9"):
            SERVICENOW.translate([alone], context())


class TestJournals:
    def test_with_headings_tell_answers_and_notes(self) -> None:
        journal = (
            "02-03-2026 12:00:00 - Bob (Additional comments)\nWhich lamp?\n\n"
            "02-03-2026 13:00:00 - Ana (Additional comments)\nThe red one.\n\n"
            "02-03-2026 14:00:00 - Bob (Work notes)\nSocket?\n"
        )

        result = translate(SERVICENOW, incident(comments_and_work_notes=journal))

        assert [(event.kind, event.actor_kind) for event in result.events[1:]] == [
            ("responded", "staff"), ("responded", "asker"), ("noted", "staff"),
        ]  # fmt: skip
        assert the(result, "asked").origin == "observed"
