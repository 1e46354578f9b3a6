"""A delivery is the demand that a file export would have brought, and what has just happened to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.deliveries import SENDERS, Arrived
from tests.intake.deliveries import payloads as of
from tests.intake.deliveries.taking import AT, deliver, exported, said, tables

WHOLE = ["github", "gitlab", "jira", "zendesk"]


def delivered(sender: str) -> list[Arrived]:
    """Return a delivery of the issue that `as_exported` is the export of."""
    match sender:
        case "github":
            return of.arrived("github", "issues", of.github("opened", of.github_issue()))
        case "gitlab":
            return of.arrived("gitlab", "Issue Hook", of.gitlab_issue())
        case "jira":
            payload = of.jira("jira:issue_created", of.jira_issue(), of.NOW)
            return of.arrived("jira", "", payload)
        case _:
            return of.arrived("zendesk", "", of.zendesk("created", {}))


def as_exported(sender: str) -> dict[str, Any]:
    match sender:
        case "github":
            return of.github_issue()
        case "gitlab":
            return of.gitlab_export()
        case "jira":
            return of.jira_issue()
        case _:
            detail = of.zendesk("created", {})["detail"]
            quiet = {name: detail[name].lower() for name in ("status", "priority", "type")}
            return {**detail, **quiet, "brand_id": None}


@pytest.mark.parametrize("sender", WHOLE)
class TestADeliveryOfAnIssue:
    def test_is_the_demand_that_an_export_brings(self, sender: str, tmp_path: Path) -> None:
        (demand,) = tables(deliver(delivered(sender)))["demands"]

        (from_a_file,) = exported(tmp_path, as_exported(sender))
        # How a source writes its zone differs between its export and its webhook.
        assert {**said(demand), "zone": None} == {**from_a_file, "zone": None}

    def test_begins_with_the_ask(self, sender: str) -> None:
        events = tables(deliver(delivered(sender)))["events"]

        assert [event["kind"] for event in events][:1] == ["asked"]
        assert events[0]["at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)

    def test_names_its_number_where_it_stands(self, sender: str) -> None:
        (payload,) = tables(deliver(delivered(sender)))["payloads"]

        assert payload["demand_id"].startswith(f"{sender}:")


class TestClosingAndOpeningAgain:
    def happened(self, arrived: list[Arrived]) -> list[tuple[str, str]]:
        events = tables(deliver(arrived))["events"]
        return [
            (event["kind"], f"{event['at']:%d %H:%M}")
            for event in events
            if event["kind"] != "asked" and event["origin"] == "observed"
        ]

    def test_is_observed_on_github(self) -> None:
        closed = of.github_issue(
            state="closed", closed_at="2026-03-05T09:00:00Z", updated_at="2026-03-05T09:00:00Z"
        )
        again = of.github_issue(updated_at="2026-03-06T09:00:00Z")
        payloads = [of.github("closed", closed), of.github("reopened", again)]

        arrived = of.arrived("github", "issues", *payloads)

        assert self.happened(arrived) == [("resolved", "05 09:00"), ("reopened", "06 09:00")]
        assert self.happened(arrived[1:]) == [("reopened", "06 09:00")]

    def test_is_observed_on_gitlab(self) -> None:
        closed = of.gitlab_issue(
            action="close", state="closed", closed_at="2026-03-05 09:00:00 UTC"
        )
        again = of.gitlab_issue(action="reopen", updated_at="2026-03-06 09:00:00 UTC")

        arrived = of.arrived("gitlab", "Issue Hook", closed, again)

        assert self.happened(arrived) == [("resolved", "05 09:00"), ("reopened", "06 09:00")]

    def test_is_observed_on_jira(self) -> None:
        fifth, sixth = (datetime(2026, 3, day, 9, tzinfo=UTC) for day in (5, 6))
        closed = of.jira(
            "jira:issue_updated",
            of.jira_issue(status=of.DONE, updated="2026-03-05T09:00:00.000+0000"),
            fifth,
            changelog=of.jira_move(1, "To Do", "Done"),
        )
        again = of.jira(
            "jira:issue_updated",
            of.jira_issue(updated="2026-03-06T09:00:00.000+0000"),
            sixth,
            changelog=of.jira_move(2, "Done", "To Do"),
        )

        arrived = of.arrived("jira", "", closed, again)

        assert self.happened(arrived) == [("resolved", "05 09:00"), ("reopened", "06 09:00")]
        # The same, where the first of the two was moved before.
        assert self.happened(arrived[1:]) == [("reopened", "06 09:00")]

    def test_is_observed_on_zendesk(self) -> None:
        solved = of.zendesk(
            "status_changed", {"previous": "OPEN", "current": "SOLVED"}, status="SOLVED"
        )
        again = of.zendesk(
            "status_changed",
            {"previous": "SOLVED", "current": "OPEN"},
            updated_at="2026-03-06T09:00:00Z",
        )
        again["time"] = "2026-03-06T09:00:00Z"

        arrived = of.arrived("zendesk", "", solved, again)

        assert self.happened(arrived) == [("resolved", "05 09:00"), ("reopened", "06 09:00")]
        assert self.happened(arrived[1:]) == [("reopened", "06 09:00")]


class TestAnAnswer:
    def answers(self, arrived: list[Arrived], **options: Any) -> list[tuple[str, str | None]]:
        events = tables(deliver(arrived, **options))["events"]
        kinds = ("responded", "noted")
        return [(each["kind"], each["actor_kind"]) for each in events if each["kind"] in kinds]

    def test_on_github_is_told_with_who_gave_it(self) -> None:
        comment = {
            "id": 5,
            "user": of.BOB,
            "author_association": "MEMBER",
            "created_at": "2026-03-03T09:00:00Z",
            "body": "Have you changed the battery?",
        }
        payload = of.github("created", of.github_issue(comments=1), comment=comment)

        arrived = of.arrived("github", "issue_comment", payload)

        assert self.answers(arrived) == [("responded", "staff")]

    def test_on_gitlab_is_told_with_whether_the_asker_sees_it(self) -> None:
        note = {
            "object_kind": "note",
            "user": {"id": 22, "username": "bob"},
            "project": {"id": 3, "path_with_namespace": "lamps/app"},
            "issue": of.gitlab_issue()["object_attributes"],
            "object_attributes": {
                "id": 9,
                "note": "On it.",
                "author_id": 22,
                "noteable_type": "Issue",
                "created_at": "2026-03-03 09:00:00 UTC",
                "internal": True,
            },
        }

        assert self.answers(of.arrived("gitlab", "Note Hook", note)) == [("noted", "staff")]

    @pytest.mark.parametrize(("is_staff", "kind"), [(True, "staff"), (False, "asker")])
    def test_on_zendesk_is_told_apart_from_the_askers(self, is_staff: bool, kind: str) -> None:
        author = {"id": "22" if is_staff else "11", "is_staff": is_staff, "name": "Somebody"}
        comment = {"id": "8", "body": "A word.", "is_public": True, "author": author}
        payload = of.zendesk("comment_added", {"comment": comment})

        assert self.answers(of.arrived("zendesk", "", payload)) == [("responded", kind)]

    @pytest.mark.parametrize(("who", "kind"), [("7bob", "staff"), ("5ana", "asker")])
    def test_on_jira_is_told_of_an_issue_that_is_known(self, who: str, kind: str) -> None:
        partial = {"id": "10007", "key": "LMP-7", "fields": {"summary": "Lamp stays dark"}}
        comment = {
            "id": "4",
            "author": {"accountId": who, "accountType": "atlassian"},
            "created": "2026-03-03T09:00:00.000+0000",
            "body": "A word.",
        }
        arrived = of.arrived(
            "jira", "", of.jira("comment_created", partial, of.NOW, comment=comment)
        )
        known = {"jira:LMP-7": ("5ana", datetime(2026, 3, 2, 9, tzinfo=UTC))}

        assert self.answers(arrived, known=known) == [("responded", kind)]
        told = tables(deliver(arrived, known={}))
        assert not told["events"]
        assert [row["reason"] for row in told["set_aside"]] == [
            "tells of a demand that did not come before, and not who asked it"
        ]


class TestSeveralDeliveriesOfOneIssue:
    @given(order=st.permutations(range(3)))
    def test_are_one_demand_as_it_stood_last(self, order: list[int]) -> None:
        titles = [
            of.github(
                "edited", of.github_issue(title=f"Title {n}", updated_at=f"2026-03-09T08:5{n}:00Z")
            )
            for n in range(6, 9)
        ]

        told = tables(deliver(of.arrived("github", "issues", *(titles[n] for n in order))))

        assert [demand["title"] for demand in told["demands"]] == ["Title 8"]
        assert not told["quarantine"]

    def test_that_came_late_do_not_stand_above_what_came_between(self) -> None:
        prompt = of.github(
            "edited",
            of.github_issue(
                number=8,
                html_url="https://github.test/lamps/app/issues/8",
                updated_at="2026-03-09T09:00:00Z",
            ),
        )
        late = of.github("edited", of.github_issue(updated_at="2026-03-04T09:00:00Z"))

        first, second = deliver(of.arrived("github", "issues", prompt, late))

        assert first.exported_at == datetime(2026, 3, 4, 9, tzinfo=UTC)
        assert second.exported_at == of.NOW
        assert first.import_id != second.import_id


class TestWhatIsNoDemand:
    @pytest.mark.parametrize(
        ("sender", "event", "payload", "reason"),
        [
            ("github", "ping", {"zen": "Keep it simple."}, "ping"),
            ("github", "push", {"ref": "x"}, "event 'push'"),
            ("github", "issues", of.github("deleted", of.github_issue()), "issue deleted"),
            ("gitlab", "Push Hook", {"object_kind": "push"}, "event 'Push Hook'"),
            ("jira", "", {"webhookEvent": "jira:issue_deleted"}, "issue deleted"),
            ("jira", "", {"webhookEvent": "board_created"}, "event 'board_created'"),
            ("zendesk", "", of.zendesk("soft_deleted", {}), "deleted ticket"),
            ("zendesk", "", {"type": "zen:event-type:user.created"}, "event 'zen:event-type:user.created'"),
            ("generic", "", {"type": "invoice.paid", "data": {}}, "event 'invoice.paid'"),
        ],
    )  # fmt: skip
    def test_is_set_aside_visibly(
        self, sender: str, event: str, payload: dict[str, Any], reason: str
    ) -> None:
        told = tables(deliver(of.arrived(sender, event, payload)))

        assert [row["reason"] for row in told["set_aside"]] == [reason]
        assert not told["demands"]

    def test_such_as_a_pull_request_is_set_aside(self) -> None:
        issue = of.github_issue(pull_request={"url": "https://api.github.test/pulls/7"})
        payload = of.github("created", issue, comment={"id": 1})

        told = tables(deliver(of.arrived("github", "issue_comment", payload)))

        assert [row["reason"] for row in told["set_aside"]] == ["pull request"]

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"7", b"\xff\xfe", b"{", b"payload=", b"payload=%7B"]
    )
    @pytest.mark.parametrize("sender", list(SENDERS))
    def test_and_no_json_object_is_quarantined(self, sender: str, body: bytes) -> None:
        told = tables(deliver([Arrived(4, sender, "issues", body, of.NOW)]))

        assert ["JSON" in row["reason"] for row in told["quarantine"]] == [True]
        assert "delivery 4" in told["quarantine"][0]["place"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


class TestAStrangeDelivery:
    @pytest.mark.parametrize("sender", list(SENDERS))
    @given(data=st.data())
    def test_stops_no_other_and_is_counted(self, sender: str, data: st.DataObject) -> None:
        names = ["issue", "object_attributes", "project", "object_kind", "webhookEvent", "detail",
                 "type", "data", "ticket", "action", "event", "changelog", "comment", "user"]  # fmt: skip
        words = st.sampled_from(["issue", "note", "jira:issue_updated", "comment_created", "demand.x",
                                 "zen:event-type:ticket.status_changed", "closed"])  # fmt: skip
        payload = data.draw(st.dictionaries(st.sampled_from(names), JSON | words, max_size=8))

        strange = Arrived(99, sender, "issues", of.body_of(payload), of.NOW)
        fine = delivered(sender) if sender in WHOLE else []
        imports = deliver([*fine, strange])

        read = demands = kept = 0
        for incoming in imports:
            for batch in incoming.batches:
                read += batch.read
                demands += batch.demands.num_rows
                kept += (
                    batch.demands.num_rows + batch.set_aside.num_rows + batch.quarantine.num_rows
                )
        assert read == kept
        assert demands >= len(fine)
        assert all(incoming.imported_at == AT for incoming in imports)

    def test_later_than_the_import_is_dated_with_it(self) -> None:
        late = of.arrived("github", "ping", {}, at=AT + timedelta(seconds=3))

        (incoming,) = deliver(late)

        assert incoming.exported_at == AT
