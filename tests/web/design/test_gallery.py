"""Every part in every state, as a person sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from tests.browser import browser
from tests.web.design.accessible import problems
from tests.web.design.invented import parts
from tests.web.design.showing import rendered, shown

__all__ = ["browser"]

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1024, 1440, 1920)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A target is small where neither its own size nor the space around it is 24 pixels (WCAG 2.5.8):
# links within a sentence are excepted, and axe tells the spacing of the others.
LOW_BUTTONS = """() => [...document.querySelectorAll('button, input, select, summary, nav a')]
  .filter(e => e.checkVisibility() && !e.matches('[type=checkbox], [type=radio], [type=hidden]'))
  .filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def gallery() -> str:
    with override_settings(ROOT_URLCONF="tests.web.design.addresses"):
        return rendered("gallery/parts.html", parts())


def size(width: int, **more: Any) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 900}, **more}


class TestTheGallery:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [360, 1440])
    def test_breaks_no_rule_of_accessibility(
        self, browser: Browser, gallery: str, width: int, scheme: str
    ) -> None:
        with shown(browser, gallery, **size(width, color_scheme=scheme, bypass_csp=True)) as page:
            assert problems(page) == []

    @pytest.mark.parametrize("width", WIDTHS)
    def test_does_not_scroll_sideways(self, browser: Browser, gallery: str, width: int) -> None:
        with shown(browser, gallery, **size(width)) as page:
            assert page.evaluate(SIDEWAYS) == 0

    @pytest.mark.parametrize("width", [360, 1440])
    def test_has_targets_that_a_finger_hits(
        self, browser: Browser, gallery: str, width: int
    ) -> None:
        with shown(browser, gallery, **size(width)) as page:
            assert page.evaluate(LOW_BUTTONS) == []

    def test_is_dark_where_the_visitor_chose_so(self, browser: Browser, gallery: str) -> None:
        chosen = gallery.replace('<html lang="en"', '<html lang="en" data-appearance="dark"')
        with shown(browser, chosen, **size(1440, color_scheme="light")) as page:
            scheme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")

        assert scheme == "dark"

    def test_says_all_without_scripts(self, browser: Browser, gallery: str) -> None:
        with shown(browser, gallery, **size(1440, java_script_enabled=False)) as page:
            assert page.locator("h1").inner_text() == "Every part in every state"
            assert page.get_by_text("Look again").first.is_visible()
            assert page.locator("[data-opens-keys]").is_hidden()

    def test_would_be_found_wanting_if_it_were(self, browser: Browser, gallery: str) -> None:
        spoilt = gallery.replace("<h1>", "<img src='data:,'><h1>")
        with shown(browser, spoilt, **size(1440, bypass_csp=True)) as page:
            assert [each.split(":")[0] for each in problems(page)] == ["image-alt"]


class TestKeys:
    def test_are_listed_by_the_question_mark(self, browser: Browser, gallery: str) -> None:
        with shown(browser, gallery, **size(1440)) as page:
            page.keyboard.press("?")

            dialog = page.get_by_role("dialog", name="Keys of this page")
            assert dialog.is_visible()
            assert "Failure demand" in dialog.inner_text()
            page.keyboard.press("Escape")
            assert dialog.count() == 0

    def test_walk_through_rows(self, browser: Browser, gallery: str) -> None:
        with shown(browser, gallery, **size(1440)) as page:
            where = "[...document.querySelectorAll('[data-row]')].indexOf(document.activeElement.closest('[data-row]'))"
            page.keyboard.press("j")
            page.keyboard.press("j")
            assert page.evaluate(where) == 1
            page.keyboard.press("k")
            assert page.evaluate(where) == 0

    def test_lead_to_rooms_one_after_the_other(self, browser: Browser, gallery: str) -> None:
        with shown(browser, gallery, **size(1440)) as page:
            page.keyboard.press("g")
            page.keyboard.press("m")
            page.wait_for_url("**/measures/")

    def test_rest_while_somebody_types(self, browser: Browser, gallery: str) -> None:
        with shown(browser, gallery, **size(1440)) as page:
            page.keyboard.press("/")
            page.keyboard.type("j?gm")

            assert page.locator("input[type=search]").input_value() == "j?gm"
            assert page.get_by_role("dialog").count() == 0

    def test_can_be_turned_off(self, browser: Browser, gallery: str) -> None:
        with shown(browser, gallery, **size(1440)) as page:
            page.keyboard.press("?")
            page.get_by_label("Keys act on this device").uncheck()
            page.keyboard.press("Escape")
            page.keyboard.press("j")

            assert page.evaluate("document.activeElement.closest('[data-row]')") is None

    def test_close_a_menu_by_escape(self, browser: Browser, gallery: str) -> None:
        with shown(browser, gallery, **size(1440)) as page:
            page.get_by_text("Maria Lindqvist").click()
            assert page.get_by_text("Your account").is_visible()
            page.keyboard.press("Escape")
            assert page.locator("details.menu[open]").count() == 0
