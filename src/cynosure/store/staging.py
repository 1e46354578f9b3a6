"""An import on its way in: written to Parquet as it streams, before anything is compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import DEMANDS, EVENTS, PAYLOADS, QUARANTINE, SET_ASIDE, SOURCE_FIGURES
from cynosure.intake.incoming import Batch
from cynosure.store.parquet import parquet_file
from cynosure.store.redacting import Redactor
from cynosure.store.writing import Progress, plainly_told

N = pa.field("n", pa.int64())
OF_DEMAND = pa.field("of_demand", pa.int64())

# `n` counts the rows of an import in their order; `of_demand` is the row of
# demands that an event came with, so that a refused row takes its events along.
STAGED: Mapping[str, pa.Schema] = MappingProxyType(
    {
        "demands": DEMANDS.append(N),
        "events": EVENTS.append(N).append(OF_DEMAND),
        "payloads": PAYLOADS,
        "figures": SOURCE_FIGURES,
        "set_aside": SET_ASIDE,
        "quarantine": QUARANTINE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What was read, by file, and how much of it."""

    folder: Path
    rows: int
    read: int
    set_aside: int
    quarantined: int
    last_sign_at: datetime | None

    def files(self, part: str) -> list[str]:
        """Return the Parquet files of a part."""
        return [str(self.folder / f"{part}.parquet")]


def stage(
    batches: Iterator[Batch],
    folder: Path,
    *,
    workspace: Path,
    redactor: Redactor,
    progress: Progress,
) -> Staged:
    """Write batches to `folder`, without the people who were erased, and count them.

    What `batches` raises passes through as it is; a failure to write is told as
    one of the workspace.
    """
    rows_read = read = set_aside = quarantined = demands = events = 0
    last_sign_at: datetime | None = None
    try:
        with plainly_told(workspace), ExitStack() as open_files:
            writers = {
                part: open_files.enter_context(
                    parquet_file(folder / f"{part}.parquet", schema, compression="lz4")
                )
                for part, schema in STAGED.items()
            }
            for batch in _told_apart(batches):
                for part, rows in _parts(batch, redactor, demands, events).items():
                    if rows.num_rows:
                        writers[part].write_batch(rows.cast(STAGED[part]))
                rows_read += batch.rows
                read += batch.read
                set_aside += batch.set_aside.num_rows
                quarantined += batch.quarantine.num_rows
                demands += batch.demands.num_rows
                events += batch.events.num_rows
                if (
                    batch.last_sign_at
                    and (last_sign_at or batch.last_sign_at) <= batch.last_sign_at
                ):
                    last_sign_at = batch.last_sign_at
                progress("read", read)
    except _SourceBroke as broke:
        raise broke.why from broke.why.__cause__
    return Staged(
        folder=folder,
        rows=rows_read,
        read=read,
        set_aside=set_aside,
        quarantined=quarantined,
        last_sign_at=last_sign_at,
    )


class _SourceBroke(Exception):
    """Carries what a source raised past those who tell of the workspace's own troubles."""

    def __init__(self, why: Exception) -> None:
        self.why = why
        super().__init__(str(why))


def _told_apart(batches: Iterator[Batch]) -> Iterator[Batch]:
    try:
        yield from batches
    except Exception as error:
        raise _SourceBroke(error) from error


def _parts(
    batch: Batch, redactor: Redactor, demands: int, events: int
) -> Mapping[str, pa.RecordBatch]:
    """Return the rows of a batch by part, numbered on from so many demands and events."""
    came_with = _came_with(batch.demands, batch.events, demands)
    return {
        "demands": redactor.redact("demands", batch.demands).append_column(
            N, _numbers(batch.demands, demands)
        ),
        "events": redactor.redact("events", batch.events)
        .append_column(N, _numbers(batch.events, events))
        .append_column(OF_DEMAND, came_with),
        "payloads": redactor.redact("payloads", batch.payloads),
        "figures": batch.figures,
        "set_aside": redactor.redact("set_aside", batch.set_aside),
        "quarantine": redactor.redact("quarantine", batch.quarantine),
    }


def _numbers(rows: pa.RecordBatch, start: int) -> pa.Array:
    return pa.array(np.arange(start, start + rows.num_rows, dtype=np.int64))


def _came_with(demands: pa.RecordBatch, events: pa.RecordBatch, start: int) -> pa.Array:
    """Return for each event the number of the demand row that it came with.

    Where a batch holds an id twice, its events are the first row's: intake lets
    no such batch through, and more cannot be known here.
    """
    place = pc.index_in(events.column("demand_id"), value_set=demands.column("demand_id"))
    return pc.add(place.cast(pa.int64()), pa.scalar(start, pa.int64()))
