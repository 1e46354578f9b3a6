"""Spark: the engine for a history beyond one machine, and the check that figures are equal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend


class SparkEngine:
    """Runs Ibis expressions in Spark, keeping temporary tables as Parquet under `spill`.

    `spill` must be seen by every worker: any folder for a local master, a
    shared one for a cluster. Needs the extra `spark` and Java 17.
    """

    def __init__(
        self,
        *,
        spill: Path,
        master: str = "local[2]",
        memory: str = "1g",
        settings: Mapping[str, str] | None = None,
    ) -> None:
        # The workers must run the very Python that this is.
        os.environ["PYSPARK_PYTHON"] = sys.executable
        os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
        from pyspark.sql import SparkSession  # noqa: PLC0415 – an extra: only who asks for it

        spill.mkdir(parents=True, exist_ok=True)
        self._spill = spill
        # Another engine may share the session and the folder: names must differ.
        self._prefix = f"cynosure_{uuid4().hex[:12]}"
        self._numbers = count()
        self._folders: dict[Any, str] = {}  # of each computed table
        builder: Any = SparkSession.builder.master(master).appName("cynosure")
        for key, value in {**_settings(spill, memory), **(settings or {})}.items():
            builder = builder.config(key, value)
        self._session: Any = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")
        self._backend: Backend = ibis.pyspark.connect(self._session)

    def parquet(self, files: Sequence[str], schema: pa.Schema) -> ir.Table:
        """Return the rows of these Parquet files; no files are an empty table of `schema`."""
        if not files:
            return self.take(schema.empty_table())
        # A column that older files lack is null in them.
        frame = self._session.read.option("mergeSchema", "true").parquet(*files)
        return self._named(frame)

    def take(self, rows: pa.Table | pa.RecordBatchReader) -> ir.Table:
        """Return Arrow rows as a table of Spark's, a batch in memory at a time."""
        path = self._spill / f"{self._name()}.parquet"
        batches = rows.to_reader() if isinstance(rows, pa.Table) else rows
        with pq.ParquetWriter(path, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        return self._named(self._session.read.parquet(str(path)))

    def materialise(self, table: ir.Table) -> ir.Table:
        """Compute `table` once and return it as a temporary table.

        On disk, not in a cache: a query that feeds on itself step by step
        would otherwise be planned anew from its beginning each time.
        """
        path = str(self._spill / self._name())
        self._session.sql(self.sql(table)).write.parquet(path)
        computed = self._named(self._session.read.parquet(path))
        self._folders[computed.op()] = path
        return computed

    def forget(self, table: ir.Table) -> None:
        """Let go of a table that `materialise` returned and nobody will ask again."""
        rmtree(self._folders.pop(table.op()), ignore_errors=True)

    def batches(self, table: ir.Table, *, rows: int = 16_384) -> Iterator[pa.RecordBatch]:
        """Yield the rows of `table`, a batch at a time."""
        yield from self._backend.to_pyarrow_batches(table, chunk_size=rows)

    def result(self, table: ir.Table) -> pa.Table:
        """Return a small result whole, in UTC."""
        return in_utc(self._backend.to_pyarrow(table))

    def sql(self, table: ir.Table) -> str:
        """Return the query as Spark would run it."""
        return str(ibis.to_sql(table, dialect="pyspark"))

    def close(self) -> None:
        """Let go of the session and its workers."""
        self._session.stop()

    def _name(self) -> str:
        return f"{self._prefix}_{next(self._numbers)}"

    def _named(self, frame: Any) -> ir.Table:
        name = self._name()
        frame.createOrReplaceTempView(name)
        return self._backend.table(name)


def in_utc(rows: pa.Table) -> pa.Table:
    """Return the rows with the zone said that Spark leaves unsaid.

    >>> in_utc(pa.table({"at": pa.array([0], pa.timestamp("us"))})).schema.field("at").type
    TimestampType(timestamp[us, tz=UTC])
    """
    for place, field in enumerate(rows.schema):
        if pa.types.is_timestamp(field.type):
            column = rows[field.name].cast(pa.timestamp("us", tz="UTC"))
            rows = rows.set_column(place, field.name, column)
    return rows


def _settings(spill: Path, memory: str) -> dict[str, str]:
    return {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": memory,
        # Nothing listens and nothing is told: no page, no history, no metrics.
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.metrics.staticSources.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(spill / "warehouse"),
        "spark.local.dir": str(spill / "local"),
        # The default of 200 is for a cluster; each empty part costs a task.
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        # A date in year 0 or 9999 is a date, not a reason to stop.
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    }
