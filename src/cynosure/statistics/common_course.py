"""What all other themes did together: the course that a theme is held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# The square of a standard normal deviate has this median.
_MEDIAN_OF_SQUARES = 0.4549
_SPIKE = 4.0  # standard errors above what is usual: a week is an outage, not a rate
_APART = 3.0  # standard errors from the middle control: it has a change of its own
_FEWEST_TO_COMPARE = 4
_BLOCK = 4


@dataclass(frozen=True, slots=True)
class Together:
    """The controls' demands a week, and how far their changes from before to after lie apart."""

    course: Floats
    apart: Floats  # variance of the logarithm of their common change, as they differ among them


def common_course(
    controls: Floats, *, before: NDArray[np.intp], after: NDArray[np.intp]
) -> Together:
    """Return how many demands the controls had a week together, without what one did alone.

    `controls` are counts, themes by weeks (more axes may stand in front);
    `before` and `after` are the places of the weeks to compare. A control's week
    far above what the others let expect (an outage) counts as the expected one.
    A control whose change from before to after is more than three standard
    errors off the middle change (a remedy of its own, a new fault) is left out
    whole; if that were more than half of them, or if there are fewer than four,
    nothing is left out, since then nobody knows which of them is the rule. How
    far those that stay lie apart is told beside it: where few of them disagree,
    what they did together says little.

    Source: the variance of a ratio of sums over clusters, Cochran, Sampling
    Techniques (3rd ed., 1977), chapter 6.

    Examples
    --------
    >>> weeks = np.full((5, 12), 20.0)
    >>> weeks[0, 8:] = 70.0  # one control has a fault of its own
    >>> weeks[1, 3] = 400.0  # and one an outage
    >>> place = np.arange(12)
    >>> course = common_course(weeks, before=place[:8], after=place[8:]).course
    >>> float(course[0]), float(course[-1]), bool(course[3] < 100)
    (80.0, 80.0, True)
    """
    counts = np.asarray(controls, dtype=np.float64)
    # Of fewer than four nobody can say which one is apart, so none is cut or left out.
    rounds = 2 if counts.shape[-2] >= _FEWEST_TO_COMPARE else 0
    for _ in range(rounds):  # what one spike hid from the others is seen the second time
        together = counts.sum(axis=-2, keepdims=True)
        counts = without_spikes(counts, together - counts)
    counts = counts * _alike(counts, before, after)[..., None]
    return Together(counts.sum(axis=-2), _apart(counts, before, after))


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


def _apart(counts: Floats, before: NDArray[np.intp], after: NDArray[np.intp]) -> Floats:
    """Return the variance of the logarithm of the common change, by how the controls differ."""
    earlier, later = counts[..., before].sum(-1), counts[..., after].sum(-1)
    if counts.shape[-2] == 1:
        # Nobody knows whether the move of a single other theme was that of all.
        moved = np.log((later + 0.5) / after.size) - np.log((earlier + 0.5) / before.size)
        alone: Floats = moved[..., 0] ** 2
        return alone
    parts = [each / np.maximum(each.sum(-1, keepdims=True), 1.0) for each in (earlier, later)]
    groups = np.maximum((earlier + later > 0).sum(-1), 2)
    apart: Floats = ((parts[1] - parts[0]) ** 2).sum(-1) * groups / (groups - 1)
    return apart


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
