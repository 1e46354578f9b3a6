"""Records as things and as columns are the same."""

from __future__ import annotations

import inspect
from dataclasses import fields
from typing import get_args

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure import demand as face
from cynosure.demand import DEMANDS, EVENTS, Demand, Event, as_batch, kinds, records
from tests.demand.records import demands, events

SCHEMAS = {name: value for name, value in vars(records).items() if isinstance(value, pa.Schema)}


class TestABatch:
    @given(st.lists(events, max_size=5))
    def test_gives_every_event_back(self, given_events: list[Event]) -> None:
        rows = as_batch(given_events, EVENTS).to_pylist()

        assert [Event(**row) for row in rows] == given_events

    @given(st.lists(demands, max_size=5))
    def test_gives_every_demand_back(self, given_demands: list[Demand]) -> None:
        rows = as_batch(given_demands, DEMANDS).to_pylist()

        assert [Demand(**{**row, "labels": tuple(row["labels"])}) for row in rows] == given_demands

    @pytest.mark.parametrize("schema", [DEMANDS, EVENTS], ids=["demands", "events"])
    def test_of_nothing_has_the_fields_all_the_same(self, schema: pa.Schema) -> None:
        batch = as_batch(list[Demand](), schema)

        assert batch.num_rows == 0
        assert batch.schema == schema


class TestTheSchemas:
    @pytest.mark.parametrize(
        ("record", "schema"), [(Demand, DEMANDS), (Event, EVENTS)], ids=["demands", "events"]
    )
    def test_have_the_fields_of_their_records(
        self, record: type[Demand] | type[Event], schema: pa.Schema
    ) -> None:
        assert set(schema.names) == {field.name for field in fields(record)}

    @pytest.mark.parametrize("name", SCHEMAS)
    def test_keep_every_time_in_utc(self, name: str) -> None:
        times = [field.type for field in SCHEMAS[name] if pa.types.is_timestamp(field.type)]

        assert all(kind == records.TIME for kind in times)
        assert all(
            pa.types.is_timestamp(field.type)
            for field in SCHEMAS[name]
            if field.name == "at" or field.name.endswith("_at")
        )

    @pytest.mark.parametrize("name", SCHEMAS)
    def test_name_what_is_in_seconds_and_keep_it_whole(self, name: str) -> None:
        wrong = [
            field.name
            for field in SCHEMAS[name]
            if field.name.endswith("_seconds") and field.type != pa.int64()
        ]

        assert not wrong

    @pytest.mark.parametrize("name", SCHEMAS)
    def test_need_an_id_wherever_a_row_is_of_a_demand_that_was_kept(self, name: str) -> None:
        first = SCHEMAS[name].field(0)

        assert first.name.endswith("_id")

    def test_are_all_on_the_packages_face(self) -> None:
        assert {name for name in face.__all__ if name in SCHEMAS} == set(SCHEMAS)


class TestTheWords:
    def test_of_events_include_every_ending(self) -> None:
        assert set(kinds.ENDINGS) < set(kinds.EVENT_KINDS)

    def test_of_states_are_open_or_the_ending_that_stands(self) -> None:
        assert set(kinds.STATES) == {"open", *kinds.ENDINGS}

    def test_each_say_what_they_mean(self) -> None:
        source = inspect.getsource(kinds)

        for word in (*get_args(kinds.EventKind), *get_args(kinds.Flag)):
            assert f'"{word}",  # ' in source
