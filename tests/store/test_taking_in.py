"""An import is taken in whole, once, and the latest state of a demand wins."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cynosure.demand import Demand
from cynosure.errors import IntakeError
from cynosure.intake.incoming import Batch, Incoming
from cynosure.store import DemandStore, Receipt, open_store
from tests.store.contents import field, rows, state
from tests.store.incoming import day, demand, event, incoming


def adds_up(receipt: Receipt) -> bool:
    parts = (receipt.new, receipt.changed, receipt.unchanged, receipt.set_aside)
    return receipt.read == sum(parts) + receipt.quarantined


class TestTakeIn:
    def test_stores_what_an_export_holds(self, store: DemandStore) -> None:
        receipt = store.take_in(
            incoming(
                "i1",
                demand(1),
                demand(2),
                events=[event(1, day(1), "asked"), event(1, day(2), "resolved", origin="claimed")],
                set_aside=["a pull request"],
                quarantine=["no id"],
                figures={"made_sla": 1.0},
                exported_at=day(5),
            )
        )

        assert (receipt.read, receipt.new, receipt.set_aside, receipt.quarantined) == (4, 2, 1, 1)
        assert receipt.new_events == 2
        assert field(store, "demands", "demand_id") == ["desk:1", "desk:2"]
        assert field(store, "events", "kind") == ["asked", "resolved"]
        assert field(store, "set_aside", "record") == ["a pull request"]
        assert field(store, "quarantine", "record") == ["no id"]
        assert field(store, "source_figures", "value") == [1.0, 1.0]
        assert len(rows(store, "payloads")) == 2
        (listed,) = rows(store, "imports")
        assert (listed["import_id"], listed["read"], listed["tells"]) == ("i1", 4, ["endings"])
        assert listed["rows"] == receipt.rows == 4  # two a demand, as the made-up import says
        assert listed["last_sign_at"] == day(3)

    def test_notes_which_demands_and_claims_an_import_held(self, store: DemandStore) -> None:
        claim = event(1, day(2), "resolved", origin="claimed")

        store.take_in(incoming("i1", demand(1), events=[event(1, day(1), "asked"), claim]))

        seen = [(row["demand_id"], row["event_id"]) for row in rows(store, "sightings")]
        assert seen == [("desk:1", claim.event_id), ("desk:1", None)]

    def test_changes_nothing_when_the_same_export_comes_again(self, store: DemandStore) -> None:
        told = [event(1, day(1), "asked"), event(1, day(2), "resolved", origin="claimed")]
        store.take_in(incoming("i1", demand(1), demand(2), events=told, figures={"made_sla": 1}))
        before = state(store)

        receipt = store.take_in(
            incoming("i2", demand(1), demand(2), events=told, figures={"made_sla": 1})
        )

        after = state(store)
        assert (receipt.new, receipt.changed, receipt.unchanged) == (0, 0, 2)
        assert (receipt.new_events, receipt.repeated_events) == (0, 2)
        for table in ("demands", "events", "payloads", "source_figures", "quarantine"):
            assert after[table] == before[table]
        assert len(after["sightings"]) == 2 * len(before["sightings"])
        assert len(after["imports"]) == 2

    def test_lets_the_later_export_win(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1, title="first"), demand(2), exported_at=day(5)))

        receipt = store.take_in(incoming("i2", demand(1, title="second"), exported_at=day(6)))

        assert (receipt.changed, receipt.new, receipt.unchanged) == (1, 0, 0)
        assert field(store, "demands", "title") == ["Demand 2", "second"]
        assert field(store, "demands", "import_id") == ["i1", "i2"]

    def test_changes_nothing_when_an_older_export_arrives_late(self, store: DemandStore) -> None:
        store.take_in(incoming("i2", demand(1, title="second"), exported_at=day(6)))

        receipt = store.take_in(
            incoming("i1", demand(1, title="first"), exported_at=day(5), imported_at=day(9))
        )

        assert (receipt.changed, receipt.unchanged) == (0, 1)
        assert field(store, "demands", "title") == ["second"]
        assert len(rows(store, "sightings")) == 2

    def test_knows_that_a_newer_export_held_the_demand_unchanged(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1, title="right"), exported_at=day(3)))
        store.take_in(incoming("i3", demand(1, title="right"), exported_at=day(7)))

        store.take_in(incoming("i2", demand(1, title="between"), exported_at=day(5)))

        assert field(store, "demands", "title") == ["right"]

    def test_orders_an_export_without_a_time_by_its_import(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1, title="first"), exported_at=day(5)))

        store.take_in(incoming("i2", demand(1, title="second"), imported_at=day(6)))

        assert field(store, "demands", "title") == ["second"]

    def test_takes_a_better_mapping_of_the_same_record(self, store: DemandStore) -> None:
        misread = demand(1)
        store.take_in(incoming("i1", misread, exported_at=day(5)))

        receipt = store.take_in(
            incoming("i2", replace(misread, asked_at=day(2)), exported_at=day(5))
        )

        assert receipt.changed == 1
        assert field(store, "demands", "asked_at") == [day(2)]

    def test_replaces_the_figures_of_a_changed_demand(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), demand(2), figures={"made_sla": 1}))

        store.take_in(
            incoming("i2", demand(1, title="x"), figures={"made_sla": 0}, imported_at=day(25))
        )

        assert field(store, "source_figures", "value") == [0, 1]

    def test_keeps_every_wording_of_a_source(self, store: DemandStore) -> None:
        for number, title in enumerate(("one", "two", "one"), start=1):
            store.take_in(incoming(f"i{number}", demand(1, title=title), exported_at=day(number)))

        assert len(rows(store, "payloads")) == 2

    def test_adds_later_events_to_earlier_ones(self, store: DemandStore) -> None:
        asked, noted = event(1, day(1), "asked"), event(1, day(2), "noted")
        store.take_in(incoming("i1", demand(1), events=[asked]))

        receipt = store.take_in(incoming("i2", demand(1), events=[asked, noted]))

        assert (receipt.new_events, receipt.repeated_events) == (1, 1)
        assert field(store, "events", "kind") == ["asked", "noted"]

    def test_lets_the_first_event_of_an_id_stand_and_lists_the_other(
        self, store: DemandStore
    ) -> None:
        store.take_in(incoming("i1", demand(1), events=[event(1, day(1), "noted", event_id="7")]))

        receipt = store.take_in(
            incoming("i2", demand(1), events=[event(1, day(2), "noted", event_id="7")])
        )

        assert (receipt.new_events, receipt.differing_events) == (0, 1)
        assert field(store, "events", "at") == [day(1)]
        assert field(store, "differing_events", "at") == [day(2)]

    def test_lets_the_first_event_of_an_id_stand_within_one_import(
        self, store: DemandStore
    ) -> None:
        told = [event(1, day(number), "noted", event_id="7") for number in (1, 2, 1)]

        receipt = store.take_in(incoming("i1", demand(1), events=told))

        assert (receipt.new_events, receipt.differing_events, receipt.repeated_events) == (1, 1, 1)
        assert field(store, "events", "at") == [day(1)]

    def test_tells_events_of_different_demands_apart_though_their_ids_are_equal(
        self, store: DemandStore
    ) -> None:
        told = [event(number, day(1), "asked", event_id="7") for number in (1, 2)]

        receipt = store.take_in(incoming("i1", demand(1), demand(2), events=told))

        assert receipt.new_events == 2

    def test_quarantines_an_id_that_comes_twice_with_different_content(
        self, store: DemandStore
    ) -> None:
        receipt = store.take_in(
            incoming("i1", demand(1, title="first"), demand(1, title="second"), rows=1)
        )

        assert (receipt.read, receipt.new, receipt.quarantined) == (2, 1, 1)
        assert field(store, "demands", "title") == ["first"]
        (refused,) = rows(store, "quarantine")
        assert refused["place"] == "desk:1"
        assert refused["record"] == "words of second"
        assert "came before" in refused["reason"]

    def test_takes_no_events_of_a_quarantined_repetition(self, store: DemandStore) -> None:
        first, second = demand(1, title="first"), demand(1, title="second")
        one = incoming("i1", first, events=[event(1, day(1), "asked")])
        two = incoming("i1", second, events=[event(1, day(2), "asked")])

        store.take_in(replace(one, batches=iter([*one.batches, *two.batches])))

        assert field(store, "events", "at") == [day(1)]

    def test_counts_an_identical_repetition_as_unchanged(self, store: DemandStore) -> None:
        receipt = store.take_in(incoming("i1", demand(1), demand(1)))

        assert (receipt.read, receipt.new, receipt.unchanged) == (2, 1, 1)
        assert len(rows(store, "demands")) == 1

    def test_takes_in_an_export_of_nothing(self, store: DemandStore) -> None:
        receipt = store.take_in(incoming("i1", set_aside=["only a bot"]))

        assert (receipt.read, receipt.set_aside, receipt.demands) == (1, 1, 0)
        assert store.files("demands") == []

    def test_does_nothing_when_the_very_same_import_is_delivered_again(
        self, store: DemandStore
    ) -> None:
        first = store.take_in(incoming("i1", demand(1)))
        before = state(store)

        second = store.take_in(incoming("i1", demand(2)))

        assert second.again
        assert (second.read, second.new) == (first.read, first.new)
        assert state(store) == before

    def test_tells_how_far_it_is(self, store: DemandStore) -> None:
        told: list[tuple[str, int]] = []

        store.take_in(
            incoming("i1", demand(1), demand(2), rows=1),
            on_progress=lambda stage, done: told.append((stage, done)),
        )

        assert told[:2] == [("read", 1), ("read", 2)]
        assert told[-1] == ("committed", 1)

    @pytest.mark.parametrize("trouble", [IntakeError("broken gzip"), OSError("unplugged")])
    def test_keeps_nothing_of_an_export_that_breaks_off(
        self, store: DemandStore, trouble: Exception
    ) -> None:
        store.take_in(incoming("i1", demand(1)))
        before = state(store)

        def broken() -> Iterator[Batch]:
            yield from incoming("i2", demand(2)).batches
            raise trouble

        with pytest.raises(type(trouble), match=str(trouble)):
            store.take_in(replace(incoming("i2"), batches=broken()))

        assert state(store) == before
        assert not (store.folder / "staging").exists()

    def test_writes_small_files_together_when_they_become_many(self, store: DemandStore) -> None:
        for number in range(20):
            store.take_in(incoming(f"i{number}", demand(number), imported_at=day(1, number)))

        assert len(store.files("demands")) < 9
        assert len(store.files("sightings")) < 9
        assert len(rows(store, "demands")) == 20
        assert len(rows(store, "sightings")) == 20

    def test_keeps_no_words_of_anybody_in_delta_s_log(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1, asker="a-name", title="a-title", body="a-body")))

        for log in store.folder.glob("*/_delta_log/*"):
            assert not any(word in log.read_bytes() for word in (b"a-name", b"a-title", b"a-body"))
        assert (
            "desk:1" in (store.folder / "demands/_delta_log/00000000000000000001.json").read_text()
        )


exports = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=6),  # when it was exported; ties occur
        st.lists(
            st.tuples(st.integers(1, 4), st.sampled_from(["one", "two"])),  # ids with a title
            max_size=5,
        ),
    ),
    min_size=1,
    max_size=4,
)
few = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])


def imports_of(
    exports: list[tuple[int, list[tuple[int, str]]]],
) -> list[Callable[[], Incoming]]:
    def made(place: int, exported: int, demands: list[tuple[int, str]]) -> Incoming:
        told: list[Demand] = [demand(number, title=title) for number, title in demands]
        return incoming(
            f"i{place}",
            *told,
            events=[
                event(number, day(1) if title == "one" else day(2), "resolved", origin="claimed")
                for number, title in demands
            ],
            exported_at=day(exported),
            imported_at=_imported(place),
            rows=2,
        )

    return [
        (lambda place=place, export=export: made(place, *export))  # type: ignore[misc]  # bound now
        for place, export in enumerate(exports)
    ]


def _imported(place: int) -> datetime:
    return day(20, place)


class TestTheLawsOfTakingIn:
    @few
    @given(exports, st.randoms(use_true_random=False))
    def test_the_order_of_intake_does_not_matter(
        self, exports: list[tuple[int, list[tuple[int, str]]]], random: object
    ) -> None:
        made = imports_of(exports)
        order = list(range(len(made)))
        random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis hands out a Random
        # Which import brought a row first, and how it was counted, is about the order.
        left_out = ("import_id", "imported_at", "new", "changed", "unchanged", "quarantined")

        with tempfile.TemporaryDirectory() as folder:
            one = open_store(Path(folder) / "one", create=True)
            other = open_store(Path(folder) / "other", create=True)
            for make in made:
                one.take_in(make())
            for place in order:
                other.take_in(made[place]())

            for table in ("demands", "events"):
                assert state(one, without=left_out)[table] == state(other, without=left_out)[table]
            assert rows(one, "sightings") == rows(other, "sightings")

    @few
    @given(exports)
    def test_twice_changes_nothing_and_every_record_is_counted_once(
        self, exports: list[tuple[int, list[tuple[int, str]]]]
    ) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(folder, create=True)
            for make in imports_of(exports):
                receipt = store.take_in(make())
                before = state(store)
                again = store.take_in(replace(make(), import_id=f"{receipt.import_id} again"))
                after = state(store)

                assert adds_up(receipt)
                assert adds_up(again)
                assert (again.new, again.changed, again.new_events) == (0, 0, 0)
                assert again.quarantined == receipt.quarantined
                for table in ("demands", "events", "payloads"):
                    assert before[table] == after[table]
