"""How good labels are: the figures of a model card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cynosure.demand import NATURES
from cynosure.nature.model import NATURE_MEMBERS, OUTCOME_NATURES, OUTCOMES
from cynosure.statistics import wilson
from cynosure.texts.arrays import F64

Codes = NDArray[np.int64]  # places in OUTCOMES
_BINS = 10


def natures_of(outcomes: Codes) -> Codes:
    """Return the place in NATURES of each outcome.

    >>> natures_of(np.array([0, len(OUTCOMES) - 1])).tolist()
    [0, 2]
    """
    return np.array([NATURES.index(nature) for nature in OUTCOME_NATURES])[outcomes]


def figures(chances: F64, truth: Codes) -> dict[str, Any]:
    """Return accuracy of nature and cause with Wilson intervals, F1 and calibration error.

    `chances` are the probabilities of OUTCOMES. The cause is right when the
    likeliest outcome is, "nobody asks" being one of them. Failure against
    value is judged among demands that truly are one of the two.
    """
    by_nature = chances @ NATURE_MEMBERS.T
    nature = natures_of(truth)
    # What got no label is not right by chance.
    unknown = ~chances.any(axis=1)
    called = np.where(unknown, -1, by_nature.argmax(axis=1))
    order = np.argsort(-chances, axis=1, kind="stable")
    order[unknown] = -1
    asked = nature < 2
    return {
        "n": len(truth),
        "unknown": int(unknown.sum()),
        "nature": _share(called == nature),
        "nature_macro_f1": _macro_f1(nature, called, range(3)),
        "failure_value_macro_f1": _macro_f1(
            nature[asked], by_nature[asked, :2].argmax(axis=1), range(2)
        ),
        "cause": _share(order[:, 0] == truth),
        "cause_in_top_two": _share((order[:, :2] == truth[:, None]).any(axis=1)),
        "calibration_error": calibration_error(by_nature.max(axis=1), called == nature),
        "confusion": confusion(nature, called),
    }


def confusion(truth: Codes, called: Codes) -> dict[str, dict[str, int]]:
    """Return how many of each true nature were called what."""
    return {
        true: {said: int(((truth == i) & (called == j)).sum()) for j, said in enumerate(NATURES)}
        for i, true in enumerate(NATURES)
    }


def calibration_error(chance: F64, right: NDArray[np.bool_]) -> float:
    """Return the mean gap between how sure and how right, in ten equal bins of sureness.

    Source: Guo et al., On calibration of modern neural networks, 2017 (ECE).

    >>> calibration_error(np.array([0.8, 0.8, 0.8, 0.8, 0.8]), np.array([1, 1, 1, 1, 0]) == 1)
    0.0
    """
    n = len(chance)
    bins = calibration_bins(chance, right)
    gaps = [abs(each["sure"] - each["right"]) * each["n"] for each in bins]
    return round(sum(gaps) / n, 4) if n else 0.0


def calibration_bins(chance: F64, right: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Return how sure and how right in each tenth of sureness that occurs, and how many.

    >>> calibration_bins(np.array([0.95, 0.95]), np.array([True, False]))
    [{'n': 2, 'sure': 0.95, 'right': 0.5}]
    """
    which = np.minimum((chance * _BINS).astype(np.int64), _BINS - 1)
    bins = []
    for one in np.unique(which):
        here = which == one
        bins.append(
            {
                "n": int(here.sum()),
                "sure": round(float(chance[here].mean()), 6),
                "right": round(float(right[here].mean()), 6),
            }
        )
    return bins


def _share(right: NDArray[np.bool_]) -> dict[str, float | None]:
    found = wilson(int(right.sum()), len(right))
    shares = {"share": found.share, "low": found.low, "high": found.high}
    return {name: None if x is None else round(x, 4) for name, x in shares.items()}


def _macro_f1(truth: Codes, called: Codes, classes: Sequence[int]) -> float | None:
    """Return the mean F1 of the classes that occur; None where nothing does."""
    scores = []
    for each in classes:
        size = int((truth == each).sum() + (called == each).sum())
        if size:
            scores.append(2 * int(((truth == each) & (called == each)).sum()) / size)
    return round(float(np.mean(scores)), 4) if scores else None


def outcome_places(codes: Sequence[str]) -> Codes:
    """Return the place in OUTCOMES of each code; empty means that nobody asks."""
    return np.array([OUTCOMES.index(code or "none") for code in codes], dtype=np.int64)
