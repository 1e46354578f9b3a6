"""Laws of shares, ratios and changes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.statistics import (
    Counted,
    Exposed,
    brier,
    capacity_regained,
    littles_law,
    middle,
    mix_and_rate,
    percentile,
    rate_ratio_exact,
    rate_ratio_with_control,
    rogan_gladen,
    wilson,
)

shares = st.floats(0, 1)
counts = st.integers(0, 500)
exposures = st.integers(1, 500)


@st.composite
def parts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(0, 300))
    return draw(st.integers(0, n)), n


@st.composite
def groups(draw: st.DrawFn) -> Counted:
    before, after = draw(parts()), draw(parts())
    return Counted(before_ok=before[0], before_n=before[1], after_ok=after[0], after_n=after[1])


class TestWilson:
    @given(parts())
    def test_holds_the_share_and_stays_within_zero_and_one(self, part: tuple[int, int]) -> None:
        count, n = part
        found = wilson(count, n)
        if found.share is None or found.low is None or found.high is None:
            assert n == 0
            return
        assert 0 <= found.low <= found.share <= found.high <= 1

    @given(parts())
    def test_is_the_mirror_of_its_complement(self, part: tuple[int, int]) -> None:
        count, n = part
        one, other = wilson(count, n), wilson(n - count, n)
        if one.low is None or other.high is None:
            return
        assert one.low == pytest.approx(1 - other.high, abs=1e-12)

    @given(parts())
    def test_grows_narrower_with_ten_times_as_many(self, part: tuple[int, int]) -> None:
        count, n = part
        few, many = wilson(count, n), wilson(10 * count, 10 * n)
        if few.low is None or few.high is None or many.low is None or many.high is None:
            return
        assert many.high - many.low < few.high - few.low

    def test_refuses_more_than_all(self) -> None:
        with pytest.raises(ValueError, match="5 of 4"):
            wilson(5, 4)


class TestPercentiles:
    @given(st.lists(st.integers(0, 50), min_size=1, max_size=50), st.integers(1, 100))
    def test_at_least_so_many_do_not_exceed_it(self, values: list[int], percent: int) -> None:
        distinct = sorted(set(values))
        found = percentile(distinct, [values.count(value) for value in distinct], percent)

        assert found is not None
        assert 100 * sum(value <= found for value in values) >= percent * len(values)
        assert 100 * sum(value < found for value in values) < percent * len(values)

    @given(st.lists(st.integers(0, 50), min_size=1, max_size=50))
    def test_takes_the_middle_as_spreadsheets_do(self, values: list[int]) -> None:
        from statistics import median

        distinct = sorted(set(values))
        found = middle(distinct, [values.count(value) for value in distinct])

        assert found == median(values)


class TestCapacityRegained:
    @given(shares, shares)
    def test_never_falls_when_more_of_it_goes(self, share: float, removed: float) -> None:
        some, all_of_it = capacity_regained(share, removed=removed), capacity_regained(share)
        if some is None or all_of_it is None:
            assert share == 1
            return
        assert 0 <= some <= all_of_it

    def test_refuses_a_share_above_one(self) -> None:
        with pytest.raises(ValueError, match=r"not 1\.5"):
            capacity_regained(1.5)


class TestRoganGladen:
    @given(shares, st.floats(0.6, 1), st.floats(0.6, 1))
    def test_undoes_the_classifiers_error(
        self, true: float, sensitivity: float, specificity: float
    ) -> None:
        apparent = true * sensitivity + (1 - true) * (1 - specificity)
        found = rogan_gladen(apparent, sensitivity=sensitivity, specificity=specificity)

        assert found.corrected == pytest.approx(true, abs=1e-9)


class TestMixAndRate:
    @given(st.lists(groups(), max_size=6))
    def test_two_effects_add_up_to_the_change(self, counted: list[Counted]) -> None:
        change = mix_and_rate(counted)
        if change is None:
            return
        assert change.rate_effect + change.mix_effect == pytest.approx(change.change, abs=1e-12)
        assert change.after - change.before == pytest.approx(change.change, abs=1e-12)

    @given(st.lists(groups(), max_size=6))
    def test_sees_a_paradox_only_where_every_group_went_against_the_total(
        self, counted: list[Counted]
    ) -> None:
        change = mix_and_rate(counted)
        if change is None or not change.paradox:
            return
        for group in counted:
            if group.before_n or group.after_n:
                moved = Fraction(group.after_ok, group.after_n) - Fraction(
                    group.before_ok, group.before_n
                )
                assert moved * Fraction(change.change) < 0

    def test_says_nothing_of_nothing(self) -> None:
        assert mix_and_rate([Counted(before_n=0, before_ok=0, after_n=3, after_ok=1)]) is None

    def test_compares_no_group_that_is_gone(self) -> None:
        change = mix_and_rate(
            [
                Counted(before_n=10, before_ok=5, after_n=0, after_ok=0),
                Counted(before_n=10, before_ok=1, after_n=20, after_ok=4),
            ]
        )

        assert change is not None
        assert change.after_with_mix_of_before is None
        assert not change.paradox


class TestLittlesLaw:
    @given(st.integers(0, 1000), st.integers(0, 100), st.integers(1, 100))
    def test_stock_is_rate_times_time(self, open_now: int, arrivals: int, endings: int) -> None:
        flow = littles_law(open_now=open_now, arrivals=arrivals, endings=endings)

        assert flow.implied_time is not None
        assert flow.implied_time * endings == pytest.approx(open_now)
        assert flow.growing == (arrivals > endings)
        assert flow.consistent is None


class TestRateRatio:
    @given(counts, counts, exposures, exposures)
    def test_interval_holds_the_ratio(self, one: int, other: int, e1: int, e2: int) -> None:
        found = rate_ratio_exact(Exposed(one, e1), Exposed(other, e2))
        if found.ratio is None or found.low is None:
            return
        assert found.low <= found.ratio * (1 + 1e-9)
        assert found.high is None or found.ratio <= found.high * (1 + 1e-9)

    @given(st.integers(1, 500), st.integers(1, 500), exposures, exposures)
    def test_is_turned_upside_down_when_time_is(
        self, one: int, other: int, e1: int, e2: int
    ) -> None:
        there = rate_ratio_exact(Exposed(one, e1), Exposed(other, e2))
        back = rate_ratio_exact(Exposed(other, e2), Exposed(one, e1))

        assert there.low is not None
        assert back.high is not None
        assert there.low * back.high == pytest.approx(1, rel=1e-6)

    @given(st.integers(1, 500), st.integers(1, 500), exposures, exposures)
    def test_a_theme_that_is_like_the_controls_has_not_changed(
        self, before: int, after: int, e1: int, e2: int
    ) -> None:
        pair = Exposed(before, e1), Exposed(after, e2)
        found = rate_ratio_with_control(theme=pair, controls=pair)

        assert found.ratio == pytest.approx(1)
        assert found.changed is False


class TestBrier:
    @given(st.lists(st.tuples(shares, st.booleans()), min_size=1, max_size=50))
    def test_lies_within_zero_and_one_and_bins_add_up(self, told: list[tuple[float, bool]]) -> None:
        found = brier([p for p, _ in told], [kept for _, kept in told])

        assert found.brier is not None
        assert 0 <= found.brier <= 1
        assert sum(bin_.n for bin_ in found.reliability) == len(told)

    def test_says_nothing_of_nothing(self) -> None:
        assert brier([], []).brier is None
