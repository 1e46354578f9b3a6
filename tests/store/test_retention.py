"""Payloads are kept until somebody lets them go."""

from __future__ import annotations

from cynosure.store import DemandStore
from tests.store.contents import field, rows
from tests.store.incoming import day, demand, incoming


class TestDropPayloads:
    def test_drops_those_of_older_imports_and_nothing_else(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), imported_at=day(1)))
        store.take_in(incoming("i2", demand(2), imported_at=day(9)))

        assert store.drop_payloads(before=day(5)) == 1

        assert field(store, "payloads", "demand_id") == ["desk:2"]
        assert len(rows(store, "demands")) == 2

    def test_changes_nothing_when_none_is_old_enough(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), imported_at=day(1)))
        before = store.snapshot()

        assert store.drop_payloads(before=day(1)) == 0
        assert store.snapshot() == before

    def test_does_not_bring_them_back_with_the_same_export(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), imported_at=day(1)))
        store.drop_payloads(before=day(5))

        store.take_in(incoming("i2", demand(1), imported_at=day(9)))

        assert rows(store, "payloads") == []
