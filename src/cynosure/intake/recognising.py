"""Which known export some files are, and which part of it each one is."""

from __future__ import annotations

import re
from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from cynosure.errors import IntakeError
from cynosure.intake.own import OWN, Own
from cynosure.intake.sampling import LookedAt
from cynosure.intake.shape import Sample, Shape, Tells
from cynosure.intake.shapes.catalogue import SHAPES
from cynosure.intake.shapes.event_logs.shape import EventLogs
from cynosure.intake.shapes.statuses import Ending
from cynosure.intake.table import ChangesWithoutDemands, Mapping, Table, guess_mapping
from cynosure.intake.table.guessing import proposed
from cynosure.intake.table.mapping import WrongMapping, near
from cynosure.intake.table.values import flat

_KNOWN: tuple[Shape | Own, ...] = (OWN, *SHAPES)


class PartAlone(IntakeError):
    """A part of an export without the part that its demands are in."""

    def __init__(self, title: str, parts: Sequence[tuple[str, str]]) -> None:
        held = ", ".join(f"{file} ({part})" for file, part in parts)
        super().__init__(
            f"{held}: this is a part of {title}, without the demands themselves, so nothing says "
            "when they were asked. Give the main file together with it."
        )


class MixedExports(IntakeError):
    """Files of several systems at once."""

    def __init__(self, found: Names[str, Sequence[str]]) -> None:
        held = "; ".join(
            f"{title}: {', '.join(files[:3])}{' …' if len(files) > 3 else ''}"
            for title, files in found.items()
        )
        super().__init__(
            f"These files are exports of several systems ({held}). Take them in one after the other."
        )


class RepeatedColumn(IntakeError):
    """A table in which two columns of one name are to be one field."""

    def __init__(self, file: str, column: str, field: str) -> None:
        super().__init__(
            f"{file} has several columns called {column!r}, and nothing tells which one is the {field}. "
            "Rename one of them, or map another column: `cynosure inspect FILE --save-mapping FILE.toml`."
        )


class UnknownShape(IntakeError):
    """A mapping that names an export which is not known."""

    exit_status = 78  # EX_CONFIG

    def __init__(self, name: str) -> None:
        known = [shape.name for shape in _KNOWN]
        super().__init__(
            f"No export is called {name!r}.{near(name, [*known, 'table'])} Known are {', '.join(known)} and table."
        )


@dataclass(frozen=True, slots=True)
class Recognised:
    """A known export, or a table, and what is read of it."""

    shape: Shape | Own
    parts: tuple[tuple[LookedAt, str], ...]  # the files that are read, the main ones first
    left_out: tuple[str, ...]  # names of files that are no part of it
    mapping: Mapping

    @property
    def tells(self) -> frozenset[Tells]:
        """What these files can tell."""
        if isinstance(self.shape, Own):
            return self.shape.tells(self.parts)
        return self.shape.tells(self._samples)

    @property
    def notes(self) -> Sequence[str]:
        """What these files cannot tell, in sentences."""
        if isinstance(self.shape, Own):
            return self.shape.notes(self.parts)
        return self.shape.notes(self._samples)

    @property
    def _samples(self) -> dict[str, Sample]:
        return {part: file.sample for file, part in reversed(self.parts)}


def recognise(files: Sequence[LookedAt], mapping: Mapping | None = None) -> Recognised:
    """Return which export these files are; a mapping says it, else their looks do.

    Raises
    ------
    IntakeError
        If they are parts without a main one, exports of several systems, a
        table that no mapping can be made for, or do not fit the one given.
    """
    if mapping is not None and mapping.columns:
        return _mapped(files, mapping)
    known: Sequence[Shape | Own] = (
        (OWN, *SHAPES) if mapping is None or mapping.shape == "table" else (_named(mapping),)
    )
    if mapping is not None and mapping.shape == "table" and mapping.statuses:
        return _table(files, mapping)
    found: dict[str, list[tuple[LookedAt, str]]] = {}
    shapes: dict[str, Shape | Own] = {}
    strangers: list[LookedAt] = []
    for file in files:
        for shape in known:
            part = shape.part_of(file.sample)
            if part is not None:
                shapes[shape.name] = shape
                found.setdefault(shape.name, []).append((file, part))
                break
        else:
            strangers.append(file)
    if not found:
        return _table(files, mapping)
    whole = {
        name: parts for name, parts in found.items() if any(part == "main" for _, part in parts)
    }
    if not whole:
        _refuse_parts(shapes, found)
    if len(whole) > 1:
        raise MixedExports(
            {shapes[name].title: [file.name for file, _ in parts] for name, parts in whole.items()}
        )
    ((name, parts),) = whole.items()
    others = [file.name for other, held in found.items() if other != name for file, _ in held]
    return Recognised(
        shapes[name],
        tuple(sorted(parts, key=lambda held: held[1] != "main")),
        (*others, *(file.name for file in strangers)),
        mapping or Mapping(shape=name),
    )


