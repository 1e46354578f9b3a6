"""How far an unaudited failure share may lie from the truth."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cynosure.answers import Interval
from cynosure.nature.labeller import WEIGHTS
from cynosure.statistics import wilson


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


def unaudited_range(*, failure: int, value: int) -> Interval | None:
    """Return the range in which the failure share lies as far as anybody can tell before an audit.

    `failure` and `value` are how many demands the labeller called so. None where there are neither.

    Method: the model was trained again without each source of its training
    data in turn. How far its count of that source missed the true one, as a
    difference of log odds, is that source's miss. The range reaches from the
    lowest to the highest of these misses, around the count (widened by the
    sampling error of the count, Wilson 95 %). A new source is one more draw
    from such misses, if it resembles any: then the range holds its true share
    with a chance of about (n - 1) in (n + 1) for n sources. Nobody can promise that
    it does resemble one, so no coverage is promised (`level` is None).

    An interval of sampling alone would be far narrower, and wrong: labels by a
    machine on a new product err in one direction, and more of them do not help.

    Examples
    --------
    >>> found = unaudited_range(failure=700, value=300)
    >>> found.kind, found.low < 0.7 < found.high
    ('unaudited', True)
    >>> unaudited_range(failure=0, value=0) is None
    True
    """
    if failure + value == 0:
        return None
    lowest, highest = _band()
    counted = wilson(failure, failure + value)
    centre = log_odds(failure, value)
    assert counted.low is not None  # there is a demand
    assert counted.high is not None
    below = max(0.0, centre - _logit(counted.low, failure + value))
    above = max(0.0, _logit(counted.high, failure + value) - centre)
    return Interval(
        low=_share(centre + lowest - below),
        high=_share(centre + highest + above),
        kind="unaudited",
        method="the labeller's misses on sources left out of its training, plus sampling error",
        level=None,
    )


@functools.cache
def _band() -> tuple[float, float]:
    band = card()["unaudited"]
    return float(band["lowest"]), float(band["highest"])


def card() -> dict[str, Any]:
    """Return the model card that ships beside the weights."""
    read: dict[str, Any] = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    return read


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _logit(share: float, n: int) -> float:
    return math.log((share * n + 0.5) / ((1 - share) * n + 0.5))
