"""What axe finds on a page, for the tests of every room."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Axe gives no verdict on letters before a gradient. Ours lie over the plain
# ground at the edges of tables and behind the rail, so the plain ground is what counts.
PLAIN = """() => {
  for (const each of document.querySelectorAll('.scroll, .framed')) each.style.background = 'none';
  const rail = document.querySelector('.rail');
  if (rail) rail.style.background = 'var(--panel)';
  document.querySelectorAll('details:not(.menu)').forEach(each => { each.open = true; });
}"""
_PICTURES = {"bgGradient", "bgImage"}  # of a style sheet


def problems(page: Page) -> list[str]:
    """Return what breaks a rule of WCAG 2.2 AA, and the letters whose ground axe could not judge.

    All that can be opened on the page is opened first. The page needs
    `bypass_csp=True`, because axe is put into it.
    """
    page.evaluate(PLAIN)
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert found["passes"], "axe looked at nothing"
    judged = [(rule, node) for rule in found["violations"] for node in rule["nodes"]]
    judged += [
        (rule, node)
        for rule in found["incomplete"]
        for node in rule["nodes"]
        if rule["id"] == "color-contrast" and _lies_on_a_picture(node)
    ]
    return [_said(rule, node) for rule, node in judged]


def _lies_on_a_picture(node: dict[str, Any]) -> bool:
    # The other reasons are no ground of ours: scrolled out of sight, or letters of a drawing,
    # whose inks the tests of the report judge.
    return any((check["data"] or {}).get("messageKey") in _PICTURES for check in node["any"])


def _said(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']}: {node['html'][:120]} ({rule['help']})"
