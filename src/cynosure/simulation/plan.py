"""What is planted in the invented company's year: when demand comes, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from cynosure.simulation.texts import THEMES

DAYS = 365
OUTAGE = "nobody can log in"
FIXED = "VAT wrong on the PDF"
CLAIMED = "payments imported twice"
WISHES = "wishes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A year of the company "Ledgerly", an invented maker of invoicing software.

    `demands` is the usual number of the year; follow-ups come on top. The days
    are counted from `since`.
    """

    since: datetime = datetime(2025, 11, 1, tzinfo=UTC)
    demands: int = 30_000
    seed: int = 2026
    outage_day: int = 128  # for two days nobody can log in
    outage_share: float = 0.022  # of the year's demands
    fix_day: int = 214  # the fix that removed one cause
    left_after_fix: float = 0.03
    claimed_day: int = 170  # the company says that it mended CLAIMED; nothing changes by it
    clean_up_day: int = 300  # one person closes what is old and open
    clean_up_older_than_day: int = 240
    silent_share: float = 0.04  # demands of the resellers, who wait and seldom complain
    silent_slowness: float = 6.0
    follow_ups: float = 0.045  # of resolved failure demand
    waits_on_asker: float = 0.2
    moved_on: float = 0.25  # from the first line to the second
    withdrawn: float = 0.015
    gone_stale: float = 0.02  # closed by a bot, unanswered

    @property
    def until(self) -> datetime:
        """The instant of the report: the first that is not in the year."""
        return self.since + timedelta(days=DAYS)


def intensity(plan: Plan) -> NDArray[np.float64]:
    """Return the expected share of the year's demands by theme and day, summing to 1.

    The week breathes (weekends are quiet), the company grows by a fifth over
    the year, one cause disappears with its fix, and one outage stands out.

    >>> shares = intensity(Plan())
    >>> shares.shape == (len(THEMES), DAYS), round(float(shares.sum()), 9)
    (True, 1.0)
    """
    day = np.arange(DAYS)
    weekday = (day + plan.since.weekday()) % 7
    usual = np.where(weekday < 5, 1.0, 0.3) * (1 + 0.2 * day / DAYS)
    weights = np.array([theme.weight for theme in THEMES])
    shares = weights[:, None] * usual[None, :]
    names = [theme.name for theme in THEMES]
    shares[names.index(FIXED), plan.fix_day :] *= plan.left_after_fix
    shares /= shares.sum()
    outage = np.zeros(DAYS)
    outage[plan.outage_day : plan.outage_day + 2] = (0.7, 0.3)
    shares *= 1 - plan.outage_share
    shares[names.index(OUTAGE)] = plan.outage_share * outage
    result: NDArray[np.float64] = shares / shares.sum()
    return result
