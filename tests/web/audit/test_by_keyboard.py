"""A person audits to an interval without touching a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import browser
from tests.web.at_the_desk import at_the_desk, judge_a_sample, press

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAMPLE = 15


def test_an_audit_to_an_interval_by_keyboard(
    browser: Browser, filled_root: Path, tmp_path: Path
) -> None:
    with at_the_desk(filled_root, tmp_path, browser) as (page, desk):
        judge_a_sample(page, desk, SAMPLE)

        press(page, "u")
        expect(page.locator(".judging-count")).to_have_text("Once more")
        press(page, "n")
        expect(page.get_by_text("All of this sample is judged")).to_be_visible()

        page.goto(f"{desk}/audit/")
        share = page.locator("#answer-failure-share")
        expect(share).to_contain_text("audited")
        expect(share).to_contain_text("likely between")


def test_what_the_machine_thinks_stands_nowhere_before_the_word(
    browser: Browser, filled_root: Path, tmp_path: Path
) -> None:
    with at_the_desk(filled_root, tmp_path, browser) as (page, desk):
        page.goto(f"{desk}/audit/")
        page.get_by_label("Demands to judge").fill("2")
        page.get_by_label("Every demand has the same chance").check()
        page.keyboard.press("Enter")
        expect(page.locator(".judging-count")).to_have_text("1 of 2")
        assert "The classifier" not in page.locator("#judging").inner_text()

        press(page, "s")

        expect(page.locator(".judging-count")).to_have_text("2 of 2")
        expect(page.locator(".judging-last")).to_contain_text("You said cannot tell")
        expect(page.locator(".judging-last")).to_contain_text("The classifier")
