from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.statistics import Held, concentrated

HELD = st.builds(
    lambda here, more_here, elsewhere, more: Held(
        here, here + more_here, elsewhere, elsewhere + more
    ),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 600),
    st.integers(0, 600),
)


class TestConcentrated:
    def test_finds_what_is_far_more_common_here(self) -> None:
        (found,) = concentrated([Held(40, 50, 900, 3_000), Held(10, 50, 2_100, 3_000)])

        assert found.place == 0
        assert found.ratio.ratio == pytest.approx(0.8 / 0.3)

    def test_leaves_out_what_is_only_somewhat_more_common(self) -> None:
        assert concentrated([Held(600, 1_000, 5_000, 10_000)]) == ()

    def test_leaves_out_what_few_demands_show(self) -> None:
        assert concentrated([Held(2, 20, 40, 1_000)]) == ()

    def test_asks_more_of_each_the_more_are_looked_at(self) -> None:
        found, dull = Held(8, 50, 90, 3_000), Held(3, 50, 180, 3_000)

        assert concentrated([found])
        assert not concentrated([found, *[dull] * 400])

    def test_has_no_ratio_where_it_is_nowhere_else(self) -> None:
        (found,) = concentrated([Held(30, 50, 0, 3_000)])

        assert found.ratio.ratio is None
        assert found.ratio.high is None
        assert found.ratio.low is not None

    def test_finds_nothing_without_anything_to_compare(self) -> None:
        assert concentrated([]) == ()
        assert concentrated([Held(5, 5, 0, 0), Held(0, 0, 5, 5)]) == ()

    @given(st.lists(HELD, max_size=8))
    def test_has_no_lower_limit_below_what_was_asked(self, held: list[Held]) -> None:
        for found in concentrated(held, least=1.5):
            assert found.ratio.low is not None
            assert found.ratio.low >= 1.5 * (1 - 1e-9)

    @given(st.lists(HELD, max_size=8))
    def test_does_not_depend_on_the_order(self, held: list[Held]) -> None:
        def told(rows: list[Held]) -> list[Held]:
            return sorted((rows[found.place] for found in concentrated(rows)), key=repr)

        assert told(held) == told(held[::-1])

    @pytest.mark.parametrize("least", [1.0, 1.5])
    def test_errs_at_most_at_the_stated_rate_where_nothing_is_concentrated(
        self, least: float
    ) -> None:
        """Under independence any finding is false; 2,000 companies, 60 values of 3 dimensions."""
        dice = np.random.default_rng(4)
        wrong = 0
        for _ in range(2_000):
            held = []
            for values in (40, 15, 5):
                shares = dice.dirichlet(np.full(values, 0.5))
                here, elsewhere = dice.multinomial(80, shares), dice.multinomial(2_000, shares)
                held += [
                    Held(int(a), 80, int(b), 2_000) for a, b in zip(here, elsewhere, strict=True)
                ]
            wrong += bool(concentrated(held, least=least, false_discoveries=0.05))

        # Five standard errors of the simulation above the stated 5 %.
        assert wrong / 2_000 <= 0.05 + 5 * (0.05 * 0.95 / 2_000) ** 0.5

    def test_errs_at_most_at_the_stated_rate_among_what_is_true(self) -> None:
        """Five values are three times as common here, forty are just the ratio asked at most."""
        dice = np.random.default_rng(5)
        parts = []
        found_true = 0
        for _ in range(500):
            true = [
                Held(int(a), 200, int(b), 4_000)
                for a, b in zip(
                    dice.binomial(200, 0.15, 5), dice.binomial(4_000, 0.05, 5), strict=True
                )
            ]
            false = [
                Held(int(a), 200, int(b), 4_000)
                for a, b in zip(
                    dice.binomial(200, 0.075, 40), dice.binomial(4_000, 0.05, 40), strict=True
                )
            ]
            places = [found.place for found in concentrated([*true, *false])]
            found_true += sum(place < 5 for place in places)
            parts.append(sum(place >= 5 for place in places) / max(1, len(places)))

        assert np.mean(parts) <= 0.05
        assert found_true / 2_500 > 0.5
