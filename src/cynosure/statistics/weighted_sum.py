"""How far a sum of weighted counts may lie from what chance would make of it again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """A sum with its interval; the bounds are None where nothing was added."""

    total: float
    low: float | None
    high: float | None


def weighted_sum(amounts: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> WeightedSum:
    """Return the sum of `n` times `amounts` with an interval for chance alone.

    Each count is taken as Poisson; for one amount it is the exact interval of
    a count. Waits are heavy-tailed, and the wait that was not seen may be as
    long as the longest seen: that makes the upper bound wide where few were
    counted. Below some thirty counts of such waits it still covers less often
    than it says.

    Source: Fay and Feuer, Statistics in Medicine 16 (1997), formula 2.

    Raises
    ------
    ValueError
        If an amount or a count is negative.

    Examples
    --------
    >>> one = weighted_sum([1.0], [10])
    >>> one.total, round(one.low, 2), round(one.high, 2)  # the exact interval of ten
    (10.0, 4.8, 18.39)
    >>> weighted_sum([], [])
    WeightedSum(total=0.0, low=None, high=None)
    """
    amount, count = np.asarray(amounts, dtype=float), np.asarray(n, dtype=float)
    if (amount < 0).any() or (count < 0).any():
        raise ValueError("Neither amounts nor counts are negative; give each as 0 or above.")
    total = float(amount @ count)
    if total == 0:
        return WeightedSum(0.0, None, None)
    variance = float(amount**2 @ count)
    longest = float(amount[count > 0].max())
    tail = (1 - level) / 2
    higher, wider = total + longest, variance + longest**2
    return WeightedSum(
        total,
        low=float(gammaincinv(total**2 / variance, tail)) * variance / total,
        high=float(gammaincinv(higher**2 / wider, 1 - tail)) * wider / higher,
    )
