"""The pages that people read, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.given import ROOT

_FENCE = re.compile(r"^[ ]*```(?P<kind>\w*)\n(?P<body>.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<to>[^)\s]+)\)")


def pages() -> list[Path]:
    """Return every page of the checkout, whoever it is for."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("requirements/*.md")])


def links(page: Path) -> Iterator[str]:
    """Yield where a page points to."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    yield from (found["to"] for found in _LINK.finditer(text))


def blocks(page: Path, kind: str = "") -> Iterator[str]:
    """Yield the fenced blocks of a page of one kind."""
    for found in _FENCE.finditer(page.read_text(encoding="utf-8")):
        if found["kind"] == kind:
            yield found["body"]


def commands(page: Path) -> Iterator[str]:
    """Yield each `cynosure …` that a page shows, as a person would type it."""
    for block in blocks(page):
        for line in block.replace("\\\n", " ").splitlines():
            # What follows a comment or a pipe is not ours.
            said = re.split(r"\s[#|>]\s", line.strip().removeprefix("$ ").strip())[0]
            if re.match(r"(\.venv/bin/)?cynosure\s", said):
                yield said.removeprefix(".venv/bin/")
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    yield from (said for said in _INLINE.findall(prose) if said.startswith("cynosure "))
