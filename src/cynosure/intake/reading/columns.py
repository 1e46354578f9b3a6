"""Parquet files, read a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.intake.reading.rows import BrokenFile, Row
from cynosure.intake.shape import Place, Record

_ROWS = 4_096


class UnreadableParquet(BrokenFile):
    """A Parquet file that is damaged."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, "", f"the Parquet file is damaged ({why}). Export it once more.")


def read_parquet(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record for each row.

    Raises
    ------
    UnreadableParquet
        If the file is damaged.
    """
    number = 0
    try:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=_ROWS):
            for fields in in_microseconds(batch).to_pylist():
                number += 1
                yield Record(Place(name, f"row {number}"), fields)
    except (pa.ArrowException, OSError, ValueError) as problem:
        raise UnreadableParquet(name, str(problem).splitlines()[0]) from None


def in_microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the batch with times that Python can hold: it knows no nanoseconds."""
    for index, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            cut = batch.column(index).cast(pa.timestamp("us", tz=field.type.tz), safe=False)
            batch = batch.set_column(index, field.name, cut)
    return batch
