"""Figures and curves of how long something takes, what is still open included."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cynosure.answers import Curve, Interval
from cynosure.measures.durations import Durations, spoken
from cynosure.statistics import Incidence, aalen_johansen, kaplan_meier, log_log_band

_POINTS = 400  # of a drawn curve; more cannot be seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The median time to an event, with what is known where it is not reached."""

    median: int | None
    interval: Interval | None
    instead: str | None
    how: tuple[str, ...]
    parts: dict[str, float | None]


def incidence(durations: Durations, *, event: str, others: Collection[str]) -> Incidence:
    """Return the share that had the event, or another ending, by each time.

    What is neither is censored at its time: open, or withdrawn.
    """
    kinds = {event: durations.of([event])}
    kinds |= {kind: durations.of([kind]) for kind in others if durations.n(kind)}
    censored = durations.of([kind for kind in durations.by_label if kind not in kinds])
    return aalen_johansen(durations.times, kinds, censored)


def wait(durations: Durations, *, event: str, others: Collection[str]) -> Wait:
    """Return the median wait for `event` with its 85th and 95th percentile.

    By Kaplan and Meier where nothing else ends the wait, else by Aalen and
    Johansen. A percentile that is not reached is None, and
    `more_than_seconds` says how long was watched.
    """
    shares = incidence(durations, event=event, others=others)
    median = shares.percentile(event, 50)
    parts: dict[str, float | None] = {
        f"p{percent}": shares.percentile(event, percent) for percent in (50, 85, 95)
    }
    parts["more_than_seconds"] = shares.longest
    instead = None
    if median is None and shares.longest is None:
        instead = "nothing to measure"
    elif median is None and shares.longest is not None:
        instead = f"not reached; more than {spoken(shares.longest)}"
    low, high, method = _of_median(durations, shares, event=event)
    parts["median_low"], parts["median_high"] = low, high
    bounded = median is not None and low is not None and high is not None
    how: tuple[str, ...] = ()
    if median is not None and low is not None and high is None:
        how = (
            f"by chance the median may be above {spoken(low)}; how far above cannot be told yet",
        )
    return Wait(
        median=median,
        interval=Interval(float(low or 0), float(high or 0), kind="sampling", method=method)
        if bounded
        else None,
        instead=instead,
        how=how,
        parts=parts,
    )


def _of_median(
    durations: Durations, shares: Incidence, *, event: str
) -> tuple[int | None, int | None, str]:
    """Return the bounds of the median, None where a bound is not reached, and how they are made."""
    if len(shares.ended_as) == 1:
        curve = kaplan_meier(
            durations.times,
            durations.of([event]),
            durations.of([kind for kind in durations.by_label if kind != event]),
        )
        low, high = log_log_band(curve).percentile(50)
        method = "Greenwood on the log-log scale, inverted"
    else:
        bounds = shares.band(event)
        low, high = _first(shares.times, bounds[1]), _first(shares.times, bounds[0])
        method = "Aalen-Johansen with delta-method variance on the log-log scale, inverted"
    return low, high, method


def _first(times: NDArray[np.int64], bound: NDArray[np.float64]) -> int | None:
    places = np.flatnonzero(bound >= 0.5)
    return int(times[places[0]]) if places.size else None


def still_waiting(
    durations: Durations, *, name: str, event: str, others: Collection[str] = ()
) -> Curve:
    """Return the share that has not had the event yet, by time since the start, with its band.

    What ended in another way stays in the share: it never got the event.
    """
    shares = incidence(durations, event=event, others=others)
    had = shares.ended_as[event]
    low, high = shares.band(event)
    places = _spread(shares.times.size)
    x, y = [0.0], [1.0]
    lows: list[float | None] = [None]
    highs: list[float | None] = [None]
    for place in places:
        x.append(float(shares.times[place]))
        y.append(max(0.0, float(1 - had[place])))
        lows.append(None if np.isnan(high[place]) else float(1 - high[place]))
        highs.append(None if np.isnan(low[place]) else float(1 - low[place]))
    return _Steps(x=x, y=y, low=lows, high=highs).curve(name, longest=shares.longest)


def ended_as(durations: Durations, *, kinds: Collection[str]) -> tuple[Curve, ...]:
    """Return the share that has ended in each way, by time since the start, with its band.

    Aalen and Johansen: with what is still open the shares add up to 1 at any
    time. A way in which nothing has ended yet has no curve.
    """
    first, *others = [kind for kind in kinds if durations.n(kind)] or [""]
    if not first:
        return ()
    shares = incidence(durations, event=first, others=others)
    places = _spread(shares.times.size)
    found = []
    for kind in (first, *others):
        share = shares.ended_as[kind]
        low, high = shares.band(kind)
        found.append(
            _Steps(
                x=[0.0, *(float(shares.times[place]) for place in places)],
                y=[0.0, *(min(1.0, float(share[place])) for place in places)],
                low=[None, *(_known(low[place]) for place in places)],
                high=[None, *(_known(high[place]) for place in places)],
            ).curve(kind, longest=shares.longest)
        )
    return tuple(found)


def _known(bound: float) -> float | None:
    return None if np.isnan(bound) else float(bound)


@dataclass(slots=True, kw_only=True)
class _Steps:
    """A curve in the making, from its height at the start."""

    x: list[float]
    y: list[float]
    low: list[float | None]
    high: list[float | None]

    def curve(self, name: str, *, longest: int | None) -> Curve:
        # The curve is known up to the longest time watched, not only to the last event.
        if longest is not None and longest > self.x[-1]:
            self.x.append(float(longest))
            self.y.append(self.y[-1])
            self.low.append(self.low[-1])
            self.high.append(self.high[-1])
        return Curve(
            name=name, x=tuple(self.x), y=tuple(self.y), low=tuple(self.low), high=tuple(self.high)
        )


def _spread(size: int) -> list[int]:
    if size <= _POINTS:
        return list(range(size))
    return sorted({round(place) for place in np.linspace(0, size - 1, _POINTS).tolist()})
