"""How good stated probabilities turned out to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_EDGES = np.array([1, 2, 3, 4]) / 5


@dataclass(frozen=True, slots=True)
class Reliability:
    """Forecasts of about the same probability, and what became of them."""

    low: float
    high: float
    n: int
    mean_forecast: float
    share_kept: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The Brier score, its skill against always saying the base rate, and the bins."""

    brier: float | None
    base_rate: float | None
    skill: float | None  # None where all turned out alike
    reliability: tuple[Reliability, ...]  # bins without a forecast are left out


def brier(probabilities: Sequence[float], happened: Sequence[bool]) -> Calibration:
    """Return the mean squared error of stated probabilities, with a reliability table.

    Bins of 0.2, closed below and open above, the last closed on both sides.

    Source: Brier, Monthly Weather Review 78 (1950); skill: Murphy (1973).

    Examples
    --------
    >>> told = brier([1, 1, 1, 1], [True, True, False, True])
    >>> told.brier, told.base_rate, round(told.skill, 2)
    (0.25, 0.75, -0.33)
    """
    said = np.asarray(probabilities, dtype=np.float64)
    came = np.asarray(happened, dtype=np.float64)
    if not said.size:
        return Calibration(None, None, None, ())
    score, base = float(np.mean((said - came) ** 2)), float(np.mean(came))
    bins = np.searchsorted(_EDGES, said, side="right")
    table = tuple(
        Reliability(
            low=place / 5,
            high=(place + 1) / 5,
            n=int((bins == place).sum()),
            mean_forecast=float(said[bins == place].mean()),
            share_kept=float(came[bins == place].mean()),
        )
        for place in np.unique(bins).tolist()
    )
    spread = base * (1 - base)
    return Calibration(score, base, None if spread == 0 else 1 - score / spread, table)
