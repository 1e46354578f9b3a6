"""What is more common here than elsewhere, when many things are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc

from cynosure.statistics.rate_ratio import Exposed, Ratio, rate_ratio_exact


@dataclass(frozen=True, slots=True)
class Held:
    """How many hold something here and elsewhere, and of how many each."""

    here: int
    of_here: int
    elsewhere: int
    of_elsewhere: int


@dataclass(frozen=True, slots=True)
class Concentrated:
    """Something that is over-represented here: which one of those given, and how much.

    `ratio` is of the two shares; its `ratio` and `high` are None where nobody
    elsewhere holds it.
    """

    place: int
    share_here: float
    share_elsewhere: float
    ratio: Ratio


def concentrated(
    held: Sequence[Held], *, least: float = 1.5, false_discoveries: float = 0.05, fewest: int = 3
) -> tuple[Concentrated, ...]:
    """Return what is held at least `least` times as often here as elsewhere, the surest first.

    Each of many values is asked whether its share here is more than `least` times its
    share elsewhere: given how many hold it in all, those here are binomial. Of what is
    returned, at most the share `false_discoveries` is wrong on average (where nothing at
    all is concentrated: anything is returned so rarely). The intervals are as much wider
    as many values were looked at, so that no lower limit is below `least`.

    What fewer than `fewest` hold in all is not looked at and does not count as looked at;
    that is fair, because how many hold it in all says nothing about where.

    Source: Benjamini and Hochberg, J. R. Statist. Soc. B 57 (1995); for the intervals
    Benjamini and Yekutieli, J. Am. Stat. Assoc. 100 (2005); for the ratio Przyborowski and
    Wilenski, Biometrika 31 (1940).

    Examples
    --------
    >>> mail, telephone = Held(40, 50, 900, 3_000), Held(10, 50, 2_100, 3_000)
    >>> [(found.place, found.share_here, found.share_elsewhere) for found in
    ...  concentrated([mail, telephone])]
    [(0, 0.8, 0.3)]
    """
    looked_at = [
        place
        for place, each in enumerate(held)
        if each.here + each.elsewhere >= fewest and each.of_here and each.of_elsewhere
    ]
    if not looked_at:
        return ()
    tails = np.array([_tail(held[place], least) for place in looked_at])
    order = np.argsort(tails, kind="stable")
    steps = false_discoveries * np.arange(1, tails.size + 1) / tails.size
    passed = np.flatnonzero(tails[order] <= steps)
    if not passed.size:
        return ()
    shown = int(passed[-1]) + 1
    level = 1 - 2 * false_discoveries * shown / tails.size
    found = [_found(place := looked_at[i], held[place], level) for i in order[:shown].tolist()]
    return tuple(sorted(found, key=lambda each: (-(each.ratio.low or 0.0), each.place)))


def _tail(each: Held, least: float) -> float:
    """Return how likely so many or more are here, were the ratio just `least`."""
    if not each.here:
        return 1.0
    weight = least * each.of_here
    return float(
        bdtrc(each.here - 1, each.here + each.elsewhere, weight / (weight + each.of_elsewhere))
    )


def _found(place: int, each: Held, level: float) -> Concentrated:
    return Concentrated(
        place=place,
        share_here=each.here / each.of_here,
        share_elsewhere=each.elsewhere / each.of_elsewhere,
        ratio=rate_ratio_exact(
            Exposed(each.elsewhere, each.of_elsewhere),
            Exposed(each.here, each.of_here),
            level=level,
        ),
    )
