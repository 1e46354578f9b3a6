"""Parquet files written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


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
