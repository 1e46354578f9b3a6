"""Two writers take turns; readers never wait."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from cynosure.store import DemandStore, open_store
from cynosure.store.writing import Locked
from tests.store.contents import field, rows
from tests.store.incoming import demand, incoming
from tests.store.killed import ended, started, take_in_own


@contextmanager
def somebody_writes(store: DemandStore) -> Iterator[None]:
    with FileLock(store.folder / "write.lock"):
        (store.folder / "writer.json").write_text('{"pid": 4711, "doing": "taking an export in"}')
        yield


class TestTwoWriters:
    def test_lose_and_double_nothing(self, store: DemandStore, workspace: Path) -> None:
        writers = [started(take_in_own, str(workspace), name) for name in ("a", "b")]

        assert [ended(process) for process in writers] == [0, 0]

        own = [
            f"desk:{name}{number}-{n}" for name in "ab" for number in range(3) for n in range(20)
        ]
        shared = [f"desk:shared-{n}" for n in range(20)]
        assert field(store, "demands", "demand_id") == sorted(own + shared)
        assert field(store, "events", "demand_id") == sorted(shared)
        assert len(rows(store, "imports")) == 6
        assert len(rows(store, "sightings")) == 6 * 40

    def test_the_second_gives_up_after_a_while_and_names_the_first(
        self, store: DemandStore, workspace: Path
    ) -> None:
        impatient = open_store(workspace, wait_seconds=0.01)

        with (
            somebody_writes(store),
            pytest.raises(Locked, match=r"process 4711 \(taking an export in\).*Try again"),
        ):
            impatient.take_in(incoming("i1", demand(1)))

        assert store.files("demands") == []

    def test_the_holder_says_who_it_is(self, store: DemandStore) -> None:
        seen: list[str] = []

        store.take_in(
            incoming("i1", demand(1)),
            on_progress=lambda _stage, _done: seen.append(
                (store.folder / "writer.json").read_text()
            ),
        )

        assert str(os.getpid()) in seen[0]
        assert not (store.folder / "writer.json").exists()


class TestAReader:
    def test_never_waits_and_sees_the_state_before(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))
        seen: list[list[str]] = []

        store.take_in(
            incoming("i2", demand(1, title="changed"), demand(2)),
            on_progress=lambda stage, _done: (
                seen.append(field(store, "demands", "demand_id")) if stage != "committed" else None
            ),
        )

        assert len(seen) > 10
        assert all(ids == ["desk:1"] for ids in seen)

    def test_can_read_an_older_snapshot_while_others_write(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1, title="old")))
        snapshot = store.snapshot()

        store.take_in(incoming("i2", demand(1, title="new")))

        assert all(Path(file).exists() for file in snapshot.files("demands"))
        assert snapshot.files("demands") != store.files("demands")
