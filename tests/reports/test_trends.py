from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from cynosure.answers import Answer, Limits, Series, Signal
from cynosure.reports.trends import Trend, trend
from cynosure.statistics import xmr

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def counts(values: Sequence[int]) -> Series:
    """A series of counts with the limits and signals that the chart gives them."""
    chart = xmr(values) if len(values) >= 6 else None
    found = [] if chart is None else [
        ("outside", chart.signals.outside),
        ("three_of_four", chart.signals.three_of_four),
        ("eight_in_a_row", chart.signals.eight_in_a_row),
        ("moving_range_outside", chart.signals.moving_range_outside),
    ]  # fmt: skip
    starts = [
        datetime(2020 + place // 12, place % 12 + 1, 1, tzinfo=UTC) for place in range(len(values))
    ]
    return Series(
        measure="arrivals",
        title="Asked",
        unit="demands",
        every="month",
        starts=tuple(starts),
        answers=tuple(
            Answer(
                measure="arrivals",
                title="Asked",
                value=n,
                unit="demands",
                n=n,
                of="demands",
                as_of=AS_OF,
            )
            for n in values
        ),
        limits=None
        if chart is None
        else Limits(centre=chart.centre, upper=chart.upper, lower=chart.lower),
        signals=tuple(Signal(index=place, rule=rule) for rule, places in found for place in places),  # type: ignore[arg-type]
    )


class TestTrend:
    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ([20, 22, 19, 21, 20, 18, 22, 20, 60], "rising"),
            ([20, 22, 19, 21, 20, 18, 22, 20, 2], "falling"),
            ([20, 22, 19, 21, 20, 18, 22, 20, 21], "steady"),
            ([9, 11, 10, 12, 9, 10, 11, 10, 22, 25, 21, 24, 23, 22, 25, 24], "rising"),
            ([20, 22, 19, 21, 20], "too early to tell"),
            ([], "too early to tell"),
        ],
    )
    def test_is_what_the_signals_say(self, values: list[int], said: Trend) -> None:
        assert trend(counts(values)) == said

    def test_is_steady_where_one_of_few_did_not_come(self) -> None:
        assert trend(counts([1] * 10 + [0])) == "steady"

    def test_is_steady_where_the_peak_is_long_over(self) -> None:
        assert trend(counts([20, 22, 60, 21, 20, 18, 22, 20, 21])) == "steady"

    @pytest.mark.parametrize("mean", [0.5, 3, 20, 200])
    def test_calls_noise_a_trend_in_no_more_than_six_of_a_hundred_cases(self, mean: float) -> None:
        dice = np.random.default_rng(6)

        said = [trend(counts(dice.poisson(mean, 24).tolist())) for _ in range(1_000)]

        assert (
            said.count("rising") + said.count("falling") <= 60 + 25
        )  # three standard errors of the simulation

    def test_finds_a_doubling(self) -> None:
        dice = np.random.default_rng(7)

        said = [
            trend(counts([*dice.poisson(20, 18).tolist(), *dice.poisson(40, 6).tolist()]))
            for _ in range(200)
        ]

        assert said.count("rising") > 150
        assert "falling" not in said
