"""The page as a person sees it, in Chromium: telephone, desk, dark, paper, no scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# Ratio of luminances as WCAG 2.2 defines it, for every text that can be seen,
# against the nearest ground behind it. Returns what is below 4.5 (3 if large).
LOW_CONTRAST = """
() => {
  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 };
  const numbers = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = numbers(c).map(channel); return .2126*r + .7152*g + .0722*b };
  const ground = e => {
    for (let at = e; at; at = at.parentElement) {
      const c = getComputedStyle(at).backgroundColor;
      const n = numbers(c);
      if (n.length < 4 || n[3] > 0) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  const low = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const e = walk.currentNode.parentElement;
    if (!text || !e.checkVisibility({visibilityProperty: true})) continue;
    if (['title', 'desc', 'STYLE'].includes(e.tagName)) continue;
    const style = getComputedStyle(e);
    const svg = e.closest('svg');
    if (svg && svg.querySelector('rect')) continue; // letters on a bar: see the test beside
    const ink = svg ? style.fill : style.color;
    const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), bold = +style.fontWeight >= 700;
    const needed = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    const ratio = (a + .05) / (b + .05);
    if (ratio < needed) low.push([text.slice(0, 40), ink, ground(e), ratio.toFixed(2)]);
  }
  return low;
}
"""


@pytest.fixture
def opened(browser: Browser, page_file: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return the page, opened with what the test asks for; nothing may be fetched or said."""
    asked: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}} | request.param
    context = browser.new_context(**asked)
    page = context.new_page()
    said: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda sent: fetched.append(sent.url))
    page.goto(page_file.as_uri())
    yield page
    context.close()
    assert said == []
    assert fetched == [page_file.as_uri()]


def size(width: int) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 800}}


class TestThePage:
    @pytest.mark.parametrize(
        "opened", [size(360), size(768), size(1024), size(1400), size(1920)], indirect=True
    )
    def test_does_not_scroll_sideways(self, opened: Page) -> None:
        width = opened.viewport_size["width"] if opened.viewport_size else 0
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        wide = opened.evaluate(
            """() => [...document.querySelectorAll('main *')].filter(e =>
                 !e.closest('.scroll, pre, svg, .unseen') &&
                 e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
        )
        assert wide == []

    @pytest.mark.parametrize("opened", [size(360)], indirect=True)
    def test_draws_for_a_telephone_so_that_letters_can_be_read(self, opened: Page) -> None:
        smallest = opened.evaluate(
            """() => Math.min(...[...document.querySelectorAll('svg text')]
                 .filter(e => e.checkVisibility())
                 .map(e => parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement
                   .getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width))"""
        )
        assert smallest >= 11

    @pytest.mark.parametrize("opened", [size(360), size(1400)], indirect=True)
    def test_shows_each_chart_once(self, opened: Page) -> None:
        seen = opened.evaluate(
            """() => [...document.querySelectorAll('details')].map(d => d.open = true) &&
                 [...document.querySelectorAll('figure')].map(f =>
                 [...f.querySelectorAll('svg[role=img]')].filter(e => e.checkVisibility()).length)"""
        )
        assert set(seen) == {1}

    @pytest.mark.parametrize(
        "opened",
        [
            {"color_scheme": "light"},
            {"color_scheme": "dark"},
            {"color_scheme": "dark", **size(360)},
        ],
        indirect=True,
        ids=["light", "dark", "dark telephone"],
    )
    def test_has_contrast_enough_to_read(self, opened: Page) -> None:
        assert opened.evaluate(LOW_CONTRAST) == []

    @pytest.mark.parametrize("opened", [{"color_scheme": "dark"}], indirect=True)
    def test_is_dark_where_the_reader_wants_it_dark(self, opened: Page) -> None:
        ground = opened.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(map(int, re.findall(r"\d+", ground)[:3])) < 60

    @pytest.mark.parametrize("opened", [{"java_script_enabled": False}], indirect=True)
    def test_says_all_without_scripts(self, opened: Page) -> None:
        assert opened.locator("h1").inner_text() == "Larkfield service desk"
        assert opened.locator("section > h2").count() == 10
        first = opened.locator("details:has(table)").first
        first.locator("summary").click()
        assert first.locator("table").is_visible()

    @pytest.mark.parametrize("opened", [{}], indirect=True)
    def test_can_be_walked_through_by_keyboard(self, opened: Page) -> None:
        opened.keyboard.press("Tab")
        assert opened.evaluate("document.activeElement.className") == "skip"
        opened.keyboard.press("Tab")
        ring = opened.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none"

    @pytest.mark.parametrize("opened", [{"color_scheme": "dark"}], indirect=True)
    def test_prints_light_on_pages_of_paper(self, opened: Page) -> None:
        pages = re.findall(rb"/Type\s*/Page\b", opened.pdf(format="A4"))
        assert 3 <= len(pages) <= 20
        opened.emulate_media(media="print")
        assert (
            opened.evaluate("getComputedStyle(document.body).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        assert not opened.locator("nav").is_visible()
        assert opened.evaluate(LOW_CONTRAST) == []
