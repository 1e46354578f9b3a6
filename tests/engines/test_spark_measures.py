"""Every measure is the same on DuckDB and on Spark, to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from cynosure.demand.periods import Period
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.engines.spark import SparkEngine
from cynosure.measures import (
    MEASURES,
    Facts,
    Measure,
    Weights,
    answer,
    breakdown,
    causes,
    curves,
    durations,
    endings,
    reconcile,
    rightness,
    series,
    theme_harms,
)
from tests.measures.facts import AS_OF, audit_of, random_rows, tables

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]

ROWS = 3_000
PERIOD = Period(datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 5, 20, tzinfo=UTC))
Run = Callable[..., Any]
WILD = random_rows(ROWS)
AUDIT = audit_of(WILD, 200)


@pytest.fixture(scope="module")
def both(
    spark: SparkEngine, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Facts, SparkEngine | DuckDBEngine]]:
    demands, requests = tables(WILD)
    engines: list[SparkEngine | DuckDBEngine] = [
        DuckDBEngine(spill=tmp_path_factory.mktemp("duckdb")),
        spark,
    ]
    return [
        (
            Facts(demands=engine.take(demands), requests=engine.take(requests), as_of=AS_OF),
            engine,
        )
        for engine in engines
    ]


def shown(figure: Any) -> Any:
    """Return all of a figure but its query, which is each engine's own."""
    if is_dataclass(figure):
        return {
            field.name: shown(getattr(figure, field.name))
            for field in fields(figure)
            if field.name != "query"
        }
    if isinstance(figure, tuple | list):
        return [shown(part) for part in figure]
    return figure


def same(both: list[tuple[Facts, Any]], ask: Run) -> Any:
    duck, spark = (shown(ask(facts, engine.result)) for facts, engine in both)
    assert duck == spark
    return duck


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
class TestEveryMeasure:
    def test_answers_alike(self, both: list[tuple[Facts, Any]], measure: Measure) -> None:
        found = same(
            both, lambda facts, run: answer(measure.name, facts, result=run, period=PERIOD)
        )

        assert found["n"] > 0

    def test_breaks_down_alike(self, both: list[tuple[Facts, Any]], measure: Measure) -> None:
        found = same(
            both,
            lambda facts, run: breakdown(
                measure.name, facts, by="channel", top=3, result=run, asker_kind=None
            ),
        )

        assert len(found["groups"]) == 5

    def test_makes_series_alike(self, both: list[tuple[Facts, Any]], measure: Measure) -> None:
        found = same(both, lambda facts, run: series(measure.name, facts, every="week", result=run))

        assert len(found["answers"]) > 20


class TestWaits:
    @pytest.mark.parametrize("nature", ["failure", "value"])
    def test_draws_curves_alike(self, both: list[tuple[Facts, Any]], nature: Any) -> None:
        def ask(facts: Facts, run: Any) -> Any:
            return curves("request-to-resolution", facts, result=run, nature=nature)

        assert same(both, ask)[0]["x"]

    def test_draws_endings_alike(self, both: list[tuple[Facts, Any]]) -> None:
        found = same(both, lambda facts, run: endings("request-to-resolution", facts, result=run))

        assert [curve["name"] for curve in found] == ["resolved", "declined", "abandoned"]

    def test_counts_in_buckets_alike(
        self, both: list[tuple[Facts, Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(durations, "EXACT", 10)

        found = same(both, lambda facts, run: answer("request-to-resolution", facts, result=run))

        assert any("0.1 %" in note for note in found["how"])


class TestThemes:
    def test_are_weighed_alike(self, both: list[tuple[Facts, Any]]) -> None:
        weights = Weights(role={"pays": 2.5}, standing={"end_user": 0.1})

        duck, spark = (
            [
                (each.theme, shown(each.answer), each.amounts.tolist(), each.n.tolist())
                for each in theme_harms(
                    facts, result=engine.result, period=PERIOD, weights=weights, nature="failure"
                )
            ]
            for facts, engine in both
        )

        assert duck == spark
        assert [theme for theme, *_ in duck][-1] is None
        assert len(duck) == 3


class TestAnAudit:
    def test_tells_the_share_alike(self, both: list[tuple[Facts, Any]]) -> None:
        found = same(
            both, lambda facts, run: answer("failure-share", facts, result=run, audit=AUDIT)
        )

        assert found["interval"]["kind"] == "audit"
        assert found["parts"]["labels"] == 200

    def test_tells_parts_alike(self, both: list[tuple[Facts, Any]]) -> None:
        found = same(
            both,
            lambda facts, run: breakdown(
                "failure-share", facts, by="product", result=run, audit=AUDIT
            ),
        )

        assert {each["interval"]["kind"] for _, each in found["groups"]} == {"audit"}

    def test_tells_causes_and_how_right_the_classifier_is_alike(
        self, both: list[tuple[Facts, Any]]
    ) -> None:
        found = same(
            both,
            lambda facts, run: (
                causes(facts, result=run, audit=AUDIT),
                rightness(facts, result=run, audit=AUDIT),
            ),
        )

        assert found[0]["groups"]
        assert len(found[1]) == 4


class TestReconciliation:
    def test_differs_from_trackers_alike(self, both: list[tuple[Facts, Any]]) -> None:
        found = same(both, lambda facts, run: reconcile(facts, result=run))

        assert found[0]["n_theirs"] > 1_000
