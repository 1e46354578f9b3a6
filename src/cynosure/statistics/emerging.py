"""Which groups have lately come up more often than their past explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, nbinom

# Weeks of the past without which nobody knows how much a group comes and goes by itself.
LEAST_PAST = 20
# Fewer lately are no wave, however seldom they came before.
LEAST_RECENT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergence:
    """How often a group came up lately, and how often it would have by its past."""

    name: str
    recent: int
    past: int
    expected: float | None  # in the recent weeks; None where there is nothing to go by
    chance: float | None  # of so many or more if nothing had changed
    emerging: bool | None  # None: the past is too short to tell
    new: bool  # never seen before the recent weeks


def emerging(
    weekly: Mapping[str, Sequence[int]],
    whole: Sequence[int],
    *,
    recent: int = 4,
    rate: float = 0.05,
) -> tuple[Emergence, ...]:
    """Return for each group whether its part of the whole rose in the last weeks.

    `weekly` counts each group week by week, the last week last; `whole` counts
    all demand of which the groups are parts. What rises with the whole does
    not emerge, so a general trend or a season of all is no alarm. Each group is
    set against its own past: in the recent weeks it is expected as often as
    the rest of the demand says, give or take chance and the scatter of its own
    past weeks, or of all groups' where that is larger; how badly a short past
    knows its scatter is added. The largest of many must be far out: over all
    groups of one look at most `rate` of looks raise any false alarm (Holm).
    A burst much larger than any before is an alarm; it may be over next week.

    Source: the negative binomial of outbreak detection, Farrington et al.,
    JRSS A 159 (1996), and Noufaily et al., Statistics in Medicine 32 (2013),
    with the demand itself for trend and season; Holm, Scandinavian Journal of
    Statistics 6 (1979).

    Examples
    --------
    >>> steady, rising = [3] * 56, [3] * 52 + [12] * 4
    >>> told = emerging({"steady": steady, "rising": rising}, [60] * 56)
    >>> [(each.name, each.emerging) for each in told]
    [('steady', False), ('rising', True)]
    >>> told[1].recent, round(told[1].expected)
    (48, 10)
    """
    every = np.asarray(whole, dtype=np.float64)
    past = len(every) - recent
    names = list(weekly)
    counts = np.array([weekly[name] for name in names], dtype=np.float64).reshape(
        len(names), len(every)
    )
    before, lately = counts[:, : max(past, 0)].sum(axis=1), counts[:, max(past, 0) :].sum(axis=1)
    expected = chance = None
    alarms = np.zeros(len(names), dtype=bool)
    if past >= LEAST_PAST and names:
        expected, chance = _against_past(counts, every[None, :] - counts, past=past)
        alarms = _holm(chance, rate) & (lately >= LEAST_RECENT)
    return tuple(
        Emergence(
            name=name,
            recent=int(lately[place]),
            past=int(before[place]),
            expected=None if expected is None else float(expected[place]),
            chance=None if chance is None else float(chance[place]),
            emerging=None if expected is None else bool(alarms[place]),
            new=past > 0 and before[place] == 0 and lately[place] > 0,
        )
        for place, name in enumerate(names)
    )


def _against_past(
    counts: NDArray[np.float64], rest: NDArray[np.float64], *, past: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many were to be expected lately, and the chance of what came or more."""
    lately = counts[:, past:].sum(axis=1)
    before = counts[:, :past].sum(axis=1)
    rest_before, rest_lately = rest[:, :past].sum(axis=1), rest[:, past:].sum(axis=1)
    ratio = np.divide(rest_lately, rest_before, out=np.zeros_like(before), where=rest_before > 0)
    scatter = _scatter(counts[:, :past], rest[:, :past])
    recent = counts.shape[1] - past
    # One more than was seen: without scatter this is the exact test of two counts, and what was
    # never seen before may still have come.
    mean = (before + 1) * ratio
    spread = (
        1 / (before + 1)
        + scatter * (1 / recent + 1 / past)
        + 1 / np.maximum(rest_before, 1)
        + 1 / np.maximum(rest_lately, 1)
    )
    chance = np.ones_like(mean)
    # Where there is no other demand, there is nothing to set a group against.
    judged = (mean > 0) & (lately > 0)
    size = 1 / spread[judged]
    chance[judged] = nbinom.sf(lately[judged] - 1, size, size / (size + mean[judged]))
    return before * ratio, chance


def _scatter(counts: NDArray[np.float64], rest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much (as a squared share) a week's rate differs from what the rest says."""
    weeks = counts.shape[1]
    total = counts.sum(axis=1, keepdims=True)
    whole = np.maximum(rest.sum(axis=1, keepdims=True), 1)
    expected = total * rest / whole
    beyond = ((counts - expected) ** 2).sum(axis=1) * weeks / (weeks - 1) - expected.sum(axis=1)
    squares = (expected**2).sum(axis=1)
    own = np.divide(beyond, squares, out=np.zeros_like(beyond), where=squares > 0)
    of_all = max(0.0, float(beyond.sum() / max(squares.sum(), 1e-9)))
    # An upper bound of the own one: few weeks may have been calm by chance.
    unsure = (weeks - 1) / float(chi2.ppf(0.02, weeks - 1))
    return np.asarray(np.maximum(np.maximum(own, 0.0) * unsure, of_all), dtype=np.float64)


def _holm(chances: NDArray[np.float64], rate: float) -> NDArray[np.bool_]:
    order = np.argsort(chances, kind="stable")
    allowed = rate / (len(chances) - np.arange(len(chances)))
    held = chances[order] <= allowed
    alarms = np.zeros(len(chances), dtype=bool)
    alarms[order[: len(held) if held.all() else int(np.argmin(held))]] = True
    return alarms
