"""A person's decision stands in the place of the machine's label, on both engines."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cynosure.demand import DEMANDS, LABELS
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.engines.spark import SparkEngine
from cynosure.nature.deciding.decisions import PERSON, Decision, as_labels
from cynosure.workflows.deciding import decided_over
from cynosure.workflows.engine import Engine


def over(engine: Engine, folder: Path, decisions: pa.Table | None) -> list[tuple[str, str, str]]:
    ids = ["desk:1", "desk:2", "desk:3"]
    rows = [{"demand_id": one, "nature": "value", "labeller": "m1"} for one in ids]
    # Files as the store writes them, with their own idea of what may be null.
    pq.write_table(pa.Table.from_pylist(rows[:2], schema=LABELS), folder / "labels.parquet")
    kept = [dict.fromkeys(DEMANDS.names) | {"demand_id": one} for one in ids]
    fields = [pa.field(field.name, field.type) for field in DEMANDS]
    pq.write_table(pa.Table.from_pylist(kept, schema=pa.schema(fields)), folder / "demands.parquet")
    labels = engine.parquet([str(folder / "labels.parquet")], LABELS)
    demands = engine.parquet([str(folder / "demands.parquet")], DEMANDS)
    found = engine.result(decided_over(engine, labels, decisions, demands=demands)).to_pylist()
    return sorted((row["demand_id"], row["nature"], row["labeller"]) for row in found)


SAID = as_labels(
    [
        Decision("desk:1", "failure", "slow"),
        Decision("desk:3", "none"),  # which no machine has labelled yet
        Decision("desk:9", "none"),  # which is not kept any more
    ]
)
EXPECTED = [
    ("desk:1", "failure", PERSON),
    ("desk:2", "value", "m1"),
    ("desk:3", "none", PERSON),
]


class TestDecidedOver:
    def test_takes_the_place_of_the_machines(self, duckdb: DuckDBEngine, tmp_path: Path) -> None:
        assert over(duckdb, tmp_path, SAID) == EXPECTED

    @pytest.mark.parametrize("nothing", [None, SAID.slice(0, 0)])
    def test_leaves_all_as_it_is_without_decisions(
        self, duckdb: DuckDBEngine, tmp_path: Path, nothing: pa.Table | None
    ) -> None:
        assert over(duckdb, tmp_path, nothing) == [
            ("desk:1", "value", "m1"),
            ("desk:2", "value", "m1"),
        ]

    @pytest.mark.spark
    @pytest.mark.slow
    @pytest.mark.xdist_group("spark")
    def test_is_the_same_on_spark(self, spark: SparkEngine, tmp_path: Path) -> None:
        assert over(spark, tmp_path, SAID) == EXPECTED
