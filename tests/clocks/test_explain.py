"""Explanations: what the rules noted while they told the time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cynosure.clocks import History, NotAskedYet, UnknownDemand, explain
from cynosure.demand import Demand, Event


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 9, tzinfo=UTC)


def ticket(*events: Event) -> History:
    return History.of(
        [Demand(demand_id="desk:1", source="desk", source_id="1", asker="ana")], events
    )


def event(number: int, kind: str, who: str = "staff", **more: object) -> Event:
    return Event(demand_id="desk:1", at=day(number), kind=kind, actor_kind=who, **more)  # type: ignore[arg-type]  # words of the tests


REOPENED = ticket(
    event(2, "asked", "asker", public=True),
    event(3, "responded", "bot", public=True),
    event(4, "resolved"),
    event(5, "resolved", "bot"),
    event(6, "reopened", "asker"),
)


class TestExplain:
    def test_says_for_each_event_which_rule_did_what(self) -> None:
        told = explain("desk:1", REOPENED, as_of=day(9))

        rules = [(one.kind, [note.rule for note in notes]) for one, notes in told.events]
        assert rules == [
            ("asked", [1]),
            ("responded", [2]),
            ("resolved", [3]),
            ("resolved", [3]),
            ("reopened", [3]),
        ]
        assert [note.rule for note in told.conclusions] == [9, 7]

    def test_reads_as_plain_text(self) -> None:
        text = str(explain("desk:1", REOPENED, as_of=day(9)))

        assert text.startswith("desk:1 as of 2026-03-09 09:00:00 UTC: open")
        assert "rule 2: No response: a bot's word is none." in text
        assert "rule 3: Changes nothing: it had ended already." in text
        assert "rule 7: Open as of the report, and counted so: 7 d so far." in text
        assert "first-time fix            no" in text

    def test_leaves_out_what_comes_later(self) -> None:
        told = explain("desk:1", REOPENED, as_of=day(4))

        assert [one.kind for one, _ in told.events] == ["asked", "responded", "resolved"]
        assert told.clock.state == "resolved"

    def test_shows_what_was_set_aside(self) -> None:
        history = ticket(event(4, "asked", "asker"), event(2, "resolved"))

        text = str(explain("desk:1", history, as_of=day(9)))

        assert "rule 10: Set aside: an ending before the start is impossible." in text
        assert text.splitlines()[0].endswith("set aside")

    def test_refuses_an_unknown_demand(self) -> None:
        with pytest.raises(UnknownDemand, match="no demand 'desk:7'"):
            explain("desk:7", REOPENED, as_of=day(9))

    def test_refuses_a_demand_of_the_future(self) -> None:
        with pytest.raises(NotAskedYet, match="later --as-of"):
            explain("desk:1", REOPENED, as_of=day(1))
