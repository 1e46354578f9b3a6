"""What the tests of reports share: the browser and one written page."""

from __future__ import annotations

from pathlib import Path

import pytest

from cynosure import charts
from cynosure.reports import render_html
from tests.browser import browser
from tests.reports.made_up import content

__all__ = ["browser", "page_file"]


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the made-up report as a file, as a person would open it."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_html(content(), charts), encoding="utf-8")
    return path
