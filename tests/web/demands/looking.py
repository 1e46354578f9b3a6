"""A desk that is really served, and people who sign in with a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.web.conftest import PASSWORD
from tests.web.served import Served, served


@contextmanager
def served_copy(root: Path, scratch: Path) -> Iterator[Served]:
    """Serve a copy of a register with its workspaces, a worker beside it."""
    here = scratch / "served"
    shutil.copytree(root, here)
    with served(here) as running:
        yield running


@contextmanager
def signed_in_page(browser: Browser, address: str, name: str, **how: Any) -> Iterator[Page]:
    """Open a page in which somebody of the cast has signed in."""
    context = browser.new_context(**how)
    try:
        page = context.new_page()
        page.goto(f"{address}/accounts/login/")
        page.fill("input[name=login]", f"{name}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit], main button:not([type])")
        page.wait_for_url(lambda url: "/login/" not in url)
        yield page
    finally:
        context.close()
