"""A person who was erased is nowhere in the workspace, and does not come back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from cynosure.demand import LABELS
from cynosure.store import DemandStore, open_store
from cynosure.store.refusals import LostKey
from cynosure.store.snapshot import UnsteadyWorkspace
from tests.store.contents import everything, field, rows, state
from tests.store.incoming import day, demand, event, incoming

ZELDA = "Zelda.Quux@example.com"


def taken(store: DemandStore, import_id: str = "i1", exported: int = 3) -> None:
    """Take in an export that says Zelda's names in every place that can say one."""
    store.take_in(
        incoming(
            import_id,
            demand(
                1,
                asker=ZELDA,
                customer=ZELDA,
                title="Zelda Quux cannot log in",
                body=f"My secret is plugh-xyzzy. {ZELDA}",
                url=f"https://desk.example.com/{ZELDA}/1",
                labels=("vip", f"of {ZELDA}"),
                product="tills",
            ),
            demand(2, asker="bob", title="x", body=f"As {ZELDA.upper()} said.\nZelda Quux knows"),
            demand(3, asker="carl", body="Nothing of anybody."),
            events=[
                event(1, day(1), "asked", actor=ZELDA, actor_kind="asker"),
                event(1, day(2), "responded", actor="Z. Q.", actor_kind="asker"),
                event(1, day(3), "resolved", actor="bob", origin="claimed"),
                event(2, day(1), "asked", actor="bob", event_id="source-7"),
                event(2, day(2), "noted", actor=ZELDA, origin="claimed"),
                event(2, day(3), "assigned", before="bob", after=ZELDA),
            ],
            set_aside=[f"a bot's word about {ZELDA}"],
            quarantine=[f'{{"text": "line\\n{ZELDA}"}}'],
            exported_at=day(exported),
            payload=f'{{"requester":"{ZELDA}","requester_name":"Zelda Quux","t":"\\nZelda Quux"}}',
        )
    )


def found(folder: Path, *words: str) -> Sequence[Path]:
    wanted = [word.lower().encode() for word in words]
    return [
        file for file, held in everything(folder) if any(word in held.lower() for word in wanted)
    ]


def nowhere(folder: Path) -> bool:
    return not found(folder, ZELDA, "zelda", "quux", "plugh-xyzzy")


