"""How much is failure demand, by count and by effort, and what removing it gives."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.answers import Interval, LeftOut
from cynosure.demand.periods import Period
from cynosure.measures import (
    Audit,
    Facts,
    NotOfOneNature,
    Question,
    UnusableHours,
    answer,
    measure_called,
)
from tests.measures.facts import days_ago, demand, facts, result
from tests.statistics.vectors import Json, assert_close, cases

natures = st.sampled_from(["failure", "value", "none", None])


def share(rows: Facts, **asked: Any) -> Any:
    return answer("failure-share", rows, result=result, **asked)


def counts(kinds: list[str | None]) -> pa.Table:
    distinct = sorted(set(kinds), key=str)
    return pa.table(
        {
            "nature": pa.array(distinct, pa.string()),
            "n": pa.array([kinds.count(kind) for kind in distinct], pa.int64()),
            "effort": pa.array([0] * len(distinct), pa.int64()),
        }
    )


class TestFailureShare:
    def test_leaves_praise_and_the_unknown_out_and_counts_them(self) -> None:
        found = share(
            facts(
                demand(nature="failure"),
                demand(nature="value"),
                demand(nature="none"),
                demand(nature=None),
            )
        )

        assert found.value == 0.5
        assert found.n == 2
        assert LeftOut("nature unknown", 1) in found.left_out
        assert LeftOut("ask for nothing (praise, notices)", 1) in found.left_out

    def test_keeps_staff_and_bots_apart(self) -> None:
        rows = facts(
            demand(nature="failure"),
            demand(nature="value", asker_kind="staff"),
            demand(nature="value", asker_kind="bot"),
        )

        assert share(rows).value == 1
        assert share(rows, asker_kind="staff").value == 0
        assert LeftOut("asked by bots (shown apart)", 1) in share(rows).left_out
        assert share(rows, asker_kind=None).n == 3

    def test_takes_who_asked_for_a_customer_where_nobody_says_otherwise(self) -> None:
        assert share(facts(demand(nature="failure", asker_kind=None))).n == 1

    def test_has_no_sampling_interval_on_predictions(self) -> None:
        found = share(facts(demand(nature="failure"), demand(nature="value")))

        assert found.interval is None
        assert any("unaudited" in note for note in found.how)

    def test_takes_its_range_from_whoever_classified(self) -> None:
        def range_of(*, failure: int, value: int) -> Interval | None:
            return Interval(0.2, 0.9, "unaudited", f"error on {failure} and {value}", None)

        found = share(facts(demand(nature="failure"), demand(nature="value")), range_of=range_of)

        assert found.interval == Interval(0.2, 0.9, "unaudited", "error on 1 and 1", None)

    def test_is_unaudited_where_the_audit_judged_nothing(self) -> None:
        found = share(facts(demand(nature="failure")), audit=Audit(judged=()))

        assert found.how == ("unaudited: no person has checked a random sample of these demands",)

    def test_counts_only_what_was_asked_in_the_period(self) -> None:
        rows = facts(
            demand(nature="failure", start=days_ago(10)),
            demand(nature="value", start=days_ago(9)),  # its first instant is inside
            demand(nature="value", start=days_ago(8)),  # its last is not
            demand(nature="failure", start=None),
        )

        found = share(rows, period=Period(days_ago(10), days_ago(8)))

        assert found.value == 0.5
        assert LeftOut("no usable time", 1) in found.left_out

    def test_cannot_be_asked_of_failure_demand_alone(self) -> None:
        with pytest.raises(NotOfOneNature, match="Leave the nature out"):
            share(facts(), nature="failure")

    @given(st.lists(natures, max_size=30), st.integers(0, 20))
    def test_does_not_change_when_praise_arrives(self, kinds: list[Any], praise: int) -> None:
        finish = measure_called("failure-share").finish
        before = finish(counts(kinds), Question())
        after = finish(counts([*kinds, *["none"] * praise]), Question())

        assert before.value == after.value
        assert before.value is None or 0 <= before.value <= 1

    @given(st.lists(natures, max_size=30))
    def test_counts_every_demand_once(self, kinds: list[Any]) -> None:
        found = measure_called("failure-share").finish(counts(kinds), Question())

        assert found.n + sum(out.n for out in found.left_out) == len(kinds)


class TestFailureShareOfEffort:
    def test_says_how_many_have_no_effort(self) -> None:
        found = answer(
            "failure-share-of-effort",
            facts(
                demand(nature="failure", effort_minutes=10.0),
                demand(nature="value", effort_minutes=30.0),
                demand(nature="value"),
                demand(nature="value", effort_minutes=float("nan")),
            ),
            result=result,
        )

        assert (found.value, found.n) == (0.25, 2)
        assert LeftOut("no effort recorded", 2) in found.left_out

    def test_is_unknown_where_the_source_tells_no_effort(self) -> None:
        found = answer(
            "failure-share-of-effort",
            facts(demand(nature="failure", tells_effort=False)),
            result=result,
        )

        assert found.value is None
        assert found.instead == "unknown: the source does not tell how much time was spent"


class TestCapacityRegained:
    @pytest.mark.parametrize(("inputs", "expected", "tolerance"), cases("capacity_regained"))
    def test_agrees_with_the_golden_vectors(
        self, inputs: Json, expected: Json, tolerance: float
    ) -> None:
        rows = facts(
            *[
                demand(**{**item, "effort_minutes": float(item["effort_minutes"])})
                for item in inputs["items"]
            ]
        )

        gain = answer("capacity-regained", rows, result=result, removed=inputs["removed"])

        assert_close(
            {
                "failure_share_by_count": share(rows).value,
                "failure_share_by_effort": share(rows).parts["of_effort"],
                "gain_by_count": gain.parts["by_count"],
                "gain_by_effort": gain.value,
                "minutes_regained": gain.parts["minutes_regained"],
            },
            expected,
            tolerance,
        )

    def test_is_not_printed_without_effort(self) -> None:
        found = answer("capacity-regained", facts(demand(nature="failure")), result=result)

        assert found.value is None
        assert found.instead is not None
        assert "--hours" in found.instead

    def test_tells_minutes_a_week_of_the_time_that_was_asked_about(self) -> None:
        rows = facts(
            demand(nature="failure", effort_minutes=60.0, start=days_ago(14)),
            demand(nature="value", effort_minutes=60.0, start=days_ago(1)),
        )

        found = answer("capacity-regained", rows, result=result)

        assert found.parts["minutes_regained_a_week"] == 30

    @pytest.mark.parametrize("hours", [{"failure": 0.5}, {"failure": 0, "value": 6}, {"wish": 1}])
    def test_refuses_hours_that_cannot_be_reckoned_with(self, hours: dict[str, float]) -> None:
        with pytest.raises(UnusableHours, match=r"failure=0\.5,value=6"):
            answer("capacity-regained", facts(), result=result, hours=hours)
