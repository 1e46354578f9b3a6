"""A table of texts, row by row as it stands: nothing is grouped, left out or put in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from cynosure.errors import IntakeError
from cynosure.intake.reading import (
    BrokenFile,
    EmptyFile,
    Kind,
    Packed,
    Unread,
    find_files,
    kind_of,
    packed_files,
    read_rows,
)
from cynosure.intake.recognising import RepeatedColumn
from cynosure.intake.sampling import OnlyHeader
from cynosure.intake.shape import Record
from cynosure.intake.shapes.fields import text
from cynosure.intake.table.guessing import guess_mapping
from cynosure.intake.table.mapping import Mapping as ColumnMapping
from cynosure.intake.table.mapping import WrongMapping, near
from cynosure.intake.table.names import plain
from cynosure.intake.table.values import cell, flat, labels

# What a labeller looks at, under its own names; `id` stands for demand_id and source_id.
_WORDS = ("title", "body", "reported_type", "channel", "language", "product", "asker")
FIELDS = ("id", *_WORDS, "labels")
# A column of such a name is that field, whatever a guess would say of its cells.
_NAMES = {field: (plain(field),) for field in FIELDS} | {"id": ("id", "demand id")}
_LOOKED_AT = 500  # rows that columns are guessed from
_ROWS, _CHARACTERS = 4_096, 8 * 2**20  # of a batch, whichever comes first

TEXTS = pa.schema(
    [
        ("demand_id", pa.string()),
        ("source_id", pa.string()),
        *((name, pa.string()) for name in _WORDS),
        ("labels", pa.list_(pa.string())),
    ]
)


class NoWords(BrokenFile):
    """A table in which no column holds words."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        listed = ", ".join(map(repr, columns[:20])) or "none"
        super().__init__(
            name,
            "",
            f"no column is called title or body, and none looks like words (columns: {listed}). "
            "Rename one, or say which is which with --mapping.",
        )


class SeveralTables(IntakeError):
    """A folder, a pattern or an archive in which there is more than one table."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}. Rows keep their order in one table; name one at a time.")


@dataclass(frozen=True, slots=True)
class TextBatch:
    """Some rows of a table in their order: what labellers read, where each stands, what is no row."""

    rows: pa.RecordBatch  # of TEXTS
    places: Sequence[str]
    unread: Sequence[Unread]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of texts that has been looked at, and which of its columns is which."""

    files: tuple[tuple[Packed, Kind], ...]
    columns: Mapping[str, tuple[str, ...]]  # field -> columns; the first that is filled counts

    @property
    def has_ids(self) -> bool:
        """Whether a column holds ids; without one they are the rows' numbers."""
        return "id" in self.columns

    def batches(self) -> Iterator[TextBatch]:
        """Yield all rows, a few thousand or some megabytes at a time.

        An id is as it was written, spaces and noughts included; an empty one is
        null. Without a column of ids it is the row's number from 1, headers not
        counted and unreadable rows counted. Other fields are read as taking in
        reads them, so that a row gets the label that its demand would get.

        Raises
        ------
        IntakeError
            Where reading on makes no sense.
        """
        rows: list[tuple[Any, ...]] = []
        places: list[str] = []
        unread: list[Unread] = []
        size = 0
        for number, row in enumerate(self._rows(), 1):
            if isinstance(row, Unread):
                unread.append(row)
                size += len(row.text)
            else:
                fields = self._fields(row.fields, number)
                rows.append(fields)
                places.append(str(row.place))
                size += sum(len(words) for words in fields[2:4] if words)
            if len(rows) + len(unread) >= _ROWS or size >= _CHARACTERS:
                yield _batch(rows, places, unread)
                rows, places, unread, size = [], [], [], 0
        yield _batch(rows, places, unread)

    def _rows(self) -> Iterator[Record | Unread]:
        for packed, kind in self.files:
            yield from read_rows(packed, kind)

    def _fields(self, fields: Mapping[str, Any], number: int) -> tuple[Any, ...]:
        name = as_written(self._cell(fields, "id")) if self.has_ids else str(number)
        words = (text(self._cell(fields, field)) for field in _WORDS)
        return (name, name, *words, labels(self._cell(fields, "labels")))

    def _cell(self, fields: Mapping[str, Any], field: str) -> Any:
        for column in self.columns.get(field, ()):
            held = cell(fields, column)
            if held is not None and held != "":
                return held
        return None


