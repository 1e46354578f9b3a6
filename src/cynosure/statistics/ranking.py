"""How certain each place of a ranking by summed harm is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cynosure.statistics.weighted_sum import weighted_sum

# More distinct amounts than this are condensed: what is drawn keeps its mean and its variance.
_DISTINCT = 64


@dataclass(frozen=True, slots=True)
class Amounts:
    """What belongs together: distinct amounts, and how often each was counted."""

    name: str
    amounts: NDArray[np.float64]
    n: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a ranking, and how certain it is."""

    name: str
    place: int  # 1 is the largest sum
    total: float
    low: float | None  # interval of the sum; None where nothing was added
    high: float | None
    above_next: float | None  # chance that it really is above the next one; None for the last
    among_first: float  # share of draws in which it is among the first
    best: int  # places that it takes in all but the outer 2.5 % of draws on either side
    worst: int


def ranked(
    groups: Sequence[Amounts], *, first: int = 5, draws: int = 2_000, seed: int = 0
) -> tuple[Place, ...]:
    """Return the groups, the largest sum first, with how certain each place is.

    By a bootstrap in which every counted thing comes a Poisson(1) number of
    times: how many there would be is chance too. Equal things need one draw,
    since their Poisson numbers add up to one. The same groups in any order
    give the same places, whatever else the seed. Of equal sums the name
    decides.

    The chance to be above the next one is of the draws, and two groups that
    are truly equal get 0.99 or more in less than one case in twenty: who says
    "surely" should not say it below 0.99.

    Source: Chamandy et al., Estimating uncertainty for massive data streams
    (2012), for the Poisson bootstrap; Hall and Miller, Annals of Statistics 37
    (2009), for the bootstrap of ranks.

    Examples
    --------
    >>> many = Amounts("export fails", np.array([4.0]), np.array([100]))
    >>> few = Amounts("login fails", np.array([4.0]), np.array([30]))
    >>> one, two = ranked([few, many])
    >>> one.name, one.total, one.above_next, (one.best, one.worst)
    ('export fails', 400.0, 1.0, (1, 1))
    >>> two.above_next is None
    True
    """
    if not groups:
        return ()
    known = sorted(groups, key=lambda group: group.name)
    totals = np.array([float(group.amounts @ group.n) for group in known])
    order = sorted(range(len(known)), key=lambda place: (-totals[place], known[place].name))
    dice = np.random.default_rng(seed)
    drawn = np.column_stack([_drawn(group, dice, draws) for group in known])[:, order]
    # Ties by the order that is shown, so that of equals each draw has one place for each.
    places = np.empty_like(drawn, dtype=np.int64)
    np.put_along_axis(
        places,
        np.argsort(-drawn, axis=1, kind="stable"),
        np.broadcast_to(np.arange(1, len(known) + 1), drawn.shape),
        axis=1,
    )
    best, worst = np.quantile(places, [0.025, 0.975], axis=0, method="inverted_cdf")
    found = []
    for place, which in enumerate(order):
        interval = weighted_sum(known[which].amounts, known[which].n)
        below = drawn[:, place + 1] if place + 1 < len(order) else None
        found.append(
            Place(
                name=known[which].name,
                place=place + 1,
                total=interval.total,
                low=interval.low,
                high=interval.high,
                above_next=None if below is None else _above(drawn[:, place], below),
                among_first=float((places[:, place] <= first).mean()),
                best=int(best[place]),
                worst=int(worst[place]),
            )
        )
    return tuple(found)


def _above(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float((one > other).mean() + (one == other).mean() / 2)


def _drawn(group: Amounts, dice: np.random.Generator, draws: int) -> NDArray[np.float64]:
    amounts, n = _condensed(group)
    return np.asarray(dice.poisson(n, size=(draws, len(n))) @ amounts, dtype=np.float64)


def _condensed(group: Amounts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return few amounts whose weighted Poisson sum has the same mean and variance."""
    counted = (group.n > 0) & (group.amounts > 0)
    amounts, n = group.amounts[counted], group.n[counted].astype(np.float64)
    if len(amounts) <= _DISTINCT:
        return amounts, n
    edges = np.geomspace(amounts.min(), amounts.max(), _DISTINCT + 1)[1:-1]
    bins = np.searchsorted(edges, amounts)
    sums = np.bincount(bins, weights=amounts * n)
    squares = np.bincount(bins, weights=amounts**2 * n)
    held = sums > 0
    return squares[held] / sums[held], sums[held] ** 2 / squares[held]
