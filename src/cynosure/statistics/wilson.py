"""The interval of a share that was counted on a random sample."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval; all None where nothing was counted."""

    share: float | None
    low: float | None
    high: float | None


def wilson(count: int, total: int, *, level: float = 0.95) -> Share:
    """Return the share `count / total` with Wilson's score interval.

    Without continuity correction. Never leaves 0 to 1, and is no point at
    none of ten, where the plain interval is. Of nothing there is no share.

    Source: Wilson, JASA 22 (1927).

    Raises
    ------
    ValueError
        If the count is not within 0 and the total.

    Examples
    --------
    >>> audit = wilson(120, 300)
    >>> audit.share, round(audit.low, 3), round(audit.high, 3)
    (0.4, 0.346, 0.456)
    >>> wilson(0, 0)
    Share(share=None, low=None, high=None)
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share: count from 0 up to the total.")
    if total == 0:
        return Share(None, None, None)
    z = float(ndtri((1 + level) / 2))
    share = count / total
    centre = (count + z * z / 2) / (total + z * z)
    half = z / (total + z * z) * math.sqrt(count * (total - count) / total + z * z / 4)
    # At the ends the bound is 0 or 1 exactly; floats may miss it by a hair.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == total else min(1.0, centre + half)
    return Share(share, low, high)
