"""How many weeks after a remedy it takes until an effect could be seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from cynosure.statistics.common_course import Floats
from cynosure.statistics.remedy_effect import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    RUN_UP,
    TooFewWeeks,
    compared,
    dispersion_of,
)
from cynosure.statistics.slope import level_of, slope_of

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
    usual, earlier = weeks.usual, weeks.earlier
    for wait in range(FEWEST_AFTER, ahead + 1):
        later = weeks.later[:wait]
        fits = (level_of(usual, earlier, later), slope_of(usual, earlier, later, gap=weeks.gap))
        if all(
            _seen(fitted.variance, fitted.after, dispersion, earlier, later, freedom=freedom,
                  ratio=ratio, power=power, level=level)
            for fitted, freedom, dispersion in (
                (fits[0], usual.size - 1, dispersion_of(usual, fits[0].before, earlier, parameters=1)),
                (fits[1], usual.size - 2, dispersion_of(usual, fits[1].before, earlier, parameters=2)),
            )
        ):  # fmt: skip
            return wait
    return None


def _seen(
    variance: Floats,
    expected: Floats,
    dispersion: Floats,
    earlier: Floats,
    later: Floats,
    *,
    freedom: int,
    ratio: float,
    power: float,
    level: float,
) -> bool:
    known = dispersion * (variance + 1 / earlier.sum() + 1 / later.sum())
    seen = (1 + (dispersion - 1) * ratio) / (ratio * expected)
    needed = float(stdtrit(freedom, (1 + level) / 2)) + float(ndtri(power))
    return bool(needed * np.sqrt(known + seen) <= -np.log(ratio))
