"""Laws of survival curves, and a second opinion on them."""

from __future__ import annotations

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.statistics import (
    Incidence,
    Survival,
    aalen_johansen,
    conditional_survival,
    kaplan_meier,
    log_log_band,
    percentile,
    tally,
)

items = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60)
endings = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["resolved", "declined", "open"])),
    min_size=1,
    max_size=60,
)


def curve_of(lives: list[tuple[int, bool]]) -> Survival:
    return kaplan_meier(*tally([time for time, _ in lives], [ended for _, ended in lives]))


def shares_of(lives: list[tuple[int, str]]) -> Incidence:
    times = sorted({time for time, _ in lives})

    def count(kind: str) -> list[int]:
        return [sum(1 for life in lives if life == (time, kind)) for time in times]

    kinds = {kind: count(kind) for kind in ("resolved", "declined")}
    return aalen_johansen(times, kinds, count("open"))


class TestKaplanMeier:
    @given(items)
    def test_falls_from_one_and_stays_within_zero(self, lives: list[tuple[int, bool]]) -> None:
        survival = curve_of(lives).survival

        assert ((survival >= 0) & (survival <= 1)).all()
        assert (np.diff(survival) < 0).all()

    @given(items)
    def test_does_not_depend_on_the_order_of_intake(self, lives: list[tuple[int, bool]]) -> None:
        one, other = curve_of(lives), curve_of(lives[::-1])

        assert (one.survival == other.survival).all()
        assert (one.times == other.times).all()

    @given(items, st.integers(1, 99))
    def test_decides_percentiles_as_fractions_do(
        self, lives: list[tuple[int, bool]], percent: int
    ) -> None:
        curve, survival, expected = curve_of(lives), Fraction(1), None
        for time, risk, ended in zip(
            curve.times.tolist(), curve.at_risk.tolist(), curve.ended.tolist(), strict=True
        ):
            survival *= 1 - Fraction(ended, risk)
            if survival <= 1 - Fraction(percent, 100):
                expected = time
                break

        assert curve.percentile(percent) == expected

    @given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(1, 100))
    def test_is_the_plain_percentile_where_all_ended(self, times: list[int], percent: int) -> None:
        values, counts = np.unique(times, return_counts=True)

        found = curve_of([(time, True) for time in times]).percentile(percent)

        assert found == percentile(values, counts, percent)

    @given(items)
    def test_waits_no_shorter_when_one_more_is_still_open(
        self, lives: list[tuple[int, bool]]
    ) -> None:
        before = curve_of(lives).percentile(50)
        after = curve_of([*lives, (31, False)]).percentile(50)

        assert after is None or (before is not None and after >= before)

    @given(items)
    def test_agrees_with_lifelines(self, lives: list[tuple[int, bool]]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of lifelines and its own dependencies
            from lifelines import KaplanMeierFitter

            oracle = KaplanMeierFitter().fit(*zip(*lives, strict=True))
        curve = curve_of(lives)

        for time, survival in zip(curve.times.tolist(), curve.survival.tolist(), strict=True):
            assert survival == pytest.approx(float(oracle.predict(time)), abs=1e-9)

    def test_decides_exactly_where_thousands_of_factors_end_on_a_half(self) -> None:
        # Every other one is censored, so nothing telescopes; the last step makes it 1/2 or less.
        n = 4_000
        times = np.arange(2 * n)
        curve = kaplan_meier(times, ended=times % 2, censored=(times + 1) % 2)

        reached = curve.percentile(50)

        survival = Fraction(1)
        for time, risk in zip(curve.times.tolist(), curve.at_risk.tolist(), strict=True):
            survival *= Fraction(risk - 1, risk)
            if survival <= Fraction(1, 2):
                assert reached == time
                return
        pytest.fail("it is reached")


class TestGreenwoodBand:
    @given(items)
    def test_holds_the_curve(self, lives: list[tuple[int, bool]]) -> None:
        curve = curve_of(lives)
        band = log_log_band(curve)
        known = ~np.isnan(band.low)

        assert (band.low[known] <= curve.survival[known] + 1e-12).all()
        assert (band.high[known] >= curve.survival[known] - 1e-12).all()
        assert ((band.low[known] >= 0) & (band.high[known] <= 1)).all()


class TestAalenJohansen:
    def test_has_no_band_once_all_have_ended_though_floats_fall_short_of_one(self) -> None:
        ended = [2, 5, 1, 3, 1, 4, 4, 4, 4]

        shares = aalen_johansen(range(9), {"resolved": ended}, [0] * 9)

        assert shares.ended_as["resolved"][-1] < 1
        low, high = shares.band("resolved")
        assert np.isnan(low[-1])
        assert np.isnan(high[-1])

    @given(endings)
    def test_adds_up_to_one(self, lives: list[tuple[int, str]]) -> None:
        shares = shares_of(lives)
        total = shares.still_open + sum(shares.ended_as.values())

        assert total == pytest.approx(np.ones_like(total), abs=1e-12)

    @given(endings)
    def test_never_says_more_than_calling_the_others_censored(
        self, lives: list[tuple[int, str]]
    ) -> None:
        shares = shares_of(lives)
        naive = curve_of([(time, kind == "resolved") for time, kind in lives])

        for time, share in zip(
            shares.times.tolist(), shares.ended_as["resolved"].tolist(), strict=True
        ):
            assert share <= 1 - naive.at(time) + 1e-12

    @given(items, st.sampled_from([25, 50, 85]))
    def test_is_kaplan_meier_where_nothing_competes(
        self, lives: list[tuple[int, bool]], percent: int
    ) -> None:
        times, ended, censored = tally(*map(list, zip(*lives, strict=True)))
        shares = aalen_johansen(times, {"resolved": ended}, censored)
        curve = kaplan_meier(times, ended, censored)

        assert shares.percentile("resolved", percent) == curve.percentile(percent)
        assert (shares.still_open == curve.survival).all()

    @given(items)
    def test_has_greenwoods_variance_where_nothing_competes(
        self, lives: list[tuple[int, bool]]
    ) -> None:
        times, ended, censored = tally(*map(list, zip(*lives, strict=True)))
        shares = aalen_johansen(times, {"resolved": ended}, censored)
        curve = kaplan_meier(times, ended, censored)
        inside = curve.survival > 0
        risk, ends = curve.at_risk[inside], curve.ended[inside]
        greenwood = curve.survival[inside] ** 2 * np.cumsum(ends / (risk * (risk - ends)))

        assert shares.variance("resolved")[inside] == pytest.approx(greenwood, abs=1e-9)

    @given(endings)
    def test_has_the_binomial_variance_where_nothing_is_censored(
        self, lives: list[tuple[int, str]]
    ) -> None:
        ended = [(time, "declined" if kind == "open" else kind) for time, kind in lives]
        shares = shares_of(ended)
        share = shares.ended_as["resolved"]

        assert shares.variance("resolved") == pytest.approx(
            share * (1 - share) / len(ended), abs=1e-9
        )

    @given(endings, st.sampled_from([10, 25, 50]))
    def test_decides_percentiles_as_fractions_do(
        self, lives: list[tuple[int, str]], percent: int
    ) -> None:
        shares = shares_of(lives)
        survival, incidence, expected = Fraction(1), Fraction(0), None
        for place, time in enumerate(shares.times.tolist()):
            risk = int(shares.at_risk[place])
            incidence += survival * Fraction(int(shares.ended_by_kind["resolved"][place]), risk)
            survival *= 1 - Fraction(int(shares.ended[place]), risk)
            if expected is None and incidence >= Fraction(percent, 100):
                expected = time

        assert shares.percentile("resolved", percent) == expected


class TestConditionalSurvival:
    @given(items, st.integers(0, 30), st.integers(0, 30))
    def test_is_a_probability_or_unknown(
        self, lives: list[tuple[int, bool]], age: int, within: int
    ) -> None:
        found = conditional_survival(curve_of(lives), age=age, within=within)

        assert found is None or 0 <= found <= 1

    @given(items)
    def test_of_the_new_is_the_curve_itself(self, lives: list[tuple[int, bool]]) -> None:
        curve = curve_of(lives)
        if curve.at(0) < 1:  # something ended at once
            return
        assert curve.longest is not None
        found = conditional_survival(curve, age=0, within=curve.longest)

        assert found == pytest.approx(1 - curve.at(curve.longest))
