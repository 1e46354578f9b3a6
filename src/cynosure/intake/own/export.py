"""Cynosure's own export, taken in again: demands and events, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.demand import ENDINGS
from cynosure.intake.reading import Unread, read_rows
from cynosure.intake.reading.columns import UnreadableParquet
from cynosure.intake.reading.unpacking import opened
from cynosure.intake.sampling import LookedAt
from cynosure.intake.shape import Sample, Tells

_DEMANDS_HAVE = frozenset({"demand_id", "source", "source_id"})
_EVENTS_HAVE = frozenset({"demand_id", "at", "kind"})
_TELLING = ("kind", "origin")
_TOLD_BY: Mapping[str, Tells] = {
    **dict.fromkeys(ENDINGS, "endings"),
    "responded": "responses",
    "told": "responses",
    "waits_on_asker": "waiting",
    "waits_on_us": "waiting",
    "waits_on_other": "waiting",
    "assigned": "hand_offs",
}


@dataclass(frozen=True, slots=True)
class Own:
    """What `cynosure export demands` and `cynosure export events` wrote."""

    name: str = "own"
    title: str = "Cynosure's own export"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" for demands and "events" for events, under the names of their fields."""
        fields = frozenset(sample.fields)
        if fields >= _DEMANDS_HAVE:
            return "main"
        return "events" if fields >= _EVENTS_HAVE else None

    def tells(self, files: Sequence[tuple[LookedAt, str]]) -> frozenset[Tells]:
        """Return what the demands and events tell, by the kinds of events that occur."""
        told: set[Tells] = set()
        for file, part in files:
            if part == "main":
                told |= _told_by_demands(file.records)
            else:
                told |= _told_by_events(_kinds(file))
        return frozenset(told)

    def notes(self, files: Sequence[tuple[LookedAt, str]]) -> tuple[str, ...]:
        """Return what is missing."""
        if all(part == "main" for _, part in files):
            return ("Only demands are here, no events, so no time can be told.",)
        return ()


def told_by(
    demands: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]]
) -> frozenset[Tells]:
    """Return what demands and events tell.

    >>> sorted(told_by([{"title": "Late"}], [{"kind": "resolved"}]))
    ['endings', 'history', 'text']
    """
    kinds = frozenset((str(each["kind"]), str(each.get("origin") or "observed")) for each in events)
    return frozenset(_told_by_demands(demands) | _told_by_events(kinds))


def _told_by_demands(records: Sequence[Mapping[str, Any]]) -> set[Tells]:
    told: set[Tells] = set()
    if any(record.get("title") or record.get("body") for record in records):
        told.add("text")
    if any(record.get("effort_minutes") not in (None, "") for record in records):
        told.add("effort")
    return told


def _told_by_events(kinds: frozenset[tuple[str, str]]) -> set[Tells]:
    told = {_TOLD_BY[kind] for kind, _ in kinds if kind in _TOLD_BY}
    if any(kind in ENDINGS and origin == "observed" for kind, origin in kinds):
        told.add("history")
    return told


def _kinds(file: LookedAt) -> frozenset[tuple[str, str]]:
    """Return the kinds of events and their origins: of all in Parquet, else of the first."""
    if file.kind != "parquet":
        said = ((record.get("kind"), record.get("origin")) for record in file.records)
        return frozenset((str(kind), str(origin or "observed")) for kind, origin in said)
    kinds: set[tuple[str, str]] = set()
    for batch in arrow_batches(file, columns=_TELLING, rows=262_144):
        pairs = pa.Table.from_batches([batch]).group_by(batch.schema.names).aggregate([])
        for row in pairs.to_pylist():
            kinds.add((str(row["kind"]), str(row.get("origin") or "observed")))
    return frozenset(kinds)


def arrow_batches(
    file: LookedAt, *, rows: int, columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield a Parquet file's rows as they are, of the columns that it has among those named."""
    with opened(file.packed, seekable=True) as stream:
        try:
            parquet = pq.ParquetFile(stream)
            wanted = None
            if columns is not None:
                wanted = [name for name in columns if name in parquet.schema_arrow.names]
            yield from parquet.iter_batches(batch_size=rows, columns=wanted)
        except (pa.ArrowException, OSError) as problem:
            raise UnreadableParquet(file.name, str(problem).splitlines()[0]) from None


def row_batches(
    file: LookedAt, *, rows: int, unread: Callable[[Unread], None]
) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Yield the rows of a CSV or JSON file with their places, some thousands at a time."""
    stream = iter(read_rows(file.packed, file.kind))
    while block := list(islice(stream, rows)):
        records = []
        for row in block:
            if isinstance(row, Unread):
                unread(row)
            else:
                records.append((row.place.where, dict(row.fields)))
        yield records


OWN = Own()
