"""Parquet files written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def filled(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return the batch with the fields of `schema`; those that it lacks are null.

    Files that an earlier version wrote lack what has been added since.

    >>> old = pa.RecordBatch.from_pydict({"read": [3]})
    >>> filled(old, pa.schema([("rows", pa.int64()), ("read", pa.int64())])).to_pylist()
    [{'rows': None, 'read': 3}]
    """
    return pa.RecordBatch.from_arrays(
        [
            batch[field.name].cast(field.type)
            if field.name in batch.schema.names
            else pa.nulls(batch.num_rows, field.type)
            for field in schema
        ],
        schema=schema,
    )


@contextmanager
def parquet_file(
    file: Path, schema: pa.Schema, *, compression: str = "zstd"
) -> Iterator[pq.ParquetWriter]:
    """Open a file to write batches to.

    The file is opened here and not by the writer, which keeps it open, and its
    space on a full disk taken, when it cannot write its last bytes.
    """
    with (
        file.open("wb") as stream,
        pq.ParquetWriter(stream, schema, compression=compression) as writer,
    ):
        yield writer
