"""Who waits longer than the rest, by more than chance: what a total hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cynosure.answers import Answer, Breakdown
from cynosure.reports import wording
from cynosure.reports.content import WhoWaits

FEWEST = 10  # requests below which a group's wait says little
QUIET = 0.1  # share of all below which a group is easily overheard
NOT_GROUPS = {"the rest", "unknown", "(the rest)", "(unknown)"}


@dataclass(frozen=True, slots=True)
class StandsOut:
    """The group of one breakdown that waits longest, longer than all do by more than chance."""

    dimension: str
    group: str
    wait: Answer
    total: Answer
    least: float  # seconds that half of the group wait at least

    @property
    def quiet(self) -> bool:
        """Whether so few ask that the total hides how they fare."""
        return self.wait.n < QUIET * self.total.n


def stand_out(who: WhoWaits) -> tuple[StandsOut, ...]:
    """Return one group a breakdown of waits at most, the longest wait first.

    A group stands out where the lower end of its median's interval is above
    the upper end of the total's. Ours is not the source's words alone: causes,
    which a program read, are no ground to say who waits longest.
    """
    found = [
        max(groups, key=lambda each: each.least)
        for breakdown in who.breakdowns
        if breakdown.unit == "seconds" and breakdown.dimension != "code"
        for groups in [list(_longer(breakdown))]
        if groups
    ]
    return tuple(sorted(found, key=lambda each: -each.least))


def _longer(breakdown: Breakdown) -> Iterator[StandsOut]:
    most = _highest(breakdown.total)
    for group, wait in breakdown.groups:
        least = _lowest(wait)
        if group in NOT_GROUPS or wait.n < FEWEST or least is None or most is None:
            continue
        if least > most:
            yield StandsOut(breakdown.dimension, group, wait, breakdown.total, least)


def _lowest(wait: Answer) -> float | None:
    if wait.interval is not None:
        return wait.interval.low
    known = wait.parts.get("median_low")
    # Half of them have not even been reached at the upper bound of the curve.
    return wait.parts.get("more_than_seconds") if known is None and wait.value is None else known


def _highest(wait: Answer) -> float | None:
    return wait.interval.high if wait.interval is not None else wait.parts.get("median_high")


def in_words(each: StandsOut) -> str:
    """Return in a sentence who waits longest, and whether the total hides it."""
    of_all = wording.duration(each.total.value)
    quiet = (
        f" They are only {wording.share(each.wait.n / each.total.n)} of all, so the total hides it."
        if each.quiet
        else ""
    )
    return (
        f"By {wording.dimension(each.dimension)}, “{wording.group(each.group, each.dimension)}” "
        f"waits longest: half of its {wording.counted(each.wait.n, 'request')} longer than "
        f"{_half(each.wait)}, against {of_all} of all.{quiet}"
    )


def in_short(found: tuple[StandsOut, ...]) -> str:
    """Return the one or two that stand out most, for the verdict; empty where nobody does."""
    said = [
        f"“{wording.group(each.group, each.dimension)}” ({wording.dimension(each.dimension)}, "
        f"{wording.counted(each.wait.n, 'request')}): half longer than {_half(each.wait)}"
        for each in found[:2]
    ]
    if not said:
        return ""
    return f"who waits longest: {', and '.join(said)}; of all, {wording.duration(found[0].total.value)}"


def _half(wait: Answer) -> str:
    if wait.value is not None:
        return wording.duration(wait.value)
    watched = wait.parts.get("more_than_seconds")
    return "can be told yet" if watched is None else f"the {wording.duration(watched)} watched"
