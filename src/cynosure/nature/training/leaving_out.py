"""What a model says of texts that it was not trained on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.nature.learning.calibrating import leaning_to_value
from cynosure.nature.learning.judging import Codes, natures_of
from cynosure.nature.learning.weighing import Settings, design_matrix, learn
from cynosure.nature.model import NATURE_MEMBERS, probabilities
from cynosure.nature.training.rows import Labelled
from cynosure.nature.unaudited import HeldOut, misses
from cynosure.texts.arrays import F64

_FOLDS = 5


def scores_without(data: Labelled, groups: NDArray[np.generic], settings: Settings) -> F64:
    """Return for each row the scores of a model that learnt from all other groups.

    Rows of the group "" stay in training always and have no scores (nought).
    """
    design = design_matrix(data.texts, data.evidence, settings)
    scores = np.zeros(data.targets.shape)

    def leave_out(group: object) -> None:
        out = groups == group
        scores[out] = learnt_from(data, design, ~out, settings, design[out])

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(leave_out, [group for group in np.unique(groups) if group != ""]))
    return scores


def learnt_from(
    data: Labelled,
    design: sp.csr_matrix,
    rows: NDArray[np.bool_],
    settings: Settings,
    asked: sp.csr_matrix,
) -> F64:
    """Return the scores that a model which learnt from `rows` gives to what is asked."""
    learnt = learn(design[rows], data.targets[rows], data.importance[rows], settings)
    return learnt.scores(asked)


def folds(n: int) -> NDArray[np.int64]:
    """Return one of five folds for each row, at random, the same each time."""
    return np.random.default_rng(11).permutation(n) % _FOLDS + 1


def best_lean(data: Labelled, scores: F64, judged: NDArray[np.bool_]) -> float:
    """Return how far to lean towards value so that called shares miss to neither side.

    Without it the share of labels is too high on nearly every source left
    out, because failure is the common nature and the safe bet in doubt.
    """
    leans = np.round(np.arange(-1.0, 1.5, 0.05), 2)
    sides = []
    for lean in leans:
        chances = probabilities(scores + leaning_to_value(float(lean)))
        sides.append(abs(float(np.mean(misses(held_out_counts(data, chances, judged))))))
    return float(leans[int(np.argmin(sides))])


def held_out_counts(data: Labelled, chances: F64, judged: NDArray[np.bool_]) -> list[HeldOut]:
    """Return what each left-out source held and what it was called, among the rows judged."""
    called, true = called_natures(chances), natures_of(data.truth)
    rows = []
    for source in np.unique(data.source[judged]):
        here = (data.source == source) & judged
        counts = [int((some[here] == nature).sum()) for some in (true, called) for nature in (0, 1)]
        if counts[0] + counts[1]:
            rows.append(HeldOut(str(source), *counts))
    return rows


def called_natures(chances: F64) -> Codes:
    """Return the place in NATURES of each row's likeliest nature."""
    called: Codes = (chances @ NATURE_MEMBERS.T).argmax(axis=1)
    return called


def by(names: Iterable[str]) -> dict[str, int]:
    """Return how often each name stands there, in the order of names.

    >>> by(["b", "a", "b"])
    {'a': 1, 'b': 2}
    """
    distinct, counts = np.unique(np.array(list(names)), return_counts=True)
    return {str(name): int(count) for name, count in zip(distinct, counts, strict=True)}
