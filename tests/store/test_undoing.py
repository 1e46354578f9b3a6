"""An import that is undone leaves everything as if it had never been taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cynosure.demand import LABELS, MEMBERS
from cynosure.intake.incoming import Incoming
from cynosure.store import DemandStore, open_store
from cynosure.store.undoing import CannotUndo, UnknownImport
from tests.store.contents import everything, field, rows, state
from tests.store.format_1 import write_format_1
from tests.store.incoming import day, demand, event, incoming
from tests.store.killed import PERSON


@dataclass(frozen=True)
class Said:
    """What one export says of one demand."""

    number: int
    title: str
    events: tuple[tuple[str, int], ...]  # ids, and the day of each

    def told(self) -> list[object]:
        return [
            event(self.number, day(at), "noted", event_id=name, origin=origin)
            for name, at in self.events
            for origin in ("claimed" if name == "c" else "observed",)
        ]


said = st.builds(
    Said,
    number=st.integers(1, 3),
    title=st.sampled_from(["one", "two", "three"]),
    events=st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(1, 3)), max_size=3).map(
        tuple
    ),
)
exports = st.lists(
    st.tuples(
        st.integers(1, 6),  # when it was exported; ties occur
        st.lists(said, max_size=4),
        st.sampled_from([None, 0.0, 1.0]),  # a figure of the source's own
    ),
    min_size=2,
    max_size=4,
)
Export = tuple[int, list[Said], float | None]


def made(place: int, export: Export) -> Incoming:
    exported, demands, figure = export
    return incoming(
        f"i{place}",
        *(demand(one.number, title=one.title) for one in demands),
        events=[told for one in demands for told in one.told()],  # type: ignore[misc]  # events
        exported_at=day(exported),
        imported_at=day(20, place),
        figures={} if figure is None else {"made_sla": figure},
        set_aside=[f"a robot, {place}"],
        quarantine=[f"no id, {place}"],
    )


def read_by_machine(store: DemandStore) -> None:
    """Label what is unlabelled and place it in a theme, as a function of its words alone."""
    store.write_labels(
        pa.RecordBatch.from_pylist(
            [
                {"demand_id": row["demand_id"], "nature": row["title"], "labeller": "test 1"}
                for row in batch.to_pylist()
            ],
            schema=LABELS,
        )
        for batch in store.unlabelled("test 1")
    )
    store.write_members(
        [
            pa.RecordBatch.from_pylist(
                [
                    {"demand_id": row["demand_id"], "theme_id": row["title"]}
                    for row in rows(store, "demands")
                ],
                schema=MEMBERS,
            )
        ]
    )


def as_told(store: DemandStore) -> dict[str, object]:
    """Return all that a workspace holds, but which number an import had."""
    return dict(state(store, without=("number",)))


class TestTheLawOfUndoing:
    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(exports, st.data())
    def test_leaves_everything_as_if_it_had_never_been_taken_in(
        self, exports: list[Export], data: st.DataObject
    ) -> None:
        gone = data.draw(
            st.sets(st.integers(0, len(exports) - 1), min_size=1, max_size=2), label="undone"
        )
        with tempfile.TemporaryDirectory() as folder:
            one = open_store(Path(folder) / "one", create=True)
            other = open_store(Path(folder) / "other", create=True)
            for place, export in enumerate(exports):
                one.take_in(made(place, export))
                read_by_machine(one)
                if place not in gone:
                    other.take_in(made(place, export))
                    read_by_machine(other)
            for place in sorted(gone, reverse=data.draw(st.booleans(), label="backwards")):
                foreseen = one.would_undo(f"i{place}")
                assert one.undo_import(f"i{place}") == foreseen
            read_by_machine(one)

            assert as_told(one) == as_told(other)

    @settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
    @given(exports)
    def test_lets_the_same_export_be_taken_in_again(self, exports: list[Export]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(folder, create=True)
            for place, export in enumerate(exports):
                store.take_in(made(place, export))
            before, last = as_told(store), len(exports) - 1

            store.undo_import(f"i{last}")
            receipt = store.take_in(made(last, exports[last]))

            assert not receipt.again
            assert as_told(store) == before


class TestUndoImport:
    def test_says_what_goes_and_what_stands_again(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1), demand(2), exported_at=day(1)))
        store.take_in(
            incoming(
                "i2",
                demand(1, title="other"),
                demand(2),
                demand(3),
                events=[event(3, day(1), "asked")],
                quarantine=["no id"],
                exported_at=day(2),
            )
        )

        receipt = store.undo_import("i2")

        assert (receipt.demands, receipt.gone, receipt.restored, receipt.kept) == (3, 1, 1, 1)
        assert (receipt.events, receipt.quarantined) == (1, 1)
        assert "1 stand again" in str(receipt)
        assert field(store, "demands", "title") == ["Demand 1", "Demand 2"]

    def test_makes_an_event_the_next_import_s_that_told_it(self, store: DemandStore) -> None:
        for name in ("i1", "i2", "i3"):
            store.take_in(incoming(name, demand(1), events=[event(1, day(1), "asked")]))

        store.undo_import("i1")

        assert field(store, "events", "import_id") == ["i2"]

    def test_keeps_the_words_that_an_older_export_brought_late(self, store: DemandStore) -> None:
        store.take_in(incoming("i2", demand(1, title="second"), exported_at=day(6)))
        late = incoming("i1", demand(1, title="first"), exported_at=day(5), imported_at=day(9))
        store.take_in(late)

        store.undo_import("i2")

        assert field(store, "demands", "title") == ["first"]
        assert field(store, "payloads", "import_id") == ["i1"]

    def test_refuses_an_import_that_is_not_there(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1)))
        store.undo_import("i1")

        with pytest.raises(UnknownImport, match="undone already"):
            store.undo_import("i1")

    @pytest.mark.parametrize("ask", [DemandStore.undo_import, DemandStore.would_undo])
    def test_refuses_where_what_was_replaced_has_been_let_go(
        self, store: DemandStore, ask: Callable[[DemandStore, str], object]
    ) -> None:
        store.take_in(incoming("i1", demand(1), imported_at=day(1)))
        store.take_in(incoming("i2", demand(1, title="x"), demand(2), imported_at=day(9)))
        store.drop_payloads(before=day(5))
        before = state(store)

        with pytest.raises(CannotUndo, match="1 of its demands"):
            ask(store, "i2")

        assert state(store) == before

    def test_lets_words_that_no_longer_stand_go_with_old_payloads(self, store: DemandStore) -> None:
        store.take_in(incoming("i1", demand(1, title="first"), imported_at=day(1)))
        store.drop_payloads(before=day(5))
        store.take_in(incoming("i2", demand(1, title="second"), imported_at=day(9)))
        assert field(store, "earlier_demands", "title") == ["first"]

        store.drop_payloads(before=day(5))

        assert rows(store, "earlier_demands") == []

    def test_gives_back_what_an_earlier_version_took_in(self, tmp_path: Path) -> None:
        write_format_1(tmp_path / "old")
        store = open_store(tmp_path / "old")
        before = rows(store, "demands")
        store.take_in(incoming("i9", demand(1), events=[event(1, day(2), "noted")]))

        store.undo_import("i9")

        assert rows(store, "demands") == before
        assert field(store, "events", "event_id") == ["e1"]

    def test_leaves_people_who_were_erased_erased(self, store: DemandStore) -> None:
        by_them = {"asker": PERSON, "body": f"I am {PERSON}"}
        store.take_in(incoming("i1", demand(1, **by_them), demand(2, body=f"as {PERSON} said")))
        store.take_in(
            incoming(
                "i2",
                demand(1, title="again", **by_them),
                demand(2, body="changed"),
                events=[event(1, day(1), "asked", actor=PERSON)],
                imported_at=day(21),
            )
        )
        store.take_in(incoming("i3", demand(1), events=[event(1, day(1), "asked", actor=PERSON)]))
        store.erase(PERSON, at=day(25))

        store.undo_import("i2")

        assert not [file for file, held in everything(store.folder) if PERSON.encode() in held]
        # The same event, though its id was made anew: the third import's now.
        assert field(store, "events", "import_id") == ["i3"]
        again = store.take_in(
            incoming("i4", demand(1, **by_them), demand(2, body=f"as {PERSON} said"))
        )
        assert (again.new, again.changed) == (0, 1)  # the third import said another title
        assert not [file for file, held in everything(store.folder) if PERSON.encode() in held]
