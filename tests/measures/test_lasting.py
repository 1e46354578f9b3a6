"""Whether what was resolved stayed so, what came in and went out, and whose turn it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.answers import LeftOut
from cynosure.demand.periods import Period
from cynosure.measures import Facts, answer
from tests.measures.facts import AS_OF, DAY, days_ago, declined, demand, facts, resolved, result


def ask(measure: str, rows: Facts, **asked: Any) -> Any:
    return answer(measure, rows, result=result, **asked)


class TestReopening:
    def test_counts_what_is_open_again(self) -> None:
        found = ask("reopening", facts(demand(reopenings=2), resolved(after=1), demand()))

        assert (found.value, found.n) == (0.5, 2)
        assert found.parts["reopenings"] == 2
        assert LeftOut("have never ended", 1) in found.left_out

    def test_has_an_interval_for_chance(self) -> None:
        found = ask("reopening", facts(*[resolved(after=1)] * 9, resolved(after=1, reopenings=1)))

        assert found.interval.kind == "sampling"
        assert found.interval.low < 0.1 < found.interval.high

    def test_is_unknown_where_only_the_last_ending_is_told(self) -> None:
        found = ask("reopening", facts(resolved(after=1, tells_history=False)))

        assert found.value is None
        assert found.instead.startswith("unknown: the source does not tell each ending")


class TestFirstTimeFix:
    def test_leaves_out_and_counts_what_cannot_be_told(self) -> None:
        found = ask(
            "first-time-fix",
            facts(
                resolved(after=1, first_time_fix=True),
                resolved(after=1, first_time_fix=False),
                resolved(after=1, first_time_fix=None, claimed=False),
                resolved(after=1, first_time_fix=None, claimed=True),
                demand(first_time_fix=None),
            ),
        )

        assert (found.value, found.n) == (0.5, 2)
        assert [(out.reason, out.n) for out in found.left_out] == [
            ("resolved too recently to tell", 1),
            ("resolution only claimed by the source", 1),
            ("not resolved yet", 1),
        ]


IMPOSSIBLE = demand(
    state=None,
    censored_seconds=None,
    first_response_seconds=60,
    first_resolved_at=days_ago(5),
    reopenings=None,
)


class TestDemandsWithoutAClock:
    """Their events contradict one another: they are set aside, not counted as open."""

    @pytest.mark.parametrize(
        "measure", ["request-to-resolution", "first-response", "first-time-fix"]
    )
    def test_are_left_out_and_counted(self, measure: str) -> None:
        found = ask(measure, facts(IMPOSSIBLE))

        assert found.n == 0
        assert LeftOut("their events are in an impossible order", 1) in found.left_out

    @pytest.mark.parametrize("measure", ["stock", "age-of-open", "reopening", "endings"])
    def test_are_neither_open_nor_ended(self, measure: str) -> None:
        assert ask(measure, facts(IMPOSSIBLE)).n == 0

    def test_were_asked_all_the_same(self) -> None:
        assert ask("arrivals", facts(IMPOSSIBLE)).value == 1


class TestMergedDemands:
    def test_wait_on_with_what_they_went_into(self) -> None:
        rows = facts(demand(state="merged"))

        assert ask("stock", rows).value == ask("age-of-open", rows).n == 1
        assert ask("request-to-resolution", rows).parts["open"] == 1

    def test_are_censored_where_they_went_out_of_sight(self) -> None:
        rows = facts(demand(state="merged", ended_at=days_ago(9), nature="value"))

        assert ask("request-to-resolution", rows).parts["merged"] == 1
        assert ask("first-response", rows).parts["left"] == 1
        assert ask("stock", rows).value == 0
        assert LeftOut("merged out of sight", 1) in ask("value-served", rows).left_out


class TestFlow:
    def test_counts_by_when_it_was_asked_and_by_when_it_ended(self) -> None:
        rows = facts(resolved(asked=100, after=1), resolved(asked=100, after=60), demand())
        lately = Period(days_ago(50), AS_OF)

        assert ask("arrivals", rows, period=lately).value == 1
        assert ask("endings", rows, period=lately).value == 1

    def test_counts_each_ask_and_each_problem_once(self) -> None:
        rows = facts(*[demand(problem_id="desk:1")] * 3, demand(problem_id="desk:9"))

        assert ask("arrivals", rows).value == 4
        assert ask("problems", rows).value == 2

    def test_tells_how_they_ended(self) -> None:
        found = ask("endings", facts(resolved(after=1), declined(after=1), demand()))

        assert (found.value, found.parts["resolved"], found.parts["declined"]) == (2, 1, 1)

    def test_has_what_came_and_has_not_gone_in_stock_whenever_it_came(self) -> None:
        rows = facts(resolved(asked=100, after=60), demand(start=days_ago(90)), demand())

        assert ask("stock", rows).value == 2
        assert ask("stock", rows, period=Period(days_ago(60), days_ago(50))).value == 2
        assert ask("stock", rows, period=Period(until=days_ago(95))).value == 1

    @settings(max_examples=20)
    @given(
        st.lists(st.tuples(st.integers(1, 100), st.integers(0, 100)), max_size=12),
        st.integers(0, 100),
    )
    def test_stock_is_what_came_less_what_went(self, lives: list[tuple[int, int]], at: int) -> None:
        rows = facts(
            *[
                resolved(asked=asked, after=after)
                if after < asked
                else demand(start=days_ago(asked))
                for asked, after in lives
            ]
        )
        until = Period(until=days_ago(at))

        came, went = ask("arrivals", rows, period=until), ask("endings", rows, period=until)
        assert ask("stock", rows, period=until).value == came.value - went.value


class TestWaitingOn:
    def test_shares_add_up_to_one(self) -> None:
        found = ask(
            "waiting-on",
            facts(
                demand(
                    waiting_on_us_seconds=2 * DAY,
                    waiting_on_asker_seconds=DAY,
                    waiting_on_other_seconds=DAY,
                ),
                demand(),
            ),
        )

        assert found.value == 0.5
        assert sum(found.parts[turn] for turn in ("us", "asker", "other")) == pytest.approx(1)
        assert LeftOut("no clock", 1) in found.left_out


class TestHandOffs:
    def test_shows_percentiles_beside_the_mean(self) -> None:
        found = ask(
            "hand-offs", facts(*[resolved(after=1, hand_offs=n) for n in (0, 0, 0, 8)], demand())
        )

        assert (found.value, found.parts["p50"], found.parts["p85"]) == (2, 0, 8)
        assert found.parts["never"] == 0.75
        assert LeftOut("still open", 1) in found.left_out


class TestValueServed:
    def test_tells_what_became_of_value_demand_only(self) -> None:
        found = ask(
            "value-served",
            facts(
                resolved(after=1, nature="value"),
                declined(after=1, nature="value"),
                declined(after=1, nature="value", state="abandoned"),
                demand(nature="value"),
                demand(nature="value", state="withdrawn", ended_at=days_ago(1)),
                resolved(after=1, nature="failure"),
            ),
        )

        assert found.n == 4
        assert found.parts == {
            "served": 0.25,
            "declined": 0.25,
            "abandoned": 0.25,
            "waiting": 0.25,
        }
        assert LeftOut("taken back by the asker", 1) in found.left_out
