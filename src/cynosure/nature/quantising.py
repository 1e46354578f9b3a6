"""Learnt weights become whole numbers of one byte, the shape in which they ship."""

from __future__ import annotations

import numpy as np

from cynosure.nature.arrays import F64
from cynosure.nature.evidence import EVIDENCE_COLUMNS
from cynosure.nature.learning import Learnt, Settings
from cynosure.nature.model import Model
from cynosure.nature.page import BLOCKS, FIRST_COLUMNS, TEXT_COLUMNS

_INT8 = 127


def as_model(
    learnt: Learnt, settings: Settings, *, lean: F64, temperature: float, type_alone: F64
) -> Model:
    """Return the weights in whole numbers of one byte, the shape in which they ship."""
    of_text = learnt.used < TEXT_COLUMNS
    columns, table = learnt.used[of_text], learnt.table[of_text].astype(np.float64)
    block_of = np.searchsorted(FIRST_COLUMNS, columns, side="right") - 1
    units = table.shape[1]
    steps = np.ones((len(BLOCKS), units))
    whole = np.zeros((len(columns) + 1, units), dtype=np.int8)
    for block, name in enumerate(BLOCKS):
        here = np.flatnonzero(block_of == block)
        part = table[here] * settings.loudness[name]
        largest = np.abs(part).max(axis=0, initial=0.0)
        steps[block] = np.where(largest > 0, largest, 1.0) / _INT8
        whole[here + 1] = np.rint(part / steps[block]).astype(np.int8)
    evidence = np.zeros((EVIDENCE_COLUMNS, units))
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
