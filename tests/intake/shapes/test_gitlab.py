"""GitLab's issues: numbers that name accounts, labels that say how one ended, tasks aside."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cynosure.intake.shape import UnreadableRecord
from cynosure.intake.shapes.gitlab import GITLAB
from tests.intake.deliveries.payloads import gitlab_export
from tests.intake.shapes.given_records import (
    kinds,
    of_kind,
    sample,
    set_aside,
    translate,
)

FIFTH = "2026-03-05T09:00:00.000Z"


def closed(**fields: Any) -> dict[str, Any]:
    return gitlab_export(state="closed", closed_at=FIFTH, **fields)


class TestAnIssue:
    def test_is_recognised_and_a_merge_request_is_not(self) -> None:
        assert GITLAB.part_of(sample(gitlab_export())) == "main"
        assert GITLAB.part_of(sample(gitlab_export(source_branch="x"))) is None

    def test_is_named_by_its_project(self) -> None:
        demand = translate(GITLAB, gitlab_export()).demand

        assert (demand.demand_id, demand.product) == ("desk:lamps/app#7", "lamps/app")

    def test_is_named_by_its_address_where_nothing_else_says_it(self) -> None:
        assert translate(GITLAB, gitlab_export(references=None)).demand.source_id == "lamps/app#7"

    def test_is_closed_as_its_labels_say(self) -> None:
        ends = {
            "bug": "resolved", "duplicate": "merged", "wontfix": "declined", "stale": "abandoned",
        }  # fmt: skip

        for label, kind in ends.items():
            assert kinds(translate(GITLAB, closed(labels=[label]))) == ["asked", kind]

    def test_tells_who_answered_and_what_only_staff_see(self) -> None:
        notes = [
            {"id": 1, "created_at": FIFTH, "author": {"id": 11}, "body": "Still dark."},
            {"id": 2, "created_at": FIFTH, "author": {"id": 22}, "body": "On it."},
            {"id": 3, "created_at": FIFTH, "author": {"id": 22}, "internal": True},
            {"id": 4, "created_at": FIFTH, "author": {"id": 22}, "system": True},
        ]

        told = translate(GITLAB, gitlab_export(notes=notes))

        assert [event.actor_kind for event in of_kind(told, "responded")] == ["asker", "staff"]
        assert len(of_kind(told, "noted")) == 1

    def test_tells_its_reopenings_where_it_holds_them(self) -> None:
        states = [
            {"id": 1, "state": "closed", "created_at": FIFTH, "user": {"id": 22}},
            {
                "id": 2,
                "state": "reopened",
                "created_at": "2026-03-06T09:00:00Z",
                "user": {"id": 11},
            },
        ]

        told = translate(GITLAB, gitlab_export(resource_state_events=states))

        assert kinds(told) == ["asked", "resolved", "reopened"]
        assert told.events[2].at == datetime(2026, 3, 6, 9, tzinfo=UTC)

    def test_that_is_a_task_is_set_aside(self) -> None:
        assert set_aside(GITLAB, gitlab_export(issue_type="task")) == "task of an issue"

    @pytest.mark.parametrize("lacks", ["iid", "created_at"])
    def test_that_lacks_what_every_demand_needs_is_refused(self, lacks: str) -> None:
        with pytest.raises(UnreadableRecord, match=lacks):
            translate(GITLAB, gitlab_export(**{lacks: None}))


def test_it_says_what_it_cannot_tell() -> None:
    plain = {"main": sample(gitlab_export())}
    whole = {"main": sample(gitlab_export(notes=[{"id": 1}], resource_state_events=[{"id": 1}]))}

    assert GITLAB.tells(plain) == {"endings", "text"}
    assert GITLAB.tells(whole) == {"endings", "text", "history", "responses"}
    assert len(GITLAB.notes(plain)) > len(GITLAB.notes(whole))
