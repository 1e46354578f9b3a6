"""The set that judges: nobody reads what it misses while the patterns are written."""

from __future__ import annotations

import pytest

from cynosure.masking import KINDS
from tests.masking.invented import development, kept
from tests.masking.measuring import Measured, measured

FIGURES = measured(kept())
RECALL, PRECISION = 0.98, 0.95


class TestTheKeptSet:
    def test_is_large_enough_to_judge(self) -> None:
        harmless = [one for one in kept() if not one.pieces]

        assert len(harmless) >= 1_500
        assert all(each.pieces >= 150 for each in FIGURES)
        assert [each.kind for each in FIGURES] == list(KINDS)

    def test_shares_no_text_with_the_set_that_patterns_were_written_on(self) -> None:
        assert not {one.text for one in kept()} & {one.text for one in development()}

    @pytest.mark.parametrize("each", FIGURES, ids=lambda each: each.kind)
    def test_finds_nearly_all_that_must_go(self, each: Measured) -> None:
        assert each.recall >= RECALL
        assert each.recall_of_kind >= RECALL

    @pytest.mark.parametrize("each", FIGURES, ids=lambda each: each.kind)
    def test_leaves_nearly_all_that_must_stay(self, each: Measured) -> None:
        assert each.precision >= PRECISION
