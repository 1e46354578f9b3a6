"""Small drawings: sparkline, bar, stacked bar."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from cynosure.charts import bar, sparkline, stacked

amounts = st.floats(0, 1e9)


def box(svg: str) -> tuple[Element, float, float]:
    root: Element = fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    return root, width, height


class TestSparkline:
    @given(st.lists(st.none() | amounts, max_size=40))
    def test_stays_inside_its_box(self, values: list[float | None]) -> None:
        root, width, height = box(sparkline(values, name="s", title="T", description="D"))
        for line in root.iter("{http://www.w3.org/2000/svg}polyline"):
            for point in line.attrib["points"].split():
                x, y = map(float, point.split(","))
                assert 0 <= x <= width
                assert 0 <= y <= height

    def test_says_what_it_shows(self) -> None:
        svg = sparkline([1, 2], name="s", title="Cranes & <gates>", description="1, 2")
        assert '<title id="s-title">Cranes &amp; &lt;gates&gt;</title>' in svg


class TestBar:
    @given(st.none() | amounts, st.none() | amounts, st.none() | amounts, amounts)
    def test_stays_inside_its_box(
        self, value: float | None, low: float | None, high: float | None, largest: float
    ) -> None:
        root, width, _ = box(bar(value, low=low, high=high, largest=largest))
        for drawn in root.iter("{http://www.w3.org/2000/svg}rect"):
            assert float(drawn.attrib["x"]) + float(drawn.attrib["width"]) <= width
        for path in root.iter("{http://www.w3.org/2000/svg}path"):
            across = [float(x) for x in re.findall(r"[MH]([\d.]+)", path.attrib["d"])]
            assert all(0 <= x <= width for x in across)

    @given(st.floats(0, 1), st.floats(0, 1))
    def test_is_longer_for_more(self, one: float, other: float) -> None:
        lengths = []
        for value in sorted((one, other)):
            found = re.search(r'<rect[^>]* width="([\d.]+)"', bar(value, largest=1.0))
            assert found
            lengths.append(float(found[1]))
        assert lengths[0] <= lengths[1]

    def test_is_hidden_from_those_who_hear_the_table(self) -> None:
        assert 'aria-hidden="true"' in bar(0.5, largest=1)


class TestStacked:
    @given(st.lists(st.tuples(st.text(min_size=1, max_size=12), amounts), max_size=6))
    def test_fills_its_width_and_no_more(self, parts: list[tuple[str, float]]) -> None:
        root, width, _ = box(stacked(parts, name="t", title="T", description="D"))
        ends = [
            float(part.attrib["x"]) + float(part.attrib["width"])
            for part in root.iter("{http://www.w3.org/2000/svg}rect")
        ]
        assert all(end <= width + 0.2 for end in ends)

    @pytest.mark.parametrize(("width", "named"), [(840, 3), (340, 1)])
    def test_names_a_part_where_there_is_room(self, width: int, named: int) -> None:
        parts = [("our turn", 0.6), ("the customer’s turn", 0.25), ("others", 0.15)]
        svg = stacked(parts, name="t", title="T", description="D", width=width)
        assert svg.count("<text") == named
