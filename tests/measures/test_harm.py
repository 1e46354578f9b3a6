"""Harm: whose days of waiting, inside which period, and none of them twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.demand.periods import Period
from cynosure.measures import (
    UnusableWeight,
    Weights,
    answer,
    breakdown,
    durations,
    series,
    theme_harms,
)
from tests.measures.facts import (
    AS_OF,
    DAY,
    Row,
    days_ago,
    declined,
    demand,
    facts,
    random_rows,
    resolved,
    result,
)

FIVE_DAYS = Period(days_ago(15), days_ago(10))


def harm(*rows: Row, **asked: Any) -> Any:
    return answer("harm", facts(*rows), result=result, **asked)


def waited(*rows: Row, **asked: Any) -> float:
    return round(float(harm(*rows, **asked).value), 6)


class TestHarm:
    def test_counts_the_days_inside_the_period_only(self) -> None:
        before = resolved(asked=30, after=10)
        into = resolved(asked=20, after=7)
        through = demand(start=days_ago(400))
        within = resolved(asked=14, after=1)
        later = demand(start=days_ago(9))

        assert waited(before, period=FIVE_DAYS) == 0
        assert waited(into, period=FIVE_DAYS) == 2
        assert waited(through, period=FIVE_DAYS) == 5
        assert waited(within, period=FIVE_DAYS) == 1
        assert waited(later, period=FIVE_DAYS) == 0
        assert waited(before, into, through, within, later, period=FIVE_DAYS) == 8

    def test_counts_what_is_open_up_to_the_report_and_not_beyond(self) -> None:
        period = Period(days_ago(3), AS_OF + timedelta(days=100))

        assert waited(demand(start=days_ago(10)), period=period) == 3

    def test_counts_every_way_of_ending_up_to_that_moment(self) -> None:
        rows = [declined(after=2), declined(after=3, state="abandoned"), resolved(after=4)]

        assert waited(*rows) == 9

    def test_counts_what_ended_at_once_as_a_demand_that_waited_nothing(self) -> None:
        told = harm(resolved(asked=12, after=0), period=FIVE_DAYS)

        assert (told.value, told.n) == (0, 1)

    def test_leaves_out_what_has_no_clock_and_says_so(self) -> None:
        told = harm(demand(state=None), demand(start=days_ago(1)))

        assert told.value == 1
        assert [(out.reason, out.n) for out in told.left_out] == [
            ("their events are in an impossible order", 1)
        ]

    def test_is_unknown_where_the_source_tells_no_endings(self) -> None:
        told = harm(demand(tells_endings=False))

        assert told.value is None
        assert "does not tell when a demand ended" in str(told.instead)

    def test_shows_demands_waiting_and_weight_apart(self) -> None:
        payer = demand(start=days_ago(10), role="pays")
        other = resolved(asked=8, after=2)

        parts = harm(payer, other, weights=Weights(role={"pays": 3})).parts

        assert parts == {
            "demands": 2,
            "days": 12,
            "mean_weight": 32 / 12,
            "median_days": 2,
            "open": 1,
        }

    def test_says_how_far_chance_reaches(self) -> None:
        told = harm(*[resolved(after=after) for after in range(1, 40)])

        assert told.interval.kind == "sampling"
        assert told.interval.low < told.value < told.interval.high


class TestAChainOfFollowUps:
    def test_waits_once_while_several_of_its_demands_are_open(self) -> None:
        first = resolved(asked=20, after=10, demand_id="a", request_id="a")
        inside = resolved(asked=18, after=3, demand_id="b", request_id="a")
        beyond = resolved(asked=12, after=5, demand_id="c", request_id="a")

        assert waited(first, inside, beyond) == 13
        assert harm(first, inside, beyond).n == 3

    def test_does_not_wait_between_an_ending_and_the_next_ask(self) -> None:
        first = resolved(asked=20, after=2, demand_id="a", request_id="a")
        again = resolved(asked=10, after=2, demand_id="b", request_id="a")

        assert waited(first, again) == 4

    def test_is_told_by_its_chain_and_not_by_its_neighbours(self) -> None:
        one = resolved(asked=20, after=10, demand_id="a", request_id="a")
        other = resolved(asked=20, after=10, demand_id="b", request_id="b")

        assert waited(one, other) == 20

    def test_waits_once_also_where_its_demands_are_of_different_themes(self) -> None:
        first = resolved(asked=20, after=10, demand_id="a", request_id="a", theme="t-1")
        again = resolved(asked=18, after=10, demand_id="b", request_id="a", theme="t-2")

        found = theme_harms(facts(first, again), result=result)

        assert [(each.theme, each.answer.value) for each in found] == [("t-1", 10), ("t-2", 2)]


class TestWeights:
    def test_multiply_role_and_standing(self) -> None:
        row = demand(start=days_ago(1), role="pays", standing="end_user")

        assert waited(row, weights=Weights(role={"pays": 2}, standing={"end_user": 3})) == 6

    def test_of_nought_take_the_waiting_out_and_leave_the_demand_in(self) -> None:
        told = harm(demand(standing="internal"), weights=Weights(standing={"internal": 0}))

        assert (told.value, told.n, told.interval) == (0, 1, None)

    def test_are_said_beside_the_figure(self) -> None:
        told = harm(demand(), weights=Weights(role={"pays": 2}))

        assert "weights: role pays 2; all others 1" in told.how
        assert harm(demand(), weights=Weights()).how == ()

    @pytest.mark.parametrize("weight", [-1, float("nan"), float("inf"), 1e9])
    def test_refuse_what_is_no_weight(self, weight: float) -> None:
        with pytest.raises(UnusableWeight, match="Give a number from 0"):
            Weights(role={"pays": weight})

    @settings(max_examples=4)
    @given(st.integers(0, 10**6), st.floats(0.25, 4))
    def test_scale_the_harm_when_all_are_scaled(self, seed: int, factor: float) -> None:
        rows = facts(*[{**row, "role": "pays"} for row in random_rows(30, seed=seed)])

        one = answer("harm", rows, result=result)
        more = answer("harm", rows, result=result, weights=Weights(role={"pays": factor}))

        assert more.value == pytest.approx(factor * (one.value or 0))
        assert more.parts["days"] == one.parts["days"]


class TestHarmOverTime:
    @settings(max_examples=4)
    @given(st.integers(0, 10**6), st.sampled_from(["week", "month"]))
    def test_adds_up_to_that_of_the_whole_period(self, seed: int, every: Any) -> None:
        monday = datetime(2025, 12, 1, tzinfo=UTC)  # and the first of a month
        rows = facts(*random_rows(60, seed=seed))
        weights = Weights(role={"pays": 2}, standing={"end_user": 0.5})
        asked: Any = {"result": result, "period": Period(monday, AS_OF), "weights": weights}

        parts = series("harm", rows, every=every, **asked).answers

        whole = answer("harm", rows, **asked)
        assert sum(part.value or 0 for part in parts) == pytest.approx(whole.value)

    @settings(max_examples=4)
    @given(st.integers(0, 10**6))
    def test_is_each_week_what_is_asked_of_that_week_alone(self, seed: int) -> None:
        rows = facts(*random_rows(40, seed=seed))

        for week in series("harm", rows, every="week", result=result, longest=2).answers:
            alone = answer("harm", rows, result=result, period=week.period)
            assert week.value == pytest.approx(alone.value)
            assert week.n == alone.n

    def test_has_limits_and_says_what_a_run_is_worth(self) -> None:
        rows = facts(*[resolved(asked=asked, after=3) for asked in range(10, 100)])

        found = series("harm", rows, every="week", result=result)

        assert found.limits is not None
        assert any("mostly waited the week before" in note for note in found.notes)

    def test_of_adjacent_spans_adds_up_to_that_of_both(self) -> None:
        rows = facts(*random_rows(80))
        days = [days_ago(n) for n in (60, 31.3, 7, 0)]

        parts = [
            answer("harm", rows, result=result, period=Period(*ends)).value
            for ends in pairwise(days)
        ]

        whole = answer("harm", rows, result=result, period=Period(days[0], days[-1])).value
        assert sum(part or 0 for part in parts) == pytest.approx(whole)

    def test_is_the_stock_held_for_as_long_as_it_stands(self) -> None:
        # Nobody comes or goes between ten and five days ago.
        rows = facts(
            demand(start=days_ago(20)), resolved(asked=15, after=12), resolved(asked=12, after=1)
        )
        quiet = Period(days_ago(10), days_ago(5))

        stock = answer("stock", rows, result=result, period=quiet).value

        assert answer("harm", rows, result=result, period=quiet).value == 5 * (stock or 0) == 10


class TestHarmByTheme:
    @settings(max_examples=4)
    @given(st.integers(0, 10**6))
    def test_adds_up_to_the_whole(self, seed: int) -> None:
        rows = facts(
            *[
                {**row, "theme": [None, "t-1", "t-2"][place % 3]}
                for place, row in enumerate(random_rows(60, seed=seed))
            ]
        )

        found = theme_harms(rows, result=result, nature="failure")

        whole = answer("harm", rows, result=result, nature="failure")
        assert sum(each.answer.value or 0 for each in found) == pytest.approx(whole.value)
        assert sum(each.answer.n for each in found) == whole.n
        for each in found:
            assert each.amounts @ each.n == pytest.approx(each.answer.value)

    def test_says_the_same_as_a_breakdown(self) -> None:
        rows = facts(*[demand(theme=theme) for theme in ("t-1", "t-1", "t-2", None)])

        by = breakdown("harm", rows, by="theme", result=result)
        found = theme_harms(rows, result=result)

        assert dict(by.groups)["t-1"].value == found[0].answer.value
        assert dict(by.groups)["unknown"].value == found[-1].answer.value

    def test_keeps_the_whole_exact_where_times_are_counted_in_steps(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = facts(*[resolved(asked=100, after=n + 0.123456) for n in range(50)])
        exact = answer("harm", rows, result=result)
        monkeypatch.setattr(durations, "EXACT", 10)

        stepped = answer("harm", rows, result=result)

        assert stepped.value == exact.value
        assert any("0.1 %" in note for note in stepped.how)
        assert exact.value == pytest.approx(sum(n + 0.123456 for n in range(50)), abs=50 / DAY)
