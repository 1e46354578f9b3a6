"""DuckDB in this process: the engine of one machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend


class DuckDBEngine:
    """Runs Ibis expressions in DuckDB, spilling to `spill` when memory runs short."""

    def __init__(self, *, spill: Path, memory: str = "1GB") -> None:
        self._backend: Backend = ibis.duckdb.connect()
        # Everything is UTC inside; only a shell knows another zone. The size of
        # memory is a ceiling of DuckDB's own buffers, not of the process.
        self._backend.raw_sql(
            f"SET TimeZone='UTC'; SET memory_limit='{memory}'; SET temp_directory='{spill}'; "
            "SET preserve_insertion_order=false; "
            "SET autoinstall_known_extensions=false; SET autoload_known_extensions=false; "
            "SET enable_progress_bar=false"
        )
        self._names = (f"cynosure_{number}" for number in count())

    def parquet(self, files: Sequence[str], schema: pa.Schema) -> ir.Table:
        """Return the rows of these Parquet files; no files are an empty table of `schema`."""
        if not files:
            return self.take(schema.empty_table())
        return self._backend.read_parquet(list(files), union_by_name=True)

    def take(self, rows: pa.Table | pa.RecordBatchReader) -> ir.Table:
        """Return Arrow rows as a temporary table."""
        return self._backend.create_table(next(self._names), rows, temp=True)

    def materialise(self, table: ir.Table) -> ir.Table:
        """Compute `table` once and return it as a temporary table."""
        return self._backend.create_table(next(self._names), table, temp=True)

    def batches(self, table: ir.Table, *, rows: int = 16_384) -> Iterator[pa.RecordBatch]:
        """Yield the rows of `table`, a batch at a time."""
        yield from self._backend.to_pyarrow_batches(table, chunk_size=rows)

    def result(self, table: ir.Table) -> pa.Table:
        """Return a small result whole."""
        return self._backend.to_pyarrow(table)

    def sql(self, table: ir.Table) -> str:
        """Return the query as DuckDB would run it."""
        return str(ibis.to_sql(table, dialect="duckdb"))

    def close(self) -> None:
        """Let go of memory and temporary tables."""
        self._backend.disconnect()
