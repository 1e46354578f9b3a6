"""Take the README's picture: the first screen of the demonstration's report, in Chromium.

PYTHONPATH=. python docs/picture.py demo/report.html docs/pictures/report.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser import ARGUMENTS, executable

WIDTH, HEIGHT = 1120, 720


def main(report: Path, picture: Path) -> None:
    """Open the report and keep what one sees first."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(playwright), args=list(ARGUMENTS)
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(report.resolve().as_uri())
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
