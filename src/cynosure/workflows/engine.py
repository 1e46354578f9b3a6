"""The engine as the workflows see it: something that runs Ibis expressions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import ibis.expr.types as ir
import pyarrow as pa


class Engine(Protocol):
    """DuckDB in this process, or Spark; nobody above wiring knows which."""

    def parquet(self, files: Sequence[str], schema: pa.Schema) -> ir.Table:
        """Return the rows of these Parquet files; no files are an empty table of `schema`."""

    def take(self, rows: pa.Table | pa.RecordBatchReader) -> ir.Table:
        """Return Arrow rows as a table of the engine's own."""

    def materialise(self, table: ir.Table) -> ir.Table:
        """Compute `table` once and return it as a temporary table."""

    def forget(self, table: ir.Table) -> None:
        """Let go of a table that `materialise` returned and nobody will ask again."""

    def batches(self, table: ir.Table, *, rows: int = 16_384) -> Iterator[pa.RecordBatch]:
        """Yield the rows of `table`, a batch at a time."""

    def result(self, table: ir.Table) -> pa.Table:
        """Return a small result whole, in UTC."""

    def sql(self, table: ir.Table) -> str:
        """Return the query as this engine would run it."""
