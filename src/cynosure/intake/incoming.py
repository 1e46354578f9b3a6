"""What intake hands on: Arrow batches, each complete in itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from cynosure.demand import (
    DEMANDS,
    EVENTS,
    PAYLOADS,
    QUARANTINE,
    SET_ASIDE,
    SOURCE_FIGURES,
)


def _nothing(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some of an import's records in our words, and what became of the others.

    Every record read is in exactly one of `demands` (one row a record, or a
    group of records that are one demand), `set_aside` or `quarantine`, so
    `read` equals the sum of their rows. The schemas are those of
    `cynosure.demand`; `event_id` and `payload_hash` are filled in, `import_id`
    and `imported_at` too.

    `rows` is what stands in the files: lines, or records, of all parts. It is
    more than `read` where several make one demand, as in a log of events.
    """

    read: int
    rows: int
    demands: pa.RecordBatch = field(default_factory=lambda: _nothing(DEMANDS))
    events: pa.RecordBatch = field(default_factory=lambda: _nothing(EVENTS))
    payloads: pa.RecordBatch = field(default_factory=lambda: _nothing(PAYLOADS))
    figures: pa.RecordBatch = field(default_factory=lambda: _nothing(SOURCE_FIGURES))
    set_aside: pa.RecordBatch = field(default_factory=lambda: _nothing(SET_ASIDE))
    quarantine: pa.RecordBatch = field(default_factory=lambda: _nothing(QUARANTINE))
    last_sign_at: datetime | None = None  # the newest instant in it that is not in the future


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One import on its way: what is known before the first record, and the records.

    `batches` can be gone through once. It raises `IntakeError` where reading on
    makes no sense (a broken gzip, invalid JSON at line n); then nothing of the
    import may be kept.
    """

    import_id: str
    imported_at: datetime
    exported_at: datetime | None
    shape: str
    source: str
    files: tuple[str, ...]
    zone: str
    zone_assumed: bool
    tells: frozenset[str]
    notes: tuple[str, ...]
    batches: Iterator[Batch]
