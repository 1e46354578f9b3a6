"""Drawing more of what the classifier is unsure of."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature.auditing.strata import (
    Drawn,
    Stratum,
    draw_in_strata,
    judged_so_far,
    strata_of,
)

chances = st.lists(st.one_of(st.none(), st.floats(0.34, 1)), min_size=1, max_size=60)


def demands(*sure: float | None, size: int = 50) -> list[pa.RecordBatch]:
    """Return demands called failure, and how sure the classifier was, in small batches."""
    table = pa.table(
        {
            "demand_id": [f"desk:{i}" for i in range(len(sure))],
            "probability": pa.array(sure, pa.float64()),
            "failure_probability": pa.array(sure, pa.float64()),
            "value_probability": pa.array([p and 1 - p for p in sure], pa.float64()),
        }
    )
    return list(table.to_batches(max_chunksize=size))


MANY = [0.5 + i / 1_000 for i in range(500)] * 2


class TestStrataOf:
    def test_are_three_of_about_the_same_size_the_least_sure_first(self) -> None:
        strata = strata_of(demands(*MANY), n=90)

        assert [each.below is None for each in strata] == [False, False, True]
        assert all(300 <= each.population <= 366 for each in strata)
        assert strata[0].below < strata[1].below  # type: ignore[operator]  # None is last

    def test_give_more_labels_to_the_unsure(self) -> None:
        first, second, third = strata_of(demands(*MANY), n=90)

        assert first.to_draw > second.to_draw > third.to_draw >= 10

    def test_leave_the_surest_a_fair_part_because_it_may_be_surely_wrong(self) -> None:
        *_, surest = strata_of(demands(*[0.55] * 300, *[0.7] * 300, *[1.0] * 300), n=300)

        assert surest.to_draw > 50

    @given(chances, st.integers(1, 80))
    def test_draw_what_was_asked_for_and_never_more_than_there_is(
        self, sure: list[float | None], n: int
    ) -> None:
        strata = strata_of(demands(*sure), n=n)

        assert sum(each.population for each in strata) == len(sure)
        assert sum(each.to_draw for each in strata) == min(n, len(sure))
        assert all(0 <= each.to_draw <= each.population for each in strata)

    @given(chances, st.integers(1, 80), st.randoms(use_true_random=False))
    def test_do_not_depend_on_the_order_of_demands(
        self, sure: list[float | None], n: int, dice: random.Random
    ) -> None:
        mixed = sure.copy()
        dice.shuffle(mixed)

        assert strata_of(demands(*sure), n=n) == strata_of(demands(*mixed), n=n)

    def test_are_one_where_the_classifier_is_equally_sure_of_all(self) -> None:
        assert strata_of(demands(*[0.8] * 40), n=12) == (
            Stratum(below=None, population=40, to_draw=12),
        )

    def test_hold_those_of_which_it_could_tell_nothing_among_the_unsure(self) -> None:
        first, *_ = strata_of(demands(*[None] * 50, *[0.9] * 50, *[0.95] * 50), n=30)

        assert first.population == 50

    def test_keep_given_bounds_as_demands_arrive(self) -> None:
        before = strata_of(demands(*MANY), n=90)
        bounds = [each.below for each in before if each.below is not None]

        after = strata_of(demands(*MANY, *[0.51] * 400), n=90, bounds=bounds)

        assert [each.below for each in after] == [each.below for each in before]
        assert after[0].population == before[0].population + 400

    def test_of_nothing_draw_nothing(self) -> None:
        assert sum(each.to_draw for each in strata_of([], n=9)) == 0


class TestDrawInStrata:
    def drawn(self, *sure: float, n: int, seed: int) -> tuple[Drawn, ...]:
        rows = demands(*sure)
        return draw_in_strata(rows, strata_of(rows, n=n), seed=seed)

    def test_draws_of_each_what_its_stratum_says(self) -> None:
        strata = strata_of(demands(*MANY), n=90)

        drawn = draw_in_strata(demands(*MANY), strata, seed=3)

        assert Counter(each.stratum for each in drawn) == {
            place: each.to_draw for place, each in enumerate(strata)
        }
        assert len({each.demand_id for each in drawn}) == 90

    def test_every_beginning_holds_about_its_part_of_each_stratum(self) -> None:
        drawn = self.drawn(*MANY, n=90, seed=3)
        whole = Counter(each.stratum for each in drawn)

        for n in range(10, 90, 10):
            begun = Counter(each.stratum for each in drawn[:n])
            assert all(abs(begun[place] - whole[place] * n / 90) <= 1.5 for place in whole)

    def test_gives_every_demand_of_a_stratum_the_same_chance(self) -> None:
        sure = [0.55] * 20 + [0.95] * 20
        strata = (
            Stratum(below=0.7, population=20, to_draw=10),
            Stratum(below=None, population=20, to_draw=5),
        )

        drawn = Counter(
            each.demand_id
            for seed in range(1_000)
            for each in draw_in_strata(demands(*sure), strata, seed=seed)
        )

        # 500 and 250 are expected; standard deviations are below 16.
        assert all(430 < drawn[f"desk:{i}"] < 570 for i in range(20))
        assert all(180 < drawn[f"desk:{i}"] < 320 for i in range(20, 40))

    def test_begins_within_a_stratum_as_a_smaller_sample_does(self) -> None:
        strata = strata_of(demands(*MANY), n=30)
        bounds = [each.below for each in strata if each.below is not None]
        larger = strata_of(demands(*MANY), n=90, bounds=bounds)

        small, large = (draw_in_strata(demands(*MANY), each, seed=5) for each in (strata, larger))

        for place in range(3):
            before = [each for each in small if each.stratum == place]
            after = [each for each in large if each.stratum == place]
            assert after[: len(before)] == before


class TestJudgedSoFar:
    @given(st.lists(st.integers(0, 2), max_size=20), st.integers(0, 2**20))
    def test_counts_the_beginning_of_each_stratum(self, places: list[int], bits: int) -> None:
        order = [Drawn(str(i), place) for i, place in enumerate(places)]
        known = {str(i): True for i in range(20) if bits >> i & 1}

        begun, counts = judged_so_far(order, known, 3)

        assert counts == np.bincount([each.stratum for each in begun], minlength=3).tolist()
        assert all(each.demand_id in known for each in begun)
        for place in range(3):
            of_it = [each for each in order if each.stratum == place]
            assert [each for each in begun if each.stratum == place] == of_it[: counts[place]]


def test_bounds_are_read_as_they_were_written() -> None:
    rows = demands(*MANY)
    strata = strata_of(rows, n=60)

    counts = [
        sum(1 for p in MANY if low <= p < high)
        for low, high in zip(
            [0.0, *(each.below or 0 for each in strata[:-1])],
            [*(each.below or 0 for each in strata[:-1]), 2.0],
            strict=True,
        )
    ]

    assert counts == pytest.approx([each.population for each in strata], abs=2)
