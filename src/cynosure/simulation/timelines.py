"""What happens to each invented demand, and therefore what its clocks must say.

All times are whole seconds since the plan's `since`; NEVER stands for "not in
this world". The truth is worked out here from how the events were made, never
by the rules of the clocks, so that the two can be held against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cynosure.simulation.plan import DAYS, Plan
from cynosure.simulation.texts import THEMES

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAY = 86_400
NEVER = np.int64(2**62)
END = DAYS * DAY

RESOLVED, DECLINED, WITHDRAWN, STALE, CLEANED_UP, MERGED = range(6)


@dataclass(frozen=True, slots=True)
class Timelines:
    """One entry a demand; times beyond the end of the year have not happened yet."""

    start: Seconds
    bot_reply: Seconds
    response: Seconds
    waits_from: Seconds
    waits_to: Seconds
    assigned: Seconds
    moved_on: Seconds
    first_end: Seconds
    first_kind: NDArray[np.int8]
    reopened: Seconds
    second_response: Seconds
    second_end: Seconds
    second_kind: NDArray[np.int8]
    thanks: Seconds

    @property
    def last_end(self) -> Seconds:
        """When the ending that stands came; NEVER where the demand is open."""
        again = self.reopened <= END
        return np.where(again, self.second_end, self.first_end)

    @property
    def last_kind(self) -> NDArray[np.int8]:
        """How it ended; of meaning only where it has ended."""
        return np.where(self.reopened <= END, self.second_kind, self.first_kind)


def draw_timelines(
    rng: np.random.Generator,
    *,
    theme: NDArray[np.int64],
    start: Seconds,
    silent: Flags,
    by_mail: Flags,
    plan: Plan,
) -> Timelines:
    """Return what happens to demands of these themes that start at these seconds."""
    n = len(theme)

    def of_theme(name: str) -> NDArray[np.float64]:
        return np.array([getattr(each, name) for each in THEMES], dtype=np.float64)[theme]

    def spread(sigma: float) -> NDArray[np.float64]:
        return np.exp(sigma * rng.standard_normal(n))

    def chance(share: float | NDArray[np.float64]) -> Flags:
        result: Flags = rng.random(n) < share
        return result

    slow = np.where(silent, plan.silent_slowness, 1.0)
    wait = (of_theme("response_hours") * 3600 * slow * spread(0.9)).astype(np.int64) + 60
    response = start + wait
    first_end = response + 600
    first_end += (of_theme("resolution_days") * DAY * slow * spread(1.0)).astype(np.int64)
    is_bot = np.array([each.asker_kind == "bot" for each in THEMES])[theme]

    kind = np.full(n, RESOLVED, dtype=np.int8)
    kind[chance(of_theme("declined"))] = DECLINED
    kind[chance(plan.withdrawn)] = WITHDRAWN
    stale = chance(plan.gone_stale) & ~is_bot
    kind[stale] = STALE
    # Who was never answered is the one whose demand goes stale.
    response = np.where(stale | is_bot, NEVER, response)
    first_end = np.where(stale, start + 45 * DAY, first_end)

    waits = chance(plan.waits_on_asker) & (kind == RESOLVED) & ~is_bot
    third = (first_end - response) // 3
    waits_from = np.where(waits, response + 30, NEVER)
    waits_to = np.where(waits, response + 30 + np.maximum(third, 60), NEVER)

    reopens = chance(of_theme("reopened")) & (kind == RESOLVED) & ~is_bot
    reopened = np.where(reopens, first_end + 3600 + (2 * DAY * spread(0.8)).astype(np.int64), NEVER)
    second_response = np.where(reopens, reopened + 1800 + wait // 2, NEVER)
    second_end = np.where(
        reopens, reopened + 3600 + wait // 2 + (first_end - start - wait) // 2, NEVER
    )
    thanks = np.where(
        chance(0.12) & (kind == RESOLVED) & ~reopens & ~is_bot, first_end + 5400, NEVER
    )
    return Timelines(
        start=start,
        bot_reply=np.where(by_mail & ~is_bot, start + 20, NEVER),
        response=response,
        waits_from=waits_from,
        waits_to=waits_to,
        assigned=np.where(is_bot, NEVER, start + 45),
        moved_on=np.where(chance(plan.moved_on) & ~is_bot, start + 50 + wait // 2, NEVER),
        first_end=first_end,
        first_kind=kind,
        reopened=reopened,
        second_response=second_response,
        second_end=second_end,
        second_kind=np.full(n, RESOLVED, dtype=np.int8),
        thanks=thanks,
    )


def clean_up(
    lines: Timelines, rng: np.random.Generator, *, may_be_closed: Flags, plan: Plan
) -> Timelines:
    """Return the timelines after one person closed, in forty minutes, what was old and open."""
    opens = plan.clean_up_day * DAY + 17 * 3600
    open_then = (lines.first_end > opens) | ((lines.reopened <= opens) & (lines.second_end > opens))
    hit = may_be_closed & open_then & (lines.start < plan.clean_up_older_than_day * DAY)
    closed = opens + rng.integers(0, 2_400, size=len(hit))
    was_reopened = hit & (lines.reopened <= opens)
    first_time = hit & ~was_reopened

    def until_then(times: Seconds) -> Seconds:
        return np.where(hit & (times > opens), NEVER, times)

    return Timelines(
        start=lines.start,
        bot_reply=until_then(lines.bot_reply),
        response=until_then(lines.response),
        waits_from=np.where(hit & (lines.waits_to > opens), NEVER, lines.waits_from),
        waits_to=until_then(lines.waits_to),
        assigned=until_then(lines.assigned),
        moved_on=until_then(lines.moved_on),
        first_end=np.where(first_time, closed, lines.first_end),
        first_kind=np.where(first_time, CLEANED_UP, lines.first_kind).astype(np.int8),
        reopened=until_then(lines.reopened),
        second_response=until_then(lines.second_response),
        second_end=np.where(was_reopened, closed, until_then(lines.second_end)),
        second_kind=np.where(was_reopened, CLEANED_UP, lines.second_kind).astype(np.int8),
        thanks=until_then(lines.thanks),
    )
