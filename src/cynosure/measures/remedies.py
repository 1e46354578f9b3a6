"""Remedies: what was done against a theme, and whether it worked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cynosure.measures.series import period_start
from cynosure.measures.theme_weeks import ThemeWeeks
from cynosure.statistics import RemedyEffect, TooFewWeeks, relapse, remedy_effect, weeks_to_see
from cynosure.statistics.remedy_effect import FEWEST_AFTER

Verdict = Literal["fell", "rose", "no effect seen", "cannot tell yet"]

QUARTER = 13  # weeks by which a remedy is judged at first
_HALF_A_YEAR = 26  # weeks by which it is judged where a quarter does not tell
# A fall to a half or less is what "no effect seen" rules out.
HALF = 0.5
_FEWEST_CONTROLS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A mark: from this moment, this was done against that theme."""

    theme_id: str
    at: datetime
    what: str
    by: str
    marked_at: datetime
    number: int = 0  # by which people name it; 0: not kept yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of a theme after a remedy, and how sure that is."""

    remedy: Remedy
    verdict: Verdict
    effect: RemedyEffect | None  # None: too few weeks
    controls: int = 0  # how many themes it was held against, what is not recurring among them
    told_at: datetime | None = None  # when half as many could be told apart; None: not by waiting
    back_at: datetime | None = None  # the week with which it was clear that the theme is back
    watched: int = 0  # weeks that the relapse alarm has seen
    minutes: float | None = None  # that one demand takes; None: nobody said
    minutes_given: bool = False  # by the user, not by the source
    weeks: tuple[datetime, ...] = ()
    counts: tuple[int, ...] = ()
    until: int = 0  # place of the first week that is not before the remedy
    since: int = 0  # place of the first week after it

    @property
    def hours_back(self) -> tuple[float, float, float] | None:
        """Hours that were not needed over the weeks judged: the figure, low, high."""
        if self.effect is None or self.minutes is None:
            return None
        figure, low, high = (each * self.minutes / 60 for each in self.effect.avoided)
        return figure, low, high


def judge(
    remedy: Remedy,
    weeks: ThemeWeeks,
    *,
    others: Sequence[Remedy] = (),
    minutes: float | None = None,
) -> Judged:
    """Return whether the theme fell after its remedy, against the other themes.

    Judged by the first quarter after, or by half a year where a quarter does
    not tell; later weeks are watched for a relapse. `others` are the remedies
    of all themes: one of the same theme bounds the weeks looked at, and a theme
    with one of its own in that time is no control, as long as three are left.
    "No effect seen" means that a fall to a half or less can be ruled out; what
    is smaller may be there. `minutes` a demand go before recorded effort.

    Examples
    --------
    >>> from datetime import UTC
    >>> monday = datetime(2025, 6, 2, tzinfo=UTC)
    >>> steady = np.array([20, 22, 18, 21, 19, 20, 23, 17] * 6)
    >>> weeks = ThemeWeeks(
    ...     tuple(monday + timedelta(weeks=n) for n in range(48)),
    ...     {"t-1": np.where(np.arange(48) < 36, steady, 1), "t-2": steady, "t-3": steady},
    ...     np.zeros(48, dtype=np.int64), {})
    >>> done = Remedy(theme_id="t-1", at=monday + timedelta(weeks=36), what="a test",
    ...               by="Maria", marked_at=monday)
    >>> judge(done, weeks).verdict
    'fell'
    """
    start = period_start(remedy.at, "week")
    # A week in which it was done is neither before nor after.
    first_after = start if remedy.at == start else start + timedelta(weeks=1)
    begin, end = _bounds(remedy, weeks.starts, others)
    starts = weeks.starts[begin:end]
    until = sum(each < start for each in starts)
    since = sum(each < first_after for each in starts)
    theme = weeks.counts.get(remedy.theme_id, np.zeros(len(weeks.starts), np.int64))[begin:end]
    span = (starts[0], starts[-1] + timedelta(weeks=1)) if starts else (start, start)
    held_against = _controls(remedy, weeks, others, span)
    # With nothing to be held against, a theme stands against an even course.
    controls = np.array(held_against or [np.full(len(weeks.starts), 1_000_000)])[:, begin:end]
    untold = Judged(
        remedy=remedy,
        verdict="cannot tell yet",
        effect=None,
        controls=len(held_against),
        minutes=weeks.minutes.get(remedy.theme_id) if minutes is None else minutes,
        minutes_given=minutes is not None,
        weeks=starts,
        counts=tuple(theme.tolist()),
        until=until,
        since=since,
    )
    try:
        wait = weeks_to_see(theme, controls, until=until, since=since, ratio=HALF)
    except TooFewWeeks:
        return untold
    after = len(starts) - since
    if wait is not None and wait > after:
        untold = replace(untold, told_at=first_after + timedelta(weeks=wait))
    if after < FEWEST_AFTER:
        return untold
    effect = remedy_effect(theme, controls, until=until, since=since, judged=QUARTER)
    if _verdict(effect) == "cannot tell yet" and after > QUARTER:
        effect = remedy_effect(theme, controls, until=until, since=since, judged=_HALF_A_YEAR)
    verdict = _verdict(effect)
    told = replace(untold, verdict=verdict, effect=effect)
    if verdict == "cannot tell yet":
        return told
    told = replace(told, told_at=None)
    if verdict != "fell":
        return told
    watch = relapse(theme, controls, until=until, since=since, judged=effect.weeks_after)
    return replace(
        told,
        watched=len(watch.evidence),
        back_at=None if watch.alarm is None else starts[watch.alarm],
    )


def _verdict(effect: RemedyEffect) -> Verdict:
    if effect.fell:
        return "fell"
    if effect.rose:
        return "rose"
    return "no effect seen" if effect.low > HALF else "cannot tell yet"


def _bounds(
    remedy: Remedy, starts: Sequence[datetime], others: Sequence[Remedy]
) -> tuple[int, int]:
    """Return the places between the remedies of the same theme before and after this one."""
    begin, end = 0, len(starts)
    for other in others:
        if other.theme_id != remedy.theme_id or other.at == remedy.at:
            continue
        if other.at < remedy.at:
            begin = max(begin, sum(each < other.at for each in starts))
        else:
            end = min(end, sum(each + timedelta(weeks=1) <= other.at for each in starts))
    return begin, end


def _controls(
    remedy: Remedy,
    weeks: ThemeWeeks,
    others: Sequence[Remedy],
    span: tuple[datetime, datetime],
) -> list[NDArray[np.int64]]:
    """Return the other themes' counts, and what is not recurring beside them."""
    ids = [theme for theme in sorted(weeks.counts) if theme != remedy.theme_id]
    treated = {other.theme_id for other in others if span[0] <= other.at < span[1]}
    untreated = [theme for theme in ids if theme not in treated]
    chosen = untreated if len(untreated) >= _FEWEST_CONTROLS else ids
    beside = [weeks.not_recurring] if weeks.not_recurring.any() else []
    return [weeks.counts[theme] for theme in chosen] + beside
