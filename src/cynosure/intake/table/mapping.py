"""Which column is what: a mapping, kept as TOML that a person can correct."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Names
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli_w

from cynosure.errors import IntakeError
from cynosure.intake.table.names import FIELD_NAMES
from cynosure.intake.zones import UnknownZone, read_zone

MEANINGS = ("open", "resolved", "declined", "abandoned", "withdrawn", "merged")
_KEYS = ("shape", "source", "timezone", "day_first", "satisfaction", "columns", "statuses")
_ABOUT = """\
# How Cynosure reads this table. Correct it and give it with --mapping.
# [columns]: our field = "their column" (or a list of columns; the first that is filled counts).
# Fields: {fields}.
# [statuses]: "their status" = one of {meanings}.
# Also: timezone = "Europe/Berlin", day_first = true, satisfaction = [1, 5] (lowest, highest).

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What the columns of an export stand for; also which known export it is, if one."""

    shape: str = "table"
    source: str | None = None
    timezone: str | None = None
    day_first: bool | None = None
    columns: Names[str, tuple[str, ...]] = field(default_factory=dict)  # our field -> columns
    statuses: Names[str, str] = field(default_factory=dict)  # their word -> one of MEANINGS
    satisfaction: tuple[float, float] | None = None  # the lowest and the highest rating

    def column(self, name: str) -> tuple[str, ...]:
        """Return the columns that a field is read from; none where it is not."""
        return self.columns.get(name, ())


class WrongMapping(IntakeError):
    """A mapping that cannot be followed, with everything that is wrong in it."""

    exit_status = 78  # EX_CONFIG

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"The mapping {file} cannot be used:\n{lines}\nNothing was stored.")


def read_mapping(path: str | Path) -> Mapping:
    """Return the mapping that a TOML file holds.

    Raises
    ------
    WrongMapping
        With all that is wrong in it at once.
    """
    try:
        said = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise WrongMapping(
            str(path), ["There is no such file. Make one with `--save-mapping`."]
        ) from None
    except OSError as problem:
        raise WrongMapping(str(path), [f"It cannot be read: {problem.strerror}."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongMapping(str(path), [f"It is no TOML: {problem}."]) from None
    problems = list(_problems(said))
    if problems:
        raise WrongMapping(str(path), problems)
    scale = said.get("satisfaction")
    return Mapping(
        shape=said.get("shape", "table"),
        source=said.get("source"),
        timezone=said.get("timezone"),
        day_first=said.get("day_first"),
        columns=MappingProxyType(
            {
                name: (columns,) if isinstance(columns, str) else tuple(columns)
                for name, columns in said.get("columns", {}).items()
            }
        ),
        statuses=MappingProxyType(
            {word.strip(): meaning for word, meaning in said.get("statuses", {}).items()}
        ),
        satisfaction=None if scale is None else (float(scale[0]), float(scale[1])),
    )


def write_mapping(mapping: Mapping, path: str | Path) -> None:
    """Write a mapping as TOML that explains itself; `read_mapping` gives it back."""
    said: dict[str, Any] = {"shape": mapping.shape}
    for name in ("source", "timezone", "day_first"):
        if getattr(mapping, name) is not None:
            said[name] = getattr(mapping, name)
    if mapping.satisfaction is not None:
        said["satisfaction"] = list(mapping.satisfaction)
    said["columns"] = {
        name: columns[0] if len(columns) == 1 else list(columns)
        for name, columns in mapping.columns.items()
    }
    said["statuses"] = dict(mapping.statuses)
    about = _ABOUT.format(fields=", ".join(FIELD_NAMES), meanings=", ".join(MEANINGS))
    Path(path).write_text(about + tomli_w.dumps(said), encoding="utf-8")


def _problems(said: Names[str, Any]) -> Iterator[str]:
    for key in said:
        if key not in _KEYS:
            yield f"{key!r} is no part of a mapping.{near(key, _KEYS)} Known are {', '.join(_KEYS)}."
    for key in ("shape", "source", "timezone"):
        if not isinstance(said.get(key, ""), str):
            yield f"{key} is {said[key]!r}. Write it in quotes."
    if not isinstance(said.get("day_first", True), bool):
        yield f"day_first is {said['day_first']!r}. Write true or false."
    if isinstance(said.get("timezone"), str):
        try:
            read_zone(said["timezone"])
        except UnknownZone as problem:
            yield str(problem)
    yield from _problems_of_scale(said.get("satisfaction"))
    yield from _problems_of_columns(said.get("columns", {}))
    yield from _problems_of_statuses(said.get("statuses", {}))


def _problems_of_scale(scale: object) -> Iterator[str]:
    if scale is None:
        return
    numbers = isinstance(scale, list) and all(isinstance(end, int | float) for end in scale)
    if not (isinstance(scale, list) and numbers and len(scale) == 2 and scale[0] < scale[1]):
        yield f"satisfaction is {scale!r}. Write the lowest and the highest rating, as [1, 5]."


def _problems_of_columns(columns: object) -> Iterator[str]:
    if not isinstance(columns, dict):
        yield f'[columns] is {columns!r}. Write lines as title = "Subject" under it.'
        return
    for name, column in columns.items():
        if name not in FIELD_NAMES:
            yield f"{name!r} is no field.{near(name, FIELD_NAMES)} Fields are {', '.join(FIELD_NAMES)}."
        several = column if isinstance(column, list) else [column]
        if not several or not all(isinstance(one, str) for one in several):
            yield f"{name} is {column!r}. Write the name of a column in quotes, or a list of them."


def _problems_of_statuses(statuses: object) -> Iterator[str]:
    if not isinstance(statuses, dict):
        yield f'[statuses] is {statuses!r}. Write lines as "their status" = "resolved" under it.'
        return
    for word, meaning in statuses.items():
        if meaning not in MEANINGS:
            yield f"The status {word!r} is {meaning!r}. Write one of {', '.join(MEANINGS)}."


def near(name: str, known: Collection[str]) -> str:
    """Return the hint that a name was meant for one that is known; empty where none is close.

    >>> near("titel", ["title", "body"])
    " Did you mean 'title'?"
    """
    found = get_close_matches(name.lower(), known, n=1)
    return f" Did you mean {found[0]!r}?" if found else ""
