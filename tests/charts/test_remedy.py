"""The chart of a remedy: the change is marked, and limits are made anew only there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import altair as alt
import pytest

from cynosure.answers import Limits
from cynosure.charts.remedy import Stretch, remedy_chart

START = datetime(2025, 1, 6, tzinfo=UTC)
WEEKS = [(START + timedelta(weeks=place), 20 if place < 12 else 2) for place in range(24)]
CHANGED = START + timedelta(weeks=12)


def drawn(**named: Any) -> str:
    dull: dict[str, Any] = {
        "expected": [20.0] * 24,
        "changed": CHANGED,
        "name": "r",
        "title": "VAT: mended",
        "description": "It fell.",
    }
    return remedy_chart(named.pop("weeks", WEEKS), **(dull | named))


def stretch(begin: int, end: int, centre: float) -> Stretch:
    limits = Limits(centre=centre, upper=centre + 3, lower=None)
    return Stretch(START + timedelta(weeks=begin), START + timedelta(weeks=end), limits)


class TestRemedyChart:
    def test_marks_the_remedy_and_what_was_expected(self) -> None:
        svg = drawn()

        assert ">remedy<" in svg
        assert ">expected<" in svg
        assert ">back<" not in svg

    def test_marks_the_week_with_which_it_was_back(self) -> None:
        assert ">back<" in drawn(back=WEEKS[20][0])

    def test_bears_its_title_and_its_words_for_those_who_cannot_see(self) -> None:
        svg = drawn()

        assert '<title id="r-title">VAT: mended</title>' in svg
        assert '<desc id="r-desc">It fell.</desc>' in svg

    def test_has_limits_for_each_stretch_that_end_with_it(
        self, specifications: list[dict[str, Any]]
    ) -> None:
        drawn(stretches=[stretch(0, 12, 20.0), stretch(12, 24, 2.0)])

        rules = [
            row
            for part in specifications[0]["layer"]
            for row in part["data"]["values"]
            if "end" in row
        ]
        assert [row["y"] for row in rules] == [20.0, 23.0, 2.0, 5.0]
        assert rules[0]["end"] == rules[2]["t"] == CHANGED.timestamp() * 1000

    @pytest.mark.parametrize("weeks", [[], WEEKS[:1], [(START, 0)]])
    def test_is_drawn_of_hardly_anything(self, weeks: list[tuple[datetime, int]]) -> None:
        assert "<svg" in drawn(weeks=weeks, expected=[])

    def test_is_vega_lite_by_the_schema(self, specifications: list[dict[str, Any]]) -> None:
        drawn(stretches=[stretch(0, 12, 20.0)], back=WEEKS[20][0])

        alt.LayerChart.from_dict(specifications[0])
