"""Write the reference pages from what they describe; `--check` says whether they are true.

Nobody edits `docs/reference` by hand: a command, a measure, a field, an error or
a known export is described where it stands in the code, once.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import os
import pkgutil
import sys
import tokenize
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, get_args, get_type_hints

import django
import model_card
import pyarrow as pa
import typer.main

import cynosure
from cynosure.answers import Unit
from cynosure.cli.main import app
from cynosure.demand import CAUSES, WANTS, kinds, records
from cynosure.errors import CynosureError
from cynosure.intake.shapes.catalogue import SHAPES
from cynosure.measures import DIMENSIONS
from cynosure.measures.catalogue import MEASURES

REFERENCE = Path(__file__).parent / "reference"

UNITS: Mapping[Unit, str] = MappingProxyType(
    {
        "share": "A share, shown in percent",
        "seconds": "A time, kept in whole seconds",
        "minutes": "A time, kept in minutes",
        "demands": "A number of demands",
        "times": "How many times",
        "ratio": "A ratio, where 0.5 is half as much again",
        "customer-days": "Days that customers waited, all together",
    }
)
PLACED: Mapping[str, str] = MappingProxyType(
    {"start": "in the period in which they were asked", "ended_at": "in that in which they ended"}
)
NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "endings": "when demands ended",
        "history": "each ending and reopening",
        "responses": "who wrote to the asker, and when",
        "waiting": "whose turn it was",
        "hand_offs": "who had it",
        "effort": "minutes spent",
        "text": "the asker's own words",
    }
)
# By the names of the shapes: what to ask the tool for, and which files belong together.
TOGETHER: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "github": (
            "One file. With GitHub's own command line:",
            "```\ngh issue list --state all --limit 100000 --json number,title,body,author,labels,"
            "state,stateReason,createdAt,updatedAt,closedAt,url,comments > issues.json\n```",
            "`--limit` has to be above the number of your issues, else the oldest are missing. "
            "Pages of the REST interface are read too; pull requests among them are set aside. "
            "With `timeline` or `events` in each issue reopenings and hand-offs are known.",
        ),
        "gitlab": (
            "Pages of the issues of GitLab's REST interface as JSON "
            "(`/projects/:id/issues?per_page=100`). With `notes` in each issue (its notes) the first "
            "answer is known, with `resource_state_events` its reopenings. The CSV that GitLab mails "
            "is read as a table.",
        ),
        "jira": (
            "The CSV of a search (all fields), or its JSON. JSON asked for with "
            "`expand=changelog` holds each issue's change log; a table of changes in a file of "
            "its own (`key`, `field`, `fromString`, `toString`, `created`) goes with the issues:",
            "```\ncynosure report issues.csv changes.csv --out report.html\n```",
            "Changes alone are no export: they do not say when an issue was asked.",
        ),
        "zendesk": (
            "Tickets, and with them what you can get of: ticket metrics, metric events, comments, "
            "audits (or a table of changes). Give all files at once:",
            "```\ncynosure report tickets.json metrics.json metric_events.json comments.json "
            "--out report.html\n```",
            "Tickets alone do not say when they were solved. Metrics add the last solution, "
            "metric events or audits the history, comments the first answer.",
        ),
        "servicenow": (
            "The list of incidents, as CSV or JSON, with `sys_id`. The journals "
            "(`comments_and_work_notes`) say who answered; the audit (`sys_audit`: `documentkey`, "
            "`fieldname`, `newvalue`) is the history:",
            "```\ncynosure report incidents.csv sys_audit.csv --out report.html\n```",
        ),
        "app_reviews": (
            "The reviews of the App Store or Google Play as CSV or JSON, one row a review, with "
            "the developer's replies if there are any. A rating without words asks for nothing "
            "and is set aside.",
        ),
        "event_log": (
            "XES, or a table with a row an event: case, activity, time. The first event of a case "
            "is taken for the ask; a mapping says which activities end one.",
        ),
    }
)
STATUSES: Mapping[int, str] = MappingProxyType(
    {
        0: "Done.",
        1: "Stopped for a reason that has no number of its own.",
        2: "The command or an option is not spelt as the help says.",
        64: "Asked for what there is not, or in a way that cannot be.",
        65: "The data cannot be used.",
        69: "A language model that was asked does not answer, or refuses.",
        73: "What should be written cannot be written there.",
        74: "The disk or the workspace cannot be read or written.",
        75: "Something else is writing just now; try again.",
        78: "A mapping or a file of labellers is wrong, or a key is not set.",
        130: "Stopped by you (Ctrl-C); nothing was stored by halves.",
        141: "Whoever read the output had enough.",
    }
)

# What of a model's card is shown, by the head of its column.


def commands() -> str:
    """Return the page of all commands."""
    lines = ["# Commands", "", "What `cynosure COMMAND --help` says, in one place.", ""]
    for name, command in leaves():
        lines += [f"## `{name}`", ""]
        for paragraph in (command.help or "").split("\n\n"):
            said = [line.strip() for line in paragraph.strip().splitlines()]
            lines += [*(["```", *said[1:], "```"] if said[0] == "Example:" else said), ""]
        if command.params:
            lines += ["| argument or option | meaning |", "|---|---|"]
            words = _choices(command)
            for each in command.params:
                choices = words.get(each.name, ())
                lines.append(f"| {_spelling(each, choices)} | {_meaning(each, choices)} |")
            lines.append("")
    return "\n".join(lines)


def leaves() -> list[tuple[str, Any]]:
    """Return each command with its whole name."""

    def below(command: Any, path: tuple[str, ...]) -> list[tuple[str, Any]]:
        children = getattr(command, "commands", None)
        if children is None:
            return [(" ".join(path), command)]
        return [leaf for name, child in children.items() for leaf in below(child, (*path, name))]

    return below(typer.main.get_command(app), ("cynosure",))


def _spelling(parameter: Any, choices: Sequence[str]) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or (parameter.name or '').upper()}`"
    value = "" if parameter.is_flag else f" {parameter.metavar or ('WORD' if choices else 'N')}"
    return ", ".join(f"`{name}{value}`" for name in parameter.opts)


def _choices(command: Any) -> Mapping[str, Sequence[str]]:
    """Return the words that each parameter may be, where they are few."""
    hints = get_type_hints(inspect.unwrap(command.callback))
    return {
        name: [
            str(word.value)
            for kind in (hint, *get_args(hint))
            if isinstance(kind, type) and issubclass(kind, Enum)
            for word in kind
        ]
        for name, hint in hints.items()
    }


def _meaning(parameter: Any, choices: Sequence[str]) -> str:
    text = " ".join((getattr(parameter, "help", None) or "").split())
    if choices:
        text = f"{', '.join(choices)}. {text}"
    default = parameter.default
    if default is not None and not isinstance(default, bool) and "[default" not in text:
        text += f" [default: {getattr(default, 'value', default)}]"
    if parameter.required and parameter.param_type_name == "option":
        text += " [required]"
    return text.strip().replace("|", "\\|")


def measures() -> str:
    """Return the page of all measures."""
    lines = ["# Measures", "", "`cynosure measures show NAME` answers each of them; "]
    lines[-1] += "`--every week` shows its course over time, `--by` tells groups apart: "
    lines[-1] += f"{', '.join(f'`{name}`' for name in DIMENSIONS)}."
    lines.append("")
    for name, measure in MEASURES.items():
        lines += [f"## {measure.title}", "", f"`{name}`. {UNITS[measure.unit]}.", ""]
        lines += [measure.definition, ""]
        about = [f"Made from {measure.base}, placed {PLACED[measure.instant]}."]
        if measure.of_state or measure.cumulative:
            about = [f"Made from {measure.base}, as they stood at the end of the period."]
        if measure.of_span:
            about = [f"Made from {measure.base}, each with what of it lies inside the period."]
        if measure.needs:
            about.append(
                f"The export has to tell {NEEDED[measure.needs]}; else the figure is unknown."
            )
        lines += [" ".join(about), ""]
    return "\n".join(lines)


def fields() -> str:
    """Return the page of all records' fields and their words."""
    lines = ["# Fields", "", "What the store keeps and `cynosure export` writes. "]
    lines[-1] += "Times are UTC; empty is unknown."
    beside, above = _comments(records)
    tables = {name: value for name, value in vars(records).items() if isinstance(value, pa.Schema)}
    for name, schema in tables.items():
        lines += ["", f"## {name.lower()}", "", above[name], ""]
        lines += ["| field | type | meaning |", "|---|---|---|"]
        lines += [
            f"| `{field.name}` | {_kind(field.type)} | {beside[name, field.name]} |"
            for field in schema
        ]
    beside, _ = _comments(kinds)
    for title, name, found in (
        ("Kinds of event", "EventKind", kinds.EVENT_KINDS),
        ("Flags of a clock", "Flag", kinds.FLAGS),
    ):
        lines += ["", f"## {title}", "", "| word | meaning |", "|---|---|"]
        lines += [f"| `{word}` | {beside[name, word]} |" for word in found]
    for title, codes in (("Causes of failure demand", CAUSES), ("Wants of value demand", WANTS)):
        lines += ["", f"## {title}", "", "| code | meaning |", "|---|---|"]
        lines += [f"| `{code}` | {meaning} |" for code, meaning in codes.items()]
    return "\n".join(lines)


