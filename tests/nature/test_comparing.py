from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import NATURES
from cynosure.nature.deciding.comparing import FOLDS, Comparison, compared, folds_of
from cynosure.nature.learning.judging import natures_of
from cynosure.nature.model import OUTCOMES
from cynosure.texts.arrays import F64

BROKEN, SLOW, SERVICE = (OUTCOMES.index(code) for code in ("broken", "slow", "service"))


def sure_of(outcomes: list[int], sure: float = 0.9) -> F64:
    chances = np.full((len(outcomes), len(OUTCOMES)), (1 - sure) / (len(OUTCOMES) - 1))
    chances[np.arange(len(outcomes)), outcomes] = sure
    return chances


def comparison(truth: list[int], shipped: F64, own: F64) -> Comparison:
    places = np.array(truth, dtype=np.int64)
    return compared(shipped=shipped, own=own, natures=natures_of(places), truth=places)


class TestComparison:
    def test_lets_the_own_model_in_where_it_is_better(self) -> None:
        truth = [BROKEN, SERVICE] * 20

        found = comparison(truth, shipped=sure_of([SERVICE, BROKEN] * 20), own=sure_of(truth))

        assert found.own_is_better
        assert (found.own_right, found.shipped_right) == (40, 0)
        assert "so it is used" in found.verdict

    def test_keeps_it_out_where_it_is_worse(self) -> None:
        truth = [BROKEN, SERVICE] * 20

        found = comparison(truth, shipped=sure_of(truth), own=sure_of([SERVICE, BROKEN] * 20))

        assert not found.own_is_better
        assert "it is worse than the shipped one" in found.verdict

    def test_keeps_it_out_where_nothing_differs(self) -> None:
        truth = [BROKEN] * 20

        found = comparison(truth, shipped=sure_of(truth), own=sure_of(truth))

        assert not found.own_is_better
        assert "not better than the shipped one by more than chance" in found.verdict

    @pytest.mark.parametrize("seed", range(5))
    def test_keeps_it_out_where_it_pays_for_causes_with_natures(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        truth = [BROKEN] * 60
        missed = np.where(chance.random(60) < 0.3, SERVICE, BROKEN).tolist()

        found = comparison(truth, shipped=sure_of([SLOW] * 60, 0.5), own=sure_of(missed, 0.6))

        assert found.own_causes_right > found.shipped_causes_right
        assert found.own_right < found.shipped_right
        assert not found.own_is_better

    def test_judges_by_the_nature_where_the_cause_was_left_open(self) -> None:
        natures = np.array([NATURES.index("failure")] * 30)

        found = compared(
            shipped=sure_of([SERVICE] * 30),
            own=sure_of([BROKEN] * 30),
            natures=natures,
            truth=np.full(30, -1),
        )

        assert (found.decisions, found.causes) == (30, 0)
        assert found.own_is_better

    def test_does_not_let_one_slip_decide_all(self) -> None:
        truth = [BROKEN] * 50
        own = sure_of([BROKEN] * 49 + [SERVICE], 0.999999)

        found = comparison(truth, shipped=sure_of(truth, 0.5), own=own)

        assert found.own_surprise < found.shipped_surprise

    def test_says_both_sides_figures(self) -> None:
        truth = [BROKEN, SERVICE] * 20

        words = comparison(truth, shipped=sure_of([BROKEN] * 40), own=sure_of(truth)).words

        assert (
            "on 40 decisions that taught neither, it told the nature of 40 right and the shipped one of 20"
            in words
        )


class TestFolds:
    @given(st.lists(st.integers(0, 2**64 - 1), max_size=50))
    def test_keep_equal_texts_together_wherever_they_stand(self, texts: list[int]) -> None:
        numbers = np.array(texts, dtype=np.uint64)

        folds = folds_of(numbers)

        assert ((folds >= 0) & (folds < FOLDS)).all()
        assert folds_of(numbers[::-1]).tolist() == folds[::-1].tolist()

    def test_share_texts_out_about_evenly(self) -> None:
        counted = np.bincount(folds_of(np.arange(5_000, dtype=np.uint64)), minlength=FOLDS)

        assert counted.min() > 900
