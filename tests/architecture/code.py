"""The source as it stands, to be looked over as a whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.given import ROOT

SOURCE = ROOT / "src/cynosure"
# Below the adapters: knows neither clock nor network (DESIGN §3).
CORE = (
    "errors.py", "answers.py", "demand", "statistics", "texts", "intake", "clocks", "nature", "themes", "search",
    "masking", "measures", "charts", "reports", "simulation", "workflows",
)  # fmt: skip


def modules(*parts: str) -> list[Path]:
    """Return all modules of the package, or those of some of its parts."""
    found = sorted(SOURCE.rglob("*.py"))
    if not parts:
        return found
    return [path for path in found if path.relative_to(SOURCE).parts[0] in parts]


def named(path: Path) -> str:
    """Return how a module is called in the result of a test."""
    return str(path.relative_to(SOURCE))


@cache
def tree(path: Path) -> ast.Module:
    """Return a module's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Yield the first name of every module that a module imports, wherever it does so."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def called(node: ast.AST) -> str:
    """Return the dotted name of what is called: `datetime.now`, `time.time`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    return ".".join([node.id, *parts]) if isinstance(node, ast.Name) else ".".join(["…", *parts])
