"""A measure over time: only what is over, natural limits, named signals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.answers import Signal
from cynosure.demand.periods import Period
from cynosure.measures import Facts, answer, series
from tests.measures.facts import DAY, Row, days_ago, demand, facts, resolved, result
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

    def test_has_nothing_to_come_where_the_period_reaches_beyond_the_report(self) -> None:
        rows = weekly([1, 2])

        found = course(rows, period=Period(until=rows.as_of + timedelta(weeks=9)))

        assert values(found) == [1, 2]

    def test_counts_stock_from_the_start_of_the_period_only(self) -> None:
        found = course(weekly([1] * 4), "stock", period=Period(MONDAY + timedelta(weeks=2), None))

        assert values(found) == [3, 4]

    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 5), min_size=1, max_size=9))
    def test_weeks_add_up_to_all(self, numbers: list[int]) -> None:
        assert sum(values(course(weekly(numbers)))) == sum(numbers)


lives = st.lists(
    st.tuples(
        st.integers(0, 70 * DAY),
        st.one_of(st.none(), st.integers(0, 40 * DAY)),
        st.sampled_from(["customer", "staff", None]),
    ),
    max_size=15,
)


def lived(life: tuple[int, int | None, Any], *, until: datetime) -> Row:
    """A demand as it was known before an instant, an ending to come not yet known."""
    after, lasted, who = life
    start = MONDAY + timedelta(seconds=after)
    ended = None if lasted is None else start + timedelta(seconds=lasted)
    if ended is None or ended >= until:
        return {"start": start, "state": "open", "asker_kind": who}
    return {"start": start, "ended_at": ended, "state": "resolved", "asker_kind": who}


def cut(all_lives: list[tuple[int, int | None, Any]], until: datetime) -> Facts:
    rows = [lived(life, until=until) for life in all_lives]
    return Facts.of([row for row in rows if row["start"] < until], as_of=until)


class TestAgeOfOpenOverTime:
    def test_is_that_of_what_was_open_at_the_end_of_each_week(self) -> None:
        rows = facts(
            demand(start=days_ago(20)),
            resolved(asked=18, after=10),
            demand(start=days_ago(3)),
        )

        found = course(rows, "age-of-open")

        # Weeks that ended 14 and 7 days ago, and now.
        assert [point.parts["open"] for point in found.answers] == [2, 1 + 1 - 1, 2]
        assert [point.parts["oldest"] / DAY for point in found.answers] == [6, 13, 20]
        assert values(found) == [4 * DAY, 13 * DAY, 3 * DAY]

    def test_has_no_limits_since_it_follows_itself(self) -> None:
        found = course(weekly([1] * 8), "age-of-open")

        assert found.limits is None
        assert any("mostly what was open" in note for note in found.notes)

    def test_has_no_figure_where_nothing_was_open(self) -> None:
        rows = facts(resolved(asked=30, after=8), demand(start=days_ago(3)))

        found = course(rows, "age-of-open")

        assert None in values(found)
        assert found.answers[-2].instead == "nothing is open"

    def test_leaves_nothing_out_that_was_asked_before_the_period(self) -> None:
        rows = facts(demand(start=days_ago(400)))

        found = course(rows, "age-of-open", period=Period(days_ago(14), None))

        assert [value / DAY for value in values(found)] == [393, 400]

    def test_shows_the_last_weeks_only(self) -> None:
        found = course(facts(demand(start=days_ago(9000))), "age-of-open", longest=5)

        assert [value / DAY for value in values(found)] == [8972, 8979, 8986, 8993, 9000]
        assert "at most the last 5 weeks are shown" in found.notes

    def test_lists_what_was_open_then(self) -> None:
        point = course(weekly([1, 1]), "age-of-open").answers[0]

        assert "ended_at IS NULL OR ended_at >= TIMESTAMPTZ '2026-01-12" in point.demands
        assert "start < TIMESTAMPTZ '2026-01-12" in point.demands

    @pytest.mark.parametrize("every", ["week", "month"])
    @settings(max_examples=6, deadline=None)
    @given(all_lives=lives)
    def test_is_what_the_facts_told_then(
        self, every: Any, all_lives: list[tuple[int, int | None, Any]]
    ) -> None:
        until = datetime(2026, 4, 6, tzinfo=UTC)
        rows = cut(all_lives, until)

        found = course(rows, "age-of-open", every=every)
        stock = course(rows, "stock", every=every)

        told = list(zip(found.starts, found.answers, strict=True))
        for start, point in told[::3]:
            assert point.period is not None
            assert point.period.until is not None
            then = answer("age-of-open", cut(all_lives, point.period.until), result=result)
            again = answer("age-of-open", rows, result=result, period=point.period)
            for other in (then, again):
                assert (point.value, point.parts, point.n) == (other.value, other.parts, other.n)
            if start in stock.starts:
                assert point.n == stock.answers[stock.starts.index(start)].value


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