def _kind(kind: pa.DataType) -> str:
    names = {"string": "text", "int64": "whole number", "double": "number", "bool": "true or false"}
    if pa.types.is_timestamp(kind):
        return "time"
    if pa.types.is_list(kind):
        return "list of texts"
    return names.get(str(kind), str(kind))


def _comments(module: ModuleType) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Return the comments beside the words in each assignment, and above each assignment."""
    source = inspect.getsource(module)
    told = {
        token.start[0]: (token.string.lstrip("# "), token.line.strip().startswith("#"))
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    beside: dict[tuple[str, str], str] = {}
    above: dict[str, str] = {}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name, line, said = node.targets[0].id, node.lineno - 1, list[str]()
        while line in told and told[line][1]:
            said.insert(0, told[line][0])
            line -= 1
        above[name] = " ".join(said)
        for part in ast.walk(node.value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                beside.setdefault((name, part.value), told.get(part.lineno, ("", False))[0])
    return beside, above


def exports() -> str:
    """Return the page of the exports that need no mapping."""
    lines = ["# Known exports", "", "These are recognised by their look, whatever the files are "]
    lines[-1] += "called. Files that belong together are given together, or lie in one folder."
    for shape in SHAPES:
        lines += ["", f"## {shape.title}", "", f"Ids begin with `{shape.name}` unless `--source` "]
        lines[-1] += "says otherwise."
        for part in TOGETHER[shape.name]:
            lines += ["", part]
    lines += [
        "",
        "## Any other table",
        "",
        "CSV, XLSX, JSON or Parquet with a row a demand. Which ",
    ]
    lines[-1] += (
        "column is what is guessed; see [how to correct it](../how-to/correct-a-mapping.md)."
    )
    return "\n".join(lines)


def errors() -> str:
    """Return the page of everything that Cynosure says no with."""
    # The pages' settings are the register's and more; their modules want Django set up.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cynosure.web.settings")
    django.setup()
    for found in pkgutil.walk_packages(cynosure.__path__, "cynosure."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    lines = ["# Errors and exit statuses", "", "An error says what is wrong, shows the value, and "]
    lines[-1] += "names the next step. Its exit status tells a script which kind of no it was."
    lines += ["", "| status | meaning |", "|---|---|"]
    lines += [f"| {status} | {meaning} |" for status, meaning in STATUSES.items()]
    lines += ["", "All are `cynosure.errors.CynosureError`."]
    own = [each for each in CynosureError.__subclasses__() if each.__module__ == "cynosure.errors"]
    for base in own:
        lines += ["", f"## {base.__name__}", "", _first_line(base), ""]
        lines += _errors_below(base)
    others = [each for each in CynosureError.__subclasses__() if each not in own]
    lines += ["", "## Others", "", *_table_of(others)]
    return "\n".join(lines)


def _errors_below(base: type[CynosureError]) -> list[str]:
    def below(each: type[CynosureError]) -> Iterator[type[CynosureError]]:
        for child in each.__subclasses__():
            yield child
            yield from below(child)

    return _table_of(list(below(base)))


def _table_of(found: Sequence[type[CynosureError]]) -> list[str]:
    lines = ["| error | of | meaning | status |", "|---|---|---|---|"]
    for each in sorted(found, key=lambda one: (one.__module__, one.__name__)):
        assert each.exit_status in STATUSES, f"{each.__name__} has a status nobody explains"
        home = each.__module__.removeprefix("cynosure.")
        lines.append(f"| `{each.__name__}` | `{home}` | {_first_line(each)} | {each.exit_status} |")
    return lines


def _first_line(documented: type) -> str:
    return (documented.__doc__ or "").strip().splitlines()[0]


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "commands.md": commands,
        "measures.md": measures,
        "fields.md": fields,
        "exports.md": exports,
        "errors.md": errors,
        "model.md": model_card.page,
    }
)


def main() -> int:
    """Write the pages, or check them."""
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page().rstrip() + "\n"
        if "--check" not in sys.argv:
            REFERENCE.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(str(path))
    if "--check" not in sys.argv:
        model_card.draw(REFERENCE.parent / "pictures")
    if stale:
        print("These pages do not say what the code says; run `make docs`:", *stale, sep="\n  ")  # noqa: T201 - a script's answer
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
