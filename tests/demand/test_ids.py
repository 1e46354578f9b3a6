"""The same thing keeps its name; another one gets another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import Event, demand_id, event_id, payload_hash, with_id
from tests.demand.records import events, instants, words

ASKED = Event(demand_id="desk:1", at=datetime(2026, 3, 2, 9, tzinfo=UTC), kind="asked")


class TestTheIdOfADemand:
    @given(words.filter(lambda word: ":" not in word), words)
    def test_tells_source_and_id_apart_again(self, source: str, source_id: str) -> None:
        assert demand_id(source, source_id).split(":", 1) == [source, source_id]


class TestTheIdOfAnEvent:
    def test_is_the_sources_own_where_it_has_one(self) -> None:
        assert event_id(replace(ASKED, event_id="audit-7")) == "audit-7"

    @given(events, instants, words)
    def test_does_not_depend_on_when_and_by_what_it_came(
        self, event: Event, imported_at: datetime, import_id: str
    ) -> None:
        again = replace(event, imported_at=imported_at, import_id=import_id)

        assert event_id(again) == event_id(event)

    @pytest.mark.parametrize(
        "other",
        [
            {"demand_id": "desk:2"},
            {"at": ASKED.at + timedelta(microseconds=1)},
            {"kind": "noted"},
            {"actor": "Maria"},
            {"actor_kind": "staff"},
            {"public": True},
            {"before": "open"},
            {"after": "open"},
            {"origin": "claimed"},
            {"seq": 0},
        ],
        ids=lambda other: next(iter(other)),
    )
    def test_is_another_where_anything_that_was_said_is(self, other: dict[str, Any]) -> None:
        assert event_id(replace(ASKED, **other)) != event_id(ASKED)

    @given(events)
    def test_is_filled_in_once(self, event: Event) -> None:
        once = with_id(event)

        assert once.event_id
        assert with_id(once) is once
        assert replace(once, event_id=None) == event

    def test_needs_the_instant_in_utc(self) -> None:
        # Everything is UTC behind intake; the hash takes the time as it is written.
        berlin = ASKED.at.astimezone(timezone(timedelta(hours=1)))

        assert berlin == ASKED.at
        assert event_id(replace(ASKED, at=berlin)) != event_id(ASKED)

    def test_stays_what_it_was_in_stores_that_exist(self) -> None:
        # Another hash would add every event once more at the next import.
        assert event_id(ASKED) == "9c01f43f85d6ab95f04e3b24"


class TestTheHashOfAPayload:
    @given(st.binary(max_size=40), st.binary(max_size=40))
    def test_is_the_same_only_for_the_same_words(self, one: bytes, other: bytes) -> None:
        assert (payload_hash(one) == payload_hash(other)) == (one == other)
