"""Learnt weights become whole numbers of one byte, the shape in which they ship."""

from __future__ import annotations

import numpy as np

from cynosure.nature.learning.weighing import Learnt, Settings
from cynosure.nature.model import Model
from cynosure.nature.reading.evidence import EVIDENCE_COLUMNS
from cynosure.nature.reading.page import BLOCKS, FIRST_COLUMNS, TEXT_COLUMNS
from cynosure.texts.arrays import F64, I8, I64

_INT8 = 127


def as_model(
    learnt: Learnt, settings: Settings, *, lean: F64, temperature: float, type_alone: F64
) -> Model:
    """Return what was learnt as it ships; a block's loudness is made part of its weights."""
    of_text = learnt.used < TEXT_COLUMNS
    columns, table = learnt.used[of_text], learnt.table[of_text].astype(np.float64)
    loud = np.array([settings.loudness[block] for block in BLOCKS])
    whole, steps = in_whole_numbers(columns, table * loud[block_of(columns)][:, None])
    evidence = np.zeros((EVIDENCE_COLUMNS, table.shape[1]))
    evidence[learnt.used[~of_text] - TEXT_COLUMNS] = learnt.table[~of_text]
    return Model(
        columns=columns,
        weights=whole,
        steps=steps,
        evidence=evidence * settings.loudness["evidence"],
        start=learnt.start.astype(np.float64),
        onward=learnt.onward.astype(np.float64),
        lean=lean,
        temperature=temperature,
        type_alone=type_alone,
    )


def block_of(columns: I64) -> I64:
    """Return which block each column is of."""
    return np.searchsorted(FIRST_COLUMNS, columns, side="right") - 1


def in_whole_numbers(columns: I64, table: F64) -> tuple[I8, F64]:
    """Return weights (columns by units) in whole steps, a row of zeros before them, and the steps.

    >>> whole, steps = in_whole_numbers(np.array([3]), np.array([[1.27, -0.5]]))
    >>> whole.tolist(), steps[0].round(4).tolist()
    ([[0, 0], [127, -127]], [0.01, 0.0039])
    """
    blocks = block_of(columns)
    steps = np.ones((len(BLOCKS), table.shape[1]))
    whole = np.zeros((len(columns) + 1, table.shape[1]), dtype=np.int8)
    for block in range(len(BLOCKS)):
        here = np.flatnonzero(blocks == block)
        largest = np.abs(table[here]).max(axis=0, initial=0.0)
        steps[block] = np.where(largest > 0, largest, 1.0) / _INT8
        whole[here + 1] = np.rint(table[here] / steps[block]).astype(np.int8)
    return whole, steps


def real_weights(model: Model) -> F64:
    """Return the weights of a model's columns by unit, to within their rounding."""
    weights: F64 = model.weights[1:] * model.steps[block_of(model.columns)]
    return weights
