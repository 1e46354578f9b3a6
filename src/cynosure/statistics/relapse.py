"""Whether a theme that fell after a remedy is back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cynosure.statistics.common_course import Floats
from cynosure.statistics.remedy_effect import compared, effects_of

YEARS_BETWEEN_FALSE_ALARMS = 10
_WEEKS_A_YEAR = 52


@dataclass(frozen=True, slots=True)
class Relapse:
    """What the weeks after the judged ones say."""

    alarm: int | None  # the place of the week with which it was clear; None: not back
    evidence: tuple[float, ...]  # a watched week each; an alarm is where it reaches `threshold`
    threshold: float


def relapse(
    theme: ArrayLike,
    controls: ArrayLike,
    *,
    until: int,
    since: int,
    judged: int,
    years: float = YEARS_BETWEEN_FALSE_ALARMS,
) -> Relapse:
    """Return whether, in the weeks after the judged ones, the theme's rate went back up.

    The parameters are those of `remedy_effect`. Week by week, evidence adds up
    for "half of what was won is lost again" against "the rate is still below
    the upper end of the interval after the remedy", and starts anew at 0
    whenever it is negative; an alarm comes with the logarithm of the weeks that
    lie between two false ones, so that these come once in `years` years or less
    often. A single week, however bad, is no relapse: it counts for at most 60 %
    of an alarm.

    Source: Page's cumulative sum, Biometrika 41 (1954), of log-likelihood
    ratios (Poisson, divided by the dispersion); the bound on false alarms is
    Lorden's, Annals of Mathematical Statistics 42 (1971).

    Raises
    ------
    TooFewWeeks
        As `remedy_effect`.

    Examples
    --------
    >>> usual = [20, 22, 18, 21, 19, 20, 23, 17] * 4
    >>> other = [[50, 48, 53, 49, 51, 50, 47, 52] * 7] * 3
    >>> held = usual + [1] * 8 + [0, 2, 1, 1] * 4
    >>> relapse(held, other, until=32, since=32, judged=8).alarm is None
    True
    >>> back = usual + [1] * 8 + [0, 2, 1, 1] + [19, 22, 20, 21] * 3
    >>> relapse(back, other, until=32, since=32, judged=8).alarm  # the second week of it
    45
    """
    evidence, threshold = _evidence(
        theme, controls, until=until, since=since, judged=judged, years=years
    )
    reached = np.flatnonzero(evidence >= threshold)
    return Relapse(
        alarm=since + judged + int(reached[0]) if reached.size else None,
        evidence=tuple(evidence.tolist()),
        threshold=threshold,
    )


def relapses(
    theme: ArrayLike,
    controls: ArrayLike,
    *,
    until: int,
    since: int,
    judged: int,
    years: float = YEARS_BETWEEN_FALSE_ALARMS,
) -> NDArray[np.int64]:
    """Return how many weeks were watched until the alarm, for many themes at once; -1: none.

    >>> theme = np.full((2, 60), 20.0)
    >>> theme[:, 32:50] = 1
    >>> theme[0, 50:] = 1
    >>> relapses(theme, np.full((2, 6, 60), 30.0), until=32, since=32, judged=8)
    array([-1, 12])
    """
    evidence, threshold = _evidence(
        theme, controls, until=until, since=since, judged=judged, years=years
    )
    reached = evidence >= threshold
    return np.where(reached.any(-1), reached.argmax(-1) + 1, -1)


def _evidence(
    theme: ArrayLike,
    controls: ArrayLike,
    *,
    until: int,
    since: int,
    judged: int,
    years: float,
) -> tuple[Floats, float]:
    counts, others = np.asarray(theme, np.float64), np.asarray(controls, np.float64)
    weeks = compared(counts, others, until=until, since=since, judged=judged)
    effect = effects_of(weeks, 0.95)
    threshold = float(np.log(years * _WEEKS_A_YEAR))
    share = (effect.expected / weeks.later.sum(-1))[..., None]
    unchanged = share * weeks.course[..., since + judged :]
    holds = np.minimum(effect.high, 0.9)[..., None]  # what hardly fell can hardly come back
    back = (1 + holds) / 2
    scatter = 1 + (effect.dispersion[..., None] - 1) * holds
    watched = counts[..., since + judged :]
    speaks = (watched * np.log(back / holds) - (back - holds) * unchanged) / scatter
    speaks = np.minimum(speaks, 0.6 * threshold)
    evidence = np.zeros_like(speaks)
    so_far = np.zeros(speaks.shape[:-1])
    for week in range(speaks.shape[-1]):
        so_far = np.maximum(0.0, so_far + speaks[..., week])
        evidence[..., week] = so_far
    return evidence, threshold