class TestErase:
    def test_leaves_no_trace_of_a_name_anywhere(self, store: DemandStore) -> None:
        taken(store)
        assert not nowhere(store.folder)

        store.erase(ZELDA, at=day(10))

        assert nowhere(store.folder)

    def test_also_where_they_stood_before_they_were_changed(self, store: DemandStore) -> None:
        taken(store)
        store.take_in(incoming("i2", demand(1, asker="other", title="now"), exported_at=day(6)))

        store.erase(ZELDA, at=day(10))

        assert not found(store.folder, ZELDA)

    def test_also_in_what_is_derived(self, store: DemandStore) -> None:
        (store.folder / "cache").mkdir()
        (store.folder / "cache" / "page.html").write_text(f"by {ZELDA}")
        (store.folder / "staging").mkdir()
        (store.folder / "staging" / "left.parquet").write_text(f"by {ZELDA}")
        taken(store)

        store.erase(ZELDA, at=day(10))

        assert not [
            file
            for file in store.folder.rglob("*")
            if file.is_file() and ZELDA.encode() in file.read_bytes()
        ]

    def test_keeps_times_and_codes_under_a_token(self, store: DemandStore) -> None:
        taken(store)

        receipt = store.erase(ZELDA, at=day(10))

        theirs = next(row for row in rows(store, "demands") if row["demand_id"] == "desk:1")
        assert theirs["asker"] == theirs["customer"] == receipt.token
        assert (theirs["asked_at"], theirs["product"]) == (day(1), "tills")
        assert theirs["labels"] == ["vip", "of [erased]"]
        assert theirs["title"] is theirs["body"] is theirs["url"] is None
        assert [
            (row["at"], row["kind"], row["actor"])
            for row in sorted(rows(store, "events"), key=lambda row: str(row["at"]))
            if row["demand_id"] == "desk:1"
        ] == [
            (day(1), "asked", receipt.token),
            (day(2), "responded", receipt.token),
            (day(3), "resolved", "bob"),
        ]

    def test_masks_mentions_by_others_and_leaves_the_rest_of_their_words(
        self, store: DemandStore
    ) -> None:
        taken(store)

        store.erase(ZELDA, at=day(10))

        bodies = field(store, "demands", "body")
        assert "As [erased] said.\n[erased] knows" in bodies
        assert "Nothing of anybody." in bodies

    def test_says_what_it_found_and_what_is_out_of_reach(self, store: DemandStore) -> None:
        taken(store)
        (store.folder / "register.sqlite3").touch()

        receipt = store.erase(ZELDA, at=day(10))

        assert (receipt.demands, receipt.events, receipt.payloads, receipt.records) == (1, 3, 1, 2)
        assert receipt.mentions == 2  # Bob's text and an assignment to her
        told = str(receipt)
        for out_of_reach in ("backups", "reports", "files that were taken in", "register.sqlite3"):
            assert out_of_reach in told
        assert "zelda" not in told.lower()

    def test_does_not_let_them_come_back_with_the_same_export(self, store: DemandStore) -> None:
        taken(store)
        store.erase(ZELDA, at=day(10))
        before = state(store)

        taken(store, "i2")

        assert nowhere(store.folder)
        after = state(store)
        for table in ("demands", "events", "payloads", "labels"):
            assert after[table] == before[table]

    def test_does_not_let_them_come_back_with_a_later_export(self, store: DemandStore) -> None:
        taken(store)
        token = store.erase(ZELDA, at=day(10)).token

        store.take_in(
            incoming(
                "i2",
                demand(1, asker=ZELDA.lower(), title="Zelda Quux again", priority="high"),
                demand(9, asker=f" {ZELDA}", body="plugh-xyzzy"),
                events=[event(9, day(5), "asked", actor=ZELDA)],
                exported_at=day(12),
            )
        )

        assert nowhere(store.folder)
        assert field(store, "demands", "asker").count(token) == 2
        assert field(store, "demands", "priority").count("high") == 1

    def test_refuses_somebody_who_was_never_there(self, store: DemandStore) -> None:
        receipt = store.erase(ZELDA, at=day(10))

        taken(store)

        assert not receipt.found
        assert "Nothing of this person was found" in str(receipt)
        assert not found(store.folder, ZELDA)

    def test_twice_changes_nothing_and_keeps_the_token(self, store: DemandStore) -> None:
        taken(store)
        first = store.erase(ZELDA, at=day(10))
        before = state(store)

        second = store.erase(ZELDA, at=day(11))

        assert second.token == first.token
        assert not second.found
        assert state(store) == before

    def test_takes_other_names_that_are_handed_in(self, store: DemandStore) -> None:
        store.take_in(
            incoming(
                "i1",
                demand(1, asker="u1"),
                demand(2, asker="zq", title="mine"),
                demand(3, asker="bob", body="Ask Zelda Quux."),
            )
        )

        receipt = store.erase("u1", at=day(10), also_known_as=["zq", "Zelda Quux"])

        assert receipt.demands == 2
        assert "Ask [erased]." in field(store, "demands", "body")
        assert field(store, "demands", "asker").count(receipt.token) == 2

    def test_spares_words_that_only_contain_the_name(self, store: DemandStore) -> None:
        store.take_in(
            incoming(
                "i1", demand(1, asker="ana"), demand(2, asker="bob", body="banana, Ana, ana's")
            )
        )

        store.erase("ana", at=day(10))

        assert "banana, [erased], [erased]'s" in field(store, "demands", "body")

    def test_does_not_look_for_a_number_that_could_be_anything(self, store: DemandStore) -> None:
        store.take_in(
            incoming("i1", demand(1, asker="12"), demand(2, asker="bob", body="12 errors"))
        )

        receipt = store.erase("12", at=day(10))

        assert "12 errors" in field(store, "demands", "body")
        assert field(store, "demands", "asker") == ["bob", receipt.token]
        assert "too short" in str(receipt)

    def test_keeps_the_labels_of_their_demands(self, store: DemandStore) -> None:
        taken(store)
        label = {"demand_id": "desk:1", "nature": "failure", "labeller": "m1"}
        store.write_labels([pa.RecordBatch.from_pylist([label], schema=LABELS)])

        store.erase(ZELDA, at=day(10))
        taken(store, "i2")

        assert field(store, "labels", "nature") == ["failure"]

    def test_shortens_the_logs_and_the_store_works_on(self, store: DemandStore) -> None:
        taken(store)

        store.erase(ZELDA, at=day(10))

        for log in store.folder.glob("*/_delta_log"):
            assert len(list(log.glob("*.json"))) == 1
        store.take_in(incoming("i5", demand(5)))
        assert len(rows(open_store(store.folder), "demands")) == 4

    def test_takes_nothing_in_when_the_key_of_the_refusals_is_lost(
        self, store: DemandStore
    ) -> None:
        store.erase(ZELDA, at=day(10))
        (store.folder / "erasure.key").unlink()

        with pytest.raises(LostKey, match=r"erasure\.key is missing"):
            taken(store)

    def test_lets_a_reader_of_what_is_gone_know(self, store: DemandStore) -> None:
        taken(store)
        for log in (store.folder / "demands" / "_delta_log").iterdir():
            log.unlink()

        with pytest.raises(UnsteadyWorkspace, match="try again"):
            store.snapshot()
