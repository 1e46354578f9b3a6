"""How many weeks after a remedy it takes until an effect could be seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from cynosure.statistics.remedy_effect import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    RUN_UP,
    Compared,
    TooFewWeeks,
    compared,
    dispersion_of,
    freedom,
)
from cynosure.statistics.slope import Course, level_of, slope_of

LONGEST_WAIT = 52


def weeks_to_see(
    theme: ArrayLike,
    controls: ArrayLike,
    *,
    until: int,
    since: int,
    ratio: float = 0.5,
    power: float = 0.8,
    level: float = 0.95,
) -> int | None:
    """Return after how many whole weeks a fall to `ratio` would be called one, mostly.

    `theme`, `controls`, `until` and `since` are those of `remedy_effect`; the
    other themes are taken to go on as in their last eight weeks. Of such falls
    a share of `power` would be seen then. None: not within a year, since the
    theme is asked too seldom or its past is too short; waiting does not help
    where the past does not say what was to be expected.

    Source: the sample size of a comparison of rates, as in Rothman, Greenland
    and Lash, Modern Epidemiology (3rd ed., 2008), chapter 10, with the errors
    of `remedy_effect`.

    Raises
    ------
    TooFewWeeks
        As `remedy_effect`, but for what comes after.

    Examples
    --------
    >>> week = np.tile([20.0, 22, 18, 21, 19, 20, 23, 17], 5)
    >>> others = np.tile(week, (5, 1))
    >>> weeks_to_see(week, others, until=40, since=40)
    4
    >>> weeks_to_see(week / 20, others, until=40, since=40) is None
    True
    """
    ahead = LONGEST_WAIT
    counts, others = np.asarray(theme, np.float64), np.asarray(controls, np.float64)
    if until - RUN_UP < FEWEST_BEFORE:
        raise TooFewWeeks(max(0, until - RUN_UP), ahead)
    on = np.repeat(others[..., -8:].mean(-1, keepdims=True), ahead, axis=-1)
    weeks = compared(
        np.concatenate([counts[:since], np.zeros(ahead)]),
        np.concatenate([others[..., :since], on], axis=-1),
        until=until,
        since=since,
        judged=None,
    )
    for wait in range(FEWEST_AFTER, ahead + 1):
        seen = replace(weeks, later=weeks.later[:wait])
        told = (seen.usual, seen.earlier, seen.later)
        fits = ((1, level_of(*told)), (2, slope_of(*told, gap=seen.gap)))
        if all(
            _needed(seen, fitted, parameters=parameters, ratio=ratio, power=power, level=level)
            <= -np.log(ratio)
            for parameters, fitted in fits
        ):
            return wait
    return None


def _needed(
    weeks: Compared, fitted: Course, *, parameters: int, ratio: float, power: float, level: float
) -> float:
    """Return how far a logarithm of a ratio must lie from 0 to be seen mostly."""
    dispersion = dispersion_of(weeks.usual, fitted.before, weeks.earlier, parameters=parameters)
    seen = (1 + (dispersion - 1) * ratio) / (ratio * fitted.after)
    error = weeks.error(fitted.variance, dispersion) + seen
    times = float(stdtrit(freedom(weeks.usual.size, parameters), (1 + level) / 2)) + float(
        ndtri(power)
    )
    return times * float(np.sqrt(error))
