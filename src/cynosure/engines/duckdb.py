"""DuckDB in this process: the engine of one machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr.operations import DatabaseTable, InMemoryTable

from cynosure.engines.comparing import compare_in_threads
from cynosure.engines.narrowing import narrowed

compare_in_threads()


class DuckDBEngine:
    """Runs Ibis expressions in DuckDB, spilling to `spill` when memory runs short."""

    def __init__(self, *, spill: Path, memory: str = "1GB") -> None:
        # The size of memory is a ceiling of DuckDB's own buffers, not of the process.
        self._backend: Backend = ibis.duckdb.connect(
            memory_limit=memory,
            temp_directory=str(spill),
            preserve_insertion_order=False,
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        # Ibis would spend a fifth of a report on making one SELECT of several, which
        # DuckDB's own optimiser does in no time.
        ibis.options.sql.fuse_selects = False
        # Everything is UTC inside; only a shell knows another zone.
        self._backend.raw_sql("SET TimeZone='UTC'; SET enable_progress_bar=false")
        self._names = (f"cynosure_{number}" for number in count())
        self._queries: deque[tuple[object, str]] = deque(maxlen=4)

    def parquet(self, files: Sequence[str], schema: pa.Schema) -> ir.Table:
        """Return the rows of these Parquet files; no files are an empty table of `schema`.

        The fields are those of `schema`: one that the files lack, since an
        earlier Cynosure wrote them, is null, and one more than that is left out.
        """
        if not files:
            return self.take(schema.empty_table())
        # Ibis' own reader makes a TEMP view, which the cursor of `batches` cannot see.
        # A folder called `team=a` on the way is no column.
        name = next(self._names)
        listed = ", ".join(f"'{literally(file)}'" for file in files)
        options = "union_by_name=true, hive_partitioning=false"
        # A view takes no parameters, so the names are quoted by `literally`.
        self._backend.raw_sql(
            f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}], {options})"  # noqa: S608
        )
        rows = self._backend.table(name)
        wanted = ibis.Schema.from_pyarrow(schema)
        return rows.select(
            **{
                name: rows[name] if name in rows.columns else ibis.null(kind)
                for name, kind in wanted.items()
            }
        )

    # The database is in memory and goes with the engine, so no table needs to be
    # TEMP; and a TEMP one would be hidden from the cursor of `batches`.
    def take(self, rows: pa.Table | pa.RecordBatchReader) -> ir.Table:
        """Return Arrow rows as a table of the engine's own."""
        return self._backend.create_table(next(self._names), rows)

    def materialise(self, table: ir.Table) -> ir.Table:
        """Compute `table` once and return it as a table of the engine's own."""
        return self._backend.create_table(next(self._names), narrowed(table))

    def forget(self, table: ir.Table) -> None:
        """Let go of a table that `materialise` returned and nobody will ask again."""
        # `get_name` would put the catalogue and the schema before its own name.
        (computed,) = table.op().find(DatabaseTable)
        self._backend.drop_table(computed.name)

    def batches(self, table: ir.Table, *, rows: int = 16_384) -> Iterator[pa.RecordBatch]:
        """Yield the rows of `table`, a batch at a time; other queries may run meanwhile."""
        if table.op().find(InMemoryTable):
            table = self.materialise(table)  # a cursor does not see what is only in Python
        # A stream on the connection itself ends early, and without an error,
        # as soon as another query runs on it.
        cursor = self._backend.con.cursor()
        cursor.execute("SET TimeZone='UTC'")
        found = cursor.execute(self._compiled(table)).to_arrow_reader(rows)
        fields = table.schema().to_pyarrow()
        for batch in found:
            yield batch.cast(fields)

    def result(self, table: ir.Table) -> pa.Table:
        """Return a small result whole."""
        if table.op().find(InMemoryTable):
            return self._backend.to_pyarrow(table)  # Ibis knows how to bring it along
        # Ibis' own way runs a second query to learn the types that it knows already.
        found = self._backend.con.execute(self._compiled(table)).to_arrow_table()
        return found.cast(table.schema().to_pyarrow())

    def sql(self, table: ir.Table) -> str:
        """Return the query as DuckDB would run it."""
        return self._compiled(table)

    def _compiled(self, table: ir.Table) -> str:
        # A figure is asked for its result and then for its query: compiling costs
        # more than running, so the last few are kept.
        operation = table.op()
        for known, query in self._queries:
            if known is operation:
                return query
        query = self._written(table)
        self._queries.append((operation, query))
        return query

    def _written(self, table: ir.Table) -> str:
        return str(self._backend.compile(narrowed(table)))

    def close(self) -> None:
        """Let go of memory and temporary tables."""
        self._backend.disconnect()


def literally(path: str) -> str:
    """Return a path with nothing in it that DuckDB would take for a pattern, or for its end.

    >>> literally("/srv/o'clock/[1]")
    "/srv/o''clock/[[]1]"
    """
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path).replace("'", "''")
