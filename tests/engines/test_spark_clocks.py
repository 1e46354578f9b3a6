"""The rules of time say on Spark what they say on DuckDB, to the last second."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cynosure.clocks import History
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.engines.spark import SparkEngine
from cynosure.workflows.engine import Engine
from tests.clocks.engine_runs import Said, in_any_order, query, said_by_query
from tests.clocks.random_histories import many_histories

pytestmark = pytest.mark.spark

AS_OF = datetime(2026, 4, 5, 9, tzinfo=UTC)


class TestClockTables:
    def test_say_the_same_on_both_engines(self, spark: SparkEngine, duckdb: DuckDBEngine) -> None:
        history = many_histories(11, histories=40)

        here, there = (_told(history, engine) for engine in (duckdb, spark))

        assert there.clocks == here.clocks
        assert there.counts == here.counts
        for part in ("requests", "set_aside", "mass_closings", "promises"):
            rows = getattr(here, part)
            assert rows, part  # a story that has none of them would say nothing
            assert in_any_order(getattr(there, part)) == in_any_order(rows), part


def _told(history: History, engine: Engine) -> Said:
    return said_by_query(query(history, engine, as_of=AS_OF), engine)
