"""Remedies are judged alike on DuckDB and on Spark: the one question that they ask is the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from cynosure.engines.duckdb import DuckDBEngine
from cynosure.engines.spark import SparkEngine
from cynosure.measures import Facts
from cynosure.measures.remedies import Judged, Remedy
from cynosure.measures.theme_weeks import ThemeWeeks, theme_weeks
from cynosure.workflows.remedies import judge_remedies
from tests.measures.facts import AS_OF, random_rows, tables

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]

MARCH = datetime(2026, 3, 18, tzinfo=UTC)
DONE = Remedy(theme_id="t-1", at=MARCH, what="a try", by="Maria", marked_at=AS_OF, number=1)


def asked(engine: DuckDBEngine | SparkEngine) -> tuple[ThemeWeeks, tuple[Judged, ...]]:
    dice, rows = Random(5), random_rows(3_000)
    for row in rows:
        row["theme"] = dice.choice(["t-1", "t-2", "t-3", "t-4", None])
    demands, requests = tables(rows)
    facts = Facts(demands=engine.take(demands), requests=engine.take(requests), as_of=AS_OF)
    return theme_weeks(facts, result=engine.result), judge_remedies(facts, engine, remedies=[DONE])


class TestRemedies:
    def test_are_counted_and_judged_alike(self, spark: SparkEngine, tmp_path: Path) -> None:
        duck = DuckDBEngine(spill=tmp_path)
        (weeks, judged), (others, again) = asked(duck), asked(spark)
        duck.close()

        assert weeks.starts == others.starts
        assert len(weeks.starts) > 20
        assert {k: v.tolist() for k, v in weeks.counts.items()} == {
            k: v.tolist() for k, v in others.counts.items()
        }
        assert weeks.not_recurring.tolist() == others.not_recurring.tolist()
        assert weeks.minutes == others.minutes
        assert judged == again
        assert judged[0].effect is not None
