"""From the files of Cynosure's own export to batches, without an object a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import DEMANDS, EVENTS, QUARANTINE, TIME
from cynosure.intake.incoming import Batch
from cynosure.intake.own.checks import Check, checks_of_demands, checks_of_events
from cynosure.intake.own.columns import Wrong, from_rows, in_schema
from cynosure.intake.own.export import arrow_batches, row_batches
from cynosure.intake.reading import Unread, shown
from cynosure.intake.sampling import LookedAt
from cynosure.intake.shape import Context, Place

_ROWS = 65_536
_ROWS_OF_TEXT = 8_192
_NOT_SAID = ("imported_at", "import_id", "payload_hash")  # by the source, but by an import


@dataclass(slots=True)
class OwnBatches:
    """Reads demands first, then the events of the demands that were taken."""

    import_id: str
    context: Context
    rows: int | None = None  # at most so many of each file
    _ids: list[pa.Array] = field(default_factory=list)
    _unread: list[Unread] = field(default_factory=list)

    def batches(self, files: Sequence[tuple[LookedAt, str]]) -> Iterator[Batch]:
        """Yield the demands of the files, then their events."""
        for file, part in files:
            if part == "main":
                yield from map(self._demands, self._read(file, DEMANDS))
        known = pa.chunked_array(self._ids, pa.string()).combine_chunks()
        for file, part in files:
            if part == "events":
                for read in self._read(file, EVENTS):
                    yield self._events(read, known)

    def of_rows(
        self,
        name: str,
        demands: Sequence[tuple[str, dict[str, Any]]],
        events: Sequence[tuple[str, dict[str, Any]]],
        *,
        rows: int = _ROWS_OF_TEXT,
    ) -> Iterator[Batch]:
        """Yield demands and then their events from records with their places, so many a batch."""
        for block in _blocks(demands, rows):
            yield self._demands(self._given(name, block, DEMANDS))
        known = pa.chunked_array(self._ids, pa.string()).combine_chunks()
        for block in _blocks(events, rows):
            yield self._events(self._given(name, block, EVENTS), known)

    def _given(
        self, name: str, block: Sequence[tuple[str, dict[str, Any]]], schema: pa.Schema
    ) -> _Read:
        rows = from_rows([fields for _, fields in block], escaped=False)
        columns, wrong = in_schema(rows, schema, self.context)
        return _Read(name, rows, columns, wrong, [place for place, _ in block])

    def _read(self, file: LookedAt, schema: pa.Schema) -> Iterator[_Read]:
        left = self.rows
        for rows, places in self._rows(file):
            taken = rows if left is None else rows.slice(0, left)
            yield _Read(file.name, rows, *in_schema(taken, schema, self.context), places)
            if left is not None:
                left -= taken.num_rows
                if left <= 0:
                    return

    def _rows(self, file: LookedAt) -> Iterator[tuple[pa.RecordBatch, Sequence[str]]]:
        if file.kind == "parquet":
            first = 1
            for batch in arrow_batches(file, rows=_ROWS):
                yield batch, _Rows(first)
                first += batch.num_rows
            return
        for block in row_batches(file, rows=_ROWS_OF_TEXT, unread=self._unread.append):
            yield from_rows([fields for _, fields in block]), [place for place, _ in block]

    def _demands(self, read: _Read) -> Batch:
        rows = read.columns.num_rows + len(self._unread)
        good, quarantined = self._sorted_out(read, checks_of_demands(read.columns))
        good, repeated = self._without_repetition(good, read)
        self._ids.append(good["demand_id"])
        quarantine = self._quarantine([*quarantined, *repeated])
        good = _filled(good, "asker_kind", "customer")
        good = _with(good, "payload_hash", _hashes(good, digest=16))
        return Batch(
            read=good.num_rows + quarantine.num_rows,
            rows=rows,
            demands=self._stamped(good, DEMANDS),
            quarantine=quarantine,
            last_sign_at=self._newest(good["asked_at"]),
        )

    def _events(self, read: _Read, known: pa.Array) -> Batch:
        rows = read.columns.num_rows + len(self._unread)
        good, quarantined = self._sorted_out(read, checks_of_events(read.columns, known))
        good = _filled(good, "origin", "observed")
        if good["event_id"].null_count:
            made = _hashes(good.drop_columns(["event_id"]), digest=12)
            good = _with(good, "event_id", pc.coalesce(good["event_id"], made))
        quarantine = self._quarantine(quarantined)
        return Batch(
            read=quarantine.num_rows,
            rows=rows,
            events=self._stamped(good, EVENTS),
            quarantine=quarantine,
            last_sign_at=self._newest(good["at"]),
        )

    def _sorted_out(
        self, read: _Read, checks: Iterable[Check]
    ) -> tuple[pa.RecordBatch, list[tuple[Place, str, str]]]:
        wrong = dict(read.wrong)
        for where, why in checks:
            if pc.any(where).as_py():
                for row in pc.indices_nonzero(where).to_pylist():
                    wrong.setdefault(row, why)
        if not wrong:
            return read.columns, []
        rows = sorted(wrong)
        quarantined = [(read.place(row), wrong[row], read.text(row)) for row in rows]
        keep = pa.array(sorted(set(range(read.columns.num_rows)).difference(rows)), pa.int64())
        return read.columns.take(keep), quarantined

    def _without_repetition(
        self, good: pa.RecordBatch, read: _Read
    ) -> tuple[pa.RecordBatch, list[tuple[Place, str, str]]]:
        ids = good["demand_id"]
        before = [pc.is_in(ids, value_set=known) for known in self._ids]
        repeated = pc.count_distinct(ids).as_py() < len(ids) or any(
            pc.any(where).as_py() for where in before
        )
        if not repeated:
            return good, []
        seen: set[str] = set()
        for where in before:
            seen.update(ids.filter(where).to_pylist())
        keep: list[int] = []
        left: list[int] = []
        for row, name in enumerate(ids.to_pylist()):
            (left if name in seen else keep).append(row)
            seen.add(name)
        why = "Its demand_id stood before in this export; the first was taken. Export it once more."
        records = good.take(pa.array(left, pa.int64())).to_pylist()
        place = Place(read.file, "an id that is repeated")
        return good.take(pa.array(keep, pa.int64())), [
            (place, why, orjson.dumps(record, default=str).decode()) for record in records
        ]

    def _quarantine(self, rows: Sequence[tuple[Place, str, str]]) -> pa.RecordBatch:
        unread = [(row.place, row.reason, row.text) for row in self._unread]
        self._unread.clear()
        return pa.RecordBatch.from_pylist(
            [
                {
                    "import_id": self.import_id,
                    "place": str(place),
                    "reason": shown(reason),
                    "record": shown(text),
                }
                for place, reason, text in (*unread, *rows)
            ],
            schema=QUARANTINE,
        )

    def _stamped(self, rows: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
        number = rows.num_rows
        rows = _with(rows, "import_id", pa.repeat(pa.scalar(self.import_id, pa.string()), number))
        moment = pa.scalar(self.context.imported_at, TIME)
        rows = _with(rows, "imported_at", pa.repeat(moment, number))
        return pa.RecordBatch.from_arrays(rows.columns, schema=schema)

    def _newest(self, times: pa.Array) -> datetime | None:
        past = pc.less_equal(times, pa.scalar(self.context.imported_at, TIME))
        newest: datetime | None = pc.max(times.filter(past)).as_py()
        return newest


@dataclass(frozen=True, slots=True)
class _Read:
    file: str
    rows: pa.RecordBatch
    columns: pa.RecordBatch
    wrong: Wrong
    places: Sequence[str]

    def place(self, row: int) -> Place:
        return Place(self.file, self.places[row])

    def text(self, row: int) -> str:
        (record,) = self.rows.slice(row, 1).to_pylist()
        return orjson.dumps(record, default=str).decode()


class _Rows(Sequence[str]):
    """The places of rows that are numbered from `first` on."""

    def __init__(self, first: int) -> None:
        self._first = first

    def __getitem__(self, row: Any) -> Any:
        return f"row {self._first + row}"

    def __len__(self) -> int:
        return _ROWS


def _blocks(
    records: Sequence[tuple[str, dict[str, Any]]], rows: int
) -> Iterator[Sequence[tuple[str, dict[str, Any]]]]:
    for start in range(0, len(records), rows):
        yield records[start : start + rows]


def _filled(rows: pa.RecordBatch, name: str, value: str) -> pa.RecordBatch:
    return _with(rows, name, pc.fill_null(rows[name], value))


def _with(rows: pa.RecordBatch, name: str, column: pa.Array) -> pa.RecordBatch:
    return rows.set_column(rows.schema.get_field_index(name), name, column)


def _hashes(rows: pa.RecordBatch, *, digest: int) -> pa.Array:
    """Return a hash of what each row says, import and all that is made from it left out."""
    said = [
        _as_text(rows.column(at))
        for at, name in enumerate(rows.schema.names)
        if name not in _NOT_SAID
    ]
    joined = pc.binary_join_element_wise(
        *said, "\x1f", null_handling="replace", null_replacement="\x00"
    )
    blake = hashlib.blake2b
    return pa.array(
        [blake(text.encode(), digest_size=digest).hexdigest() for text in joined.to_pylist()],
        pa.string(),
    )


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type):
        return column
    if pa.types.is_list(column.type):
        return pc.binary_join(column, "\x1e")
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.int64()).cast(pa.string())
    return column.cast(pa.string())
