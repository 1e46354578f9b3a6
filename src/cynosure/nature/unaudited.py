"""How far an unaudited failure share may lie from the truth."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scipy.special import expit, logit, stdtrit

from cynosure.answers import Interval
from cynosure.nature.labeller import WEIGHTS
from cynosure.statistics import wilson

_LEVEL = 0.95
# Not one of many demands called value does not say that there is none: near 0
# and 1 the odds alone would make the range a point.
_NEVER_SURER = 0.99


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A source that the model was not trained on: what it really held, what the model said."""

    source: str
    failure: int
    value: int
    called_failure: int
    called_value: int


def log_odds(failure: int, value: int) -> float:
    """Return the logarithm of failure to value, half a demand added to each side.

    >>> log_odds(7, 7), round(log_odds(20, 5), 3)
    (0.0, 1.316)
    """
    return math.log((failure + 0.5) / (value + 0.5))


def misses(held_out: Sequence[HeldOut]) -> list[float]:
    """Return for each source by how much the truth exceeded what was called, in log odds."""
    return [
        log_odds(each.failure, each.value) - log_odds(each.called_failure, each.called_value)
        for each in held_out
    ]


def band_of(missed: Sequence[float]) -> tuple[float, float]:
    """Return between what the miss of one more source lies, as far as these can tell.

    The prediction interval of a next draw, 95 %: mean ± t·s·sqrt(1 + 1/n).
    Unbounded where one source or none was left out.

    >>> low, high = band_of([-1.0, 0.0, 1.0])
    >>> round(low, 2), round(high, 2)
    (-4.97, 4.97)
    """
    n = len(missed)
    if n < 2:
        return -math.inf, math.inf
    centre = sum(missed) / n
    spread = math.sqrt(sum((miss - centre) ** 2 for miss in missed) / (n - 1))
    half = float(stdtrit(n - 1, (1 + _LEVEL) / 2)) * spread * math.sqrt(1 + 1 / n)
    return centre - half, centre + half


def contained(held_out: Sequence[HeldOut]) -> int:
    """Return how many sources' true shares lie in the range that the other sources make."""
    inside = 0
    for each in held_out:
        others = [other for other in held_out if other is not each]
        low, high = _range(each.called_failure, each.called_value, band_of(misses(others)))
        inside += low <= each.failure / (each.failure + each.value) <= high
    return inside


def unaudited_range(*, failure: int, value: int) -> Interval | None:
    """Return the range in which the failure share lies as far as anybody can tell before an audit.

    `failure` and `value` are how many demands the shipped labeller called so.
    None where there are neither.

    Method: the model was trained again without each source of its training
    data in turn. By how much the true failure share of that source's random
    rows differed from the called one, in log odds, is its miss. Misses on
    sources are treated as draws from one distribution, and the range is the
    95 % prediction interval of one more miss around the called share, widened
    by the sampling error of the count (Wilson, 95 %). Sensitivity and
    specificity as in Rogan and Gladen's correction were not used: taken from
    sources with few value demands they are so uncertain that most ranges
    would be 0 to 1.

    Check: the range made from the other sources contained the true share of
    at least 90 % of the sources (`contained`, in the model card; a test holds
    it). How far labels lean towards value was set on all of them together,
    which flatters this a little. Nobody can promise that a new source
    resembles any of these, so `level` is None.

    An interval of sampling alone would be far narrower and wrong: on a new
    product a machine errs in one direction, and more demands do not help.

    Examples
    --------
    >>> found = unaudited_range(failure=700, value=300)
    >>> found.kind, found.low < 0.7 < found.high, found.high - found.low > 0.1
    ('unaudited', True, True)
    >>> unaudited_range(failure=0, value=0) is None
    True
    """
    if failure + value == 0:
        return None
    low, high = _range(failure, value, _shipped_band())
    return Interval(
        low=low,
        high=high,
        kind="unaudited",
        method="the labeller's misses on sources left out of its training, plus sampling error",
        level=None,
    )


def _range(failure: int, value: int, band: tuple[float, float]) -> tuple[float, float]:
    counted = wilson(failure, failure + value)
    if counted.low is None or counted.high is None:
        return 0.0, 1.0
    return _moved(counted.low, band[0], most=_NEVER_SURER), _moved(
        counted.high, band[1], least=1 - _NEVER_SURER
    )


def _moved(share: float, odds: float, *, least: float = 0.0, most: float = 1.0) -> float:
    """Return a share with its log odds moved, having been brought within least and most.

    >>> round(_moved(0.5, 1.0), 3), _moved(1.0, -1.0), round(_moved(1.0, -1.0, most=0.99), 3)
    (0.731, 1.0, 0.973)
    """
    share = min(most, max(least, share))
    return float(expit(logit(share) + odds))


@functools.cache
def _shipped_band() -> tuple[float, float]:
    found = card()["unaudited"]
    return float(found["lowest"]), float(found["highest"])


def card() -> dict[str, Any]:
    """Return the model card that ships beside the weights."""
    read: dict[str, Any] = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    return read
