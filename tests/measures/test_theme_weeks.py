"""Themes by weeks: whole weeks only, customers' failure demand only, nothing lost."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from cynosure.measures.theme_weeks import theme_weeks
from tests.measures.facts import AS_OF, Row, demand, facts, result

asks = st.lists(st.tuples(st.sampled_from(["t-1", "t-2", None]), st.integers(0, 70)), max_size=40)


def failure(theme: str | None, days: float, **named: object) -> Row:
    return demand(start=AS_OF - timedelta(days=days), nature="failure", theme=theme, **named)


class TestThemeWeeks:
    @given(asks)
    def test_count_each_demand_of_a_whole_week_once(
        self, told: list[tuple[str | None, int]]
    ) -> None:
        rows = [failure(theme, days + 0.5) for theme, days in told]

        weeks = theme_weeks(facts(*rows), result=result)

        whole = [row for row in rows if weeks.starts and weeks.starts[0] <= row["start"] < AS_OF]
        counted = sum(int(each.sum()) for each in weeks.counts.values())
        assert counted + weeks.not_recurring.sum() == len(whole)
        assert all(
            later - earlier == timedelta(weeks=1)
            for earlier, later in zip(weeks.starts, weeks.starts[1:], strict=False)
        )

    def test_leave_out_what_is_no_failure_demand_of_a_customer(self) -> None:
        rows = [
            failure("t-1", 70),
            failure("t-1", 10, asker_kind="staff"),
            {**failure("t-1", 10), "nature": "value"},
            {**failure("t-1", 10), "start": None},
            failure("t-1", -3),
        ]

        weeks = theme_weeks(facts(*rows), result=result)

        assert weeks.counts["t-1"].sum() == 1

    def test_take_who_is_not_known_for_a_customer(self) -> None:
        weeks = theme_weeks(facts(failure("t-1", 70, asker_kind=None)), result=result)

        assert weeks.counts["t-1"].sum() == 1

    def test_leave_out_a_first_week_that_may_be_cut(self) -> None:
        weeks = theme_weeks(facts(failure("t-1", 68), failure("t-1", 12)), result=result)

        assert weeks.starts[0] == AS_OF - timedelta(days=63)
        assert weeks.counts["t-1"].sum() == 1

    def test_know_the_effort_of_ten_demands_or_more(self) -> None:
        nine = [failure("t-1", 20, effort_minutes=30.0) for _ in range(9)]
        ten = [failure("t-2", 20, effort_minutes=12.0) for _ in range(10)]

        weeks = theme_weeks(facts(*nine, *ten, failure("t-2", 20)), result=result)

        assert weeks.minutes == {"t-2": 12.0}

    def test_are_none_of_nothing(self) -> None:
        assert theme_weeks(facts(), result=result).starts == ()
