"""Pages point to what is there and show what can be typed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from cynosure.cli.main import app
from tests.docs.pages import commands, links, pages
from tests.given import ROOT

HOW_TO = (
    "bring-your-own-labeller",
    "classify-a-table",
    "correct-a-mapping",
    "export-for-your-own-tools",
    "forget-a-person",
    "judge-a-sample",
    "read-a-change-over-time",
    "see-whether-a-remedy-worked",
    "use-it-from-python",
)


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def leaf_of(words: list[str]) -> tuple[Any, list[str]]:
    """Return the command that the words name, and what is said to it."""
    command: Any = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    if words and hasattr(command, "default_command"):
        command = command.commands[command.default_command]
    return command, words


@pytest.mark.parametrize("page", pages(), ids=named)
class TestAPage:
    def test_points_only_to_what_is_there(self, page: Path) -> None:
        lost = [
            to
            for to in links(page)
            if not re.match(r"[a-z]+:|#", to) and not (page.parent / to.split("#")[0]).exists()
        ]

        assert not lost

    def test_points_only_into_the_checkout(self, page: Path) -> None:
        outside = [
            to
            for to in links(page)
            if not re.match(r"[a-z]+:|#", to)
            and not (page.parent / to.split("#")[0]).resolve().is_relative_to(ROOT)
        ]

        assert not outside

    def test_shows_only_commands_that_can_be_typed(self, page: Path) -> None:
        for said in commands(page):
            words = shlex.split(said)[1:]
            if not words or words[0].isupper() or "…" in said:
                continue  # `cynosure COMMAND --help` stands for all of them
            command, rest = leaf_of(words)
            assert not hasattr(command, "commands") or not rest, f"{said}: no such command"
            known = {name for parameter in command.params for name in parameter.opts}
            given = [word.split("=")[0] for word in rest if re.match(r"--?[a-z]", word)]
            unknown = set(given) - known - {"--help"}
            assert not unknown, f"{said}: {unknown}"

    def test_parses_whole_command_lines(self, page: Path) -> None:
        for said in commands(page):
            words = shlex.split(said)[1:]
            command, rest = leaf_of(words)
            # A phrase such as `cynosure erase` names the command; a line with
            # options or files is meant to be copied.
            if not rest or hasattr(command, "commands") or "…" in said or "--help" in rest:
                continue
            if "`" + said + "`" in page.read_text(encoding="utf-8"):
                continue  # in the middle of a sentence it may be cut short
            command.make_context(command.name, list(rest))


class TestTheReference:
    def test_says_what_the_code_says(self) -> None:
        ran = subprocess.run(
            [sys.executable, ROOT / "docs/generate.py", "--check"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert ran.returncode == 0, ran.stdout + ran.stderr

    def test_leaves_no_field_word_or_error_without_a_meaning(self) -> None:
        for page in (ROOT / "docs/reference").glob("*.md"):
            empty = re.findall(r"^\|.*\| *\| *$", page.read_text(encoding="utf-8"), re.MULTILINE)
            assert not empty, page.name


class TestHowToPages:
    @pytest.mark.parametrize("name", HOW_TO)
    def test_are_there_and_listed(self, name: str) -> None:
        listed = (ROOT / "docs/README.md").read_text(encoding="utf-8")

        assert (ROOT / f"docs/how-to/{name}.md").is_file()
        assert f"how-to/{name}.md" in listed

    def test_are_all_listed(self) -> None:
        listed = (ROOT / "docs/README.md").read_text(encoding="utf-8")
        there = [page for page in pages() if page.parent.name in {"how-to", "explanation"}]

        assert there
        assert not [page.name for page in there if page.name not in listed]


class TestDecisions:
    def test_are_numbered_without_a_gap(self) -> None:
        numbers = sorted(int(page.name[:4]) for page in (ROOT / "docs/decisions").glob("[0-9]*.md"))

        assert numbers == list(range(1, len(numbers) + 1))

    @pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("[0-9]*.md")), ids=named)
    def test_carry_their_number(self, page: Path) -> None:
        assert page.read_text(encoding="utf-8").startswith(f"# {int(page.name[:4])}. ")
