"""Logistic regression to its optimum: for few columns, or as a small change to given scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize
from scipy.special import logsumexp

from cynosure.texts.arrays import F32, F64


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """How weights are found."""

    trust: float  # in the texts against the wish for small weights (C of scikit-learn)
    seen_at_least: int  # texts that hold a feature, else it is left out
    steps: int  # of the solver
    intercept_held: float = 0.0  # as the weights are, which few texts need


def fit(
    design: sp.csr_matrix,
    targets: F64,
    importance: F64,
    how: Fitting,
    *,
    offset: F64 | None = None,
) -> tuple[F32, F64]:
    """Return weights (features by outcomes) and intercepts of a multinomial logistic regression.

    `targets` are shares that each text gives to each outcome. With an
    `offset`, the scores of another model, what is learnt is the change to it,
    small unless the texts insist. Always starts at zero, so the same data give
    the same weights.

    >>> fitting = Fitting(trust=5.0, seen_at_least=1, steps=20)
    >>> texts = sp.csr_matrix(np.eye(2))
    >>> weights, _ = fit(texts, np.eye(2), np.ones(2), fitting)
    >>> bool((np.argmax(weights, axis=1) == [0, 1]).all())
    True
    """
    seen = np.bincount(design.indices, minlength=design.shape[1])
    used = np.flatnonzero(seen >= how.seen_at_least)
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
        fault = -how.trust * float((importance * (targets * scores).sum(axis=1)).sum())
        residual = how.trust * (np.exp(scores) - targets) * importance[:, None]
        slope = np.empty(shape)
        slope[:-1] = turned @ residual.astype(np.float32) + table[:-1]
        slope[-1] = residual.sum(axis=0) + how.intercept_held * table[-1]
        held = float((table[:-1] ** 2).sum() + how.intercept_held * (table[-1] ** 2).sum())
        return (fault + held / 2) / total, slope.ravel() / total

    found = minimize(
        loss,
        np.zeros(shape[0] * outcomes),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": how.steps, "maxcor": 8, "ftol": 1e-7, "gtol": 1e-7},
    )
    table = found.x.reshape(shape)
    weights = np.zeros((design.shape[1], outcomes), dtype=np.float32)
    weights[used] = table[:-1]
    return weights, table[-1].copy()
