"""The shipped labeller on gold demands, by source, beside the plain yardstick."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from cynosure.nature import shipped_labeller
from cynosure.nature.learning.judging import figures, outcome_places
from cynosure.nature.training.making import material
from cynosure.nature.training.rows import as_demands, read_rows, starts_like
from cynosure.nature.unaudited import card
from tests.given import ROOT, data

GOLD = data() / "gold" / "gold.csv"
LABELLED = data() / "labelled" / "labelled.csv"
# TF-IDF and logistic regression on the same data (labelled/README.md).
YARDSTICK = {"nature": 0.859, "cause": 0.741, "cause_in_top_two": 0.859}


@functools.cache
def measured() -> dict[str, Any]:
    rows = read_rows(GOLD)
    chances = shipped_labeller().chances(as_demands(rows))
    truth = outcome_places([row["code"] for row in rows])
    source = np.array([row["source"] for row in rows])
    return {
        "all": figures(chances, truth),
        **{
            str(name): figures(chances[source == name], truth[source == name])
            for name in np.unique(source)
        },
    }


class TestGold:
    def test_figures_are_those_of_the_model_card(self) -> None:
        assert measured() == card()["gold"]

    @pytest.mark.parametrize(("figure", "floor"), YARDSTICK.items())
    def test_reaches_the_yardstick_within_the_interval(self, figure: str, floor: float) -> None:
        found = measured()["all"][figure]

        assert found["high"] >= floor
        assert found["share"] >= floor - 0.01

    def test_tells_failure_from_value_better_than_the_yardstick(self) -> None:
        assert measured()["all"]["failure_value_macro_f1"] >= 0.875

    def test_is_as_sure_as_it_is_right(self) -> None:
        assert measured()["all"]["calibration_error"] <= 0.03

    def test_no_source_falls_to_guessing(self) -> None:
        for source, found in measured().items():
            assert found["nature"]["share"] >= 0.65, source

    def test_leaves_hardly_any_without_a_label(self) -> None:
        assert measured()["all"]["unknown"] <= 0.01 * measured()["all"]["n"]


class TestTheTrainingData:
    def test_holds_no_gold_row_and_is_what_the_card_says(self) -> None:
        what = material(
            LABELLED,
            gold=GOLD,
            further=ROOT / "training" / "labels.csv",
            invented=ROOT / "training" / "invented.csv",
            twice=ROOT / "training" / "twice.csv",
        )

        aside = {starts_like(row["title"], row["body"]) for row in what.gold}
        assert not any(starts_like(row["title"], row["body"]) in aside for row in what.rows)
        assert what.trained_on == card()["trained_on"]
        assert what.trained_on["ours_without_a_text"] == 0


def test_the_card_is_that_of_the_weights() -> None:
    assert shipped_labeller().name == f"shipped:{card()['fingerprint']}"
