"""Whether something happens less often than before."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betaincinv, ndtri


@dataclass(frozen=True, slots=True)
class Exposed:
    """How often something happened, and in how much time (or of how many)."""

    count: int
    exposure: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of rates with its interval. `high` None: no upper bound; `ratio` None: no ratio."""

    ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioToControl:
    """How a theme changed against everything else; None where there is no such figure."""

    ratio_theme: float | None
    ratio_controls: float | None
    ratio: float | None
    log_standard_error: float | None
    low: float | None
    high: float | None
    changed: bool | None  # the interval does not hold 1


def rate_ratio_exact(before: Exposed, after: Exposed, *, level: float = 0.95) -> Ratio:
    """Return the rate after divided by the rate before, with an exact interval.

    Given the sum, the later count is binomial; its Clopper-Pearson interval
    becomes one of the ratio. Right also for few and for none.

    Source: Przyborowski and Wilenski, Biometrika 31 (1940).

    Examples
    --------
    >>> found = rate_ratio_exact(Exposed(20, 10), Exposed(0, 10))
    >>> found.ratio, found.low, round(found.high, 4)
    (0.0, 0.0, 0.2025)
    """
    total = before.count + after.count
    if total == 0:
        return Ratio(None, None, None)
    tail = (1 - level) / 2
    low = high = None
    if after.count:
        low = float(betaincinv(after.count, before.count + 1, tail))
    if before.count:
        high = float(betaincinv(after.count + 1, before.count, 1 - tail))
    scale = before.exposure / after.exposure
    return Ratio(
        ratio=_ratio(before, after),
        low=0.0 if low is None else low / (1 - low) * scale,
        high=None if high is None else high / (1 - high) * scale,
    )


def rate_ratio_with_control(
    *,
    theme: tuple[Exposed, Exposed],
    controls: tuple[Exposed, Exposed],
    level: float = 0.95,
) -> RatioToControl:
    """Return how a theme's rate changed, as a ratio to how the controls' rate changed.

    Each pair is (before, after). Two figures side by side show nothing when
    everything falls; the ratio of ratios does. The interval is Wald's on the
    log scale; with a zero count it does not exist.

    Source: Rothman, Greenland and Lash, Modern Epidemiology (3rd ed., 2008),
    chapter 14.

    Examples
    --------
    >>> seen = rate_ratio_with_control(
    ...     theme=(Exposed(80, 8), Exposed(40, 8)), controls=(Exposed(800, 8), Exposed(420, 8))
    ... )
    >>> round(seen.ratio, 3), seen.changed  # halved, but so did everything else
    (0.952, False)
    """
    of_theme, of_controls = _ratio(*theme), _ratio(*controls)
    ratio = None if of_theme is None or not of_controls else of_theme / of_controls
    counts = [exposed.count for exposed in (*theme, *controls)]
    error = low = high = changed = None
    if ratio is not None and all(counts):
        error = math.sqrt(sum(1 / count for count in counts))
        z = float(ndtri((1 + level) / 2))
        low, high = ratio * math.exp(-z * error), ratio * math.exp(z * error)
        changed = not low <= 1 <= high
    return RatioToControl(
        ratio_theme=of_theme,
        ratio_controls=of_controls,
        ratio=ratio,
        log_standard_error=error,
        low=low,
        high=high,
        changed=changed,
    )


def _ratio(before: Exposed, after: Exposed) -> float | None:
    if not before.count:
        return None
    return (after.count / after.exposure) / (before.count / before.exposure)
