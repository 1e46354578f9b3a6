"""Everything that says no does so by the one base, and the docs name it."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

import pytest

from tests.architecture.code import modules, named, tree
from tests.given import ROOT

BUILT_IN = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
ERRORS = {
    node.name: [ast.unparse(base) for base in node.bases]
    for path in modules()
    for node in tree(path).body
    if isinstance(node, ast.ClassDef)
}


def _is_an_error(name: str) -> bool:
    return name in BUILT_IN or any(_is_an_error(base) for base in ERRORS.get(name, ()))


def _is_ours(name: str) -> bool:
    return name == "CynosureError" or any(_is_ours(base) for base in ERRORS.get(name, ()))


class TestErrors:
    def test_derive_from_the_one_base(self) -> None:
        ends = {"Stopped"}  # a worker's way to end when it is told to, and nothing wrong
        public = [name for name in ERRORS if _is_an_error(name) and not name.startswith("_")]
        public = [name for name in public if name not in ends]

        assert len(public) > 30
        assert not [name for name in public if not _is_ours(name)]

    def test_stand_in_the_reference(self) -> None:
        page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
        ours = [name for name in ERRORS if _is_ours(name) and not name.startswith("_")]

        assert not [name for name in ours if name not in page]

    @pytest.mark.parametrize("path", modules(), ids=named)
    def test_are_never_swallowed_whole(self, path: Path) -> None:
        bare = [
            node.lineno
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ExceptHandler) and node.type is None
        ]

        assert not bare
