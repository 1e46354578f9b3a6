"""Batches without the people who were erased: the same for what is stored and what arrives.

Because both go through here, an export taken in again after an erasure says
exactly what the store says, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.store.mentions import Mentions, without
from cynosure.store.payloads import packed, unpacked
from cynosure.store.refusals import Refusals

# Fields that may say a name, wherever one stands in them. Ids stay: others refer to them.
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "demands": (
        "url",
        "asker",
        "customer",
        "role",
        "standing",
        "channel",
        "product",
        "title",
        "body",
        "reported_type",
        "priority",
    ),
    "events": ("actor", "before", "after"),
    "quarantine": ("place", "reason"),
    "set_aside": ("place", "reason"),
    "imports": ("source", "shape", "zone"),
    "themes": ("name",),  # made of many askers' words
}
_LISTS: Mapping[str, tuple[str, ...]] = {"demands": ("labels",), "imports": ("files", "notes")}
# What the person wrote, gone from demands of theirs.
_WORDS = ("url", "title", "body")


@dataclass(slots=True)
class Redactor:
    """Takes erased people out of batches, and counts what it found."""

    refusals: Refusals
    demands: int = 0  # of theirs
    events: int = 0  # where they acted
    mentions: int = 0  # other rows that named them
    records: int = 0  # set aside or quarantined ones whose text went
    payloads: int = 0  # dropped
    ids_with_a_name: int = 0  # ids of demands that say a name; they stay
    _find: Mentions = field(init=False)
    _theirs: dict[str, str] = field(default_factory=dict)  # tokens by demand id
    _renamed: dict[tuple[str, str], str] = field(default_factory=dict)  # event ids

    def __post_init__(self) -> None:
        self._find = self.refusals.mentions()

    def redact(self, table: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch of a table without them; the very same object if it holds nothing.

        Demands go before their payloads, and events before their sightings.
        """
        if not self.refusals or not batch.num_rows:
            return batch
        match table:
            case "demands":
                batch = self._demands(batch)
            case "earlier_demands":
                batch = self._earlier_demands(batch)
            case "events" | "differing_events":
                batch = self._events(batch)
            case "sightings" | "repeated":
                batch = self._sightings(batch)
            case "payloads":
                batch = self._payloads(batch)
            case "quarantine" | "set_aside":
                batch = self._records(table, batch)
            case "themes":
                batch, rows = self._mask(table, batch)
                self.mentions += len(rows)
            case _:
                batch, _rows = self._mask(table, batch)
        return batch

    def _earlier_demands(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Redact states that do not stand: they make nobody the asker of what stands."""
        ids, demands, theirs = self.ids_with_a_name, self.demands, self._theirs
        self._theirs = {}
        batch = self._demands(batch)
        self.mentions += len(self._theirs.keys() - theirs)
        self.ids_with_a_name, self.demands, self._theirs = ids, demands, theirs
        return batch

    def _demands(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        self.ids_with_a_name += len(self._find.found(batch.column("demand_id")))
        refused = {
            name: who
            for name, who in self.refusals.of_each(batch.column("asker")).items()
            if who.is_asker
        }
        rows = [
            row for row, name in enumerate(batch.column("asker").to_pylist()) if name in refused
        ]
        names = batch.column("asker").to_pylist()
        tokens = [refused[names[row]].token for row in rows]
        batch = _set(batch, "asker", dict(zip(rows, tokens, strict=True)))
        for words in _WORDS:
            batch = _change(batch, words, rows, lambda _words: None)
        batch = _change(batch, "payload_hash", rows, self.refusals.another_id)
        batch, named = self._replace_names(batch, "customer")
        ids = batch.column("demand_id")
        self._theirs.update(
            zip(ids.take(pa.array(rows, type=pa.int64())).to_pylist(), tokens, strict=True)
        )
        self.demands += len(rows)
        batch, masked = self._mask("demands", batch)
        self.mentions += len((named | masked).difference(rows))
        return batch

    def _events(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        refused = self.refusals.of_each(batch.column("actor"))
        rows = [
            row
            for row, (actor, kind, demand_id) in enumerate(
                zip(
                    *(
                        batch.column(name).to_pylist()
                        for name in ("actor", "actor_kind", "demand_id")
                    ),
                    strict=True,
                )
            )
            # Whoever acts as the asker of their demand is they, by whatever name.
            if actor in refused or (actor and kind == "asker" and demand_id in self._theirs)
        ]
        self.events += len(rows)
        demands, events = batch.column("demand_id"), batch.column("event_id")
        for row in rows:
            name = events[row].as_py()
            if name is not None:
                renamed = self.refusals.another_id(name)
                self._renamed[demands[row].as_py(), name] = renamed
        batch = _change(batch, "event_id", rows, self.refusals.another_id)
        batch = _set(
            batch,
            "actor",
            {
                row: self._theirs[demands[row].as_py()]
                for row in rows
                if demands[row].as_py() in self._theirs
                and batch.column("actor_kind")[row].as_py() == "asker"
            },
        )
        named: set[int] = set()
        for names in ("actor", "before", "after"):
            batch, replaced = self._replace_names(batch, names)
            named |= replaced
        batch, masked = self._mask("events", batch)
        self.mentions += len((named | masked).difference(rows))
        return batch

    def _sightings(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if not self._renamed:
            return batch
        pairs = zip(
            batch.column("demand_id").to_pylist(), batch.column("event_id").to_pylist(), strict=True
        )
        renamed = {
            row: self._renamed[pair] for row, pair in enumerate(pairs) if pair in self._renamed
        }
        return _set(batch, "event_id", renamed)

    def _payloads(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        ids = batch.column("demand_id").to_pylist()
        kept = [row for row, name in enumerate(ids) if name not in self._theirs]
        if len(kept) < batch.num_rows:
            self.payloads += batch.num_rows - len(kept)
            batch = batch.take(pa.array(kept, type=pa.int64()))
        words = [
            None if payload is None else unpacked(payload).decode("utf-8", "replace")
            for payload in batch.column("payload").to_pylist()
        ]
        found = self._find.found(pa.array(words, type=pa.string()))
        masked = {
            row: packed(without(words[row] or "", names).encode()) for row, names in found.items()
        }
        return _set(batch, "payload", masked)

    def _records(self, table: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        found = self._find.found(batch.column("record"))
        self.records += len(found)
        batch = _set(batch, "record", dict.fromkeys(found))
        return self._mask(table, batch)[0]

    def _replace_names(self, batch: pa.RecordBatch, column: str) -> tuple[pa.RecordBatch, set[int]]:
        """Put tokens where a column is nothing but a name; return also the rows."""
        refused = self.refusals.of_each(batch.column(column))
        if not refused:
            return batch, set()
        names = batch.column(column).to_pylist()
        tokens = {row: refused[name].token for row, name in enumerate(names) if name in refused}
        return _set(batch, column, tokens), set(tokens)

    def _mask(self, table: str, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, set[int]]:
        """Mask every mention in a table's texts; return also the rows that had one."""
        touched: set[int] = set()
        for column in _TEXTS.get(table, ()):
            texts = batch.column(column)
            found = self._find.found(texts)
            touched.update(found)
            masked = {row: without(texts[row].as_py(), names) for row, names in found.items()}
            batch = _set(batch, column, masked)
        for column in _LISTS.get(table, ()):
            batch, rows = self._mask_lists(batch, column)
            touched.update(rows)
        return batch, touched

    def _mask_lists(self, batch: pa.RecordBatch, column: str) -> tuple[pa.RecordBatch, set[int]]:
        lists = batch.column(column)
        found = self._find.found(lists.flatten())
        parents = pc.list_parent_indices(lists)
        rows = {parents[place].as_py() for place in found}
        names = sorted({name for some in found.values() for name in some})
        masked = {
            row: [text and without(text, names) for text in lists[row].as_py()] for row in rows
        }
        return _set(batch, column, masked), rows


def _change(
    batch: pa.RecordBatch,
    column: str,
    rows: Sequence[int],
    change: Callable[[str], str | None],
) -> pa.RecordBatch:
    """Return the batch with a column's values changed in some rows; nulls stay."""
    values = batch.column(column)
    found = {row: values[row].as_py() for row in rows}
    return _set(
        batch, column, {row: change(value) for row, value in found.items() if value is not None}
    )


def _set(batch: pa.RecordBatch, column: str, values: Mapping[int, object]) -> pa.RecordBatch:
    """Return the batch with a column's values replaced in some rows."""
    if not values:
        return batch
    place = batch.schema.get_field_index(column)
    old = batch.column(place)
    rows = sorted(values)
    new = pa.array([values[row] for row in rows], type=old.type)
    from_where = np.arange(len(old))
    from_where[rows] = np.arange(len(old), len(old) + len(rows))
    replaced = pa.concat_arrays([old, new]).take(pa.array(from_where))
    return batch.set_column(place, batch.schema.field(place), replaced)
