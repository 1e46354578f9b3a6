"""Where each demand counts is the same on both engines."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cynosure.demand import DEMANDS, LABELS, MEMBERS, THEMES
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.engines.spark import SparkEngine
from cynosure.themes.acts import Act
from cynosure.workflows.engine import Engine
from cynosure.workflows.themed import groups_of, themed, with_themes
from tests.workflows.themes_desk import done

PLACED = {"desk:1": "t-1", "desk:2": "t-2", "desk:3": "t-3", "desk:4": None, "desk:5": "t-1"}
ACTS = (
    Act(kind="merge", theme="t-1", into="t-2"),
    Act(kind="move", theme="t-1", demands=("desk:4",)),
    Act(kind="noise", theme="t-3"),
)


class _Files:
    """Files as the store writes them, of one moment."""

    def __init__(self, folder: Path) -> None:
        ids = [*PLACED, "desk:6"]
        themes = [{"theme_id": one, "name": one} for one in ("t-1", "t-2", "t-3")]
        members = [{"demand_id": one, "theme_id": theme} for one, theme in PLACED.items()]
        kept = [dict.fromkeys(DEMANDS.names) | {"demand_id": one} for one in ids]
        labels = [
            {"demand_id": one, "nature": "value" if one == "desk:5" else "failure"} for one in ids
        ]
        self.folder = folder
        for name, rows, schema in (
            ("themes", themes, THEMES),
            ("members", members, MEMBERS),
            ("demands", kept, pa.schema([pa.field(each.name, each.type) for each in DEMANDS])),
            ("labels", labels, LABELS),
        ):
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")

    def files(self, table: str) -> list[str]:
        return [str(self.folder / f"{table}.parquet")]


def told(engine: Engine, files: _Files, *acts: Act) -> tuple[dict[str, str], dict[str, str]]:
    demands = engine.parquet(files.files("demands"), DEMANDS)
    labels = engine.parquet(files.files("labels"), LABELS)
    places = themed(files, engine, demands=demands, labels=labels, acts=done(*acts))
    groups = engine.result(groups_of(places, labels)).to_pylist()
    facts = engine.result(with_themes(demands.select("demand_id"), places)).to_pylist()
    return (
        {row["demand_id"]: row["group"] for row in groups},
        {row["demand_id"]: row["theme"] for row in facts if row["theme"]},
    )


class TestPlaces:
    def test_are_those_that_people_left(self, duckdb: DuckDBEngine, tmp_path: Path) -> None:
        expected = {"desk:1": "t-2", "desk:2": "t-2", "desk:4": "t-2"}

        assert told(duckdb, _Files(tmp_path), *ACTS) == (expected, expected)

    @pytest.mark.spark
    @pytest.mark.slow
    @pytest.mark.xdist_group("spark")
    @pytest.mark.parametrize("acts", [(), ACTS], ids=["found", "changed"])
    def test_are_the_same_on_spark(
        self, spark: SparkEngine, duckdb: DuckDBEngine, tmp_path: Path, acts: tuple[Act, ...]
    ) -> None:
        files = _Files(tmp_path)

        assert told(spark, files, *acts) == told(duckdb, files, *acts)
