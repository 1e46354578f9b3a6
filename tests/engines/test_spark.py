"""Spark does what an engine must, in the same words as DuckDB."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cynosure.demand import TIME
from cynosure.engines.spark import SparkEngine

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]

MOMENT = datetime(2026, 3, 8, 23, 59, 59, 123456, tzinfo=UTC)
ROWS = pa.table(
    {
        "demand_id": pa.array(["desk:1", "desk:2"]),
        "at": pa.array([MOMENT, None], TIME),
        "flags": pa.array([["claimed"], []], pa.list_(pa.string())),
        "sure": pa.array([True, None]),
    }
)


class TestSparkEngine:
    def test_gives_back_what_it_took(self, spark: SparkEngine) -> None:
        rows = spark.result(spark.take(ROWS)).sort_by("demand_id")

        assert rows.to_pylist() == ROWS.to_pylist()
        assert rows.schema.field("at").type == TIME

    def test_takes_batches_without_holding_them_all(self, spark: SparkEngine) -> None:
        reader = pa.RecordBatchReader.from_batches(ROWS.schema, iter(ROWS.to_batches()))

        taken = spark.take(reader)
        assert spark.result(taken.aggregate(n=taken.count()))["n"].to_pylist() == [2]

    def test_reads_files_of_which_one_lacks_a_column(
        self, spark: SparkEngine, tmp_path: Path
    ) -> None:
        old, new = tmp_path / "old.parquet", tmp_path / "new.parquet"
        pq.write_table(ROWS.drop(["sure"]).slice(0, 1), old)
        pq.write_table(ROWS.slice(1), new)

        rows = spark.result(spark.parquet([str(old), str(new)], ROWS.schema))

        assert sorted(rows["demand_id"].to_pylist()) == ["desk:1", "desk:2"]
        assert set(rows.column_names) == set(ROWS.column_names)

    def test_reads_no_files_as_no_rows(self, spark: SparkEngine) -> None:
        rows = spark.result(spark.parquet([], ROWS.schema))

        assert rows.num_rows == 0
        assert rows.column_names == ROWS.column_names

    def test_keeps_a_computed_table_for_a_join_with_itself(self, spark: SparkEngine) -> None:
        links = spark.take(pa.table({"of": ["a", "b", "c"], "to": ["b", "c", "c"]}))
        for _ in range(2):
            other = links.view()
            jumped = links.join(other, links["to"] == other["of"], rname="{name}_next")
            links = spark.materialise(jumped.select("of", to="to_next"))

        assert set(spark.result(links)["to"].to_pylist()) == {"c"}

    def test_lets_go_of_a_computed_table_and_its_files(self, spark: SparkEngine) -> None:
        taken = spark.take(ROWS)
        one, other = spark.materialise(taken), spark.materialise(taken)

        spark.forget(one)

        assert spark.result(other.aggregate(n=other.count()))["n"].to_pylist() == [2]
        with pytest.raises(KeyError):
            spark.forget(one)  # once is enough: there is nothing left to let go of

    def test_yields_batches_no_larger_than_asked(self, spark: SparkEngine) -> None:
        batches = list(spark.batches(spark.take(ROWS), rows=1))

        assert [batch.num_rows for batch in batches] == [1, 1]

    def test_says_its_query(self, spark: SparkEngine) -> None:
        table = spark.take(ROWS)

        assert "COUNT(*)" in spark.sql(table.aggregate(n=table.count()))
