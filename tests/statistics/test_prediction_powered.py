"""Laws of a share by labels and predictions, and of what more labels would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.statistics import (
    LabelledUnits,
    Population,
    PoweredShare,
    cohens_kappa,
    labels_for,
    powered_share,
    wilson,
)


@st.composite
def samples(draw: st.DrawFn) -> tuple[LabelledUnits, Population]:
    """Return some labelled units in one to three strata, and a population that they fit in."""
    strata = draw(st.integers(1, 3))
    n = draw(st.integers(2, 25))
    words = draw(st.lists(st.sampled_from("fvn"), min_size=n, max_size=n))
    chances = st.floats(0, 1)
    over = np.array(draw(st.lists(chances, min_size=n, max_size=n)))
    beside = np.array(draw(st.lists(chances, min_size=n, max_size=n)))
    place = np.array(draw(st.lists(st.integers(0, strata - 1), min_size=n, max_size=n)))
    labelled = np.bincount(place, minlength=strata)
    sizes = labelled + np.array(
        draw(st.lists(st.integers(0, 500), min_size=strata, max_size=strata))
    )
    under = np.minimum(1, over + beside)
    rest = int(sizes.sum()) - n
    return (
        LabelledUnits(
            top=np.array([word == "f" for word in words], dtype=float),
            bottom=np.array([word != "n" for word in words], dtype=float),
            predicted_top=over,
            predicted_bottom=under,
            stratum=place,
        ),
        Population(
            sizes=sizes.tolist(),
            labelled=labelled.tolist(),
            units=int(sizes.sum()),
            predicted_top=float(over.sum()) + 0.4 * rest,
            predicted_bottom=float(under.sum()) + 0.8 * rest,
        ),
    )


def simple(
    said: Sequence[float], thought: Sequence[float], *, units: int, total: float
) -> PoweredShare:
    """Return the share of a simple sample in which everything counts below the line."""
    n = len(said)
    return powered_share(
        LabelledUnits(
            top=np.array(said, dtype=float),
            bottom=np.ones(n),
            predicted_top=np.array(thought, dtype=float),
            predicted_bottom=np.ones(n),
            stratum=np.zeros(n, dtype=np.int64),
        ),
        Population(
            sizes=[units], labelled=[n], units=units, predicted_top=total, predicted_bottom=units
        ),
    )


def width(found: PoweredShare) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


class TestPoweredShare:
    @given(samples())
    def test_lies_in_its_interval_and_both_within_zero_and_one(
        self, sample: tuple[LabelledUnits, Population]
    ) -> None:
        found = powered_share(*sample)

        if found.share is None or found.low is None or found.high is None:
            assert not sample[0].bottom.any()
            return
        assert 0 <= found.low <= found.share <= found.high <= 1
        assert 0 <= found.trust <= 1

    @given(samples())
    def test_of_the_rest_is_its_mirror(self, sample: tuple[LabelledUnits, Population]) -> None:
        units, population = sample
        rest = powered_share(
            replace(
                units,
                top=units.bottom - units.top,
                predicted_top=units.predicted_bottom - units.predicted_top,
            ),
            replace(
                population, predicted_top=population.predicted_bottom - population.predicted_top
            ),
        )
        found = powered_share(units, population)

        if found.share is None or found.low is None or rest.high is None:
            return
        assert found.share == pytest.approx(1 - (rest.share or 0), abs=1e-6)
        assert found.low == pytest.approx(1 - rest.high, abs=1e-6)

    @given(samples(), st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_labels(
        self, sample: tuple[LabelledUnits, Population], random: Random
    ) -> None:
        units, population = sample
        order = list(range(len(units.top)))
        random.shuffle(order)
        mixed = LabelledUnits(
            top=units.top[order],
            bottom=units.bottom[order],
            predicted_top=units.predicted_top[order],
            predicted_bottom=units.predicted_bottom[order],
            stratum=units.stratum[order],
        )

        one, other = powered_share(units, population), powered_share(mixed, population)

        assert one.share == pytest.approx(other.share, abs=1e-9)
        assert one.low == pytest.approx(other.low, abs=1e-6)

    def test_with_worthless_predictions_is_the_share_of_the_labels(self) -> None:
        found = simple([1] * 40 + [0] * 60, [0.5] * 100, units=10**6, total=5 * 10**5)
        plain = wilson(40, 100)

        assert found.share == pytest.approx(0.4)
        assert found.low == pytest.approx(plain.low, abs=0.005)
        assert found.high == pytest.approx(plain.high, abs=0.005)

    def test_is_surer_the_better_the_predictions(self) -> None:
        said = [1] * 40 + [0] * 60
        good = [0.9] * 38 + [0.1] * 2 + [0.9] * 2 + [0.1] * 58
        worse = [0.9] * 30 + [0.1] * 10 + [0.9] * 10 + [0.1] * 50

        widths = [
            width(simple(said, thought, units=10**6, total=0.42e6)) for thought in (good, worse)
        ]

        assert widths[0] < 0.6 * widths[1] < widths[1]

    def test_moves_to_where_the_predictions_of_all_say_that_the_sample_was_odd(self) -> None:
        said = [1] * 60 + [0] * 40

        found = simple(said, said, units=10_000, total=5_000)

        assert found.share == pytest.approx(0.5, abs=0.001)

    def test_never_pretends_that_no_error_is_left_because_none_was_seen(self) -> None:
        said = [1] * 15 + [0] * 15

        found = simple(said, said, units=10_000, total=5_000)

        assert 0.05 < width(found) < width(simple(said, [0.5] * 30, units=10_000, total=5_000))

    def test_of_a_population_labelled_whole_is_exact(self) -> None:
        found = simple([1, 1, 0, 0, 0], [0.2] * 5, units=5, total=1.0)

        assert (found.share, found.low, found.high) == (0.4, 0.4, 0.4)

    def test_grows_narrower_as_the_sample_becomes_a_large_part_of_all(self) -> None:
        said, thought = [1] * 40 + [0] * 60, [0.5] * 100

        assert width(simple(said, thought, units=110, total=55)) < 0.4 * width(
            simple(said, thought, units=10**6, total=5 * 10**5)
        )

    def test_is_none_where_nothing_counts_or_one_label_is_all(self) -> None:
        assert simple([1], [0.9], units=9, total=8).share is None
        nothing = LabelledUnits(
            top=np.zeros(3), bottom=np.zeros(3), predicted_top=np.zeros(3),
            predicted_bottom=np.zeros(3), stratum=np.zeros(3, dtype=np.int64),
        )  # fmt: skip
        whole = Population(
            sizes=[9], labelled=[3], units=9, predicted_top=0.0, predicted_bottom=0.0
        )
        assert powered_share(nothing, whole).share is None


def in_strata(sizes: list[int], said: list[list[int]]) -> PoweredShare:
    """Return the share of a sample in strata whose predictions say nothing."""
    top = np.concatenate([np.array(part, dtype=float) for part in said])
    n = len(top)
    return powered_share(
        LabelledUnits(
            top=top, bottom=np.ones(n), predicted_top=np.full(n, 0.5), predicted_bottom=np.ones(n),
            stratum=np.repeat(np.arange(len(said)), [len(part) for part in said]),
        ),
        Population(
            sizes=sizes, labelled=[len(part) for part in said], units=sum(sizes),
            predicted_top=sum(sizes) / 2, predicted_bottom=sum(sizes),
        ),
    )  # fmt: skip


class TestStrata:
    def test_count_by_their_sizes_not_by_their_labels(self) -> None:
        found = in_strata([900, 100], [[0] * 9 + [1], [1] * 20])

        assert found.share == pytest.approx(0.9 * 0.1 + 0.1)

    @pytest.mark.parametrize("said", [[[1, 0] * 10, []], [[], [1, 0] * 10], [[1, 0] * 10, [1]]])
    def test_with_too_few_labels_count_with_their_neighbour_and_it_is_said(
        self, said: list[list[int]]
    ) -> None:
        found = in_strata([500, 500], said)

        assert found.collapsed == 1
        assert found.share == pytest.approx(sum(map(sum, said)) / sum(map(len, said)))
        assert width(found) > 0.2

    def test_that_nothing_is_in_change_nothing(self) -> None:
        alone = in_strata([500], [[1, 0, 0, 1] * 5])
        beside = in_strata([0, 500, 0], [[], [1, 0, 0, 1] * 5, []])

        assert (alone.share, alone.low) == (beside.share, beside.low)


class TestLabelsFor:
    @pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.9])
    def test_is_what_makes_a_plain_interval_narrow_enough(self, share: float) -> None:
        plain = PoweredShare(share=share, low=0.0, high=1.0, worth=100.0)

        n = labels_for(plain, 0.03, labelled=100, units=10**9)

        assert width_of(share, n) / 2 == pytest.approx(0.03, abs=0.0005)

    def test_needs_fewer_where_a_label_is_worth_more(self) -> None:
        worth = [
            labels_for(
                PoweredShare(share=0.5, low=0.4, high=0.6, worth=each),
                0.03,
                labelled=100,
                units=10**9,
            )
            for each in (80.0, 100.0, 250.0)
        ]

        assert worth[0] > worth[1] > 2 * worth[2]

    def test_is_never_more_than_there_are(self) -> None:
        plain = PoweredShare(share=0.5, low=0.4, high=0.6, worth=100.0)

        assert labels_for(plain, 0.001, labelled=100, units=300) <= 300

    def test_takes_the_worst_end_where_none_or_all_were_seen(self) -> None:
        none = PoweredShare(share=0.0, low=0.0, high=0.2, worth=16.0)

        assert labels_for(none, 0.03, labelled=16, units=10**9) > 400


def width_of(share: float, n: int) -> float:
    found = wilson(round(share * n), n)
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


words = st.lists(st.sampled_from("abc"), max_size=20)


class TestCohensKappa:
    @given(words)
    def test_with_oneself_is_one_or_nothing(self, said: list[str]) -> None:
        found = cohens_kappa(said, said)

        assert found.kappa == (1.0 if len(set(said)) > 1 else None)

    @given(words, st.randoms(use_true_random=False))
    def test_is_the_same_either_way_and_never_above_one(
        self, said: list[str], random: Random
    ) -> None:
        other = said.copy()
        random.shuffle(other)

        found = cohens_kappa(said, other)

        assert found == cohens_kappa(other, said)
        assert found.kappa is None or found.kappa <= 1
        if found.kappa is not None and found.low is not None and found.high is not None:
            assert found.low <= found.kappa <= found.high

    def test_of_full_agreement_on_few_is_not_certain(self) -> None:
        found = cohens_kappa(list("aabba"), list("aabba"))

        assert found.low is not None
        assert found.low < 0.5

    def test_refuses_what_is_not_paired(self) -> None:
        with pytest.raises(ValueError, match="pair them first"):
            cohens_kappa(["a"], [])
