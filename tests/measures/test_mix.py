"""Why a share changed: the parts add up to the change, group by group."""

from __future__ import annotations

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.demand.periods import Period
from cynosure.measures import (
    MEASURES,
    Facts,
    NoShare,
    UnknownDimension,
    answer,
    mix_against_rate,
)
from tests.measures.facts import AS_OF, days_ago, demand, facts, random_rows, result, tables

BEFORE, AFTER = Period(days_ago(120), days_ago(60)), Period(days_ago(60), AS_OF)
SHARES = [name for name, measure in MEASURES.items() if measure.is_share]


class TestAChangeTakenApart:
    @settings(max_examples=15)
    @given(st.integers(0, 10_000), st.sampled_from(SHARES), st.sampled_from(["product", "channel"]))
    def test_adds_up_to_the_change(self, seed: int, measure: str, by: str) -> None:
        demands, requests = tables(random_rows(80, seed=seed))
        rows = Facts(demands=ibis.memtable(demands), requests=ibis.memtable(requests), as_of=AS_OF)

        moved = mix_against_rate(measure, rows, by=by, before=BEFORE, after=AFTER, result=result)

        shares = [
            answer(measure, rows, result=result, period=each).value for each in (BEFORE, AFTER)
        ]
        if moved.change is None:
            assert None in shares
            return
        then, now = shares
        assert then is not None
        assert now is not None
        rates = sum(group.rate_effect for group in moved.groups)
        mixes = sum(group.mix_effect for group in moved.groups)
        assert rates == pytest.approx(moved.change.rate_effect)
        assert mixes == pytest.approx(moved.change.mix_effect)
        assert rates + mixes == pytest.approx(now - then)

    def test_is_all_rate_where_the_same_groups_ask_as_often(self) -> None:
        rows = facts(
            *(
                demand(start=days_ago(day), product=product, nature=nature)
                for day, product, nature in (
                    (90, "a", "value"), (90, "b", "value"), (30, "a", "failure"), (30, "b", "value"),
                )
            )
        )  # fmt: skip

        moved = mix_against_rate(
            "failure-share", rows, by="product", before=BEFORE, after=AFTER, result=result
        )

        assert moved.change is not None
        assert (moved.change.rate_effect, moved.change.mix_effect) == (0.5, 0.0)
        assert [(group.name, group.rate_effect) for group in moved.groups] == [
            ("a", 0.5),
            ("b", 0.0),
        ]

    def test_is_all_mix_where_other_groups_ask(self) -> None:
        rows = facts(
            *(
                demand(start=days_ago(day), product=product, nature=nature)
                for day, product, nature in (
                    (90, "a", "value"), (90, "a", "value"), (90, "b", "failure"),
                    (30, "a", "value"), (30, "b", "failure"), (30, "b", "failure"),
                )
            )
        )  # fmt: skip

        moved = mix_against_rate(
            "failure-share", rows, by="product", before=BEFORE, after=AFTER, result=result
        )

        assert moved.change is not None
        assert moved.change.rate_effect == 0
        assert moved.change.mix_effect == pytest.approx(1 / 3)

    def test_of_a_median_is_refused(self) -> None:
        with pytest.raises(NoShare, match="no share of counts"):
            mix_against_rate(
                "request-to-resolution",
                facts(demand()),
                by="product",
                before=BEFORE,
                after=AFTER,
                result=result,
            )

    def test_by_what_nobody_knows_is_refused(self) -> None:
        with pytest.raises(UnknownDimension):
            mix_against_rate(
                "failure-share",
                facts(demand()),
                by="colour",
                before=BEFORE,
                after=AFTER,
                result=result,
            )
