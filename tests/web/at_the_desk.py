"""The filled desk behind a server that really runs, and a browser in which somebody signed in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import PASSWORD, SLUG
from tests.web.served import served


@contextmanager
def at_the_desk(root: Path, scratch: Path, browser: Browser) -> Iterator[tuple[Page, str]]:
    """Yield a page of somebody who leads the desk, and the desk's address; a worker runs beside."""
    here = scratch / "served"
    shutil.copytree(root, here)
    with served(here) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{server.address}/accounts/login/")
        page.fill("input[name=login]", "maria@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/w/{SLUG}/")
        try:
            yield page, f"{server.address}/w/{SLUG}"
        finally:
            context.close()


def press(page: Page, key: str) -> None:
    """Press a key once the page listens to keys: then its button for them is there."""
    expect(page.locator("[data-opens-keys]")).to_be_visible()
    page.keyboard.press(key)


def judge_a_sample(page: Page, desk: str, size: int) -> None:
    """Draw a sample and judge all of it, two keys each."""
    page.goto(f"{desk}/audit/")
    page.get_by_label("Demands to judge").fill(str(size))
    page.get_by_label("Every demand has the same chance").check()
    page.keyboard.press("Enter")
    for number in range(1, size + 1):
        expect(page.locator(".judging-count")).to_have_text(f"{number} of {size}")
        press(page, "f" if number % 3 else "v")
        press(page, "1")
    expect(page.get_by_text("All of this sample is judged")).to_be_visible()