def open_texts(path: str | Path, mapping: ColumnMapping | None = None) -> TextTable:
    """Return the table of texts at a path, with its columns told.

    A mapping says which is which; else a column that is called as the field is
    (`id`, `title`, `body`, `reported_type`, `labels`, …) is it, and what is
    missing is guessed as for any table.

    Raises
    ------
    SeveralTables
        If there is more than one table; parts with the same columns in one archive are one.
    IntakeError
        If it cannot be opened, or no column holds words.
    """
    found = find_files([path])
    if len(found) > 1:
        raise SeveralTables(str(path), f"it names {len(found):,} files, such as {found[1].name}")
    files, sample = [], list[Record]()
    empty: list[BrokenFile] = []
    for packed in packed_files(found[0]):
        try:
            kind = kind_of(packed)
            beginning = _look(packed, kind)
        except (EmptyFile, OnlyHeader) as nothing:
            empty.append(nothing)
            continue
        sample = sample or beginning
        if _columns(beginning) != _columns(sample) and kind not in ("json", "json_lines"):
            raise SeveralTables(found[0].name, f"{packed.name} has other columns than the first")
        files.append((packed, kind))
    if not files:
        raise empty[0] if empty else EmptyFile(str(path))
    name = files[0][0].name
    columns = _told(sample, name) if mapping is None else _mapped(sample, name, mapping)
    _refuse_repeated(sample, columns, name)
    return TextTable(tuple(files), columns)


def as_written(value: object) -> str | None:
    """Return an id as text; None for an empty one.

    >>> as_written(" 007 "), as_written(7.0), as_written(12), as_written("")
    (' 007 ', '7', '12', None)
    """
    if value is None or value == "" or value != value:  # noqa: PLR0124 - not a number
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a spreadsheet has no other numbers
    if isinstance(value, list | dict | bool):
        return orjson.dumps(value, default=str).decode()
    return value.isoformat() if isinstance(value, date) else str(value)


def _look(packed: Packed, kind: Kind) -> list[Record]:
    rows = list(islice(read_rows(packed, kind), _LOOKED_AT))
    if not rows:
        raise OnlyHeader(packed.name)
    return [row for row in rows if isinstance(row, Record)]


def _columns(sample: Sequence[Record]) -> set[str]:
    return set(sample[0].fields) if sample else set()


def _names_of(sample: Sequence[Record]) -> dict[str, None]:
    return dict.fromkeys(name for row in sample for name in (*row.fields, *flat(row.fields)))


def _told(sample: Sequence[Record], name: str) -> dict[str, tuple[str, ...]]:
    columns = {plain(column): column for column in reversed(_names_of(sample))}
    told: dict[str, tuple[str, ...]] = {
        field: (columns[called],)
        for field, names in _NAMES.items()
        for called in reversed(names)
        if called in columns
    }
    fields = tuple(dict.fromkeys(column for row in sample for column in row.fields))
    try:
        guessed = guess_mapping(name, fields, [row.fields for row in sample]).columns
    except BrokenFile:
        guessed = {}
    taken = {column for held in told.values() for column in held}
    for field in FIELDS:
        found = guessed.get("source_id" if field == "id" else field, ())
        if field not in told and found and not taken & set(found):
            told[field] = found
    if "title" not in told and "body" not in told:
        raise NoWords(name, fields)
    return told


def _mapped(
    sample: Sequence[Record], name: str, mapping: ColumnMapping
) -> dict[str, tuple[str, ...]]:
    there = _names_of(sample)
    said = {
        "id" if field == "source_id" else field: held for field, held in mapping.columns.items()
    }
    told = {field: said[field] for field in FIELDS if field in said}
    problems = [
        f"{name} has no column {held[0]!r}.{near(held[0], there)}"
        for held in told.values()
        if not set(held) & set(there)
    ]
    if not ("title" in told or "body" in told):
        problems.append("[columns] names neither a title nor a body. Name the column of the words.")
    if problems:
        raise WrongMapping("", problems)
    return told


def _refuse_repeated(
    sample: Sequence[Record], columns: Mapping[str, tuple[str, ...]], name: str
) -> None:
    for field, held in columns.items():
        for column in held:
            repeated = any(isinstance(row.fields.get(column), list) for row in sample[:1])
            if repeated and field != "labels":
                raise RepeatedColumn(name, column, field)


def _batch(
    rows: Sequence[tuple[Any, ...]], places: Sequence[str], unread: Sequence[Unread]
) -> TextBatch:
    held = list(zip(*rows, strict=True)) if rows else [()] * len(TEXTS)
    arrays = [pa.array(column, field.type) for column, field in zip(held, TEXTS, strict=True)]
    return TextBatch(pa.RecordBatch.from_arrays(arrays, schema=TEXTS), places, unread)
