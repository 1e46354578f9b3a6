"""Placing a demand in the theme that it is most like, if it is like it enough."""

from __future__ import annotations

import numpy as np

from cynosure.texts.arrays import F32, F64, I8, I64
from cynosure.texts.native import native

_TOGETHER = 16_384


def place(meanings: I8, *, centres: I8, reach: F64) -> tuple[I64, F64]:
    """Return the place of each row's theme, -1 for none, and how like its nearest theme it is.

    `centres` are meanings (k, dimensions), `reach` the least likeness that each asks for.
    Likeness is the cosine of the angle between both, 1 for the same and 0 for unrelated or
    for a row that says nothing. A row
    that is beyond the reach of its nearest theme is in none, also where a more distant one
    reaches further.

    >>> rows = np.array([[127, 0], [90, 90], [0, 0]], np.int8)
    >>> centres = np.array([[127, 0], [0, 127]], np.int8)
    >>> theme, likeness = place(rows, centres=centres, reach=np.array([0.1, 0.2]))
    >>> theme.tolist(), [round(float(one), 3) for one in likeness]
    ([0, 0, -1], [1.0, 0.707, 0.0])
    """
    theme, likeness = np.full(len(meanings), -1, np.int64), np.zeros(len(meanings))
    if not len(centres):
        return theme, likeness
    across = np.ascontiguousarray(centres.astype(np.float32).T)
    lengths = _lengths(centres)
    for start in range(0, len(meanings), _TOGETHER):
        rows = slice(start, start + _TOGETHER)
        products = meanings[rows].astype(np.float32) @ across
        _nearest(products, _lengths(meanings[rows]), lengths, reach, theme[rows], likeness[rows])
    return theme, likeness


def _lengths(rows: I8) -> F64:
    """Return the length of each row: exact up to the root, whatever the order of the sum."""
    wide = rows.astype(np.int64)
    lengths: F64 = np.sqrt((wide * wide).sum(axis=1).astype(np.float64))
    return lengths


@native
def _nearest(
    products: F32, lengths: F64, of_centres: F64, reach: F64, theme: I64, likeness: F64
) -> None:
    for row in range(len(products)):
        if lengths[row] == 0.0:
            continue
        best, most = 0, -np.inf
        for other in range(products.shape[1]):
            alike = products[row, other] / of_centres[other] if of_centres[other] > 0.0 else 0.0
            if alike > most:
                best, most = other, alike
        likeness[row] = min(1.0, max(0.0, most / lengths[row]))
        if likeness[row] >= reach[best]:
            theme[row] = best
