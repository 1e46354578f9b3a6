"""What a theme would be asked further on: by its average share, or by where its share was going."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cynosure.statistics.common_course import Floats

# Themes seldom gain or lose more than 4 % a week on the others for long: two such deviations.
_USUAL_SLOPE = 0.02
_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Course:
    """Expected demands: of each week before, of all weeks after, and how sure the latter is."""

    before: Floats
    after: Floats
    variance: Floats  # of the logarithm of `after`, for counts that scatter as chance does


def level_of(usual: Floats, earlier: Floats, later: Floats) -> Course:
    """Return what is expected where a theme keeps its average share of the other themes.

    `usual` are its weekly counts before, `earlier` and `later` the others'.

    >>> found = level_of(np.full(8, 5.0), np.full(8, 50.0), np.full(4, 100.0))
    >>> float(found.after), float(found.variance)
    (40.0, 0.025)
    """
    total = np.maximum(usual.sum(-1), 0.5)
    share = total / earlier.sum(-1)
    return Course(share[..., None] * earlier, share * later.sum(-1), 1 / total)


def slope_of(usual: Floats, earlier: Floats, later: Floats, *, gap: int) -> Course:
    """Return what is expected where a theme's share goes on as it was going.

    A Poisson regression of the counts on time with the others as exposure, its
    slope held near 0 by a normal prior of 2 % a week: of few weeks with few
    demands the slope would be anything. `gap` weeks lie between both and are of
    neither.

    Source: McCullagh and Nelder, Generalized Linear Models (2nd ed., 1989), 6.

    >>> week = np.arange(52)
    >>> falling = 400 * np.exp(-0.01 * week)
    >>> found = slope_of(falling[:40], np.full(40, 900.0), np.full(8, 900.0), gap=4)
    >>> round(float(found.after / falling[44:].sum()), 2)
    1.0
    """
    weeks, ahead = usual.shape[-1], later.shape[-1]
    unit = float(weeks)
    at = (np.arange(weeks) - (weeks - 1) / 2) / unit
    then = (np.arange(ahead) + weeks + gap - (weeks - 1) / 2) / unit
    pull = 1 / (_USUAL_SLOPE * unit) ** 2
    total, leaning = usual.sum(-1), (usual * at).sum(-1)
    height = np.log((total + 0.5) / earlier.sum(-1))
    slope = np.zeros_like(height)
    for _ in range(_ROUNDS):
        expected = earlier * np.exp(height[..., None] + slope[..., None] * at)
        zeroth, first = expected.sum(-1), (expected * at).sum(-1)
        second = (expected * at**2).sum(-1) + pull
        off, off_slope = total - zeroth, leaning - first - pull * slope
        determinant = np.maximum(zeroth * second - first**2, 1e-9)
        # Steps are bounded, so that no start, however bad, runs away.
        height = height + np.clip((second * off - first * off_slope) / determinant, -1, 1)
        slope = slope + np.clip((zeroth * off_slope - first * off) / determinant, -1, 1)
    before = earlier * np.exp(height[..., None] + slope[..., None] * at)
    each = later * np.exp(height[..., None] + slope[..., None] * then)
    after = each.sum(-1)
    centre = (each * then).sum(-1) / after
    zeroth, first = before.sum(-1), (before * at).sum(-1)
    second = (before * at**2).sum(-1) + pull
    determinant = np.maximum(zeroth * second - first**2, 1e-9)
    variance = (second - 2 * centre * first + centre**2 * zeroth) / determinant
    return Course(before, after, variance)
