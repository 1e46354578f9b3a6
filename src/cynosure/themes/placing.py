"""Placing demands in the themes that are there (for now: the nearest centre, looked for exactly)."""

from __future__ import annotations

import numpy as np

from cynosure.texts.arrays import F32, F64, I8, I64

_AT_ONCE = 8_192


def place(meanings: I8, *, centres: I8, reach: F64) -> tuple[I64, F64]:
    """Return the theme of each row, -1 where none reaches it, and its likeness to the nearest.

    >>> rows = np.array([[127, 0], [0, 127]], np.int8)
    >>> place(rows, centres=rows[:1], reach=np.array([0.5]))[0].tolist()
    [0, -1]
    """
    theme, likeness = np.full(len(meanings), -1, np.int64), np.zeros(len(meanings))
    if not len(centres):
        return theme, likeness
    ends = _unit(centres).T
    for start in range(0, len(meanings), _AT_ONCE):
        near = _unit(meanings[start : start + _AT_ONCE]) @ ends
        best = near.argmax(axis=1)
        like = near[np.arange(len(best)), best].astype(np.float64)
        theme[start : start + len(best)] = np.where(like >= reach[best], best, -1)
        likeness[start : start + len(best)] = like.clip(0, 1)
    return theme, likeness


def _unit(rows: I8) -> F32:
    lengths = np.linalg.norm(rows.astype(np.float32), axis=1, keepdims=True)
    told: F32 = rows / np.maximum(lengths, 1e-9)
    return told
