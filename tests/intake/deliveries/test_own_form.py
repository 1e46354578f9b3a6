"""Our own form: everything that is wrong is told at once, and what passes becomes demands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.deliveries import API, MOST_LINES, Arrived, check_batch, check_one
from tests.intake.deliveries import payloads as of
from tests.intake.deliveries.taking import deliver, tables


def demand(number: int = 7, **fields: Any) -> dict[str, Any]:
    return {
        "source": "desk",
        "source_id": str(number),
        "title": "Lamp stays dark",
        "asked_at": "2026-03-02T10:00:00+01:00",
        **fields,
    }


def wrong(said: Any) -> list[str]:
    return [problem.field for problem in check_one(said).problems]


def batch(*lines: Any) -> bytes:
    return b"\n".join(orjson.dumps(line) for line in lines)


class TestADemandThatIsSent:
    def test_may_hold_all_fields_and_what_happened(self) -> None:
        full = demand(
            demand_id="desk:7", url="https://desk.test/7", asker="ana", asker_kind="customer",
            customer="Lamps Ltd", role="pays", standing="end_user", channel="mail", product="lamp",
            language="en", body="Nothing.", reported_type="bug", labels=["light"], priority="high",
            zone="Europe/Berlin", effort_minutes=5, cost=2.5, satisfaction=0.5, duplicate_of="desk:1",
            follows="desk:2", follows_origin="declared",
            events=[{"at": "2026-03-03T09:00:00Z", "kind": "responded", "actor_kind": "staff",
                     "public": True, "seq": 1}],
        )  # fmt: skip

        assert wrong(full) == []

    def test_may_be_what_an_export_wrote(self) -> None:
        exported = demand(imported_at="2026-03-02T09:00:00Z", import_id="i1", payload_hash="00")

        assert wrong({**exported, "body": None, "labels": []}) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("source", ""), ("source", 7), ("source", "a\nb"), ("source_id", "x" * 201), ("title", 7),
            ("asked_at", "soon"), ("asked_at", 20_260_302), ("asked_at", ""), ("labels", "light"),
            ("labels", [1]), ("satisfaction", 1.01), ("satisfaction", True), ("effort_minutes", -1),
            ("cost", "2"), ("asker_kind", "robot"), ("follows_origin", "guessed"), ("titel", "Lamp"),
            ("demand_id", "desk:8"), ("events", {}), ("workspace_id", 2), ("id", 1),
        ],
    )  # fmt: skip
    def test_is_told_which_field_is_wrong(self, field: str, value: Any) -> None:
        assert field in wrong(demand(**{field: value}))

    @pytest.mark.parametrize(
        ("event", "field"),
        [
            ("x", "events[0]"),
            ({"kind": "resolved"}, "events[0].at"),
            ({"at": "2026-03-03"}, "events[0].kind"),
            ({"at": "2026-03-03", "kind": "done"}, "events[0].kind"),
            ({"at": "2026-03-03", "kind": "told", "public": "yes"}, "events[0].public"),
            ({"at": "2026-03-03", "kind": "told", "seq": 2**70}, "events[0].seq"),
            ({"at": "2026-03-03", "kind": "told", "demand_id": "desk:1"}, "events[0].demand_id"),
        ],
    )
    def test_is_told_which_event_is_wrong(self, event: Any, field: str) -> None:
        assert wrong(demand(events=[event])) == [field]

    def test_needs_words_or_a_time(self) -> None:
        assert wrong({"source": "desk", "source_id": "7"}) == ["title"]

    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=8,
        )
    )
    def test_is_answered_whatever_it_is(self, said: Any) -> None:
        assert check_one(said).problems

    @given(
        st.dictionaries(
            st.sampled_from(["title", "asked_at", "labels", "cost", "events", "seq", "satisfaction"]),
            st.none() | st.integers() | st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()),
        )
    )  # fmt: skip
    def test_that_passes_is_not_quarantined(self, fields: dict[str, Any]) -> None:
        sent = demand(**fields)

        passes = not check_one(sent).problems
        told = tables(deliver([Arrived(1, API, "demand", of.body_of(sent), of.NOW)]))

        assert bool(told["demands"]) == passes
        assert bool(told["quarantine"]) != passes


class TestABatch:
    def test_tells_all_that_is_wrong_with_its_lines(self) -> None:
        body = batch(demand(1), {"source": "desk"}, 7, demand(2, cost="x")) + b"\n\n{\n"

        found = check_batch(body)

        assert found.demands == 5
        assert [(each.line, each.field) for each in found.problems] == [
            (2, "source_id"), (2, "title"), (3, ""), (4, "cost"), (6, ""),
        ]  # fmt: skip

    def test_holds_at_most_ten_thousand(self) -> None:
        line = orjson.dumps(demand()) + b"\n"

        assert not check_batch(line * MOST_LINES).problems
        assert check_batch(line * (MOST_LINES + 1)).problems[0].line == MOST_LINES + 1

    def test_holds_lines_of_at_most_a_megabyte(self) -> None:
        found = check_batch(batch(demand(body="x" * 1_000_000)))

        assert "1,000,000" in found.problems[0].reason

    def test_of_nothing_is_no_batch(self) -> None:
        assert check_batch(b"\n \n").problems

    def test_tells_a_thousand_problems_and_how_many_more(self) -> None:
        found = check_batch(b"{\n" * 1_500)

        assert (len(found.problems), found.more) == (1_000, 500)

    def test_becomes_demands_with_their_ask_and_what_happened(self) -> None:
        events = [{"at": "2026-03-03T09:00:00Z", "kind": "resolved", "actor_kind": "staff"}]
        body = batch(demand(1, asker="ana"), demand(2, events=events))

        told = tables(deliver([Arrived(1, API, "batch", body, of.NOW)]))

        assert [row["demand_id"] for row in told["demands"]] == ["desk:1", "desk:2"]
        assert told["demands"][0]["asked_at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)
        assert [(row["demand_id"], row["kind"], row["origin"]) for row in told["events"]] == [
            ("desk:1", "asked", "claimed"),
            ("desk:2", "asked", "claimed"),
            ("desk:2", "resolved", "observed"),
        ]

    def test_counts_the_last_line_of_a_demand(self) -> None:
        first, second = batch(demand(1, title="Old"), demand(2)), batch(demand(1, title="New"))

        told = tables(
            deliver(
                [Arrived(1, API, "batch", first, of.NOW), Arrived(2, API, "batch", second, of.NOW)]
            )
        )

        assert {row["demand_id"]: row["title"] for row in told["demands"]} == {
            "desk:1": "New",
            "desk:2": "Lamp stays dark",
        }
        assert not told["quarantine"]

    def test_keeps_texts_as_they_were_written(self) -> None:
        told = tables(deliver([Arrived(1, API, "batch", batch(demand(title="'=1+1")), of.NOW)]))

        assert [row["title"] for row in told["demands"]] == ["'=1+1"]


class TestAGenericWebhook:
    @pytest.mark.parametrize(
        "payload",
        [
            demand(),
            {"type": "demand.created", "data": demand()},
            {"type": "demand.updated", "data": [demand()]},
        ],
    )
    def test_holds_demands_in_our_own_form(self, payload: Any) -> None:
        told = tables(deliver(of.arrived("generic", "", payload)))

        assert [row["demand_id"] for row in told["demands"]] == ["desk:7"]

    def test_of_something_else_is_quarantined_with_what_is_wrong(self) -> None:
        told = tables(deliver(of.arrived("generic", "", {"data": [demand(), {"hello": 1}]})))

        (row,) = told["quarantine"]
        assert "hello" in row["reason"]
        assert row["place"] == "Any other system webhook, delivery 1, demand 2"
