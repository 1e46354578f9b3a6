"""A measure over time: only what is over, natural limits, named signals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.answers import Signal
from cynosure.demand.periods import Period
from cynosure.measures import Facts, NoSeries, series
from tests.measures.facts import Row, demand, facts, result
from tests.statistics.vectors import Json, assert_close, cases

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def weekly(numbers: list[int]) -> Facts:
    """So many demands in each week, as of the end of the last."""
    rows: list[Row] = [
        demand(start=MONDAY + timedelta(weeks=week, hours=1), nature="failure")
        for week, n in enumerate(numbers)
        for _ in range(n)
    ]
    return Facts.of(rows, as_of=MONDAY + timedelta(weeks=len(numbers)))


def course(rows: Facts, measure: str = "arrivals", **asked: Any) -> Any:
    return series(measure, rows, **{"every": "week", "result": result, **asked})


def values(found: Any) -> list[Any]:
    return [answer.value for answer in found.answers]


class TestSeries:
    def test_leaves_out_the_week_that_is_not_over_and_says_so(self) -> None:
        rows = weekly([3, 4, 5])
        early = Facts(
            demands=rows.demands, requests=rows.requests, as_of=rows.as_of - timedelta(hours=1)
        )

        assert values(course(rows)) == [3, 4, 5]
        assert values(course(early)) == [3, 4]
        assert "the last week is not over and is left out" in course(early).notes

    def test_has_no_gap_where_nothing_came(self) -> None:
        found = course(weekly([2, 0, 0, 1]))

        assert values(found) == [2, 0, 0, 1]
        assert [start.weekday() for start in found.starts] == [0] * 4

    def test_has_no_figure_rather_than_zero_where_a_share_is_of_nothing(self) -> None:
        found = course(weekly([2, 0, 1]), "failure-share")

        assert values(found) == [1, None, 1]
        assert "1 weeks have no figure" in found.notes

    def test_starts_with_the_first_whole_week_of_the_period(self) -> None:
        found = course(weekly([1, 2, 3]), period=Period(MONDAY + timedelta(days=1), None))

        assert values(found) == [2, 3]
        assert "the first week is not whole and is left out" in found.notes

    def test_goes_by_months_too(self) -> None:
        found = course(weekly([1] * 9), every="month")

        assert [start.month for start in found.starts] == [1, 2]
        assert values(found) == [4, 4]

    def test_shows_only_the_last_where_a_stray_date_is_old(self) -> None:
        rows = [demand(start=datetime(1999, 1, 1, tzinfo=UTC)), demand()]

        found = series("arrivals", facts(*rows), every="week", result=result, longest=10)

        assert len(found.answers) == 10
        assert any("only the last 10 weeks" in note for note in found.notes)

    def test_each_point_says_its_period(self) -> None:
        point = course(weekly([1, 2])).answers[1]

        assert str(point.period) == "2026-01-12 to before 2026-01-19 UTC"
        assert "start >= TIMESTAMPTZ '2026-01-12" in point.demands

    def test_counts_stock_up_to_the_end_of_each_week_without_limits(self) -> None:
        found = course(weekly([1] * 8), "stock")

        assert values(found) == list(range(1, 9))
        assert found.limits is None
        assert any("mostly what was open" in note for note in found.notes)

    def test_is_empty_of_nothing(self) -> None:
        assert course(facts()).answers == ()

    def test_refuses_what_is_known_only_now(self) -> None:
        with pytest.raises(NoSeries, match="`stock`"):
            course(facts(), "age-of-open")

    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 5), min_size=1, max_size=9))
    def test_weeks_add_up_to_all(self, numbers: list[int]) -> None:
        assert sum(values(course(weekly(numbers)))) == sum(numbers)


class TestLimits:
    @pytest.mark.parametrize(
        ("inputs", "expected", "tolerance"),
        [
            case
            for case in cases("xmr")
            if case.values[0]["non_negative"] and case.values[0]["values"][-1]
        ],
    )
    def test_are_the_golden_ones(self, inputs: Json, expected: Json, tolerance: float) -> None:
        found = course(weekly(inputs["values"]), baseline=inputs["baseline"])

        classic = expected["classic"]
        assert found.limits is not None
        assert_close(found.limits.centre, classic["centre"], tolerance)
        assert_close(found.limits.upper, classic["upper"], tolerance)
        assert_close(found.limits.lower, classic["lower"], tolerance)
        for rule, points in classic["signals"].items():
            assert [s.index for s in found.signals if s.rule == rule] == points

    def test_are_none_below_six_weeks(self) -> None:
        found = course(weekly([5, 6, 5, 6, 5]))

        assert found.limits is None
        assert "no limits below 6 weeks" in found.notes

    def test_are_none_where_a_share_cannot_be(self) -> None:
        found = course(weekly([3] * 8), "failure-share")

        assert found.limits is not None
        assert found.limits.upper == 1  # nothing varies, so the limit is the centre itself

    def test_name_the_point_itself_where_weeks_without_a_figure_lie_before(self) -> None:
        natures = ["value", None, *["value"] * 11, "failure"]
        rows = [
            demand(start=MONDAY + timedelta(weeks=week, hours=1), nature=nature)
            for week, nature in enumerate(natures)
        ]
        found = course(Facts.of(rows, as_of=MONDAY + timedelta(weeks=14)), "failure-share")

        assert found.answers[1].value is None
        assert Signal(index=13, rule="moving_range_outside") in found.signals
