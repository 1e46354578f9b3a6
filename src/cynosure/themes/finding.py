"""Finding themes from nothing (for now: around the row with most like it, again and again)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cynosure.texts.arrays import F64, I8, I64
from cynosure.themes.placing import place

_LIKE = 0.62
_REACH = 0.5
_FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Themes as they were found."""

    theme_of: I64  # (n,) place of its theme, -1: not recurring
    likeness: F64  # (n,) to its theme, or to the nearest
    centres: I8  # (k, dimensions), largest theme first
    reach: F64  # (k,) least likeness that places a demand


def find(meanings: I8) -> Found:
    """Return the themes of these rows, the same whatever their order.

    >>> rows = np.repeat(np.array([[127, 0], [0, 127]], np.int8), [6, 2], axis=0)
    >>> find(rows).theme_of.tolist()
    [0, 0, 0, 0, 0, 0, -1, -1]
    """
    rows, inverse, counts = np.unique(meanings, axis=0, return_inverse=True, return_counts=True)
    unit = rows / np.maximum(np.linalg.norm(rows.astype(float), axis=1, keepdims=True), 1e-9)
    like = unit @ unit.T >= _LIKE
    free = np.asarray(rows.any(axis=1))
    centres: list[I8] = []
    groups = np.full(len(rows), -1, np.int64)
    while free.any():
        sizes = (like & free) @ counts * free
        best = int(sizes.argmax())
        if sizes[best] < _FEWEST:
            break
        taken = like[best] & free
        groups[taken] = len(centres)
        centre = (unit[taken] * counts[taken, None]).sum(axis=0)
        centres.append(np.rint(centre * 127 / np.linalg.norm(centre)).astype(np.int8))
        free &= ~taken
    told = np.array(centres, np.int8).reshape(len(centres), meanings.shape[1])
    reach = np.full(len(told), _REACH)
    _, likeness = place(meanings, centres=told, reach=reach)
    return Found(theme_of=groups[inverse], likeness=likeness, centres=told, reach=reach)
