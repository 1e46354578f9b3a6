"""SVG that a page can hold."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, register_namespace

import altair as alt
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from cynosure.charts.drawing import VEGA_LITE, draw, layer, legible, tidied
from cynosure.charts.ink import VARIABLES

X = {"field": "x", "type": "quantitative"}
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


@pytest.fixture(scope="module")
def chart() -> str:
    dots = layer([{"x": 1, "y": 2}], {"type": "point", "clip": True}, x=X, y=X | {"field": "y"})
    return draw([dots], height=90, width=200, name="first", title="Dots", description="One dot.")


class TestDraw:
    def test_is_named_and_described(self, chart: str) -> None:
        assert 'role="img" aria-labelledby="first-title first-desc"' in chart
        assert '<title id="first-title">Dots</title><desc id="first-desc">One dot.</desc>' in chart

    def test_prefixes_every_id_and_every_reference_to_one(self, chart: str) -> None:
        root: Element = fromstring(chart)
        ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert ids
        assert all(name.startswith("first-") for name in ids)
        assert set(re.findall(r"url\(#([^)]+)\)", chart)) <= set(ids)

    def test_is_plain_svg_whatever_others_call_its_namespace(self) -> None:
        # qrcode does this as soon as somebody sets up a second factor.
        register_namespace("svg", "http://www.w3.org/2000/svg")
        said = tidied(EMPTY, name="c", title="A", description="B")

        assert said.startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
        assert "svg:" not in said

    def test_leaves_its_width_to_the_page(self, chart: str) -> None:
        root: Element = fromstring(chart)
        assert root.attrib["viewBox"].startswith("0 0 200 ")
        assert "width" not in root.attrib

    def test_leaves_its_colours_to_the_page(self, chart: str) -> None:
        for colour in VARIABLES:
            assert f'="{colour}"' not in chart

    def test_has_no_ground_of_its_own(self, chart: str) -> None:
        assert 'fill="white"' not in chart

    def test_fetches_nothing(self) -> None:
        outside = {
            "data": {"url": "http://127.0.0.1:9/rows.json"},
            "mark": {"type": "point"},
            "encoding": {"x": X},
        }
        with pytest.raises(ValueError, match="External data url not allowed"):
            draw([outside], height=90, width=200, name="c", title="T", description="D")

    def test_speaks_the_vega_lite_that_its_tests_check(self) -> None:
        assert alt.SCHEMA_VERSION.startswith(f"v{VEGA_LITE}.")


class TestTidied:
    @given(st.text(max_size=30))
    def test_holds_any_title(self, title: str) -> None:
        root: Element = fromstring(tidied(EMPTY, name="c", title=title, description=title))
        assert (root[0].text or "").replace("\r\n", "\n").replace("\r", "\n") == legible(
            title
        ).replace("\r\n", "\n").replace("\r", "\n")
        assert len(root) == 2
