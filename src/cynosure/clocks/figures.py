"""Rule 7: times of many, by survival analysis; what is open counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cynosure.clocks.clock import Request
from cynosure.statistics import aalen_johansen


@dataclass(frozen=True, slots=True)
class Figures:
    """The median time to a resolution; None where it is not reached, then `more_than_seconds`."""

    median_seconds: int | None
    more_than_seconds: int | None
    resolved: int
    open: int


def figures(requests: Iterable[Request]) -> Figures:
    """Return the median request-to-resolution time, other endings competing."""
    ended: dict[str, Counter[int]] = {"resolved": Counter(), "otherwise": Counter()}
    censored: Counter[int] = Counter()
    still_open = 0
    for request in requests:
        still_open += request.ended_at is None
        if request.request_to_resolution_seconds is not None:
            ended["resolved"][request.request_to_resolution_seconds] += 1
        elif request.competing_ending_seconds is not None:
            ended["otherwise"][request.competing_ending_seconds] += 1
        elif request.censored_seconds is not None:
            censored[request.censored_seconds] += 1
    times = sorted({*ended["resolved"], *ended["otherwise"], *censored})
    shares = aalen_johansen(
        times,
        {kind: [counts[t] for t in times] for kind, counts in ended.items()},
        [censored[t] for t in times],
    )
    median = shares.percentile("resolved", 50)
    return Figures(
        median_seconds=median,
        more_than_seconds=None if median is not None else shares.longest,
        resolved=sum(ended["resolved"].values()),
        open=still_open,
    )
