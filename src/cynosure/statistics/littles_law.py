"""Whether a quoted time can be true, given what is open and how fast it ends."""

from __future__ import annotations

from dataclasses import dataclass

# Stock and flow are averages; a factor below this is not worth a quarrel.
_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class Flow:
    """What the stock says about the time, in the unit of the rates."""

    implied_time: float | None  # None where nothing ends
    growing: bool
    consistent: bool | None  # None where there is nothing to compare


def littles_law(
    *, open_now: float, arrivals: float, endings: float, quoted_time: float | None = None
) -> Flow:
    """Return the time that the stock implies, and whether a quoted time agrees with it.

    Stock divided by the rate of endings, a check of averages over a long
    window, not a forecast. A quoted time is inconsistent where it differs by
    more than a factor of 1.5 either way.

    Source: Little, Operations Research 9 (1961): L = lambda W.

    Examples
    --------
    >>> littles_law(open_now=84, arrivals=12, endings=12, quoted_time=0.5)
    Flow(implied_time=7.0, growing=False, consistent=False)
    """
    implied = open_now / endings if endings else None
    consistent = None
    if implied is not None and quoted_time is not None:
        consistent = implied <= _FACTOR * quoted_time and quoted_time <= _FACTOR * implied
    return Flow(implied_time=implied, growing=arrivals > endings, consistent=consistent)
