"""A remedy is called one that is none at most once in twenty, whatever else the weeks do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.remedies import NOTHING_DONE, Nothing, World, draw, found, highest_of
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import beta, binom

from cynosure.statistics import Exposed, rate_ratio_with_control
from cynosure.statistics.common_course import common_course
from cynosure.statistics.remedy_effect import TooFewWeeks, remedy_effect, remedy_effects
from cynosure.statistics.weeks_to_see import weeks_to_see

DRAWS = 2_000
STEADY = [20, 22, 18, 21, 19, 20, 23, 17]
OTHERS = [[50, 48, 53, 49, 51, 50, 47, 52] * 8] * 5

weeks = st.lists(st.integers(0, 60), min_size=40, max_size=40)


def surely(count: int, draws: int) -> float:
    """Return the share that the true one does not exceed, with 99 % certainty (Clopper-Pearson)."""
    return float(beta.ppf(0.99, count + 1, draws - count))


@pytest.mark.slow
@pytest.mark.parametrize("case", NOTHING_DONE, ids=[case.name for case in NOTHING_DONE])
@pytest.mark.parametrize(("rate", "before"), [(20, 52), (60, 26)])
class TestWhereNothingWasDone:
    def test_fell_is_said_at_most_once_in_twenty(
        self, case: Nothing, rate: float, before: int
    ) -> None:
        said = int(found(case, replace(case.world, rate=rate, before=before), DRAWS).fell.sum())

        # Where rates stay off for months the true share is near 5 %, and draws alone go beyond.
        allowed = binom.ppf(0.99, DRAWS, 0.05) if case.lasting else DRAWS
        assert case.lasting or surely(said, DRAWS) <= 0.05
        assert said <= allowed


class TestTheSimulation:
    def test_catches_what_only_compares_before_and_after(self) -> None:
        case = next(one for one in NOTHING_DONE if "the week after the peak of 26" in one.name)
        drawn = case.drawn(case.world, 400, np.random.default_rng(1))
        said = 0
        for theme, controls in zip(drawn.theme, drawn.controls.sum(1), strict=True):
            seen = rate_ratio_with_control(theme=_in_halves(theme), controls=_in_halves(controls))
            said += bool(seen.changed and seen.ratio is not None and seen.ratio < 1)

        assert said > binom.ppf(0.9999, 400, 0.05)


def _in_halves(counts: NDArray[np.int64]) -> tuple[Exposed, Exposed]:
    """Return the eight weeks before the remedy and the eight after it."""
    return Exposed(int(counts[-16:-8].sum()), 8), Exposed(int(counts[-8:].sum()), 8)


@pytest.mark.slow
class TestWhereARemedyWorked:
    def test_it_is_seen_by_its_size(self) -> None:
        seen = {
            effect: found(
                Nothing(name="power", world=World(effect=effect, after=12)), World(effect=effect, after=12), 1_000
            ).fell.mean()
            for effect in (0.7, 0.5, 0.1)
        }  # fmt: skip

        assert 0.2 < seen[0.7] < seen[0.5]
        assert seen[0.5] >= 0.8
        assert seen[0.1] >= 0.99

    def test_it_is_seen_of_five_a_week_where_nearly_all_of_it_is_gone(self) -> None:
        world = World(rate=5, effect=0.1)

        assert found(Nothing(name="power", world=world), world, 1_000).fell.mean() >= 0.95

    @pytest.mark.parametrize("wander", [0.0, 0.3])
    @pytest.mark.parametrize("rate", [5, 20, 60])
    def test_the_interval_holds_the_effect(self, rate: float, wander: float) -> None:
        world = World(rate=rate, after=12, effect=0.5, wander=wander)
        drawn = draw(world, 1_000, np.random.default_rng(5))

        told = remedy_effects(drawn.theme, drawn.controls, until=drawn.until, since=drawn.since)

        held = int(((told.low <= 0.5) & (told.high >= 0.5)).sum())
        assert held >= binom.ppf(0.01, 1_000, 0.95)

    @pytest.mark.parametrize("wander", [0.0, 0.3])
    @pytest.mark.parametrize("effect", [0.03, 0.5])
    def test_so_does_that_of_the_demands_avoided(self, effect: float, wander: float) -> None:
        world = World(after=13, wander=wander)
        # The same numbers of chance: what the theme would have been asked in the same weeks.
        asked = draw(world, 1_000, np.random.default_rng(3)).theme[:, 52:].sum(1)
        drawn = draw(replace(world, effect=effect), 1_000, np.random.default_rng(3))

        told = remedy_effects(drawn.theme, drawn.controls, until=drawn.until, since=drawn.since)

        avoided = asked - drawn.theme[:, 52:].sum(1)
        held = int(((told.avoided_low <= avoided) & (avoided <= told.avoided_high)).sum())
        assert held >= binom.ppf(0.01, 1_000, 0.95)


@pytest.mark.slow
class TestLookingEveryWeek:
    def test_does_not_find_more_than_one_in_twenty_either(self) -> None:
        drawn = draw(World(after=13), DRAWS, np.random.default_rng(4))
        fell = np.zeros(DRAWS, dtype=bool)
        for judged in range(4, 14):
            fell |= remedy_effects(
                drawn.theme, drawn.controls, until=drawn.until, since=drawn.since, judged=judged
            ).fell

        assert surely(int(fell.sum()), DRAWS) <= 0.05


class TestRemedyEffect:
    def test_of_a_theme_that_is_gone_altogether_is_fell(self) -> None:
        told = remedy_effect(STEADY * 7 + [0] * 8, OTHERS, until=56, since=56)

        assert told.fell
        assert (told.ratio, told.low) == (0.0, 0.0)
        assert told.high < 0.1

    def test_of_a_theme_that_never_came_is_nothing(self) -> None:
        told = remedy_effect([0] * 64, OTHERS, until=56, since=56)

        assert not told.fell
        assert not told.rose

    def test_of_a_theme_that_comes_more_often_is_rose(self) -> None:
        assert remedy_effect(STEADY * 7 + [60] * 8, OTHERS, until=56, since=56).rose

    def test_does_not_credit_the_way_back_from_a_peak(self) -> None:
        peak = [*(STEADY * 7)[:-4], 50, 70, 80, 60, *STEADY]

        told = remedy_effect(peak, OTHERS, until=56, since=56)

        assert not told.fell
        assert told.ratio == pytest.approx(1, abs=0.1)

    def test_does_not_credit_a_theme_that_was_falling(self) -> None:
        falling = np.round(80 * np.exp(-0.02 * np.arange(64)) + np.tile([3, -3], 32)).astype(int)

        assert not remedy_effect(falling.tolist(), OTHERS, until=56, since=56).fell

    def test_does_not_credit_what_all_themes_did(self) -> None:
        halved = [[50] * 56 + [25] * 8] * 5

        told = remedy_effect(STEADY * 7 + [10] * 8, halved, until=56, since=56)

        assert not told.fell
        assert told.ratio == pytest.approx(1, abs=0.05)

    def test_blames_or_praises_nothing_where_two_others_disagree(self) -> None:
        for times in (0, 3):
            others = np.array([[30] * 56 + [30 * times] * 8, [30] * 64])

            told = remedy_effect([*(STEADY * 8)], others, until=56, since=56)

            assert not told.fell
            assert not told.rose

    def test_takes_no_outage_for_the_usual(self) -> None:
        outage = [*(STEADY * 7), *STEADY]
        outage[20] = 900

        told = remedy_effect(outage, OTHERS, until=56, since=56)

        assert told.ratio == pytest.approx(1, abs=0.1)
        assert told.weekly_before < 22

    def test_leaves_the_week_of_the_remedy_out(self) -> None:
        mixed = [*(STEADY * 7), 400, *STEADY[1:]]

        told = remedy_effect(mixed, OTHERS, until=56, since=57)

        assert told.observed == sum(STEADY[1:])
        assert told.weeks_after == 7

    def test_tells_demands_avoided_with_an_interval_that_fits_the_verdict(self) -> None:
        told = remedy_effect(STEADY * 7 + [8] * 8, OTHERS, until=56, since=56)

        figure, low, high = told.avoided
        assert told.fell
        assert 0 < low < figure < high
        assert figure == pytest.approx(told.expected - told.observed)

    @pytest.mark.parametrize(("until", "since"), [(11, 11), (60, 61), (0, 0)])
    def test_refuses_too_few_weeks_in_words(self, until: int, since: int) -> None:
        with pytest.raises(TooFewWeeks, match="8 before"):
            remedy_effect(STEADY * 8, OTHERS, until=until, since=since)

    @given(theme=weeks, control=weeks)
    def test_is_one_verdict_and_an_interval_around_its_figure(
        self, theme: list[int], control: list[int]
    ) -> None:
        told = remedy_effect(theme, [control], until=30, since=31)

        assert 0 <= told.low <= told.ratio <= told.high
        assert told.fell == (told.high < 1)
        assert told.rose == (told.low > 1)
        assert told.dispersion >= 1

    @given(theme=weeks, controls=st.permutations(range(5)))
    def test_does_not_depend_on_the_order_of_the_others(
        self, theme: list[int], controls: list[int]
    ) -> None:
        drawn = np.random.default_rng(3).poisson(20, (5, 40))

        told = remedy_effect(theme, drawn, until=30, since=31)

        again = remedy_effect(theme, drawn[controls], until=30, since=31)
        assert again.ratio == pytest.approx(told.ratio)
        assert again.fell == told.fell


class TestTheCommonCourse:
    def test_says_how_far_few_controls_disagree(self) -> None:
        alike = np.tile(np.array(STEADY, dtype=float), (2, 8))
        apart = alike.copy()
        apart[1, 56:] *= 3
        places = {"before": np.arange(56), "after": np.arange(56, 64)}

        assert common_course(alike, **places).apart == 0
        assert common_course(apart, **places).apart == pytest.approx(0.25)

    def test_leaves_out_a_control_with_a_remedy_of_its_own(self) -> None:
        controls = np.tile(np.array(STEADY, dtype=float), (6, 8))
        controls[2, 56:] = 0

        course = common_course(controls, before=np.arange(56), after=np.arange(56, 64)).course

        assert course[56:].sum() == pytest.approx(course[48:56].sum())

    def test_keeps_all_where_nobody_knows_which_half_is_the_rule(self) -> None:
        controls = np.tile(np.array(STEADY, dtype=float), (6, 8))
        controls[:2, 56:] *= 6
        controls[2:4, 56:] = 0

        course = common_course(controls, before=np.arange(56), after=np.arange(56, 64)).course

        assert course[:56].sum() == 6 * 7 * sum(STEADY)

    def test_is_that_of_two_controls_where_there_are_but_two(self) -> None:
        controls = np.tile(np.array(STEADY, dtype=float), (2, 8))

        course = common_course(controls, before=np.arange(56), after=np.arange(56, 64)).course

        assert course.tolist() == controls.sum(0).tolist()


class TestWeeksToSee:
    def test_are_fewer_the_more_is_asked(self) -> None:
        drawn = draw(World(rate=6, before=52, shape=None), 1, np.random.default_rng(6))
        theme, controls = drawn.theme[0].astype(float), drawn.controls[0].astype(float)

        needed = [
            weeks_to_see(theme * times, controls * times, until=52, since=52)
            for times in (1, 2, 4, 16)
        ]

        waits = [wait or 99 for wait in needed]
        assert waits == sorted(waits, reverse=True)
        assert waits[0] > waits[-1]

    def test_are_fewer_for_a_larger_effect(self) -> None:
        drawn = draw(World(rate=8, before=52, shape=None), 1, np.random.default_rng(6))
        theme, controls = drawn.theme[0].astype(float), drawn.controls[0].astype(float)

        wait = {
            ratio: weeks_to_see(theme, controls, until=52, since=52, ratio=ratio) or 99
            for ratio in (0.67, 0.5, 0.2)
        }

        assert wait[0.2] < wait[0.5] <= wait[0.67]

    def test_are_enough_to_see_it(self) -> None:
        world = World(rate=20, before=52, shape=None)
        drawn = draw(world, 30, np.random.default_rng(7))
        needed = [
            weeks_to_see(theme, controls, until=52, since=52)
            for theme, controls in zip(
                drawn.theme.astype(float), drawn.controls.astype(float), strict=True
            )
        ]

        wait = int(np.median([one or 52 for one in needed]))
        world = replace(world, after=wait, effect=0.5)
        assert found(Nothing(name="wait", world=world), world, 400).fell.mean() >= 0.75

    def test_are_unknown_of_what_is_hardly_ever_asked(self) -> None:
        assert weeks_to_see(np.tile([1.0, 0, 0, 0], 16), np.array(OTHERS, float), until=60, since=60) is None  # fmt: skip


def test_the_date_is_chosen_by_the_theme_itself() -> None:
    assert highest_of(3)(np.array([1, 9, 2, 50])) == 1
