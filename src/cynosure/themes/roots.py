"""Groups of one root: those that differ less from one another than from all the rest."""

from __future__ import annotations

import numpy as np

from cynosure.texts.arrays import F64, I8, I64
from cynosure.themes.centring import middles

# So alike are two groups of one root, once what all texts here have in common is taken
# away. The invented company's planted causes come back at 0.4 to 0.6.
_ONE_ROOT = 0.55


def roots(texts: I8, counts: I64, group: I64, *, n: int) -> I8:
    """Return the centres of what `n` groups of texts become when those of one root are joined.

    `group` is each text's, -1 for none, and `counts` how often it is said. The two most
    alike groups are joined first, then looked at as one. What all texts of a company have
    in common, its trade, makes none of them alike.

    >>> rows = np.array([[90, 9, 0], [90, 0, 9], [-90, 40, 40]], np.int8)
    >>> len(roots(rows, np.ones(3, np.int64), np.arange(3), n=3))
    2
    """
    inside = group >= 0
    sums = sums_of(texts[inside], counts[inside], group[inside], n=n)
    sizes = np.bincount(group[inside], counts[inside], minlength=n).astype(np.int64)
    common = sums.sum(axis=0) / max(int(sizes.sum()), 1)
    apart = sums - sizes[:, None] * common
    alike = _alike(apart)
    np.fill_diagonal(alike, -2.0)
    alive = np.ones(n, bool)
    while alive.sum() > 2:
        one, other = divmod(int(alike.argmax()), n)
        if alike[one, other] < _ONE_ROOT:
            break
        apart[one] += apart[other]
        sums[one] += sums[other]
        alive[other] = False
        alike[other] = alike[:, other] = -2.0
        near = np.where(alive, _alike(apart[one][np.newaxis], apart)[0], -2.0)
        near[one] = -2.0
        alike[one] = alike[:, one] = near
    return middles(sums[alive & (sizes > 0)])


def sums_of(texts: I8, counts: I64, group: I64, *, n: int) -> I64:
    """Return the sum of the meanings in each of `n` groups, each as often as it is said.

    >>> sums_of(np.array([[1, 2], [3, 4]], np.int8), np.array([2, 1]), np.array([0, 0]), n=1).tolist()
    [[5, 8]]
    """
    sums = np.zeros((n, texts.shape[1]), np.int64)
    np.add.at(sums, group, texts * counts[:, None])
    return sums


def _alike(rows: F64, others: F64 | None = None) -> F64:
    """Return the cosine of each pair of rows, rounded: no machine differs where it matters."""
    one, other = _unit(rows), _unit(rows if others is None else others)
    alike: F64 = np.round(one @ other.T, 9)
    return alike


def _unit(rows: F64) -> F64:
    length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    unit: F64 = rows / np.maximum(length, 1e-9)
    return unit
