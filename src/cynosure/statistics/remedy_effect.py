"""Whether a remedy worked: a theme's rate after it, against the other themes and its own past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaincinv, ndtr, stdtrit

from cynosure.errors import MeasureError
from cynosure.statistics.common_course import Floats, common_course, in_blocks, without_spikes
from cynosure.statistics.slope import Course, level_of, slope_of

RUN_UP = 4  # weeks before the remedy that count on neither side
FEWEST_BEFORE = 8
FEWEST_AFTER = 4
LONGEST_BEFORE = 52
# Weeks scatter more in blocks where rates wander; the longest length decides.
_LENGTHS = (1, 4, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The weeks before and after a remedy, as counts of the theme and of all controls together."""

    usual: Floats  # of the theme before, outages cut
    earlier: Floats  # of the controls before
    later: Floats  # of the controls after
    observed: Floats  # of the theme, over all weeks after
    course: Floats  # of the controls, all weeks that there are
    apart: Floats  # how far the controls' changes differ, as a variance of a logarithm
    gap: int  # weeks between both

    def error(self, variance: Floats, dispersion: Floats) -> Floats:
        """Return the variance of the logarithm of what is expected after, told with `variance`."""
        chance = 1 / self.earlier.sum(-1) + 1 / self.later.sum(-1)
        error: Floats = dispersion * variance + np.maximum(dispersion * chance, self.apart)
        return error


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What `remedy_effects` found, an array each, over all but the last axis of the counts."""

    ratio: Floats
    low: Floats
    high: Floats
    expected: Floats
    observed: Floats
    avoided_low: Floats
    avoided_high: Floats
    before: Floats  # demands a week before, outages cut
    dispersion: Floats
    fell: NDArray[np.bool_]
    rose: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyEffect:
    """How a theme's rate changed after a remedy, against the other themes.

    `ratio` is what was asked after the remedy divided by what would have been
    asked without it; `expected` and `observed` are demands over all weeks after.
    """

    ratio: float
    low: float
    high: float
    expected: float
    observed: int
    weekly_before: float
    dispersion: float  # variance over that of pure chance; never below 1
    weeks_before: int
    weeks_after: int
    fell: bool  # the whole interval is below 1
    rose: bool  # the whole interval is above 1
    unchanged: tuple[float, ...]  # demands of each week there is, had nothing been done
    avoided: tuple[float, float, float]  # demands not asked over the weeks after; figure, low, high


class TooFewWeeks(MeasureError):
    """There is too little before or after a remedy to compare."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__(
            f"{before} weeks before the remedy and {after} after it are too few to compare: it "
            f"takes {FEWEST_BEFORE} before (besides the {RUN_UP} right before it) and "
            f"{FEWEST_AFTER} after. Take in an export that goes further back, or wait."
        )


