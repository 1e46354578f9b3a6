"""Axes in units that a person feels: days for waiting, per cent for shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cynosure.answers import Curve, Unit

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
_STEPS = (
    (MINUTE, "1 min"),
    (10 * MINUTE, "10 min"),
    (HOUR, "1 hour"),
    (6 * HOUR, "6 hours"),
    (DAY, "1 day"),
    (7 * DAY, "1 week"),
    (30 * DAY, "30 days"),
    (90 * DAY, "90 days"),
    (365 * DAY, "1 year"),
    (5 * 365 * DAY, "5 years"),
    (20 * 365 * DAY, "20 years"),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """How figures of a unit are written on an axis: divided by `size`, then named."""

    size: float
    name: str  # "days"
    suffix: str  # " d"

    def short(self, value: float) -> str:
        """Return a figure as it stands beside a line.

        >>> Scale(86400, "days", " d").short(500_000), Scale(0.01, "per cent", " %").short(0.312)
        ('5.8 d', '31 %')
        """
        number = value / self.size
        digits = 0 if abs(number) >= 9.95 or number == int(number) else 1
        if self.suffix == " %" and abs(number) >= 1:
            digits = 0
        return f"{number:,.{digits}f}{self.suffix}"


def scale_for(unit: Unit, largest: float) -> Scale:
    """Return the scale in which figures up to `largest` read best.

    >>> scale_for("seconds", 40 * 86400).name, scale_for("seconds", 5000).name
    ('days', 'minutes')
    >>> scale_for("share", 0.4).suffix
    ' %'
    """
    if unit == "share":
        return Scale(0.01, "per cent", " %")
    if unit in {"seconds", "minutes"}:
        second = 1.0 if unit == "seconds" else 1 / MINUTE
        seconds = largest / second
        if seconds >= 3 * DAY:
            return Scale(DAY * second, "days", " d")
        if seconds >= 3 * HOUR:
            return Scale(HOUR * second, "hours", " h")
        return Scale(MINUTE * second, "minutes", " min")
    return Scale(1.0, unit, "")


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The axis of waiting: from `low` to `high` seconds, even or by steps."""

    low: float
    high: float
    stepped: bool  # each step multiplies: hour, day, week, …
    ticks: tuple[tuple[float, str], ...]
    title: str


def time_axis(curves: Sequence[Curve]) -> TimeAxis:
    """Return the axis on which these curves can be read.

    Waiting is mostly short and sometimes very long. Where the middle of the
    curves would be pressed against the left edge, the axis goes by steps
    (an hour, a day, a week, …) and says so.

    >>> time_axis([Curve(name="all", x=(0, 86400, 864000), y=(1, 0.5, 0.04))]).stepped
    False
    >>> time_axis([Curve(name="all", x=(0, 3600, 86400 * 900), y=(1, 0.5, 0.04))]).stepped
    True
    """
    last = max((max(c.x, default=0.0) for c in curves), default=0.0) or DAY
    tails = [_reached(c, 0.05) for c in curves]
    high = min(last, 1.1 * max(last if t is None else t for t in tails)) if tails else last
    middles = [m for m in (_reached(c, 0.5) for c in curves) if m is not None]
    if not middles or min(middles) >= 0.06 * high or high <= HOUR:
        scale = scale_for("seconds", high)
        return TimeAxis(0.0, high, False, (), f"{scale.name} since they asked")
    starts = [s for s in (_reached(c, 0.97) for c in curves) if s is not None]
    first = min([*starts, min(middles) / 4])
    low = max((s for s, _ in _STEPS if s <= first), default=MINUTE)
    ticks = tuple(step for step in _STEPS if low <= step[0] <= high)
    return TimeAxis(low, high, True, ticks, "time since they asked, in growing steps")


def _reached(curve: Curve, level: float) -> float | None:
    """Return when a curve that falls (or rises to 1 - level) first reaches this level."""
    falling = not curve.y or curve.y[0] >= curve.y[-1]
    for x, y in zip(curve.x, curve.y, strict=True):
        if (y <= level) if falling else (y >= 1 - level):
            return x
    return None
