"""A lead works on themes in a browser: names one, merges two, marks a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import browser
from tests.web.at_the_desk import at_the_desk, press

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_themes_are_named_merged_and_mended(
    browser: Browser, filled_root: Path, tmp_path: Path
) -> None:
    with at_the_desk(filled_root, tmp_path, browser) as (page, desk):
        page.goto(f"{desk}/dissatisfiers/")
        page.locator("tbody th a").first.click()

        press(page, "n")
        page.get_by_label("What customers would call it").fill("Sent twice")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sent twice")

        press(page, "m")
        page.get_by_label("Becomes part of").select_option(index=2)
        page.get_by_role("button", name="See what would happen").click()
        expect(page.get_by_text("it stands on its own no longer")).to_be_visible()
        page.get_by_role("button", name="Merge them").click()
        expect(page.get_by_role("heading", name="Merged into it")).to_be_visible()

        page.keyboard.press("r")
        page.get_by_label("What was done").fill("Payments are matched by their number")
        page.get_by_label("In force since").fill("2026-05-01")
        page.get_by_role("button", name="Mark it").click()
        expect(page.get_by_text("Marked as remedy 1")).to_be_visible()

        page.goto(f"{desk}/dissatisfiers/remedies/")
        expect(page.get_by_text("Payments are matched by their number").first).to_be_visible()
