"""Places of a ranking are as certain as they say, also where waits are heavy-tailed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chi2

from cynosure.statistics import Amounts, Place, ranked, weighted_sum

TIMES = 400


def waits(random: np.random.Generator, often: float) -> NDArray[np.float64]:
    """Days that customers waited: most few, some as long as the quarter."""
    return np.minimum(random.lognormal(1, 1.2, random.poisson(often)), 90)


def theme(name: str, days: NDArray[np.float64]) -> Amounts:
    return Amounts(name, days, np.ones(len(days), dtype=np.int64))


def amounts(name: str, *pairs: tuple[float, int]) -> Amounts:
    return Amounts(name, np.array([a for a, _ in pairs]), np.array([n for _, n in pairs]))


GROUPS = st.lists(
    st.lists(st.tuples(st.floats(0.1, 100), st.integers(1, 50)), min_size=1, max_size=5),
    min_size=1,
    max_size=6,
).map(lambda found: [amounts(f"t-{place}", *pairs) for place, pairs in enumerate(found)])


class TestWeightedSum:
    @given(st.integers(1, 1_000), st.floats(0.01, 100))
    def test_of_equal_things_is_the_exact_interval_of_their_count(
        self, n: int, amount: float
    ) -> None:
        found = weighted_sum([amount], [n])

        assert found.low == pytest.approx(amount * chi2.ppf(0.025, 2 * n) / 2)
        assert found.high == pytest.approx(amount * chi2.ppf(0.975, 2 * n + 2) / 2)

    def test_refuses_what_is_negative(self) -> None:
        with pytest.raises(ValueError, match="0 or above"):
            weighted_sum([-1.0], [1])

    @pytest.mark.parametrize("often", [60, 300])
    def test_holds_the_truth_in_95_of_100_draws_of_heavy_tailed_waits(self, often: int) -> None:
        random = np.random.default_rng(often)
        truth = often * float(np.minimum(random.lognormal(1, 1.2, 500_000), 90).mean())

        held = 0
        for _ in range(1_000):
            days = waits(random, often)
            found = weighted_sum(days, np.ones(len(days)))
            held += (found.low or 0) <= truth <= (found.high or 0)

        assert 0.93 <= held / 1_000 <= 0.97


class TestRanked:
    @given(GROUPS)
    def test_puts_the_largest_first_and_does_not_mind_the_order(
        self, groups: list[Amounts]
    ) -> None:
        found = ranked(groups, draws=50)

        totals = [place.total for place in found]
        assert totals == sorted(totals, reverse=True)
        assert [place.place for place in found] == list(range(1, len(groups) + 1))
        assert ranked(groups[::-1], draws=50) == found

    @given(GROUPS)
    def test_fills_every_place_in_every_draw(self, groups: list[Amounts]) -> None:
        found = ranked(groups, first=2, draws=50)

        assert sum(place.among_first for place in found) == pytest.approx(min(2, len(groups)))
        assert all(1 <= place.best <= place.worst <= len(groups) for place in found)

    def test_is_of_nothing_for_nothing(self) -> None:
        assert ranked([]) == ()

    def test_knows_the_last_to_be_above_nobody(self) -> None:
        assert ranked([amounts("only", (1.0, 5))])[0].above_next is None

    def test_ranks_who_nobody_waited_for_last_and_without_an_interval(self) -> None:
        found = ranked([amounts("none", (0.0, 9)), amounts("some", (1.0, 9))])

        assert [place.name for place in found] == ["some", "none"]
        assert (found[1].low, found[1].best, found[1].worst) == (None, 2, 2)

    def test_draws_many_distinct_waits_as_if_each_was_drawn_alone(self) -> None:
        random = np.random.default_rng(4)
        one, other = (random.lognormal(1, 1.2, 300) for _ in range(2))
        other *= 0.85 * one.sum() / other.sum()

        told = ranked([theme("one", one), theme("other", other)], draws=20_000)[0].above_next

        drawn = random.poisson(1, (20_000, 300)) @ one > random.poisson(1, (20_000, 300)) @ other
        assert told == pytest.approx(drawn.mean(), abs=0.02)

    @pytest.mark.parametrize("often", [12, 100])
    def test_calls_two_equal_themes_surely_apart_in_less_than_one_case_of_twenty(
        self, often: int
    ) -> None:
        random = np.random.default_rng(often)

        surely = [
            bool((self._first_of_two(random, often).above_next or 0) >= 0.99) for _ in range(TIMES)
        ]

        assert np.mean(surely) <= 0.05 + 0.01  # a hundredth for the luck of 400 cases

    def test_calls_one_that_is_three_times_the_other_surely_above_in_most_cases(self) -> None:
        random = np.random.default_rng(8)

        surely = [
            (found[0].above_next or 0) >= 0.99 and found[0].name == "thrice"
            for _ in range(100)
            for found in [
                ranked(
                    [theme("thrice", waits(random, 300)), theme("once", waits(random, 100))],
                    draws=500,
                )
            ]
        ]

        assert np.mean(surely) >= 0.8

    def _first_of_two(self, random: np.random.Generator, often: int) -> Place:
        groups = [theme(name, waits(random, often)) for name in ("one", "other")]
        return ranked(groups, draws=1_000)[0]
