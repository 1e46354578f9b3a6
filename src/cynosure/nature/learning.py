"""Learn weights from labelled texts: logistic regression over the blocks of features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import logsumexp

from cynosure.nature.evidence import KINDS, says_nothing
from cynosure.nature.features import WIDTHS, Features, lengths
from cynosure.nature.model import (
    BLOCKS,
    F64,
    NATURE_MEMBERS,
    OUTCOME_NATURES,
    Model,
    leading,
    led,
    probabilities,
)

_INT8 = 127
_TYPE_SEEN_AT_LEAST = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen by leaving sources out (docs/decisions/0004)."""

    # How loud each block is; a block of length 2 is believed twice as soon.
    loudness: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"words": 1.0, "letters": 1.0, "title": 1.0, "evidence": 0.5}
        )
    )
    trust: float = 5.0  # in the texts against the wish for small weights (C of scikit-learn)
    seen_at_least: int = 3  # texts that hold a feature, else it is left out
    steps: int = 60  # of the solver


def design_matrix(features: Features, settings: Settings) -> sp.csr_matrix:
    """Return the features as the model weighs them: blocks side by side, scaled.

    A block of loudness 0 is empty.
    """
    loud, parts = settings.loudness, []
    for block in BLOCKS:
        if not loud[block]:
            part = sp.csr_matrix((features.words.texts, WIDTHS[block]))
        elif block == "letters":
            letters, texts = features.letters_of_words, features.words_of_texts
            part = _unit(texts) @ _unit(letters)
        else:
            part = _unit(features.blocks[block])
        parts.append(part * loud[block])
    design: sp.csr_matrix = sp.hstack(parts, format="csr", dtype=np.float32)
    return design


def _unit(ones: sp.csr_matrix) -> sp.csr_matrix:
    scaled: sp.csr_matrix = sp.diags(1 / lengths(ones)) @ ones
    return scaled


def fit(
    design: sp.csr_matrix,
    targets: F64,
    importance: F64,
    settings: Settings,
    *,
    offset: F64 | None = None,
    intercept_held: float = 0.0,
) -> tuple[NDArray[np.float32], F64]:
    """Return weights (features by outcomes) and intercepts of a multinomial logistic regression.

    `targets` are shares that each text gives to each outcome, so that a doubtful
    label may be split. With an `offset`, the scores of another model, what is learnt is
    the change to it, small unless the texts insist; `intercept_held` holds the
    intercept back as the weights are, which few texts need. Always starts at zero, so
    the same data give the same weights.
    """
    seen = np.bincount(design.indices, minlength=design.shape[1])
    used = np.flatnonzero(seen >= settings.seen_at_least)
    inner = design[:, used].tocsr()
    turned = inner.T.tocsr()
    outcomes, total = targets.shape[1], importance.sum()
    shape = (len(used) + 1, outcomes)

    def loss(flat: F64) -> tuple[float, F64]:
        table = flat.reshape(shape)
        scores = inner @ table[:-1].astype(np.float32) + table[-1]
        if offset is not None:
            scores = scores + offset
        scores = scores - logsumexp(scores, axis=1, keepdims=True)
        fault = -settings.trust * float((importance * (targets * scores).sum(axis=1)).sum())
        residual = settings.trust * (np.exp(scores) - targets) * importance[:, None]
        slope = np.empty(shape)
        slope[:-1] = turned @ residual.astype(np.float32) + table[:-1]
        slope[-1] = residual.sum(axis=0) + intercept_held * table[-1]
        penalty = float((table[:-1] ** 2).sum() + intercept_held * (table[-1] ** 2).sum()) / 2
        return (fault + penalty) / total, slope.ravel() / total

    found = minimize(
        loss,
        np.zeros(shape[0] * outcomes),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": settings.steps, "maxcor": 8, "ftol": 1e-7, "gtol": 1e-7},
    )
    table = found.x.reshape(shape)
    weights = np.zeros((design.shape[1], outcomes), dtype=np.float32)
    weights[used] = table[:-1]
    return weights, table[-1].copy()


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
    if not typed.any():
        return np.zeros((evidence.shape[1] + 1, targets.shape[1]))
    settings = Settings(seen_at_least=_TYPE_SEEN_AT_LEAST)
    weights, intercept = fit(_unit(evidence)[typed], targets[typed], importance[typed], settings)
    alone = np.vstack([weights.astype(np.float64), intercept])
    # No tracker in the training data has incidents, which is a desk's word for faults.
    kinds = list(KINDS)
    alone[kinds.index("incident")] = alone[kinds.index("fault")]
    return alone


def wide_weights(model: Model, settings: Settings) -> tuple[NDArray[np.float32], F64]:
    """Return a model's weights and intercepts as `fit` gave them, to within its rounding.

    The scores are those before the model's temperature.
    """
    weights = np.zeros((sum(WIDTHS[block] for block in BLOCKS), len(model.intercept)), np.float32)
    first = 0
    for block in BLOCKS:
        columns = np.flatnonzero(model.rows[block])
        table = model.weights[block][model.rows[block][columns]] * model.steps[block]
        weights[first + columns] = table / settings.loudness[block]
        first += WIDTHS[block]
    return weights, model.intercept.copy()


def as_model(
    weights: NDArray[np.float32],
    intercept: F64,
    settings: Settings,
    *,
    temperature: float,
    type_alone: F64,
) -> Model:
    """Return the weights in whole numbers of one byte, the shape in which they ship."""
    whole, steps, rows, first = {}, {}, {}, 0
    for block in BLOCKS:
        wide = weights[first : first + WIDTHS[block]]
        first += WIDTHS[block]
        used = np.flatnonzero(wide.any(axis=1))
        rows[block] = leading(used, block)
        table = wide[used].astype(np.float64) * settings.loudness[block]
        largest = np.abs(table).max(axis=0, initial=0.0)
        steps[block] = np.where(largest > 0, largest, 1.0) / _INT8
        whole[block] = led(np.rint(table / steps[block]))
    return Model(
        weights=whole,
        rows=rows,
        steps=steps,
        intercept=intercept,
        temperature=temperature,
        type_alone=type_alone,
    )
