"""DuckDB does what an engine must."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from duckdb import CatalogException

from cynosure.demand import DEMANDS, EVENTS, TIME
from cynosure.engines.duckdb import DuckDBEngine

MOMENT = datetime(2026, 3, 8, 23, 59, 59, 123456, tzinfo=UTC)
ROWS = pa.table(
    {
        "demand_id": pa.array(["desk:1", "desk:2"]),
        "at": pa.array([MOMENT, None], TIME),
        "flags": pa.array([["claimed"], []], pa.list_(pa.string())),
        "sure": pa.array([True, None]),
    }
)


def written(folder: Path, rows: pa.Table = ROWS, name: str = "a.parquet") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, folder / name)
    return str(folder / name)


class TestDuckDBEngine:
    def test_reads_parquet_files_as_one_table(self, duckdb: DuckDBEngine, tmp_path: Path) -> None:
        files = [written(tmp_path, name=name) for name in ("a.parquet", "b.parquet")]

        table = duckdb.parquet(files, ROWS.schema)

        assert duckdb.result(table.count().as_table()).to_pylist() == [{"CountStar()": 4}]

    def test_gives_back_what_was_written(self, duckdb: DuckDBEngine, tmp_path: Path) -> None:
        table = duckdb.parquet([written(tmp_path)], ROWS.schema)

        rows = duckdb.result(table.order_by("demand_id"))

        assert rows.to_pylist() == ROWS.to_pylist()
        assert rows.schema.field("at").type == TIME

    def test_makes_an_empty_table_of_no_files(self, duckdb: DuckDBEngine) -> None:
        table = duckdb.parquet([], EVENTS)

        assert duckdb.result(table).num_rows == 0
        assert list(table.columns) == EVENTS.names

    @pytest.mark.parametrize("folder", ["a [1]*?", "team=a", "it's", "Ünï 100 %"])
    def test_takes_the_name_of_a_folder_literally(
        self, duckdb: DuckDBEngine, tmp_path: Path, folder: str
    ) -> None:
        table = duckdb.parquet([written(tmp_path / folder)], ROWS.schema)

        assert list(table.columns) == ROWS.schema.names
        assert duckdb.result(table).num_rows == 2

    def test_fills_a_field_that_older_files_lack_with_null(
        self, duckdb: DuckDBEngine, tmp_path: Path
    ) -> None:
        schema = ROWS.schema.append(pa.field("later", pa.float64()))

        rows = duckdb.result(duckdb.parquet([written(tmp_path)], schema))

        assert rows.column("later").to_pylist() == [None, None]

    def test_leaves_out_a_field_that_nobody_asked_for(
        self, duckdb: DuckDBEngine, tmp_path: Path
    ) -> None:
        table = duckdb.parquet([written(tmp_path)], pa.schema([ROWS.schema.field("at")]))

        assert list(table.columns) == ["at"]

    def test_tells_times_in_utc(self, duckdb: DuckDBEngine) -> None:
        table = duckdb.take(ROWS)

        day = duckdb.result(table.filter(table.at.notnull()).select(day=table.at.strftime("%d %H")))

        assert day.column("day").to_pylist() == ["08 23"]

    def test_computes_a_materialised_table_once(self, duckdb: DuckDBEngine) -> None:
        once = duckdb.materialise(duckdb.take(ROWS).mutate(chance=ibis.random()))

        assert duckdb.result(once).equals(duckdb.result(once))

    def test_yields_batches_of_no_more_than_the_rows_asked_for(self, duckdb: DuckDBEngine) -> None:
        table = duckdb.take(pa.table({"n": list(range(10_000))}))

        sizes = [batch.num_rows for batch in duckdb.batches(table, rows=3_000)]

        assert sum(sizes) == 10_000
        assert max(sizes) <= 3_000

    def test_yields_all_batches_though_other_queries_run_meanwhile(
        self, duckdb: DuckDBEngine
    ) -> None:
        table = duckdb.take(pa.table({"n": list(range(500_000))}))
        rows = 0

        for batch in duckdb.batches(table.filter(table.n >= 0), rows=3_000):
            rows += batch.num_rows
            duckdb.result(table.count().as_table())

        assert rows == 500_000

    def test_yields_batches_of_what_is_only_in_python(self, duckdb: DuckDBEngine) -> None:
        (batch,) = duckdb.batches(ibis.memtable({"n": [1, 2]}))

        assert batch.to_pydict() == {"n": [1, 2]}

    def test_yields_times_in_utc(self, duckdb: DuckDBEngine) -> None:
        table = duckdb.take(ROWS)

        (batch,) = duckdb.batches(table.select(hour=table.at.hour(), at=table.at))

        assert batch.schema.field("at").type == TIME
        assert 23 in batch.column("hour").to_pylist()

    def test_shows_the_query_that_it_runs(self, duckdb: DuckDBEngine) -> None:
        table = duckdb.take(DEMANDS.empty_table())

        assert "SUM" in duckdb.sql(table.effort_minutes.sum().as_table()).upper()


class TestForgetting:
    def test_lets_go_of_a_computed_table_and_of_no_other(self, tmp_path: Path) -> None:
        engine = DuckDBEngine(spill=tmp_path)
        rows = engine.take(pa.table({"n": [1, 2]}))
        one, other = engine.materialise(rows), engine.materialise(rows)

        engine.forget(one)

        assert engine.result(other.aggregate(n=other.count()))["n"].to_pylist() == [2]
        with pytest.raises(CatalogException, match="does not exist"):
            engine.result(one)
        engine.close()
