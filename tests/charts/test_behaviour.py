"""Process behaviour charts, drawn: noise looks like noise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import altair as alt
import pytest

from cynosure.answers import Answer, Limits, Series, Signal
from cynosure.charts import behaviour
from cynosure.charts.ink import ACCENT

START = datetime(2025, 1, 6, tzinfo=UTC)
DIAMOND = f"var(--chart-accent, {ACCENT})"


def weekly(*values: float | None, **fields: Any) -> Series:
    """Return a series of weeks."""
    answers = tuple(
        Answer(
            measure="failure-share",
            title="Failure share",
            value=value,
            unit=fields.get("unit", "share"),
            n=9,
            of="demands",
            as_of=START,
        )
        for value in values
    )
    dull: dict[str, Any] = {
        "measure": "failure-share",
        "title": "Failure share",
        "unit": "share",
        "every": "week",
        "starts": tuple(START + timedelta(weeks=i) for i in range(len(values))),
        "answers": answers,
        "limits": Limits(centre=0.3, upper=0.4, lower=0.2),
    }
    return Series(**(dull | fields))


def drawn(series: Series, **fields: Any) -> str:
    dull: dict[str, Any] = {"letters": {}, "name": "c", "title": "T", "description": "D"}
    return behaviour(series, **(dull | fields))


CALM = weekly(0.3, 0.31, 0.29, 0.3, 0.33, 0.28, 0.3)


class TestBehaviour:
    def test_gives_no_colour_to_noise(self) -> None:
        assert DIAMOND not in drawn(CALM)

    def test_lets_a_signal_look_different_and_bear_its_letter(self) -> None:
        loud = replace(CALM, signals=(Signal(index=4, rule="outside"),))
        svg = drawn(loud, letters={4: "A"})
        assert DIAMOND in svg
        assert ">A</text>" in svg

    def test_says_the_limits(self) -> None:
        svg = drawn(CALM)
        assert all(
            f">{said}</text>" in svg for said in ("average 30 %", "upper 40 %", "lower 20 %")
        )

    def test_draws_no_limits_where_there_are_none(self) -> None:
        assert "average" not in drawn(replace(CALM, limits=None))

    def test_says_one_limit_where_the_other_is_none(self) -> None:
        svg = drawn(replace(CALM, limits=Limits(centre=0.3, upper=0.4, lower=None)))
        assert "upper 40 %" in svg
        assert "lower" not in svg

    def test_shows_waits_in_days(self) -> None:
        day = 86400.0
        waits = weekly(
            5 * day, 6 * day, 7 * day, unit="seconds", limits=Limits(centre=6 * day, upper=9 * day, lower=None)
        )  # fmt: skip
        assert ">average 6 d</text>" in drawn(waits)

    def test_numbers_its_marks(self) -> None:
        svg = drawn(CALM, marks=[START + timedelta(days=9), START + timedelta(days=20)])
        assert ">1</text>" in svg
        assert ">2</text>" in svg

    @pytest.mark.parametrize(
        "series",
        [
            weekly(0.3),
            weekly(None, None, None),
            weekly(0.3, None, 0.4, None),
            weekly(0.0, 0.0, 0.0, limits=Limits(centre=0.0, upper=0.0, lower=0.0)),
            weekly(*[0.3 + i % 5 / 100 for i in range(520)]),
            weekly(-3.0, 2.0, 0.0, unit="demands", limits=None),
            weekly(limits=None),
        ],
        ids=["one", "unknown", "gaps", "nothing ever", "ten years", "below zero", "empty"],
    )
    @pytest.mark.parametrize("width", [520, 340])
    def test_draws_whatever_the_data_are(self, series: Series, width: int) -> None:
        svg = drawn(series, width=width)
        assert "NaN" not in svg
        assert 'role="img"' in svg

    def test_is_valid_vega_lite(self, specifications: list[dict[str, Any]]) -> None:
        loud = replace(CALM, signals=(Signal(index=4, rule="outside"),))
        drawn(loud, letters={4: "A"}, marks=[START + timedelta(days=9)])
        alt.LayerChart.from_dict(specifications[0], validate=True)
