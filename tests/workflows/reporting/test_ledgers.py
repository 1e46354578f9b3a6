"""Ledgers: every reason is counted, however many there are."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from cynosure.demand import QUARANTINE
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.workflows.reporting.ledgers import PLACES, REASONS, _with_places


@pytest.fixture
def engine(tmp_path: Path) -> DuckDBEngine:
    return DuckDBEngine(spill=tmp_path)


def refused(engine: DuckDBEngine, reasons: list[str]) -> list[dict[str, object]]:
    rows = [
        {"import_id": "i", "place": f"line {n:03d}", "reason": reason, "record": ""}
        for n, reason in enumerate(reasons)
    ]
    return _with_places(engine, engine.take(pa.Table.from_pylist(rows, schema=QUARANTINE)))


class TestReasonsForQuarantine:
    def test_name_some_places_of_each(self, engine: DuckDBEngine) -> None:
        (told,) = refused(engine, ["no title"] * 20)

        assert told["n"] == 20
        assert told["places"] == tuple(f"line {n:03d}" for n in range(PLACES))

    def test_are_all_counted_where_each_record_has_its_own(self, engine: DuckDBEngine) -> None:
        told = refused(engine, [f"issue {n} has no summary" for n in range(100)])

        assert sum(int(str(each["n"])) for each in told) == 100
        assert len(told) == REASONS + 1
        assert told[-1]["reason"] == f"{100 - REASONS} other reasons"

    def test_are_none_where_nothing_was_refused(self, engine: DuckDBEngine) -> None:
        assert refused(engine, []) == []