def _named(mapping: Mapping) -> Shape | Own:
    for shape in _KNOWN:
        if shape.name == mapping.shape:
            break
    else:
        raise UnknownShape(mapping.shape)
    if not mapping.statuses:
        return shape
    if not isinstance(shape, EventLogs):
        why = f"[statuses] is for tables and event logs; {shape.name!r} says itself what its statuses mean. Leave it out."
        raise WrongMapping("", [why])
    # None denies what a word would mean by itself: here a case goes on after "Closed".
    endings = {word: None if said == "open" else said for word, said in mapping.statuses.items()}
    return replace(shape, endings=cast("Names[str, Ending | None]", endings))


def _refuse_parts(
    shapes: Names[str, Shape | Own], found: Names[str, list[tuple[LookedAt, str]]]
) -> None:
    name, parts = next(iter(found.items()))
    if all(part == "changes" for _, part in parts):
        raise ChangesWithoutDemands(parts[0][0].name)
    raise PartAlone(shapes[name].title, [(file.name, part) for file, part in parts])


def _table(files: Sequence[LookedAt], given: Mapping | None) -> Recognised:
    """Read all files by one mapping where they have the same columns, else the first's only."""
    first = files[0]
    _refuse_repeated_names(first)
    guessed = guess_mapping(first.name, first.sample.fields, first.records)
    mapping = guessed if given is None else _joined(given, guessed)
    alike = [file for file in files if set(_used(mapping)) <= _columns(file)]
    return Recognised(
        Table(mapping),
        tuple((file, "main") for file in alike),
        tuple(file.name for file in files if file not in alike),
        mapping,
    )


def _joined(given: Mapping, guessed: Mapping) -> Mapping:
    return Mapping(
        source=given.source,
        timezone=given.timezone,
        day_first=given.day_first,
        columns=guessed.columns,
        statuses=given.statuses,
        satisfaction=given.satisfaction or guessed.satisfaction,
    )


def _mapped(files: Sequence[LookedAt], mapping: Mapping) -> Recognised:
    if mapping.shape != "table":
        raise WrongMapping(
            "",
            [f"[columns] is for tables; {mapping.shape!r} needs none. Leave one of the two out."],
        )
    problems = []
    for file in files:
        columns = _columns(file)
        problems += [
            f"{file.name} has no column {column!r}.{near(column, columns)}"
            for column in _used(mapping)
            if column not in columns
            and not any(other in columns for other in _beside(mapping, column))
        ]
        _refuse_repeated(file, mapping)
    if problems:
        raise WrongMapping("", problems)
    return Recognised(Table(mapping), tuple((file, "main") for file in files), (), mapping)


def _columns(file: LookedAt) -> set[str]:
    return set(file.sample.fields).union(*(flat(record) for record in file.records))


def _used(mapping: Mapping) -> list[str]:
    return [column for columns in mapping.columns.values() for column in columns]


def _beside(mapping: Mapping, column: str) -> list[str]:
    return [other for columns in mapping.columns.values() if column in columns for other in columns]


def _repeated(file: LookedAt) -> list[str]:
    """Return the columns that stand several times in a table; their cells are lists then."""
    if file.kind not in ("delimited", "xlsx") or not file.records:
        return []
    return [column for column, held in file.records[0].items() if isinstance(held, list)]


def _refuse_repeated_names(file: LookedAt) -> None:
    for column in _repeated(file):
        fields = [field for field, _ in proposed(column)]
        if fields and "labels" not in fields:
            raise RepeatedColumn(file.name, column, fields[0])


def _refuse_repeated(file: LookedAt, mapping: Mapping) -> None:
    repeated = _repeated(file)
    for field, columns in mapping.columns.items():
        for column in columns:
            if field != "labels" and column in repeated:
                raise RepeatedColumn(file.name, column, field)


def source_of(recognised: Recognised) -> str:
    """Return the first part of the demands' ids: the system's name, or a table's own.

    Of a table's file the name without numbers, so that the export of the next
    week has the same one.

    >>> slug("Tickets 2026-03 (1).csv")
    'tickets'
    """
    if isinstance(recognised.shape, Own):
        return str(recognised.parts[0][0].records[0].get("source") or "own")
    if not isinstance(recognised.shape, Table):
        return recognised.shape.name
    slugs = {slug(file.packed.path.name) for file, _ in recognised.parts}
    return slugs.pop() if len(slugs) == 1 else "table"


def slug(file: str) -> str:
    """Return a file's name as a word for ids; `table` where nothing is left of it."""
    stem = Path(file.lower()).name.partition(".")[0]
    return "-".join(re.findall(r"[^\W\d_]+", stem)) or "table"
