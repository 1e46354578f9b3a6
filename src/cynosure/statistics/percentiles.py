"""Percentiles of what was counted, where nothing is censored."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def percentile(values: ArrayLike, counts: ArrayLike, percent: int) -> int | None:
    """Return the smallest value that at least `percent` of 100 do not exceed.

    Always a value that occurs, never one between two: the same rule as for
    survival curves, decided in whole numbers. `values` are distinct and rising.
    None of nothing.

    >>> percentile([1, 2, 3, 4], [1, 1, 1, 1], 50), percentile([], [], 50)
    (2, None)
    """
    upto = np.cumsum(np.asarray(counts, dtype=np.int64))
    if not upto.size or upto[-1] == 0:
        return None
    place = int(np.searchsorted(100 * upto, percent * int(upto[-1]), side="left"))
    return int(np.asarray(values)[place])


def middle(values: ArrayLike, counts: ArrayLike) -> float | None:
    """Return the median as spreadsheets and trackers take it: the mean of the middle two.

    Ours is `percentile(…, 50)`; this one is for standing beside a tracker's.

    >>> middle([1, 2, 3, 4], [1, 1, 1, 1]), middle([5, 9], [2, 1]), middle([], [])
    (2.5, 5.0, None)
    """
    upto = np.cumsum(np.asarray(counts, dtype=np.int64))
    if not upto.size or upto[-1] == 0:
        return None
    total = int(upto[-1])
    ranks = [(total + 1) // 2, total // 2 + 1]
    low, high = np.asarray(values)[np.searchsorted(upto, ranks, side="left")]
    return (float(low) + float(high)) / 2