def remedy_effect(
    theme: Sequence[int] | NDArray[np.int64],
    controls: Sequence[Sequence[int]] | NDArray[np.int64],
    *,
    until: int,
    since: int,
    judged: int | None = None,
    level: float = 0.95,
) -> RemedyEffect:
    """Return how a theme's rate after a remedy differs from what was to be expected without it.

    `theme` are demands a week, `controls` those of the other themes (themes by
    weeks). Weeks before the place `until` came before the remedy, weeks from
    the place `since` on after it, `judged` of them or all; a week in which it
    was done is neither.

    What was to be expected is told twice: the theme kept its average share of
    what all themes were asked, or its share went on rising or falling as it did
    before. The interval holds what either allows, so that a theme which fell
    anyway is not credited; the figure is that nearer to "no change". The last
    four weeks before the remedy count on neither side: remedies are dated just
    after a peak, and the way back from it is no effect. Outages are cut (of the
    theme only before the remedy, so that this never helps a verdict "fell").
    Where few other themes disagree on what happened to all, the interval widens.
    The dispersion is the largest of those between weeks, blocks of four and of
    eight weeks, so that rates which wander widen the interval; it is never
    below that of chance. The level is two-sided, so "fell" has half of the rest:
    at most 2.5 % where nothing changes, and at most 5 % under all that
    `benchmarks/remedies.py` does to it.

    Source: quasi-likelihood as in McCullagh and Nelder, Generalized Linear
    Models (2nd ed., 1989), 4.5 and 6.2; the interval is that of
    `rate_ratio_exact` on effective counts with Student's t, after Korn and
    Graubard, Survey Methodology 24 (1998), so that 0 demands have one too;
    that of demands avoided joins both by Zou and Donner, Statistics in Medicine
    27 (2008).

    Raises
    ------
    TooFewWeeks
        With fewer than 8 weeks before the last four, or fewer than 4 after.

    Examples
    --------
    >>> theme = [20, 22, 18, 21, 19, 20, 23, 17] * 4 + [0] * 8
    >>> other = [[50, 48, 53, 49, 51, 50, 47, 52] * 5, [30, 33, 28, 29, 31, 30, 27, 32] * 5]
    >>> found = remedy_effect(theme, other, until=32, since=32)
    >>> found.fell, found.ratio, round(found.high, 2), found.weeks_before
    (True, 0.0, 0.02, 28)
    """
    counts = np.asarray(theme, dtype=np.float64)
    others = np.asarray(controls, dtype=np.float64).reshape(-1, counts.shape[-1])
    weeks = compared(counts, others, until=until, since=since, judged=judged)
    found = effects_of(weeks, level)
    return RemedyEffect(
        ratio=float(found.ratio),
        low=float(found.low),
        high=float(found.high),
        expected=float(found.expected),
        observed=int(found.observed),
        weekly_before=float(found.before),
        dispersion=float(found.dispersion),
        weeks_before=weeks.earlier.shape[-1],
        weeks_after=weeks.later.shape[-1],
        fell=bool(found.fell),
        rose=bool(found.rose),
        avoided=(
            float(found.expected - found.observed),
            float(found.avoided_low),
            float(found.avoided_high),
        ),
        unchanged=tuple((found.expected / weeks.later.sum() * weeks.course).tolist()),
    )


def remedy_effects(
    theme: ArrayLike,
    controls: ArrayLike,
    *,
    until: int,
    since: int,
    judged: int | None = None,
    level: float = 0.95,
) -> Effects:
    """Return what `remedy_effect` does, for many themes at once: further axes stand in front.

    >>> theme = np.full((2, 40), 20.0)
    >>> theme[1, 32:] = 2
    >>> remedy_effects(theme, np.full((2, 6, 40), 30.0), until=32, since=32).fell
    array([False,  True])
    """
    counts, others = np.asarray(theme, np.float64), np.asarray(controls, np.float64)
    return effects_of(compared(counts, others, until=until, since=since, judged=judged), level)


def compared(
    theme: Floats, controls: Floats, *, until: int, since: int, judged: int | None
) -> Compared:
    """Return the weeks that a remedy is judged by, as `remedy_effect` describes them.

    >>> weeks = compared(np.full(40, 5.0), np.ones((9, 40)), until=30, since=31, judged=8)
    >>> weeks.earlier.shape, weeks.later.shape, weeks.gap
    ((26,), (8,), 5)
    """
    weeks = theme.shape[-1]
    before = np.arange(max(0, until - RUN_UP - LONGEST_BEFORE), max(0, until - RUN_UP))
    after = np.arange(since, weeks if judged is None else min(weeks, since + judged))
    if before.size < FEWEST_BEFORE or after.size < FEWEST_AFTER:
        raise TooFewWeeks(before.size, after.size)
    # A week in which all others rested still has an exposure, or it could not be held against any.
    together = common_course(controls, before=before, after=after)
    course = together.course + 0.1
    earlier = course[..., before]
    return Compared(
        usual=without_spikes(theme[..., before], earlier),
        earlier=earlier,
        later=course[..., after],
        observed=theme[..., after].sum(-1),
        course=course,
        apart=together.apart,
        gap=since - int(before[-1]) - 1,
    )


