"""A file chosen, looked at, corrected, taken in and undone again, in Chromium, really served.

With CYNOSURE_LOOK=DIR what the pages look like is kept there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import browser
from tests.web.demands.looking import served_copy, signed_in_page
from tests.web.design.accessible import problems
from tests.web.served import Served, until

__all__ = ["browser"]

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TICKETS = (
    "Nummer,Was,Wann,Wer\n"
    "1,The export fails again,2026-03-01 09:00,ana@example.org\n"
    "2,Please add dark mode,2026-03-02 10:00,ben@example.org\n"
    "3,=HYPERLINK(1),not a date,eva@example.org\n"
)


@pytest.fixture(scope="module")
def running(empty_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_copy(empty_root, tmp_path_factory.mktemp("take-in")) as served:
        yield served


def looked_at(page: Page, step: str, mark: str) -> None:
    """Keep what a page looks like where somebody wants to look; find nothing wrong with it."""
    if folder := os.environ.get("CYNOSURE_LOOK"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{step}-{mark}.png", full_page=True)
    assert page.evaluate(SIDEWAYS) == 0, step
    assert problems(page) == [], step


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (360, "light")])
def test_a_file_is_taken_in_as_corrected_and_undone(
    browser: Browser, running: Served, tmp_path: Path, width: int, scheme: str
) -> None:
    how = {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "bypass_csp": True,
    }
    mark = f"{width}-{scheme}"
    file = tmp_path / "tickets.csv"
    file.write_text(TICKETS)
    with signed_in_page(browser, running.address, "maria", **how) as page:
        page.goto(f"{running.address}/w/desk/take-in/")
        expect(page.get_by_text("Nothing was taken in yet")).to_be_visible()
        looked_at(page, "1-send", mark)

        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="Send and look").click()
        expect(page.get_by_role("button", name="Let the files go")).to_be_visible()
        if not page.get_by_role("button", name="Take in").count():
            looked_at(page, "2-to-be-told", mark)
        page.get_by_label("Time zone").fill("Europe/Berlin")
        page.get_by_label("Number or id").select_option("Nummer")
        page.get_by_label("Title").select_option("Was")
        page.get_by_label("Asked at").select_option("Wann")
        page.get_by_role("button", name="Look again").click()
        expect(page.get_by_role("cell", name="The export fails again")).to_be_visible()
        # Nine in Berlin's winter is eight.
        expect(page.get_by_role("cell", name="08:00").first).to_be_visible()
        looked_at(page, "3-look", mark)

        page.get_by_role("button", name="Take in").click()
        until(page, "What became of each record")
        looked_at(page, "4-job", mark)
        page.get_by_role("link", name="Look at this import").click()
        expect(page.get_by_text("In quarantine")).to_be_visible()
        looked_at(page, "5-import", mark)

        page.get_by_role("link", name="Undo this import…").click()
        expect(page.get_by_text("Demands that go", exact=True)).to_be_visible()
        looked_at(page, "6-undo", mark)
        page.get_by_role("button", name="Undo this import").click()
        expect(page.get_by_text("The import is being undone")).to_be_visible()
        looked_at(page, "7-undoing", mark)
        until(page, "Nothing was taken in yet")


DROP = """([form, name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const kind of ['dragover', 'drop'])
    form.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def test_a_file_is_dropped(browser: Browser, running: Served) -> None:
    with signed_in_page(browser, running.address, "maria") as page:
        page.goto(f"{running.address}/w/desk/take-in/")
        form = page.locator("[data-drop]").element_handle()
        page.evaluate(DROP, [form, "dropped.csv", TICKETS])
        page.get_by_role("button", name="Send and look").click()
        expect(page.get_by_text("dropped.csv").first).to_be_visible()
        page.get_by_role("button", name="Let the files go").click()


def test_works_without_script(browser: Browser, running: Served, tmp_path: Path) -> None:
    file = tmp_path / "plain.csv"
    file.write_text(TICKETS)
    with signed_in_page(browser, running.address, "maria", java_script_enabled=False) as page:
        page.goto(f"{running.address}/w/desk/take-in/")
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="Send and look").click()
        page.get_by_label("Title").select_option("Was")
        page.get_by_label("Asked at").select_option("Wann")
        page.get_by_role("button", name="Look again").click()
        page.get_by_role("button", name="Take in").click()
        until(page, "Look at this import")
        page.get_by_role("link", name="Look at this import").click()
        page.get_by_role("link", name="Undo this import…").click()
        page.get_by_role("button", name="Undo this import").click()
        until(page, "Nothing was taken in yet")
