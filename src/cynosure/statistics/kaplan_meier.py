"""How long things last when some have not ended yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cynosure.statistics.rational import Factor, chained

# Within this of the wanted share a float cannot be trusted to decide; ten
# thousand steps of double precision err by about 1e-12.
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Survival:
    """The steps of a survival curve: one for each time at which something ended."""

    times: NDArray[np.int64]
    at_risk: NDArray[np.int64]
    ended: NDArray[np.int64]
    survival: NDArray[np.float64]
    longest: int | None  # the longest time observed, ended or not; None for nothing

    def at(self, time: float) -> float:
        """Return the share that lasts longer than `time`."""
        before = int(np.searchsorted(self.times, time, side="right"))
        return 1.0 if before == 0 else float(self.survival[before - 1])

    def percentile(self, percent: int) -> int | None:
        """Return the first time at which survival is 1 - percent/100 or less.

        None where it is not reached; then `longest` is what is known: it takes
        more than that. Decided in whole numbers, not in floats.
        """
        for index in np.flatnonzero(self.survival <= 1 - percent / 100 + _CLOSE):
            certain = self.survival[index] < 1 - percent / 100 - _CLOSE
            if certain or self._reached(int(index), percent):
                return int(self.times[index])
        return None

    def _reached(self, index: int, percent: int) -> bool:
        kept, at_risk, _ = chained(factors(self.at_risk, self.ended, upto=index))
        return 100 * kept <= (100 - percent) * at_risk


def kaplan_meier(
    times: ArrayLike,
    ended: ArrayLike,
    censored: ArrayLike,
    *,
    entry_times: ArrayLike | None = None,
    entered: ArrayLike | None = None,
) -> Survival:
    """Return the survival curve of what was counted by time.

    Parameters
    ----------
    times
        Distinct times, rising.
    ended, censored
        How many ended at each time, and how many were last seen open at it.
        At equal times endings come before censorings.
    entry_times, entered
        Ages, distinct and rising, at which items came under observation, and
        how many did; one is at risk at `t` if it entered before `t` and left
        at `t` or later. Without them all are at risk from the beginning.

    Source: Kaplan and Meier, JASA 53 (1958); late entry as in Klein and
    Moeschberger, Survival Analysis (2003), section 4.6.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 38, 41], ended=[1, 1, 0, 0], censored=[0, 0, 1, 2])
    >>> curve.times.tolist(), curve.survival.tolist()
    ([1, 2], [0.8, 0.6])
    >>> curve.percentile(50), curve.longest  # not reached: more than 41
    (None, 41)
    """
    when = np.asarray(times, dtype=np.int64)
    ends = np.asarray(ended, dtype=np.int64)
    leaves = ends + np.asarray(censored, dtype=np.int64)
    left_before = np.cumsum(leaves) - leaves
    if entry_times is None or entered is None:
        entered_before = np.full(when.shape, leaves.sum())
    else:
        came = np.concatenate([[0], np.cumsum(np.asarray(entered, dtype=np.int64))])
        entered_before = came[np.searchsorted(np.asarray(entry_times), when, side="left")]
    at_risk = entered_before - left_before
    step = (ends > 0) & (at_risk > 0)
    seen = when[leaves > 0]
    return Survival(
        times=when[step],
        at_risk=at_risk[step],
        ended=ends[step],
        survival=survival_after(at_risk[step], ends[step]),
        longest=int(seen[-1]) if seen.size else None,
    )


def tally(
    durations: Sequence[int], ended: Sequence[bool]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct times with how many ended and how many were censored at each.

    >>> [counts.tolist() for counts in tally([2, 1, 2], [True, True, False])]
    [[1, 2], [1, 1], [0, 1]]
    """
    times, place = np.unique(np.asarray(durations, dtype=np.int64), return_inverse=True)
    happened = np.asarray(ended, dtype=bool)
    size = len(times)
    return (
        times,
        np.bincount(place[happened], minlength=size),
        np.bincount(place[~happened], minlength=size),
    )


def survival_after(at_risk: NDArray[np.int64], ended: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return survival after each step.

    While nobody is censored or enters between two steps the product
    telescopes: 17 of 20 ended leaves 3/20, not a product of seventeen
    rounded floats. Only across such breaks are shares multiplied.
    """
    if not at_risk.size:
        return np.empty(0)
    kept = at_risk - ended
    fresh = np.concatenate([[True], at_risk[1:] != kept[:-1]])
    block = np.cumsum(fresh) - 1
    first = np.flatnonzero(fresh)
    last = np.concatenate([first[1:] - 1, [len(at_risk) - 1]])
    of_block = kept[last] / at_risk[first]
    before_block = np.concatenate([[1.0], np.cumprod(of_block)[:-1]])
    return np.asarray(before_block[block] * (kept / at_risk[first][block]), dtype=np.float64)


def factors(
    at_risk: NDArray[np.int64],
    ended: NDArray[np.int64],
    *,
    upto: int,
    of_kind: NDArray[np.int64] | None = None,
) -> list[Factor]:
    """Return the steps up to and with `upto` as fractions, telescoped where they can be."""
    kinds = ended if of_kind is None else of_kind
    steps: list[Factor] = []
    for risk, end, kind in zip(
        at_risk[: upto + 1].tolist(),
        ended[: upto + 1].tolist(),
        kinds[: upto + 1].tolist(),
        strict=True,
    ):
        if steps and steps[-1][0] == risk:
            _, first, so_far = steps[-1]
            steps[-1] = (risk - end, first, so_far + kind)
        else:
            steps.append((risk - end, risk, kind))
    return steps
