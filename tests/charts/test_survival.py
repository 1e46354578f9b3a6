"""Curves of waiting, drawn."""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.answers import Curve
from cynosure.charts import survival
from cynosure.charts.scales import time_axis
from cynosure.charts.survival import FINEST, steps

DAY = 86400.0


@st.composite
def falling(draw: st.DrawFn) -> Curve:
    """Draw a step curve as survival analysis makes them."""
    x = sorted(draw(st.sets(st.integers(1, 4_000_000), min_size=1, max_size=60)))
    y = sorted((draw(st.floats(0, 1)) for _ in x), reverse=True)
    return Curve(name="all", x=tuple(map(float, x)), y=tuple(y))


def drawn(curves: list[Curve], **fields: Any) -> str:
    dull: dict[str, Any] = {
        "labels": [curve.name for curve in curves],
        "medians": [None] * len(curves),
        "y_title": "still waiting",
        "name": "c",
        "title": "Waiting",
        "description": "How long.",
    }
    return survival(curves, **(dull | fields))


def heights(svg: str) -> int:
    return len(re.findall(r"<text[^>]*>(?:0|25|50|75|100) %</text>", svg))


class TestSurvival:
    def test_names_each_curve_once(self) -> None:
        one = Curve(
            name="failure", x=(DAY, 5 * DAY), y=(0.5, 0.1), low=(0.4, 0.05), high=(0.6, 0.2)
        )
        other = Curve(name="value", x=(2 * DAY, 9 * DAY), y=(0.5, 0.2))
        svg = drawn([one, other], labels=["failure: half", "value: half"], medians=[DAY, None])
        assert svg.count(">failure: half</text>") == 1
        assert svg.count(">value: half</text>") == 1
        assert heights(svg) == 5

    def test_tells_lines_apart_by_dash_and_not_by_colour_alone(self) -> None:
        curves = [Curve(name=str(i), x=(DAY,), y=(i / 7,)) for i in range(3)]
        dashes = set(re.findall(r'stroke-dasharray="([^"]+)"', drawn(curves)))
        assert {"1,0", "7,3", "2,2"} <= dashes

    def test_marks_no_median_that_was_not_reached(self) -> None:
        curve = Curve(name="all", x=(DAY, 40 * DAY), y=(0.9, 0.7))
        with_mark = drawn([curve], medians=[20 * DAY]).count("<path")
        assert drawn([curve], medians=[None]).count("<path") == with_mark - 1

    @pytest.mark.parametrize(
        "curve",
        [
            Curve(name="nothing yet", x=(), y=()),
            Curve(name="one step", x=(5.0,), y=(0.0,)),
            Curve(name="at once", x=(0.0,), y=(0.0,)),
            Curve(name="never", x=(0.0, 90 * DAY), y=(1.0, 1.0)),
            Curve(name="rising", x=(0.0, DAY, 9 * DAY), y=(0.0, 0.2, 0.7)),
            Curve(name="long tail", x=(60.0, 3600.0, 3000 * DAY), y=(0.8, 0.4, 0.01)),
        ],
        ids=lambda curve: curve.name,
    )
    @pytest.mark.parametrize("width", [720, 340])
    def test_draws_whatever_the_data_are(self, curve: Curve, width: int) -> None:
        svg = drawn([curve], width=width)
        assert f'viewBox="0 0 {width} ' in svg
        assert "NaN" not in svg

    def test_is_valid_vega_lite(self, specifications: list[dict[str, Any]]) -> None:
        drawn(
            [Curve(name="all", x=(DAY, 900 * DAY), y=(0.4, 0.1), low=(0.3, 0.1), high=(0.5, 0.2))]
        )
        alt.LayerChart.from_dict(specifications[0], validate=True)


class TestSteps:
    @given(falling())
    def test_leave_out_only_what_cannot_be_seen(self, curve: Curve) -> None:
        axis = time_axis([curve])
        shown = [(row["x"], row["y"]) for row in steps(curve, "all", axis, 1.0)]
        for x, y in zip(curve.x, curve.y, strict=True):
            if axis.low < x <= axis.high:
                height = [at[1] for at in shown if at[0] <= x][-1]
                assert abs(height - y) <= FINEST

    @given(falling())
    def test_go_forward_in_time_inside_the_axis(self, curve: Curve) -> None:
        axis = time_axis([curve])
        across = [row["x"] for row in steps(curve, "all", axis, 1.0)]
        assert across == sorted(across)
        assert axis.low <= across[0]
        assert across[-1] <= axis.high


class TestTimeAxis:
    @given(st.lists(falling(), min_size=1, max_size=3))
    def test_has_its_ticks_inside(self, curves: list[Curve]) -> None:
        axis = time_axis(curves)
        assert 0 <= axis.low < axis.high
        assert all(axis.low <= at <= axis.high for at, _ in axis.ticks)
        assert bool(axis.ticks) == axis.stepped

    def test_counts_days_where_days_have_passed(self) -> None:
        even = Curve(name="all", x=(10 * DAY, 40 * DAY), y=(0.5, 0.02))
        assert time_axis([even]).title == "days since they asked"

    def test_goes_by_steps_where_most_is_quick_and_some_is_long(self) -> None:
        skewed = Curve(name="all", x=(3600.0, 700 * DAY), y=(0.4, 0.1))
        axis = time_axis([skewed])
        assert axis.stepped
        assert "growing steps" in axis.title
