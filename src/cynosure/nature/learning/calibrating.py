"""How sure to be: scores made true in the mean, and what a type without a text is worth."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from cynosure.nature.learning.regression import Fitting, fit
from cynosure.nature.model import (
    NATURE_MEMBERS,
    OUTCOME_NATURES,
    OUTCOMES,
    lengths,
    probabilities,
)
from cynosure.nature.reading.evidence import EVIDENCE_COLUMNS, KINDS, says_nothing
from cynosure.texts.arrays import F64

_FITTING = Fitting(trust=5.0, seen_at_least=30, steps=60)


def best_temperature(scores: F64, truth: NDArray[np.int64], importance: F64) -> float:
    """Return by what to divide scores so that the chances of natures come true most nearly.

    `truth` is the place in NATURES. Of the nature, not of the code, because
    the nature's chance is the one that is shown.
    """
    rows = np.arange(len(truth))

    def surprise(logarithm: float) -> float:
        chances = probabilities(scores / np.exp(logarithm)) @ NATURE_MEMBERS.T
        return -float((importance * np.log(np.maximum(chances[rows, truth], 1e-6))).sum())

    found = minimize_scalar(surprise, bounds=(-1.0, 1.0), method="bounded")
    return float(np.exp(found.x))


def leaning_to_value(amount: float) -> F64:
    """Return what to add to scores so that wants are as much likelier than all else."""
    return np.where(np.array(OUTCOME_NATURES) == "value", amount, 0.0)


def fit_type_alone(evidence: sp.csr_matrix, targets: F64, importance: F64) -> F64:
    """Return weights of the reported type for demands without text; the intercept is last.

    Learnt from demands whose type has a general meaning, their texts unseen,
    so that it says how often such a type is right.
    """
    typed = ~says_nothing(evidence)
    alone = np.zeros((EVIDENCE_COLUMNS + 1, len(OUTCOMES)))
    if not typed.any():
        return alone
    said: sp.csr_matrix = sp.diags(1 / lengths(evidence)) @ evidence
    weights, intercept = fit(said[typed], targets[typed], importance[typed], _FITTING)
    alone[:-1], alone[-1] = weights, intercept
    # No tracker in the training data has incidents, which is a desk's word for faults.
    kinds = list(KINDS)
    alone[kinds.index("incident")] = alone[kinds.index("fault")]
    return alone
