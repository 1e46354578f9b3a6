"""Every page, light and dark, on a telephone and on a wide screen: looked at, and kept to be looked at.

The pictures lie in build/pages when the tests are over.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import browser
from tests.given import ROOT
from tests.web.demands.looking import signed_in_page
from tests.web.design.accessible import problems
from tests.web.every_page import PAGES, pages_of
from tests.web.served import Served, served

__all__ = ["browser"]

# One server and three signed-in browsers for all of them, in one test process.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("every page")]

PICTURES = ROOT / "build/pages"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Tables that lie over what stands beside them: their frame lets them out, and they need it.
OVER = """() => [...document.querySelectorAll('.scroll')]
  .filter(e => getComputedStyle(e).overflowX === 'visible' && e.scrollWidth > e.clientWidth)
  .map(e => e.ariaLabel)"""
HEIGHT = 900
# How each page is opened: scheme and width.
LOOKS = {"light": ("light", 1280), "dark": ("dark", 1280), "narrow": ("light", 360)}


@dataclass(frozen=True)
class Opened:
    """The served desk, and a browser for each look, in which its owner signed in."""

    server: Served
    addresses: dict[str, str]
    pages: dict[str, Page]
    said: list[str]  # what browsers complained of


@pytest.fixture(scope="module")
def opened(
    browser: Browser, spoken_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    root = tmp_path_factory.mktemp("every-page") / "served"
    shutil.copytree(spoken_root, root)
    PICTURES.mkdir(parents=True, exist_ok=True)
    said: list[str] = []
    with ExitStack() as stack:
        server = stack.enter_context(served(root))
        pages = {}
        for look, (scheme, width) in LOOKS.items():
            page = stack.enter_context(
                signed_in_page(
                    browser, server.address, "olga", bypass_csp=True, color_scheme=scheme,
                    viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce",
                )
            )  # fmt: skip
            page.on(
                "console", lambda line: said.append(line.text) if line.type == "error" else None
            )
            page.on("pageerror", lambda error: said.append(str(error)))
            pages[look] = page
        yield Opened(server, pages_of(root / "desk"), pages, said)


def settled(page: Page) -> None:
    """Wait until nothing is on its way into the page any more."""
    expect(page.locator(".htmx-request, [hx-trigger='load']:empty")).to_have_count(0)


def test_every_page_has_its_address(opened: Opened) -> None:
    assert set(opened.addresses) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
class TestAPage:
    @pytest.mark.parametrize("look", LOOKS)
    def test_fits_and_breaks_no_rule_of_accessibility(
        self, opened: Opened, name: str, look: str
    ) -> None:
        page = opened.pages[look]
        opened.said.clear()

        answer = page.goto(f"{opened.server.address}/w/desk/{opened.addresses[name]}")
        settled(page)
        page.screenshot(path=PICTURES / f"{name}-{look}.png", full_page=True)

        assert answer is not None
        assert answer.status == 200
        assert page.evaluate(SIDEWAYS) == 0
        assert page.evaluate(OVER) == []
        assert page.locator("h1").count() == 1
        assert opened.said == []
        if look == "light":
            page.set_viewport_size({"width": 1920, "height": HEIGHT})
            assert page.evaluate(SIDEWAYS) == 0
            assert page.evaluate(OVER) == []
            page.set_viewport_size({"width": LOOKS[look][1], "height": HEIGHT})
        if look != "narrow":  # the same words in the same inks
            assert problems(page) == []
