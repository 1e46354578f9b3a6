"""How long things last when they can end in more than one way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from cynosure.statistics.kaplan_meier import factors, survival_after
from cynosure.statistics.rational import chained

_CLOSE = 1e-9  # within this a float cannot be trusted to decide


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share that has ended in each way by each time; with `still_open` they add up to 1."""

    times: NDArray[np.int64]
    at_risk: NDArray[np.int64]
    ended: NDArray[np.int64]  # in any way
    ended_by_kind: Mapping[str, NDArray[np.int64]]
    still_open: NDArray[np.float64]
    ended_as: Mapping[str, NDArray[np.float64]]
    longest: int | None  # the longest time observed; None for nothing

    def percentile(self, kind: str, percent: int) -> int | None:
        """Return the first time at which the share ended as `kind` reaches percent/100.

        None where it is never reached, be it that too many ended otherwise.
        Decided in whole numbers, not in floats.
        """
        share = self.ended_as.get(kind)
        if share is None:
            return None
        for index in np.flatnonzero(share >= percent / 100 - _CLOSE):
            certain = share[index] > percent / 100 + _CLOSE
            if certain or self._reached(int(index), kind, percent):
                return int(self.times[index])
        return None

    def _reached(self, index: int, kind: str, percent: int) -> bool:
        steps = factors(self.at_risk, self.ended, upto=index, of_kind=self.ended_by_kind[kind])
        _, at_risk, ended = chained(steps)
        return 100 * ended >= percent * at_risk

    def band(
        self, kind: str, *, level: float = 0.95
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return lower and upper bounds of the share ended as `kind`, on the log(-log) scale.

        NaN where the share is 0 or 1. The variance is by the delta method
        (Marubini and Valsecchi, Analysing Survival Data, 1995, chapter 10);
        with one kind of ending it is Greenwood's.
        """
        # A sum of steps up to 1 may end a hair below it.
        share = np.where(self.ended_as[kind] > 1 - _CLOSE, 1.0, self.ended_as[kind])
        z = float(ndtri((1 + level) / 2))
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.sqrt(self.variance(kind)) / (share * np.log(share))
            low, high = share ** np.exp(-z * spread), share ** np.exp(z * spread)
        known = (share > 0) & (share < 1)
        return np.where(known, low, np.nan), np.where(known, high, np.nan)

    def variance(self, kind: str) -> NDArray[np.float64]:
        """Return the variance of the share ended as `kind` after each step."""
        risk = self.at_risk.astype(np.float64)
        ended = self.ended.astype(np.float64)
        of_kind = self.ended_by_kind[kind].astype(np.float64)
        share = self.ended_as[kind]
        before = np.concatenate([[1.0], self.still_open[:-1]])
        with np.errstate(divide="ignore", invalid="ignore"):
            # At the last step nobody is left; nothing can follow it.
            any_way = np.where(risk > ended, ended / (risk * (risk - ended)), 0.0)
        cross = before * of_kind / risk**2
        own = before**2 * (risk - of_kind) * of_kind / risk**3
        # The sum over earlier steps of (share now - share then)^2 and of its
        # first power, expanded so that one pass does.
        squares = (
            share**2 * np.cumsum(any_way)
            - 2 * share * np.cumsum(any_way * share)
            + np.cumsum(any_way * share**2)
        )
        products = share * np.cumsum(cross) - np.cumsum(cross * share)
        total: NDArray[np.float64] = squares + np.cumsum(own) - 2 * products
        return np.maximum(total, 0.0)


def aalen_johansen(
    times: ArrayLike, ended: Mapping[str, ArrayLike], censored: ArrayLike
) -> Incidence:
    """Return the cumulative incidence of each kind of ending.

    Taking the other endings as censored instead gives a share that is too
    high wherever they occur: it supposes that what was declined might yet be
    resolved.

    Parameters
    ----------
    times
        Distinct times, rising.
    ended
        How many ended at each time, by kind of ending.
    censored
        How many were last seen open at each time, after the endings of that time.

    Source: Aalen and Johansen, Scandinavian Journal of Statistics 5 (1978);
    Putter, Fiocco and Geskus, Statistics in Medicine 26 (2007).

    Examples
    --------
    >>> shares = aalen_johansen(
    ...     [1, 2, 3], {"resolved": [1, 0, 1], "declined": [0, 1, 0]}, censored=[0, 0, 1]
    ... )
    >>> shares.still_open.tolist()
    [0.75, 0.5, 0.25]
    >>> shares.percentile("resolved", 50), shares.percentile("resolved", 85)
    (3, None)
    """
    when = np.asarray(times, dtype=np.int64)
    by_kind = {kind: np.asarray(counts, dtype=np.int64) for kind, counts in ended.items()}
    ends = np.sum(list(by_kind.values()), axis=0) if by_kind else np.zeros_like(when)
    leaves = ends + np.asarray(censored, dtype=np.int64)
    at_risk = leaves.sum() - (np.cumsum(leaves) - leaves)
    step = ends > 0
    risk, any_way = at_risk[step], ends[step]
    still_open = survival_after(risk, any_way)
    before = np.concatenate([[1.0], still_open[:-1]]) if risk.size else still_open
    steps_by_kind = {kind: counts[step] for kind, counts in by_kind.items()}
    seen = when[leaves > 0]
    return Incidence(
        times=when[step],
        at_risk=risk,
        ended=any_way,
        ended_by_kind=steps_by_kind,
        still_open=still_open,
        ended_as={kind: np.cumsum(before * n / risk) for kind, n in steps_by_kind.items()},
        longest=int(seen[-1]) if seen.size else None,
    )
