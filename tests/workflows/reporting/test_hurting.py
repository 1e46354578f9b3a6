"""Which demands stand for a theme, and which belong to it only just."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cynosure.demand import MEMBERS
from cynosure.demand.periods import Period
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.measures import Facts
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.reporting.hurting import Typical, typical_of
from cynosure.workflows.telling import Telling
from tests.measures.facts import AS_OF, days_ago, demand, tables

# A demand's title, its likeness, the theme that it counts in, and the one it was found in.
SAID = {
    "a": ("Login fails", 0.99, "t-1", "t-1"),
    "b": ("login  fails", 0.98, "t-1", "t-1"),
    "c": ("Cannot log in", 0.97, "t-1", "t-1"),
    "d": ("Sign-in is broken", 0.9, "t-1", "t-1"),
    "e": ("Password page is odd", 0.4, "t-1", "t-1"),
    "f": ("Moved here by a person", 0.1, "t-1", "t-2"),
    "g": ("Export stops", 0.99, "t-2", "t-2"),
}


class Kept:
    """A snapshot in which only members are kept."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def files(self, table: str) -> tuple[str, ...]:
        return (str(self.file),) if table == "members" else ()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path / "spill")
    yield engine
    engine.close()


@pytest.fixture
def typical(engine: DuckDBEngine, tmp_path: Path) -> Any:
    members = [
        {"demand_id": one, "theme_id": found, "likeness": likeness}
        for one, (_, likeness, _, found) in SAID.items()
    ]
    pq.write_table(pa.Table.from_pylist(members, schema=MEMBERS), tmp_path / "members.parquet")
    demands, requests = tables(
        [
            demand(
                demand_id=one, request_id=one, nature="failure", theme=theme, start=days_ago(age)
            )
            for age, (one, (_, _, theme, _)) in enumerate(SAID.items(), start=1)
        ]
    )
    words = pa.table(
        {
            "demand_id": list(SAID),
            "title": [title for title, *_ in SAID.values()],
            "body": pa.nulls(len(SAID), pa.string()),
        }
    )
    telling = Telling(
        as_of=AS_OF,
        as_of_from="as you asked",
        imports=[],
        demands=engine.take(words),
        labels=cast("Any", None),
        machine=cast("Any", None),
        clocks=cast("Any", None),
        facts=Facts(demands=engine.take(demands), requests=engine.take(requests), as_of=AS_OF),
    )
    kept = cast("Snapshot", Kept(tmp_path / "members.parquet"))

    def of(period: Period | None = None) -> Typical:
        return typical_of(kept, telling, engine, period=period or Period())

    return of


class TestTypicalDemands:
    def test_are_the_likest_that_begin_in_different_words(self, typical: Any) -> None:
        most, _ = typical()("t-1")

        assert most == ["a", "c", "d"]

    def test_leave_at_the_edge_the_least_like_that_was_found_there(self, typical: Any) -> None:
        _, least = typical()("t-1")

        assert least == ["e"]

    def test_are_shown_once_where_there_are_few(self, typical: Any) -> None:
        assert typical()("t-2") == (["g"], [])

    def test_are_of_the_period(self, typical: Any) -> None:
        most, least = typical(Period(days_ago(3.5), AS_OF))("t-1")

        # What says the same once more tells a reader nothing new.
        assert (most, least) == (["a", "c"], [])

    def test_are_none_of_a_theme_that_nobody_knows(self, typical: Any) -> None:
        assert typical()("t-9") == ([], [])