def effects_of(weeks: Compared, level: float) -> Effects:
    """Return how the rate after differs from what the weeks before let expect.

    >>> weeks = compared(np.full(40, 5.0), np.ones((9, 40)), until=32, since=32, judged=None)
    >>> float(effects_of(weeks, 0.95).ratio)
    1.0
    """
    usual, earlier, later, observed = weeks.usual, weeks.earlier, weeks.later, weeks.observed
    told = [
        _against(fitted, weeks, parameters=parameters, level=level)
        for parameters, fitted in (
            (1, level_of(usual, earlier, later)),
            (2, slope_of(usual, earlier, later, gap=weeks.gap)),
        )
    ]
    ratios = np.stack([one.ratio for one in told])
    expectations = np.stack([one.expected for one in told])
    high = np.maximum(told[0].high, told[1].high)
    off = np.abs(np.log(np.maximum(ratios, 1e-12)))
    # Of nothing both ratios are 0; the lower expectation is then the cautious one.
    nearer = np.where(observed > 0, off[1] < off[0], expectations[1] < expectations[0])
    fell = high < 1
    least = np.minimum(told[0].avoided_low, told[1].avoided_low)
    return Effects(
        ratio=np.where(nearer, ratios[1], ratios[0]),
        low=np.minimum(told[0].low, told[1].low),
        high=high,
        expected=np.where(nearer, expectations[1], expectations[0]),
        observed=observed,
        # Two approximations differ by a little: what fell was not asked more often.
        avoided_low=np.where(fell, np.maximum(least, 0.0), least),
        avoided_high=np.maximum(told[0].avoided_high, told[1].avoided_high),
        before=usual.mean(-1),
        dispersion=np.maximum(told[0].dispersion, told[1].dispersion),
        fell=fell,
        rose=np.minimum(told[0].low, told[1].low) > 1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is found against one way to expect."""

    ratio: Floats
    low: Floats
    high: Floats
    expected: Floats
    dispersion: Floats
    avoided_low: Floats
    avoided_high: Floats


def _against(fitted: Course, weeks: Compared, *, parameters: int, level: float) -> _Told:
    usual, observed, expected = weeks.usual, weeks.observed, fitted.after
    dispersion = dispersion_of(usual, fitted.before, weeks.earlier, parameters=parameters)
    error = weeks.error(fitted.variance, dispersion)
    student = stdtrit(freedom(usual.shape[-1], parameters), (1 + level) / 2)
    tail = ndtr(-student)
    # Rates that wander do so in proportion: what comes half as often scatters half as far.
    scatter = 1 + (dispersion - 1) * np.clip(observed / expected, 0, 1)
    # What is expected counts as much as a count whose relative error is the same.
    known, seen = 1 / error, observed / scatter
    scale = known * scatter / expected
    lower = betaincinv(seen + 0.5, known + 0.5, tail)
    upper = betaincinv(seen + 0.5, known + 0.5, 1 - tail)
    # The interval of the difference, from those of both (Zou and Donner's MOVER). How the rate
    # would have wandered in just these weeks is not known either.
    unseen = error + (dispersion - 1) / expected
    width = np.exp(np.minimum(student * np.sqrt(unseen), 30))
    fewest = np.where(observed > 0, scatter * gammaincinv(seen + 0.5, tail), 0.0)
    most = scatter * gammaincinv(seen + 0.5, 1 - tail)
    figure = expected - observed
    return _Told(
        ratio=observed / expected,
        low=np.where(observed > 0, lower / np.maximum(1 - lower, 1e-12) * scale, 0.0),
        high=upper / np.maximum(1 - upper, 1e-12) * scale,
        expected=expected,
        dispersion=dispersion,
        avoided_low=figure - np.hypot(expected - expected / width, most - observed),
        avoided_high=figure + np.hypot(expected * width - expected, observed - fewest),
    )


def freedom(weeks: int, parameters: int) -> int:
    """Return the degrees of freedom that so many weeks are worth.

    Half of them: where rates wander, neighbouring weeks say partly the same.

    >>> freedom(22, 2)
    9
    """
    return max(weeks // 2 - parameters, 1)


def dispersion_of(usual: Floats, fitted: Floats, course: Floats, *, parameters: int) -> Floats:
    """Return the variance of weekly counts over that of chance, never below 1.

    Pearson's statistic by weeks, blocks of four and of eight; the largest.
    Where rates wander from week to week, longer blocks scatter more.

    >>> flat = np.full(16, 10.0)
    >>> float(dispersion_of(flat, flat, np.full(16, 90.0), parameters=1))
    1.0
    """
    largest = np.ones(usual.shape[:-1])
    for length in _LENGTHS:
        off, due = in_blocks(usual - fitted, length), in_blocks(fitted, length)
        blocks = off.shape[-1]
        if blocks > parameters:
            share = due / np.maximum(in_blocks(course, length), 1e-9)
            chi = (off**2 / np.maximum(due * (1 + share), 1e-9)).sum(-1)
            largest = np.maximum(largest, chi / (blocks - parameters))
    return largest
