"""A theme that fell is watched: its return is seen, and false alarms are rare."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.remedies import World, draw
from scipy.stats import binom

from cynosure.statistics.relapse import relapse, relapses
from cynosure.statistics.remedy_effect import remedy_effects

WORLDS = {
    "chance": World(shape=None),
    "scatters": World(shape=5),
    "wanders": World(wander=0.3, shape=None),
}
STEADY = [20, 22, 18, 21, 19, 20, 23, 17] * 4
OTHERS = [[50, 48, 53, 49, 51, 50, 47, 52] * 8] * 3
HELD = [2, 1, 3, 2, 1, 2, 2, 3]


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
@pytest.mark.parametrize("effect", [0.1, 0.4])
class TestWatchingForAYear:
    def test_gives_a_false_alarm_in_at_most_one_year_of_ten(
        self, world: World, effect: float
    ) -> None:
        drawn = draw(replace(world, after=13 + 52, effect=effect), 1_000, np.random.default_rng(3))
        weeks = {"until": drawn.until, "since": drawn.since, "judged": 13}
        fell = remedy_effects(drawn.theme, drawn.controls, **weeks).fell

        alarms = relapses(drawn.theme, drawn.controls, **weeks)[fell] > 0

        assert fell.sum() > 500
        assert alarms.sum() <= binom.ppf(0.01, int(fell.sum()), 0.1)


@pytest.mark.slow
class TestAReturn:
    @pytest.mark.parametrize("rate", [5, 20, 60])
    def test_of_what_was_gone_is_seen_within_two_months(self, rate: float) -> None:
        world = World(rate=rate, after=13 + 16, effect=0.1)
        gone = draw(world, 500, np.random.default_rng(3))
        back = draw(replace(world, effect=1.0), 500, np.random.default_rng(3))
        theme = gone.theme.copy()
        theme[:, -8:] = back.theme[:, -8:]

        alarms = relapses(theme, gone.controls, until=gone.until, since=gone.since, judged=13)

        assert (alarms > 8).mean() >= 0.8


class TestRelapse:
    def test_is_no_single_bad_week(self) -> None:
        theme = STEADY + HELD + [2, 90, 1, 2] + HELD

        assert relapse(theme, _others(theme), until=32, since=32, judged=8).alarm is None

    def test_is_no_rise_of_all_themes(self) -> None:
        theme = STEADY + HELD + [6] * 8
        others = [[*row[:40], *(4 * each for each in row[40:48])] for row in _others(theme)]

        assert relapse(theme, others, until=32, since=32, judged=8).alarm is None

    def test_names_the_week_with_which_it_was_clear(self) -> None:
        theme = STEADY + HELD + HELD[:4] + [20, 22, 19, 20]

        told = relapse(theme, _others(theme), until=32, since=32, judged=8)

        assert told.alarm is not None
        assert 45 <= told.alarm <= 46
        assert len(told.evidence) == 8
        assert told.evidence[told.alarm - 40] >= told.threshold > told.evidence[told.alarm - 41]

    def test_comes_sooner_where_false_alarms_may_come_oftener(self) -> None:
        theme = STEADY + HELD + HELD[:4] + [13] * 8

        seldom, often = (
            relapse(theme, _others(theme), until=32, since=32, judged=8, years=years).alarm or 99
            for years in (1_000_000, 1)
        )

        assert often < seldom

    def test_is_not_told_before_a_week_was_watched(self) -> None:
        theme = STEADY + HELD

        assert relapse(theme, _others(theme), until=32, since=32, judged=8).evidence == ()


def _others(theme: list[int]) -> list[list[int]]:
    return [row[: len(theme)] for row in OTHERS]
