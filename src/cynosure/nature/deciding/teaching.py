"""Which demands a person should decide next: those that teach most.

Three things make a demand teach: the model is unsure of its nature or its cause,
many others are like it, and nothing like it was decided yet. The first alone
would offer twenty of the same odd kind; see docs/decisions/0014 for what was
compared.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.nature.labeller import evidence_in
from cynosure.nature.learning.weighing import Settings, design_matrix
from cynosure.nature.model import NATURE_MEMBERS
from cynosure.nature.reading.features import features_of
from cynosure.texts.arrays import F64

AT_ONCE = 20  # offered before the model learns from them and chooses anew


def likeness(demands: pa.RecordBatch) -> sp.csr_matrix:
    """Return demands as rows of length one, whose products say how alike they are (0 to 1)."""
    texts = features_of(demands["title"], demands["body"])
    design = design_matrix(texts, evidence_in(demands), Settings())
    length = np.sqrt(np.asarray(design.multiply(design).sum(axis=1)).ravel())
    alike: sp.csr_matrix = sp.diags(1 / np.maximum(length, 1e-12)) @ design
    return alike


def teach_most(
    alike: sp.csr_matrix, chances: F64, decided: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Return the places of `n` demands to offer next, the one that teaches most first.

    Deterministic: the same demands and decisions, the same offer; equals go by place.

    Parameters
    ----------
    alike
        The demands, by `likeness`.
    chances
        What the model in use thinks of them, of OUTCOMES; all 0 for unknown.
    decided
        Places of those that have been decided and are not offered again.

    Examples
    --------
    >>> texts = sp.csr_matrix(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    >>> unsure = np.full((3, 13), 1 / 13)
    >>> teach_most(texts, unsure, np.array([], dtype=np.int64), 2).tolist()
    [0, 2]
    """
    count = alike.shape[0]
    # How alike a demand is to all, without looking at every pair.
    density = alike @ np.asarray(alike.mean(axis=0)).ravel()
    worth = _uncertainty(chances) * density
    nearest = np.zeros(count)
    taken = np.zeros(count, dtype=np.bool_)
    for place in decided:
        nearest = np.maximum(nearest, _likeness_to(alike, place))
    taken[decided] = True
    offered: list[int] = []
    while len(offered) < n and not taken.all():
        left = np.where(taken, -1.0, worth * (1 - np.clip(nearest, 0, 1)))
        place = int(np.argmax(np.round(left, 12)))
        offered.append(place)
        taken[place] = True
        nearest = np.maximum(nearest, _likeness_to(alike, place))
    return np.array(offered, dtype=np.int64)


def _likeness_to(alike: sp.csr_matrix, place: int) -> F64:
    one = np.zeros(alike.shape[1], dtype=alike.dtype)
    start, end = alike.indptr[place], alike.indptr[place + 1]
    one[alike.indices[start:end]] = alike.data[start:end]
    found: F64 = alike @ one
    return found


def _uncertainty(chances: F64) -> F64:
    """Return how unsure the model is of nature and of outcome, 0 to 2; unknown is wholly unsure."""
    unknown = ~chances.any(axis=1)
    unsure = _entropy(chances @ NATURE_MEMBERS.T) + _entropy(chances)
    return np.where(unknown, 2.0, unsure)


def _entropy(chances: F64) -> F64:
    logarithms = np.log(np.maximum(chances, 1e-12))
    entropy: F64 = -(chances * logarithms).sum(axis=1) / np.log(chances.shape[1])
    return entropy
