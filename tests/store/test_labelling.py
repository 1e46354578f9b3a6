"""Labels are written once per labeller, and go when a demand's words change."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from cynosure.demand import LABELS
from cynosure.store import DemandStore
from tests.store.contents import rows
from tests.store.incoming import day, demand, incoming


def labels(*ids: str, labeller: str = "m1", nature: str = "failure") -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [{"demand_id": name, "nature": nature, "labeller": labeller} for name in ids],
        schema=LABELS,
    )


def waiting(store: DemandStore, labeller: str = "m1") -> Sequence[str]:
    return sorted(
        name
        for batch in store.unlabelled(labeller)
        for name in batch.column("demand_id").to_pylist()
    )


def written(store: DemandStore) -> Sequence[tuple[str, str, str]]:
    return [(row["demand_id"], row["labeller"], row["nature"]) for row in rows(store, "labels")]


class TestUnlabelled:
    def test_hands_out_what_a_labeller_looks_at(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1, labels=("a",))))

        (batch,) = store.unlabelled("m1")

        assert batch.schema.names == [
            "demand_id",
            "title",
            "body",
            "reported_type",
            "labels",
            "channel",
            "language",
            "satisfaction",
            "product",
            "source_id",
            "asker",
        ]
        assert batch.column("labels").to_pylist() == [["a"]]

    def test_is_empty_in_an_empty_workspace(self, store: DemandStore) -> None:
        assert waiting(store) == []

    def test_leaves_out_what_this_labeller_has_labelled(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), demand(2)))

        store.write_labels([labels("desk:1")])

        assert waiting(store) == ["desk:2"]
        assert waiting(store, "m2") == ["desk:1", "desk:2"]

    def test_hands_out_batches_of_no_more_than_the_rows_asked_for(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", *(demand(number) for number in range(300))))

        sizes = [batch.num_rows for batch in store.unlabelled("m1", rows=100)]

        assert sum(sizes) == 300
        assert max(sizes) <= 100


class TestWriteLabels:
    def test_labels_all_that_is_unlabelled_in_one_go(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), demand(2)))

        new = store.write_labels(
            labels(*batch.column("demand_id").to_pylist()) for batch in store.unlabelled("m1")
        )

        assert new == 2
        assert waiting(store) == []

    def test_changes_nothing_when_the_same_is_said_again(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))
        store.write_labels([labels("desk:1")])
        before = store.files("labels")

        assert store.write_labels([labels("desk:1")]) == 0
        assert store.files("labels") == before

    def test_replaces_what_the_same_labeller_said_otherwise(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), demand(2)))
        store.write_labels([labels("desk:1", "desk:2")])

        assert store.write_labels([labels("desk:1", nature="value")]) == 1

        assert written(store) == [("desk:1", "m1", "value"), ("desk:2", "m1", "failure")]

    def test_keeps_what_another_labeller_says_beside(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))
        store.write_labels([labels("desk:1")])

        store.write_labels([labels("desk:1", labeller="m2", nature="none")])

        assert written(store) == [("desk:1", "m1", "failure"), ("desk:1", "m2", "none")]

    def test_lets_the_last_of_two_in_one_writing_stand(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))

        store.write_labels([labels("desk:1"), labels("desk:1", nature="value")])

        assert written(store) == [("desk:1", "m1", "value")]

    def test_leaves_out_demands_that_the_store_does_not_know(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))

        assert store.write_labels([labels("desk:9")]) == 0


class TestLabelsOfAChangedDemand:
    def test_go_when_its_words_change(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), demand(2)))
        store.write_labels([labels("desk:1", "desk:2")])

        store.take_in(incoming("i2", demand(1, title="otherwise"), imported_at=day(25)))

        assert waiting(store) == ["desk:1"]
        assert written(store) == [("desk:2", "m1", "failure")]

    def test_stay_when_something_else_changes(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))
        store.write_labels([labels("desk:1")])

        store.take_in(incoming("i2", demand(1, priority="high"), imported_at=day(25)))

        assert waiting(store) == []


class TestDropLabels:
    def test_drops_those_of_the_kind_but_one(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), demand(2)))
        for labeller in ("own:1", "own:2", "shipped:1"):
            store.write_labels([labels("desk:1", "desk:2", labeller=labeller)])

        assert store.drop_labels(kind="own:", but="own:2") == 2

        assert sorted({name for _, name, _ in written(store)}) == ["own:2", "shipped:1"]
        assert waiting(store, "own:1") == ["desk:1", "desk:2"]
        assert waiting(store, "own:2") == []

    def test_changes_nothing_where_there_are_none(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))
        store.write_labels([labels("desk:1", labeller="shipped:1")])
        before = store.files("labels")

        assert store.drop_labels(kind="own:", but="") == 0

        assert store.files("labels") == before
