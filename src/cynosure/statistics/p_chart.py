"""Charts of shares whose denominators change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ShareLimits:
    """Limits of each period's share, and the places, from 0, of shares outside them."""

    lower: tuple[float, ...]
    upper: tuple[float, ...]
    outside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PChart:
    """The share of all, with limits as if by coin tossing, and with Laney's."""

    centre: float
    classic: ShareLimits
    sigma_z: float | None  # None where the shares cannot vary: all or nothing
    laney: ShareLimits | None


def p_chart(numerators: Sequence[int], denominators: Sequence[int]) -> PChart:
    """Return limits for shares of changing denominators, cut at 0 and 1.

    The classic limits suppose coin tossing. With thousands a period they are
    too narrow whenever shares vary more than that, and nearly every point is
    a "signal"; Laney's widen them by the variation seen from point to point.

    Source: Shewhart's p chart; Laney, Quality Engineering 14 (2002).

    Raises
    ------
    ValueError
        With a denominator of 0 or fewer than two periods.

    Examples
    --------
    >>> chart = p_chart([512, 430, 588, 471, 553], [4000, 4100, 3900, 4050, 4000])
    >>> chart.classic.outside, chart.laney.outside
    ((1, 2), ())
    """
    counts = np.asarray(numerators, dtype=np.float64)
    totals = np.asarray(denominators, dtype=np.float64)
    if totals.size < 2 or (totals <= 0).any():
        raise ValueError("A chart of shares needs two or more periods, each with a denominator.")
    centre = float(counts.sum() / totals.sum())
    shares = counts / totals
    sigma = np.sqrt(centre * (1 - centre) / totals)
    classic = _limits(centre, shares, 3 * sigma)
    if centre in (0.0, 1.0):
        return PChart(centre=centre, classic=classic, sigma_z=None, laney=None)
    z = (shares - centre) / sigma
    sigma_z = float(np.mean(np.abs(np.diff(z))) / 1.128)
    return PChart(
        centre=centre,
        classic=classic,
        sigma_z=sigma_z,
        laney=_limits(centre, shares, 3 * sigma * sigma_z),
    )


def _limits(centre: float, shares: NDArray[np.float64], half: NDArray[np.float64]) -> ShareLimits:
    lower, upper = np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
    return ShareLimits(
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        outside=tuple(np.flatnonzero((shares < lower) | (shares > upper)).tolist()),
    )
