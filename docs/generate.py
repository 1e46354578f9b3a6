"""Write the reference pages from what they describe; `--check` says whether they are true.

Nobody edits `docs/reference` by hand: a command, a measure, a field or a known
export is described where it stands in the code, once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pyarrow as pa
import typer.main

import cynosure.demand as words
from cynosure.cli.main import app
from cynosure.intake.shapes.catalogue import SHAPES
from cynosure.measures.catalogue import MEASURES

REFERENCE = Path(__file__).parent / "reference"


def commands() -> str:
    """Return the page of all commands."""
    lines = ["# Commands", "", "What `cynosure COMMAND --help` says, in one place.", ""]
    root = typer.main.get_command(app)
    for name, command in _leaves(root, ("cynosure",)):
        lines += [f"## `{name}`", ""]
        lines += [part.strip() for part in (command.help or "").split("\n\n")[0].splitlines()]
        for paragraph in (command.help or "").split("\n\n")[1:]:
            example = paragraph.strip().startswith("Example:")
            body = [line.strip() for line in paragraph.strip().splitlines()]
            lines += ["", *(["```", *body[1:], "```"] if example else body)]
        lines += ["", "| | |", "|---|---|"]
        for parameter in command.params:
            lines.append(f"| `{_spelling(parameter)}` | {_help(parameter)} |")
        lines.append("")
    return "\n".join(lines)


def _leaves(command: click.Command, path: tuple[str, ...]) -> list[tuple[str, click.Command]]:
    children: Mapping[str, click.Command] | None = getattr(command, "commands", None)
    if children is None:
        return [(" ".join(path), command)]
    return [leaf for name, child in children.items() for leaf in _leaves(child, (*path, name))]


def _spelling(parameter: click.Parameter) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or (parameter.name or "").upper())
    # A default stands in the help's own words where it is not a plain value.
    return ", ".join(parameter.opts)


def _help(parameter: click.Parameter) -> str:
    text = " ".join((getattr(parameter, "help", None) or "").split())
    default = parameter.default
    if isinstance(default, (int, float)) and not isinstance(default, bool):
        text += f" [default: {default}]"
    return text.replace("|", "\\|")


def measures() -> str:
    """Return the page of all measures."""
    lines = ["# Measures", "", "`cynosure measures show NAME` answers each of them.", ""]
    for name, measure in MEASURES.items():
        lines += [f"## {measure.title}", "", f"`{name}`, in {measure.unit}.", ""]
        lines += [measure.definition, ""]
    return "\n".join(lines)


def fields() -> str:
    """Return the page of all records' fields."""
    lines = ["# Fields", "", "What the store keeps and `cynosure export` writes. Times are UTC.", ""]
    tables = {name: value for name, value in vars(words).items() if isinstance(value, pa.Schema)}
    for name, schema in sorted(tables.items()):
        lines += [f"## {name.lower()}", "", "| field | type |", "|---|---|"]
        lines += [f"| `{field.name}` | {field.type} |" for field in schema]
        lines.append("")
    return "\n".join(lines)


def exports() -> str:
    """Return the page of the exports that need no mapping."""
    lines = ["# Known exports", "", "These are recognised by their look.", ""]
    lines += ["| name | what |", "|---|---|"]
    lines += [f"| `{shape.name}` | {shape.title} |" for shape in SHAPES]
    return "\n".join([*lines, ""])


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "measures.md": measures,
    "fields.md": fields,
    "exports.md": exports,
}


def main() -> int:
    """Write the pages, or check them."""
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page().rstrip() + "\n"
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(str(path))
        else:
            REFERENCE.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print("These pages do not say what the code says; run `make docs`:", *stale, sep="\n  ")  # noqa: T201 - a script's answer
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
