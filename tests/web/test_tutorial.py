"""The tutorial, done: from nothing to the first corrected label, and its pictures.

Its steps are walked at each run. With CYNOSURE_PICTURES=1 what they show is kept in
docs/tutorials/pictures.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cynosure.simulation import Plan, write_year
from tests.browser import browser
from tests.given import ROOT
from tests.web.at_the_desk import press
from tests.web.served import served, until

__all__ = ["browser"]

pytestmark = pytest.mark.browser

TUTORIAL = ROOT / "docs/tutorials/first-corrected-label.md"
PICTURES = ROOT / "docs/tutorials/pictures"
STEPS = ("join", "take-in", "look", "demands", "demand", "decided")


def kept(page: Page, step: str) -> None:
    assert step in STEPS
    if os.environ.get("CYNOSURE_PICTURES") == "1":
        PICTURES.mkdir(exist_ok=True)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(PICTURES / f"{step}.png"))


def test_leads_from_nothing_to_the_first_corrected_label(browser: Browser, tmp_path: Path) -> None:
    export, _ = write_year(Plan(demands=120), tmp_path / "year")
    context = browser.new_context(viewport={"width": 1200, "height": 760})
    page = context.new_page()
    with served(tmp_path / "desk") as running:
        assert running.owner_link
        page.goto(running.owner_link)
        kept(page, "join")
        page.get_by_label("E-mail").fill("maria@example.org")
        page.get_by_label("Your name").fill("Maria")
        page.get_by_label("Password").first.fill("a long word of nobody's")
        page.get_by_role("button", name="Make the account and join").click()
        page.get_by_role("link", name="Later").click()

        page.get_by_role("link", name="Take in").first.click()
        kept(page, "take-in")
        page.set_input_files("input[type=file]", sorted(export.iterdir()))
        page.get_by_role("button", name="Send and look").click()
        expect(page.get_by_role("button", name="Take in")).to_be_visible()
        kept(page, "look")
        page.get_by_role("button", name="Take in").click()
        until(page, "What became of each record")

        page.get_by_role("link", name="Demands", exact=True).click()
        until(page, "All filters")
        kept(page, "demands")
        page.get_by_label("Search").fill("refund")
        page.get_by_role("button", name="Show").first.click()
        page.locator("td.wide a").first.click()
        kept(page, "demand")
        press(page, "f")
        press(page, "8")
        expect(page.get_by_text("decided by Maria")).to_be_visible()
        kept(page, "decided")
    context.close()


class TestItsPage:
    def test_shows_each_step_with_its_picture(self) -> None:
        shown = re.findall(r"\(pictures/([a-z-]+)\.png\)", TUTORIAL.read_text(encoding="utf-8"))

        assert shown == list(STEPS)
        assert sorted(file.stem for file in PICTURES.glob("*.png")) == sorted(STEPS)

    def test_names_the_keys_that_the_steps_press(self) -> None:
        said = TUTORIAL.read_text(encoding="utf-8")

        for key in ("`f`", "`8`", "`u`"):
            assert key in said
