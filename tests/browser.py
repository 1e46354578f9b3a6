"""Chromium for tests that look at a page.

A missing browser fails the test that needs it: a page that nobody looked at
must not pass. `CYNOSURE_CHROMIUM` names another one.
"""

from __future__ import annotations

import atexit
import os
import shutil
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def executable(playwright: Playwright) -> str:
    """Return the path of a Chromium, or fail with what to install."""
    told = os.environ.get("CYNOSURE_CHROMIUM")
    own = playwright.chromium.executable_path
    found = [told] if told else [*(shutil.which(name) for name in NAMES), own]
    for path in found:
        if path and Path(path).exists():
            return path
    pytest.fail(
        f"No Chromium was found: {told or ', '.join(NAMES)}. Install it (`apt-get install "
        "chromium`), or name one in CYNOSURE_CHROMIUM."
    )


@cache
def _running() -> Browser:
    """Start Chromium once a process: Playwright may not be started twice in one."""
    playwright = sync_playwright().start()
    running = playwright.chromium.launch(
        executable_path=executable(playwright), args=list(ARGUMENTS)
    )
    atexit.register(playwright.stop)
    return running


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Return a running Chromium without a window."""
    return _running()
