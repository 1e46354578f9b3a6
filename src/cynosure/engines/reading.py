"""DuckDB for pages: many threads ask of the same files at once, and nothing is written."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.engines.duckdb import DuckDBEngine

_COMPILED = 256  # queries that are kept as SQL


class ReadingEngine(DuckDBEngine):
    """One database that threads share, each on a connection of its own.

    Compiling a question takes longer than answering it, and only one thread at a time
    may do it; answering needs no lock. `memory` bounds the buffers of all threads
    together. What is opened with `parquet` stays as long as the engine.
    """

    def __init__(self, *, spill: Path, memory: str = "160MB", threads: int = 2) -> None:
        super().__init__(spill=spill, memory=memory)
        # Files never change under their names, so what their ends say is read once.
        self._backend.raw_sql(f"SET threads={threads}; SET parquet_metadata_cache=true")
        self._compiling = threading.RLock()
        self._known: OrderedDict[object, str] = OrderedDict()
        self._mine = threading.local()
        # More at once would take no less time on so many cores, and more memory than there is.
        self._asking = threading.BoundedSemaphore(threads)

    def parquet(self, files: Sequence[str], schema: pa.Schema) -> ir.Table:
        """Return the rows of these Parquet files; no files are an empty table of `schema`."""
        with self._compiling:
            return super().parquet(files, schema)

    def take(self, rows: pa.Table | pa.RecordBatchReader) -> ir.Table:
        """Return Arrow rows as a table of the engine's own."""
        with self._compiling:
            return super().take(rows)

    def result(self, table: ir.Table) -> pa.Table:
        """Return a small result whole."""
        found = self.rows(self._compiled(table))
        return found.cast(table.schema().to_pyarrow())

    def batches(self, table: ir.Table, *, rows: int = 16_384) -> Iterator[pa.RecordBatch]:
        """Yield the rows of `table`, a batch at a time."""
        yield from self.stream(self._compiled(table), rows=rows)

    def rows(self, query: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return what a query gives, its `?` filled in order; times are UTC."""
        connection: duckdb.DuckDBPyConnection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = self._connection()
        with self._asking:
            return connection.execute(query, list(parameters)).to_arrow_table()

    def stream(
        self, query: str, parameters: Sequence[object] = (), *, rows: int = 16_384
    ) -> Iterator[pa.RecordBatch]:
        """Yield what a query gives, a batch at a time, on a connection that ends with it."""
        connection = self._connection()
        try:
            yield from connection.execute(query, list(parameters)).to_arrow_reader(rows)
        finally:
            connection.close()

    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection: duckdb.DuckDBPyConnection = self._backend.con.cursor()
        connection.execute("SET TimeZone='UTC'")
        return connection

    def _compiled(self, table: ir.Table) -> str:
        operation = table.op()
        with self._compiling:
            query = self._known.get(operation)
            if query is None:
                query = self._known[operation] = self._written(table)
                if len(self._known) > _COMPILED:
                    self._known.popitem(last=False)
            return query
