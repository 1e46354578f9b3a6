"""A figure leads to its demands: as many as it is of, and each of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.demand.periods import Period
from cynosure.measures import MEASURES, Asked, Facts, answer, demands_behind
from tests.measures.facts import (
    AS_OF,
    days_ago,
    demand,
    facts,
    random_rows,
    resolved,
    result,
    tables,
)

PERIODS = st.sampled_from(
    [
        Period(),
        Period(days_ago(90), None),
        Period(None, days_ago(30)),
        Period(days_ago(120.5), days_ago(20.25)),
    ]
)
ASKERS = st.sampled_from(["customer", "staff", None])
NATURES = st.sampled_from([None, "failure", "value"])


def wild(seed: int) -> Facts:
    demands, requests = tables(random_rows(60, seed=seed))
    import ibis

    return Facts(demands=ibis.memtable(demands), requests=ibis.memtable(requests), as_of=AS_OF)


@pytest.mark.parametrize("measure", MEASURES)
class TestTheDemandsBehindAFigure:
    @settings(max_examples=12)
    @given(st.integers(0, 10_000), PERIODS, ASKERS, NATURES)
    def test_are_as_many_as_the_figure_is_of(
        self, measure: str, seed: int, period: Period, asker: str | None, nature: str | None
    ) -> None:
        rows = wild(seed)
        asked: Asked = {"period": period, "asker_kind": asker}  # type: ignore[typeddict-item]
        if not MEASURES[measure].own_nature:
            asked["nature"] = nature  # type: ignore[typeddict-item]

        behind = result(demands_behind(measure, rows, **asked))

        assert behind.num_rows == answer(measure, rows, result=result, **asked).n
        assert len(set(behind["demand_id"].to_pylist())) == behind.num_rows

    def test_have_every_column_of_the_facts(self, measure: str) -> None:
        rows = wild(1)

        assert demands_behind(measure, rows).columns == rows.demands.columns


def test_what_is_open_at_the_end_of_a_period_is_behind_its_stock() -> None:
    rows = facts(
        demand(demand_id="desk:open", start=days_ago(9)),
        resolved(demand_id="desk:later", asked=9, after=5),
        resolved(demand_id="desk:done", asked=9, after=2),
        demand(demand_id="desk:after", start=days_ago(1)),
    )

    found = result(demands_behind("stock", rows, period=Period(None, days_ago(6))))

    assert sorted(found["demand_id"].to_pylist()) == ["desk:later", "desk:open"]
