"""What all other themes did together: the course that a theme is held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# The square of a standard normal deviate has this median.
_MEDIAN_OF_SQUARES = 0.4549
_SPIKE = 4.0  # standard errors above what is usual: a week is an outage, not a rate
_APART = 3.0  # standard errors from the middle control: it has a change of its own
_FEWEST_TO_COMPARE = 4  # of fewer nobody can say which one is apart
_BLOCK = 4


def common_course(controls: Floats, *, before: NDArray[np.intp], after: NDArray[np.intp]) -> Floats:
    """Return how many demands the controls had a week together, without what one did alone.

    `controls` are counts, themes by weeks (more axes may stand in front);
    `before` and `after` are the places of the weeks to compare. A control's week
    far above what the others let expect (an outage) counts as the expected one.
    A control whose change from before to after is more than three standard
    errors off the middle change (a remedy of its own, a new fault) is left out
    whole; if that were more than half of them, nothing is left out, since then
    nobody knows which half is the rule.

    Examples
    --------
    >>> weeks = np.full((5, 12), 20.0)
    >>> weeks[0, 8:] = 70.0  # one control has a fault of its own
    >>> weeks[1, 3] = 400.0  # and one an outage
    >>> place = np.arange(12)
    >>> course = common_course(weeks, before=place[:8], after=place[8:])
    >>> float(course[0]), float(course[-1]), bool(course[3] < 100)
    (80.0, 80.0, True)
    """
    counts = np.asarray(controls, dtype=np.float64)
    for _ in range(2):  # what one spike hid from the others is seen the second time
        together = counts.sum(axis=-2, keepdims=True)
        counts = without_spikes(counts, together - counts)
    kept = _alike(counts, before, after)
    course: Floats = np.sum(counts * kept[..., None], axis=-2)
    return course


def without_spikes(counts: Floats, course: Floats) -> Floats:
    """Return weekly counts with outages cut down to four standard errors above the usual.

    Usual is the median share of `course`; how much weeks scatter is read from
    the median deviation, which one huge week cannot widen.

    >>> float(without_spikes(np.array([5.0, 4, 6, 5, 90, 5]), np.full(6, 50.0)).max())
    16.0
    """
    known = np.maximum(course, 0.5)
    mean = counts.sum(-1, keepdims=True) / known.sum(-1, keepdims=True)
    # Of what is seldom the median is 0, and every demand would be an outage.
    share = np.maximum(np.median(counts / known, axis=-1, keepdims=True), 0.3 * mean)
    usual = share * known
    scatter = np.maximum(usual, 1.0)
    dispersion = np.maximum(
        1.0,
        np.median((counts - usual) ** 2 / scatter, axis=-1, keepdims=True) / _MEDIAN_OF_SQUARES,
    )
    cut: Floats = np.minimum(counts, np.ceil(usual + _SPIKE * np.sqrt(dispersion * scatter)))
    return cut


def _alike(counts: Floats, before: NDArray[np.intp], after: NDArray[np.intp]) -> Flags:
    """Return which controls changed as the middle one did."""
    earlier, later = counts[..., before].sum(-1), counts[..., after].sum(-1)
    if counts.shape[-2] < _FEWEST_TO_COMPARE:
        return np.ones(earlier.shape, dtype=bool)
    # By the root of their counts: many small ones must not outvote what is known well.
    middle = _middle((later + 0.5) / (earlier + 0.5), np.sqrt(earlier + later))[..., None]
    both, chance = earlier + later, middle / (1 + middle)
    error = np.sqrt(_scatter(counts[..., before]) * (both + 1) * chance * (1 - chance))
    alike: Flags = np.abs(later - both * chance) <= _APART * error
    few = alike.mean(axis=-1, keepdims=True) < 0.5
    kept: Flags = alike | few
    return kept


def _scatter(weeks: Floats) -> Floats:
    """Return each control's dispersion over blocks of weeks; 1 where it is that of chance."""
    together = weeks.sum(axis=-2, keepdims=True)
    share = weeks.sum(-1, keepdims=True) / np.maximum(together.sum(-1, keepdims=True), 1.0)
    expected = share * together
    length = min(_BLOCK, weeks.shape[-1])
    off, due = in_blocks(weeks - expected, length), in_blocks(expected, length)
    blocks = off.shape[-1]
    found = (off**2 / np.maximum(due, 0.5)).sum(-1) / max(blocks - 1, 1)
    dispersion: Floats = np.maximum(1.0, found)
    return dispersion


def in_blocks(weeks: Floats, length: int) -> Floats:
    """Return sums over blocks of so many weeks, counted from the last one backwards.

    >>> in_blocks(np.array([9.0, 1, 1, 2, 2]), 2)
    array([2., 4.])
    """
    blocks = weeks.shape[-1] // length
    newest = weeks[..., weeks.shape[-1] - blocks * length :]
    summed: Floats = newest.reshape(*weeks.shape[:-1], blocks, length).sum(axis=-1)
    return summed


def _middle(values: Floats, weights: Floats) -> Floats:
    """Return the weighted median along the last axis."""
    order = np.argsort(values, axis=-1)
    upto = np.cumsum(np.take_along_axis(weights, order, axis=-1), axis=-1)
    place = (upto >= upto[..., -1:] / 2).argmax(axis=-1)[..., None]
    found: Floats = np.take_along_axis(np.take_along_axis(values, order, -1), place, -1)[..., 0]
    return found
