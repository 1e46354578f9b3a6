"""What holds for every history, of the query: the one whose figures are reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cynosure.clocks import History, clock_tables, period_counts
from cynosure.engines.duckdb import DuckDBEngine
from tests.clocks.engine_runs import Said, in_any_order, query, said_by_query
from tests.clocks.random_histories import DAY_ZERO, many_histories, moment

# Each example is some eighty histories in one query, so two are many stories.
few = settings(
    max_examples=2,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path_factory.mktemp("spill"))
    yield engine
    engine.close()


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    return table.take(pa.array(np.random.default_rng(seed).permutation(table.num_rows)))


def same(one: Said, other: Said) -> None:
    assert one.clocks == other.clocks
    for part, rows in asdict(one).items():
        if part not in ("clocks", "counts"):
            assert in_any_order(rows) == in_any_order(getattr(other, part)), part
    assert one.counts == other.counts


def told(history: History, engine: DuckDBEngine, seed: int) -> Said:
    return said_by_query(query(history, engine, as_of=moment(Random(seed), 60)), engine)


class TestQuery:
    @few
    @given(seed=seeds)
    def test_says_the_same_in_whatever_order_rows_lie_and_however_often_they_were_seen(
        self, seed: int, engine: DuckDBEngine
    ) -> None:
        history = many_histories(seed, histories=40)
        rows = {name: shuffled(table, seed) for name, table in history.arrow().items()}
        # Each demand and event is kept once; a sighting comes with every import.
        rows["sightings"] = pa.concat_tables([rows["sightings"], rows["sightings"]])

        again = clock_tables(
            **{name: engine.take(table) for name, table in rows.items()},
            as_of=moment(Random(seed), 60),
            imported_at=history.imported_at,
            materialise=engine.materialise,
        )

        same(said_by_query(again, engine), told(history, engine, seed))

    @few
    @given(seed=seeds)
    def test_gives_exactly_one_time_wherever_there_is_a_clock(
        self, seed: int, engine: DuckDBEngine
    ) -> None:
        said = told(many_histories(seed, histories=40), engine, seed)

        names = ("request_to_resolution_seconds", "competing_ending_seconds", "censored_seconds")
        for row in (*said.clocks.values(), *said.requests):
            times = [row[name] for name in names if row[name] is not None]
            assert len(times) == (row["state"] is not None)
            assert all(time >= 0 for time in times)

    @few
    @given(seed=seeds, days=st.lists(st.integers(0, 90), min_size=3, max_size=3, unique=True))
    def test_adds_up_from_period_to_period(
        self, seed: int, days: list[int], engine: DuckDBEngine
    ) -> None:
        tables = query(
            many_histories(seed, histories=40), engine, as_of=DAY_ZERO + timedelta(days=60)
        )
        clocks = engine.materialise(tables.clocks)
        first, middle, last = (DAY_ZERO + timedelta(days=day) for day in sorted(days))

        def counted(since: datetime, until: datetime) -> dict[str, int]:
            counts = period_counts(clocks, since=since, until=until)
            (row,) = engine.result(counts).to_pylist()
            return dict(row)

        one, other = counted(first, middle), counted(middle, last)
        whole = counted(first, last)

        for name in ("asked_in", "ended_in"):
            assert one[name] + other[name] == whole[name]
        assert other["open_at_end"] == one["open_at_end"] + other["asked_in"] - other["ended_in"]
