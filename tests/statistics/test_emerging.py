"""What emerges is told from what comes and goes, and false alarms are held to what is said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from cynosure.statistics import Emergence, emerging

WEEKS, RECENT = 56, 4
Level = Callable[[NDArray[np.float64]], NDArray[np.float64]]
WHEN = np.arange(WEEKS, dtype=np.float64)

LEVELS: dict[str, Level] = {
    "steady": np.ones_like,
    "a trend that trebles": lambda week: np.exp(1.1 * week / WEEKS),
    "a season of the year": lambda week: 1 + 0.5 * np.sin(2 * np.pi * week / 52),
    "a rise of all in the end": lambda week: np.where(week >= WEEKS - RECENT, 2.5, 1.0),
}


class World:
    """Themes whose part of all demand does not change but for the scatter of each week."""

    def __init__(self, *, themes: int, scatter: float, level: Level, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.themes, self.scatter, self.level = themes, scatter, level(WHEN)

    def counts(self, **rates: float) -> tuple[dict[str, list[int]], NDArray[np.int64]]:
        sizes = {
            **{f"t-{n}": s for n, s in enumerate(self.random.lognormal(0.7, 1.2, self.themes))},
            **rates,
        }
        weekly = {name: self._weeks(size * self.level) for name, size in sizes.items()}
        rest = self._weeks(sum(sizes.values()) * 0.5 * self.level, scatter=0)
        return (
            {name: one.tolist() for name, one in weekly.items()},
            rest + np.sum(list(weekly.values()), axis=0),
        )

    def _weeks(
        self, mean: NDArray[np.float64], *, scatter: float | None = None
    ) -> NDArray[np.int64]:
        width = self.scatter if scatter is None else scatter
        shaken = mean * self.random.gamma(1 / width, width, WEEKS) if width else mean
        return self.random.poisson(shaken)


def rose(found: tuple[Emergence, ...]) -> list[str]:
    return [each.name for each in found if each.emerging]


class TestEmerging:
    def test_is_what_came_more_often_than_its_past_and_all_else_explain(self) -> None:
        (found,) = emerging({"rising": [2] * 52 + [9] * 4}, [50] * 56)

        assert found.emerging
        assert (found.recent, found.past, found.new) == (36, 104, False)
        assert found.expected == pytest.approx(104 * 4 * 41 / (52 * 48))

    def test_may_be_without_any_past(self) -> None:
        (found,) = emerging({"new": [0] * 52 + [0, 2, 3, 4]}, [50] * 56)

        assert (found.emerging, found.new, found.expected) == (True, True, 0)

    def test_is_none_where_all_demand_rose_alike(self) -> None:
        steady, twice = [5] * 52 + [10] * 4, [50] * 52 + [100] * 4

        assert rose(emerging({"with all": steady}, twice)) == []

    def test_cannot_be_told_from_a_short_past(self) -> None:
        (found,) = emerging({"rising": [1] * 10 + [9] * 4}, [50] * 14)

        assert (found.emerging, found.expected, found.recent) == (None, None, 36)

    def test_is_no_handful(self) -> None:
        assert rose(emerging({"four": [0] * 55 + [4]}, [20] * 56)) == []

    def test_is_none_where_there_is_nothing_to_set_it_against(self) -> None:
        assert rose(emerging({"all there is": [1] * 52 + [50] * 4}, [1] * 52 + [50] * 4)) == []

    def test_is_of_nothing_for_nothing(self) -> None:
        assert emerging({}, [5] * 56) == ()

    def test_does_not_change_when_another_theme_is_named_otherwise(self) -> None:
        counts, whole = World(themes=6, scatter=0.3, level=LEVELS["steady"], seed=1).counts()
        other = dict(reversed(counts.items()))

        assert sorted(emerging(other, whole.tolist()), key=lambda each: each.name) == sorted(
            emerging(counts, whole.tolist()), key=lambda each: each.name
        )


class TestFalseAlarms:
    @pytest.mark.parametrize("level", LEVELS.values(), ids=LEVELS)
    @pytest.mark.parametrize(("themes", "scatter"), [(5, 0.5), (40, 0.0), (40, 0.3), (40, 0.5)])
    def test_come_in_at_most_one_look_of_twenty(
        self, level: Level, themes: int, scatter: float
    ) -> None:
        world = World(themes=themes, scatter=scatter, level=level, seed=themes)

        looks = [world.counts() for _ in range(300)]
        false = [bool(rose(emerging(counts, whole.tolist()))) for counts, whole in looks]

        # 0.05, and 0.025 for the luck of 300 looks (two standard errors).
        assert np.mean(false) <= 0.075


class TestPower:
    """How often a rise in the last four weeks is seen among 30 themes, with a usual scatter."""

    @pytest.mark.parametrize(
        ("often", "times", "seen"),
        [(1, 6, 0.8), (4, 3, 0.5), (4, 4, 0.85), (10, 3, 0.7), (0.2, 20, 0.9)],
    )
    def test_sees_a_theme_rise(self, often: float, times: float, seen: float) -> None:
        world = World(themes=29, scatter=0.2, level=LEVELS["steady"], seed=3)

        found = []
        for _ in range(100):
            counts, whole = world.counts(rising=often)
            more = world.random.poisson(often * (times - 1) * world.random.gamma(5, 0.2, RECENT))
            lately = [n + int(m) for n, m in zip(counts["rising"][-RECENT:], more, strict=True)]
            counts["rising"][-RECENT:] = lately
            whole[-RECENT:] += more
            found.append("rising" in rose(emerging(counts, whole.tolist())))

        assert np.mean(found) >= seen

    def test_sees_nearly_every_new_theme_of_two_a_week(self) -> None:
        world = World(themes=29, scatter=0.2, level=LEVELS["steady"], seed=5)

        found = []
        for _ in range(100):
            counts, whole = world.counts()
            came = world.random.poisson(2.5, RECENT)
            counts["new"] = [0] * (WEEKS - RECENT) + came.tolist()
            whole[-RECENT:] += came
            found.append("new" in rose(emerging(counts, whole.tolist())))

        assert np.mean(found) >= 0.85
