"""Laws of process behaviour charts and charts of shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.statistics import p_chart, xmr

values = st.lists(st.integers(0, 1000), min_size=2, max_size=60)


class TestProcessBehaviour:
    @given(values, st.booleans())
    def test_has_its_centre_between_its_limits(self, points: list[int], robust: bool) -> None:
        chart = xmr(points, robust=robust)

        assert chart.centre <= chart.upper
        assert chart.lower is None or 0 <= chart.lower <= chart.centre

    @given(values, st.integers(1, 1000))
    def test_moves_with_its_values(self, points: list[int], by: int) -> None:
        chart = xmr(points, non_negative=False)
        moved = xmr([point + by for point in points], non_negative=False)

        assert moved.upper == pytest.approx(chart.upper + by)
        assert moved.signals.eight_in_a_row == chart.signals.eight_in_a_row

    @given(values)
    def test_is_the_same_upside_down(self, points: list[int]) -> None:
        chart = xmr(points, non_negative=False)
        turned = xmr([-point for point in points], non_negative=False)

        assert turned.upper == pytest.approx(-(chart.lower or 0), abs=1e-9)

    @given(values, st.integers(0, 3))
    def test_keeps_its_limits_when_more_comes_after_the_baseline(
        self, points: list[int], more: int
    ) -> None:
        base = len(points)
        assert xmr(points).upper == xmr([*points, *[5000] * more], baseline=base).upper

    @given(st.integers(0, 100), st.integers(2, 40))
    def test_sees_no_signal_where_nothing_varies(self, value: int, n: int) -> None:
        signals = xmr([value] * n).signals

        assert not any(
            (
                signals.outside,
                signals.three_of_four,
                signals.eight_in_a_row,
                signals.moving_range_outside,
            )
        )

    def test_refuses_a_single_value(self) -> None:
        with pytest.raises(ValueError, match="moving range"):
            xmr([3])


class TestPChart:
    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 90)), min_size=2, max_size=30))
    def test_keeps_its_limits_within_zero_and_one(self, weeks: list[tuple[int, int]]) -> None:
        chart = p_chart([count for count, _ in weeks], [n for _, n in weeks])

        for limits in (chart.classic, chart.laney):
            if limits is None:
                assert chart.centre in (0, 1)
                continue
            assert min(limits.lower) >= 0
            assert max(limits.upper) <= 1

    def test_refuses_a_week_of_nothing(self) -> None:
        with pytest.raises(ValueError, match="denominator"):
            p_chart([1, 0], [5, 0])
