"""The room of demands by keyboard, in Chromium, really served."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import browser
from tests.web.demands.looking import served_copy, signed_in_page
from tests.web.served import Served

__all__ = ["browser"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running(filled_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_copy(filled_root, tmp_path_factory.mktemp("demands")) as served:
        yield served


def test_a_demand_is_found_decided_by_key_and_taken_back(
    browser: Browser, running: Served, tmp_path: Path
) -> None:
    with signed_in_page(browser, running.address, "paul") as page:
        page.goto(f"{running.address}/w/desk/demands/")
        page.keyboard.press("/")
        page.keyboard.type("invoice is wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_text("the best first")).to_be_visible()

        page.locator(".facet a", has_text="Failure demand").click()
        expect(page.locator(".chip", has_text="Failure demand")).to_be_visible()
        with page.expect_download() as downloading:
            page.get_by_text("Download", exact=True).click()
            page.get_by_role("link", name="CSV").click()
        found = tmp_path / "found.csv"
        downloading.value.save_as(found)
        shown = page.locator("tr[data-row]").count()
        with found.open(newline="") as rows:
            assert len(list(csv.DictReader(rows))) == shown > 1

        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/demands/ledgerly:**")
        first = page.url
        page.keyboard.press("v")
        page.keyboard.press("3")
        expect(page.get_by_text("decided by Paul")).to_be_visible()
        expect(page.locator("#what ~ p .nature").first).to_contain_text("Advice")

        page.keyboard.press("u")
        expect(page.get_by_text("What counts now: what the model says.")).to_be_visible()
        assert page.url == first

        page.keyboard.press("]")
        page.wait_for_url(lambda url: url != first)
        assert "q=invoice" in page.url
        page.keyboard.press("[")
        page.wait_for_url(first)


def test_pages_work_without_script(browser: Browser, running: Served) -> None:
    with signed_in_page(browser, running.address, "paul", java_script_enabled=False) as page:
        page.goto(f"{running.address}/w/desk/demands/")
        page.fill("input[type=search]", "connector")
        page.click(".filter-act button")
        page.locator("td.wide a").first.click()
        page.locator(".decide summary").first.click()
        page.get_by_role("button", name="Slow").click()
        assert page.get_by_text("decided by Paul").is_visible()
        page.get_by_role("link", name="Look for demands that say or mean the same").click()
        assert page.locator("tr[data-row]").count() > 0
