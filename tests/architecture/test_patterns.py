"""What regular expressions may not hold, because a Python that we run on reads it wrongly."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.given import ROOT

# Up to Python 3.11.4 (Debian 12 has 3.11.2) a group that is repeated without ever giving back,
# or is kept as it matched first, goes wrong where something inside of it may give back:
# https://github.com/python/cpython/issues/106052. A single sign, such as \w{1,20}+, does not.
GIVES_NOTHING_BACK = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")


def patterns() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node.value


def test_no_group_gives_nothing_back() -> None:
    wrong = [where for where, pattern in patterns() if GIVES_NOTHING_BACK.search(pattern)]

    assert wrong == []


@pytest.mark.parametrize("pattern", [r"(?:a|b){0,3}+c", r"(?:ab?)*+", r"(a)?+", "(?>ab)"])
def test_it_would_be_seen(pattern: str) -> None:
    assert GIVES_NOTHING_BACK.search(pattern)
