"""On real texts and real predictions the audit's interval holds the truth as often as it says."""

from __future__ import annotations

import functools

import pytest
from benchmarks.coverage import Outcome, Texts, settings, simulate, texts

from tests.given import data

pytestmark = pytest.mark.slow
FOLDER = data()


@functools.cache
def known() -> Texts:
    return texts(FOLDER)


@functools.cache
def outcomes() -> dict[str, Outcome]:
    """Return what came of every setting, each drawn 2,000 times."""
    return {f"{one.name} {one.n}": simulate(one, known()) for one in settings(known())}


@pytest.mark.xdist_group("coverage")
class TestTheIntervalOfAnAudit:
    def test_is_tried_on_many_populations_and_both_designs(self) -> None:
        assert len(outcomes()) >= 30
        assert min(one.n for one in outcomes().values()) == 100

    def test_holds_the_truth_in_95_of_100_draws_as_near_as_2000_draws_tell(self) -> None:
        missed = {
            name: one.covered
            for name, one in outcomes().items()
            if not 0.935 <= one.covered <= 0.965
        }

        assert not missed

    def test_needs_as_few_labels_as_the_predictions_are_worth(self) -> None:
        worth = [one for one in outcomes().values() if one.explained >= 0.4]
        wasteful = {one.name: one.needed for one in worth if one.needed > 1.1 * (1 - one.explained)}

        assert len(worth) >= 6
        assert not wasteful

    def test_is_not_wider_than_without_predictions_however_bad_these_are(self) -> None:
        worst = min(outcomes().values(), key=lambda one: one.explained)

        assert worst.explained < 0.15
        assert worst.needed <= 1.05

    def test_is_right_where_counting_labels_is_wrong(self) -> None:
        off = [one for one in outcomes().values() if abs(one.counted - one.truth) > one.width / 2]

        assert len(off) >= 10
