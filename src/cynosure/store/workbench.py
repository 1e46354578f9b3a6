"""Where a writer compares and rewrites rows: DuckDB on Parquet files, memory bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.store.layout import Format

FILE_BYTES = 128 * 1024 * 1024


def for_duckdb(path: str) -> str:
    """Return a path as DuckDB takes it literally, whatever signs of a pattern are in it.

    >>> for_duckdb("/home/ana/desk [2026]/demands")
    '/home/ana/desk [[]2026]/demands'
    """
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


class Workbench:
    """A DuckDB of its own, gone with the `with` block."""

    def __init__(self, *, spill: Path, memory: str = "400MB") -> None:
        self._connection = duckdb.connect(
            config={
                "temp_directory": str(spill),
                "memory_limit": memory,
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self._connection.execute("SET TimeZone='UTC'; SET enable_progress_bar=false")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def show(
        self,
        name: str,
        files: Sequence[str],
        schema: pa.Schema,
        *,
        origin: bool = False,
        row_numbers: bool = False,
    ) -> None:
        """Make a view of Parquet files, with exactly the fields of `schema`.

        With `origin` there is one field more, `filename`; with `row_numbers`
        `file_row_number`. A field that the files lack, since an earlier version
        wrote them, is null. No files are an empty view.
        """
        if origin:
            schema = schema.append(pa.field("filename", pa.string()))
        if row_numbers:
            schema = schema.append(pa.field("file_row_number", pa.int64()))
        if not files:
            self.take(name, schema.empty_table())
            return
        rows = self._connection.read_parquet(
            [for_duckdb(file) for file in files],
            union_by_name=True,
            hive_partitioning=False,
            filename=origin,
            file_row_number=row_numbers,
        )
        kinds = self._connection.from_arrow(schema.empty_table())
        fields = (
            f'"{field}"' if field in rows.columns else f'CAST(NULL AS {kind}) AS "{field}"'
            for field, kind in zip(schema.names, kinds.types, strict=True)
        )
        rows.project(", ".join(fields)).create_view(name, replace=True)

    def take(self, name: str, rows: pa.Table) -> None:
        """Show a few Arrow rows as a table."""
        self._connection.from_arrow(rows).create_view(name, replace=True)

    def call(self, name: str, other: str) -> None:
        """Give a table or view a second name, which may stand for another one later."""
        self._connection.table(other).create_view(name, replace=True)

    def run(self, sql: str, **values: object) -> None:
        """Run a statement; `$name` in it stands for a value."""
        self._connection.execute(sql, values or None)

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """Return the few rows of a query."""
        return self._connection.execute(sql, values or None).fetchall()

    def count(self, sql: str, **values: object) -> int:
        """Return the one number of a query."""
        row = self._connection.execute(sql, values or None).fetchone()
        return int(row[0]) if row else 0

    def batches(self, sql: str, *, rows: int = 10_000) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a query, a batch at a time."""
        yield from self._connection.execute(sql).to_arrow_reader(rows)

    def write(self, sql: str, folder: Path, form: Format) -> list[str]:
        """Write the rows of a query as Parquet files into `folder`; return the files' names."""
        mark = uuid4().hex
        fields = ", ".join(f'"{name}"' for name in form.schema.names)
        self._connection.sql(sql).project(fields).to_parquet(
            str(folder),
            compression="zstd",
            row_group_size=form.rows_together,
            file_size_bytes=FILE_BYTES,
            append=True,
            filename_pattern=f"{mark}-{{uuid}}",
        )
        written = sorted(folder.glob(f"{mark}-*.parquet"))
        for file in written:
            if pq.read_metadata(file).num_rows == 0:  # no rows still make a file
                file.unlink()
        return [file.name for file in written if file.exists()]


def paths_of(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """Return the first field of each row as text."""
    return [str(row[0]) for row in rows]
