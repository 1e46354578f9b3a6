"""How sure a survival curve is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from cynosure.statistics.kaplan_meier import Survival


@dataclass(frozen=True, slots=True)
class Band:
    """Bounds of a survival curve at its times; NaN where there is no interval."""

    times: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def percentile(self, percent: int) -> tuple[int | None, int | None]:
        """Return the interval of a percentile: the first times at which each bound is reached.

        None is "not reached". By inversion: Brookmeyer and Crowley,
        Biometrics 38 (1982).
        """
        share = 1 - percent / 100
        return _first(self.times, self.low <= share), _first(self.times, self.high <= share)


def log_log_band(curve: Survival, *, level: float = 0.95) -> Band:
    """Return Greenwood's band of a survival curve on the log(-log) scale.

    On this scale the band cannot leave 0 to 1. Where survival is 0 (or still
    1) there is none: NaN.

    Source: Greenwood (1926); the transformation as in Kalbfleisch and
    Prentice, The Statistical Analysis of Failure Time Data.

    Examples
    --------
    >>> from cynosure.statistics import kaplan_meier
    >>> curve = kaplan_meier([1, 2, 3], ended=[1, 1, 0], censored=[0, 0, 8])
    >>> band = log_log_band(curve)
    >>> [round(float(bound), 3) for bound in (band.low[-1], curve.survival[-1], band.high[-1])]
    [0.409, 0.8, 0.946]
    """
    z = float(ndtri((1 + level) / 2))
    risk, ended, survival = curve.at_risk, curve.ended, curve.survival
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(ended / (risk * (risk - ended)))) / np.log(survival)
        low = survival ** np.exp(-z * spread)
        high = survival ** np.exp(z * spread)
    known = (survival > 0) & (survival < 1)
    return Band(
        times=curve.times,
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
    )


def _first(times: NDArray[np.int64], reached: NDArray[np.bool_]) -> int | None:
    places = np.flatnonzero(reached)
    return int(times[places[0]]) if places.size else None
