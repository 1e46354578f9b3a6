"""Translated records become Arrow batches, each complete in itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa

from cynosure.demand import (
    DEMANDS,
    EVENTS,
    PAYLOADS,
    QUARANTINE,
    SET_ASIDE,
    SOURCE_FIGURES,
    TIME,
    Event,
    as_batch,
    event_id,
    payload_hash,
)
from cynosure.intake.incoming import Batch
from cynosure.intake.reading import Unread, shown
from cynosure.intake.seen import Seen, Sight
from cynosure.intake.shape import Place, Record, SetAside, Translated

_ZSTD = pa.Codec("zstd")
_SHORT = 8_192  # bytes
_BEGINNING_OF_A_FRAME = b"\x28\xb5\x2f\xfd\xa0"  # and then the size in four bytes


def payload_of(group: Sequence[Record]) -> bytes:
    """Return the source's words as JSON: one record, or the list of those that belong together.

    Raises
    ------
    TypeError
        If they hold what is no text, such as half a character.
    """
    said: Any = (
        group[0].fields
        if len(group) == 1
        else [{"part": record.part, "fields": record.fields} for record in group]
    )
    return orjson.dumps(said, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)


def packed(payload: bytes) -> bytes:
    """Return a payload as a frame of zstd.

    A short one is put in as it is (RFC 8878, a raw block). Compressed by itself
    it hardly shrinks and takes as long as all else that is done with it; the
    columns that it comes to lie in are compressed over all of its neighbours.

    >>> len(packed(b"[]")), len(packed(b" " * 10_000)) < 100
    (14, True)
    """
    length = len(payload)
    if length > _SHORT:
        return bytes(_ZSTD.compress(payload, asbytes=True))
    only_and_raw = (length << 3 | 1).to_bytes(3, "little")
    return _BEGINNING_OF_A_FRAME + length.to_bytes(4, "little") + only_and_raw + payload


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value)


@dataclass(slots=True)
class _Taken:
    place: Place
    translated: Translated
    payload: bytes
    hash: str


@dataclass(slots=True)
class BatchMaker:
    """Gathers what became of records until there are enough for a batch.

    An id that comes a second time with the same words is set aside; with other
    words it is quarantined, since nobody can tell here which of the two is
    right. Where ids are made from the words themselves (`ids_from_words`), equal
    records are as many demands, numbered.
    """

    import_id: str
    imported_at: datetime
    ids_from_words: bool = False
    _seen: Seen = field(default_factory=Seen)
    _times_seen: dict[str, int] = field(default_factory=dict)
    _taken: list[_Taken] = field(default_factory=list)
    _set_aside: list[dict[str, str]] = field(default_factory=list)
    _quarantine: list[dict[str, str]] = field(default_factory=list)
    _rows: int = 0
    _last_sign: datetime | None = None

    def __len__(self) -> int:
        return len(self._taken) + len(self._set_aside) + len(self._quarantine)

    def count_row(self) -> None:
        """Count a line or record as it stands in a file, whatever becomes of it."""
        self._rows += 1

    def take(self, place: Place, translated: Translated, payload: bytes) -> None:
        """Keep a demand with its events and the words that it came from."""
        self._taken.append(_Taken(place, translated, payload, payload_hash(payload)))

    def set_aside(self, place: Place, aside: SetAside, payload: bytes) -> None:
        """Note a record that is left out on purpose."""
        self._set_aside.append(
            {
                "import_id": self.import_id,
                "place": str(place),
                "record": shown(payload.decode()),
                "reason": aside.reason,
            }
        )

    def quarantine(self, place: Place, reason: str, record: str) -> None:
        """Note a record that could not be read."""
        self._quarantine.append(
            {
                "import_id": self.import_id,
                "place": str(place),
                "reason": shown(reason),
                "record": shown(record),
            }
        )

    def unread(self, row: Unread) -> None:
        """Note a row that is no record."""
        self.quarantine(row.place, row.reason, row.text)

    def batch(self) -> Batch:
        """Return what has gathered, and begin anew."""
        taken = self._without_repetition(self._taken)
        made = Batch(
            read=len(taken) + len(self._set_aside) + len(self._quarantine),
            rows=self._rows,
            demands=self._demands(taken),
            events=self._events(taken),
            payloads=self._payloads(taken),
            figures=self._figures(taken),
            set_aside=pa.RecordBatch.from_pylist(self._set_aside, schema=SET_ASIDE),
            quarantine=pa.RecordBatch.from_pylist(self._quarantine, schema=QUARANTINE),
            last_sign_at=self._last_sign,
        )
        self._taken, self._set_aside, self._quarantine = [], [], []
        self._rows, self._last_sign = 0, None
        return made

    def _without_repetition(self, taken: list[_Taken]) -> list[_Taken]:
        sights = self._seen.look(
            [one.translated.demand.demand_id for one in taken], [one.hash for one in taken]
        )
        kept = []
        for one, sight in zip(taken, sights, strict=True):
            if sight is Sight.NEW:
                kept.append(one)
            elif self.ids_from_words:
                kept.append(self._numbered(one))
            elif sight is Sight.SAME:
                self.set_aside(one.place, SetAside("the same record once more"), one.payload)
            else:
                reason = (
                    f"The id {one.translated.demand.source_id!r} stood before with other content; "
                    "the first was taken. Export it once more, or give each record an id of its own."
                )
                self.quarantine(one.place, reason, one.payload.decode())
        return kept

    def _numbered(self, one: _Taken) -> _Taken:
        demand = one.translated.demand
        times = self._times_seen[demand.demand_id] = self._times_seen.get(demand.demand_id, 1) + 1
        name = f"{demand.demand_id}-{times}"
        translated = replace(
            one.translated,
            demand=replace(demand, demand_id=name, source_id=f"{demand.source_id}-{times}"),
            events=[replace(event, demand_id=name) for event in one.translated.events],
        )
        return replace(one, translated=translated)

    def _demands(self, taken: Sequence[_Taken]) -> pa.RecordBatch:
        batch = as_batch([one.translated.demand for one in taken], DEMANDS)
        batch = self._stamped(batch)
        hashes = pa.array([one.hash for one in taken], pa.string())
        self._notice_newest(one.translated.last_sign_at for one in taken)
        self._notice_newest(one.translated.demand.asked_at for one in taken)
        return _with(batch, "payload_hash", hashes)

    def _events(self, taken: Sequence[_Taken]) -> pa.RecordBatch:
        events: dict[tuple[str, str], Event] = {}
        for one in taken:
            for event in one.translated.events:
                events.setdefault((event.demand_id, event_id(event)), event)
        self._notice_newest(event.at for event in events.values())
        batch = self._stamped(as_batch(events.values(), EVENTS))
        return _with(batch, "event_id", pa.array([name for _, name in events], pa.string()))

    def _payloads(self, taken: Sequence[_Taken]) -> pa.RecordBatch:
        return pa.RecordBatch.from_arrays(
            [
                pa.repeat(pa.scalar(self.import_id, pa.string()), len(taken)),
                pa.array([one.translated.demand.demand_id for one in taken], pa.string()),
                pa.array([one.hash for one in taken], pa.string()),
                pa.array([packed(one.payload) for one in taken], pa.binary()),
            ],
            schema=PAYLOADS,
        )

    def _figures(self, taken: Sequence[_Taken]) -> pa.RecordBatch:
        rows = [
            (one.translated.demand.demand_id, figure, float(value))
            for one in taken
            for figure, value in one.translated.figures.items()
        ]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
        return pa.RecordBatch.from_arrays(
            [
                pa.repeat(pa.scalar(self.import_id, pa.string()), len(rows)),
                pa.array(columns[0], pa.string()),
                pa.array(columns[1], pa.string()),
                pa.array(columns[2], pa.float64()),
            ],
            schema=SOURCE_FIGURES,
        )

    def _stamped(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        rows = batch.num_rows
        batch = _with(batch, "import_id", pa.repeat(pa.scalar(self.import_id, pa.string()), rows))
        return _with(batch, "imported_at", pa.repeat(pa.scalar(self.imported_at, TIME), rows))

    def _notice_newest(self, moments: Iterable[datetime | None]) -> None:
        now, newest = self.imported_at, self._last_sign
        for moment in moments:
            if moment is not None and (newest is None or moment > newest) and moment <= now:
                newest = moment
        self._last_sign = newest


def _with(batch: pa.RecordBatch, name: str, column: pa.Array) -> pa.RecordBatch:
    return batch.set_column(batch.schema.get_field_index(name), batch.schema.field(name), column)
