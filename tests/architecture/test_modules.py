"""Modules are small, named for what they are, and say what they do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.code import CORE, SOURCE, called, modules, named, tree
from tests.given import ROOT

LONGEST = 400
# Data in the form of code: invented texts, one a line, nothing to understand.
LONG_FOR_A_REASON = {"simulation/texts.py"}
VAGUE = {
    "base", "common", "core", "helper", "helpers", "lib", "manager", "misc", "process",
    "processing", "shared", "stuff", "tools", "util", "utils",
}  # fmt: skip
NOW = {"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns"}  # of whatever
CLOCKS = {"time.time", "time.localtime", "time.gmtime", "time.sleep"}
REGISTRY_HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org")


@pytest.mark.parametrize("path", modules(), ids=named)
class TestAModule:
    def test_is_short_enough_to_be_read(self, path: Path) -> None:
        length = len(path.read_text(encoding="utf-8").splitlines())

        assert length <= LONGEST or named(path) in LONG_FOR_A_REASON

    def test_is_named_for_what_it_is(self, path: Path) -> None:
        names = {part.removesuffix(".py") for part in path.relative_to(SOURCE).parts}

        assert not names & VAGUE

    def test_says_what_it_is(self, path: Path) -> None:
        # Ruff asks it of all that is public; a migration is written by Django.
        assert ast.get_docstring(tree(path)) or "migrations" in path.parts


@pytest.mark.parametrize(
    "path", [path for path in modules() if path.name == "__init__.py"], ids=named
)
class TestAPackagesFace:
    def test_is_a_docstring_imports_and_a_list(self, path: Path) -> None:
        body = tree(path).body
        doing = [
            node
            for node in body
            if not (
                isinstance(node, ast.ImportFrom)
                or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
                or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
            )
        ]

        assert not [ast.unparse(node)[:80] for node in doing]

    def test_lists_what_it_imports(self, path: Path) -> None:
        brought = {
            alias.asname or alias.name
            for node in tree(path).body
            if isinstance(node, ast.ImportFrom) and node.module != "__future__"
            for alias in node.names
        }
        listed = [
            ast.literal_eval(node.value)
            for node in tree(path).body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ]

        assert set(*listed) == brought


@pytest.mark.parametrize("path", modules(*CORE), ids=named)
class TestTheCore:
    def test_looks_at_no_clock(self, path: Path) -> None:
        calls = {called(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}

        assert not {call for call in calls if call.split(".")[-1] in NOW}
        assert not calls & CLOCKS

    def test_leaves_nothing_to_chance_that_it_was_not_given(self, path: Path) -> None:
        chance = [
            ast.unparse(node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and (
                called(node.func).split(".")[0] in {"secrets", "uuid1", "uuid4"}
                or called(node.func).startswith(("uuid.uuid1", "uuid.uuid4"))
                # Random() and default_rng() without a seed, and the hidden one of the module.
                or (
                    called(node.func).split(".")[-1] in {"Random", "default_rng"}
                    and not node.args
                    and not node.keywords
                )
                or (
                    called(node.func).startswith(("random.", "np.random.", "numpy.random."))
                    and called(node.func).split(".")[-1]
                    not in {"Random", "default_rng", "Generator", "Philox", "PCG64"}
                )
            )
        ]

        assert not chance

    def test_opens_no_connection(self, path: Path) -> None:
        brought = {
            name
            for node in ast.walk(tree(path))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }

        assert not {
            name
            for name in brought
            if name.split(".")[0] in {"socket", "ssl", "http", "ftplib", "smtplib", "requests"}
            or name == "urllib.request"
        }


class TestWhatIsShipped:
    def test_names_no_registrys_host(self) -> None:
        kinds = {".py", ".md", ".toml", ".txt", ".in", ".json", ".j2", ".css", ""}
        files = [
            path
            for folder in ("src", "docs", "tests", "benchmarks", "requirements", ".ci")
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and path.suffix in kinds and "__pycache__" not in path.parts
        ]
        files += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in kinds]

        naming = [
            str(path.relative_to(ROOT))
            for path in files
            if any(host in path.read_text(encoding="utf-8") for host in REGISTRY_HOSTS)
        ]

        assert not naming
