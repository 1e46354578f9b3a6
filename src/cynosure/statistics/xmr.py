"""Process behaviour charts: what is noise, and what is more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Wheeler's constants: 3 / d2 and D4 of two points, by mean and by median.
_CLASSIC = (2.66, 3.268)
_ROBUST = (3.145, 3.865)


@dataclass(frozen=True, slots=True)
class RuleSignals:
    """Places of the points, from 0, that each rule calls more than noise."""

    outside: tuple[int, ...]
    three_of_four: tuple[int, ...]
    eight_in_a_row: tuple[int, ...]
    moving_range_outside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProcessBehaviour:
    """Natural limits of single values and of their moving range."""

    centre: float
    moving_range: float  # its mean, or its median in the robust form
    upper: float
    lower: float | None  # None where it would be below what is possible
    moving_range_limit: float
    signals: RuleSignals


def xmr(
    values: Sequence[float],
    *,
    baseline: int | None = None,
    non_negative: bool = True,
    robust: bool = False,
) -> ProcessBehaviour:
    """Return the natural limits of a series and the points that are signals.

    Limits come from the first `baseline` values, or from all; they are never
    made anew each month, which would let them follow the change they should
    show. A lower limit below 0 of what cannot be negative is no limit, and
    nothing can be near it. The robust form takes medians, so that one outlier
    does not widen the limits that should find it.

    Rules: a point outside; three of four in a row nearer to one limit than to
    the centre; eight in a row on one side (a point on the centre is on
    neither). No run rules on moving ranges: neighbours share a value.

    Source: Wheeler, Understanding Variation (2nd ed., 2000); Making Sense of
    Data (2003).

    Raises
    ------
    ValueError
        Below two values, or a baseline below two: there is no moving range.

    Examples
    --------
    >>> weeks = [52, 47, 58, 49, 61, 55, 50, 44, 57, 83, 51, 48]
    >>> chart = xmr(weeks)
    >>> round(chart.lower, 4), round(chart.upper, 4), chart.signals.outside
    (23.6306, 85.5361, ())
    >>> xmr(weeks, robust=True).signals.outside
    (9,)
    """
    points = np.asarray(values, dtype=np.float64)
    base = points[:baseline]
    if base.size < 2:
        raise ValueError(f"{base.size} values have no moving range; give two or more.")
    average: Callable[[NDArray[np.float64]], np.float64] = np.median if robust else np.mean
    width, range_width = _ROBUST if robust else _CLASSIC
    centre = float(average(base))
    moving_range = float(average(np.abs(np.diff(base))))
    upper = centre + width * moving_range
    low = centre - width * moving_range
    lower = None if non_negative and low < 0 else low
    range_limit = range_width * moving_range
    return ProcessBehaviour(
        centre=centre,
        moving_range=moving_range,
        upper=upper,
        lower=lower,
        moving_range_limit=range_limit,
        signals=RuleSignals(
            outside=_places((points > upper) | (points < (-np.inf if lower is None else lower))),
            three_of_four=_three_of_four(points, centre, upper, lower),
            eight_in_a_row=_eight_in_a_row(points, centre),
            moving_range_outside=tuple(
                place + 1 for place in _places(np.abs(np.diff(points)) > range_limit)
            ),
        ),
    )


def _places(where: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(where).tolist())


def _three_of_four(
    points: NDArray[np.float64], centre: float, upper: float, lower: float | None
) -> tuple[int, ...]:
    from_centre = np.abs(points - centre)
    near = [np.abs(points - upper) < from_centre]
    if lower is not None:
        near.append(np.abs(points - lower) < from_centre)
    signal = np.zeros(points.size, dtype=bool)
    for side in near:
        signal |= _ran(side, length=4) >= 3
    return _places(signal)


def _eight_in_a_row(points: NDArray[np.float64], centre: float) -> tuple[int, ...]:
    above, below = _ran(points > centre, length=8), _ran(points < centre, length=8)
    return _places((above == 8) | (below == 8))


def _ran(where: NDArray[np.bool_], *, length: int) -> NDArray[np.int64]:
    """Return how many of the last `length` points are marked; 0 before there are as many."""
    upto = np.cumsum(np.concatenate([[0], where.astype(np.int64)]))
    counts = np.zeros(where.size, dtype=np.int64)
    counts[length - 1 :] = upto[length:] - upto[:-length]
    return counts
