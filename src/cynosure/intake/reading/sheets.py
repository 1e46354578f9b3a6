"""Workbooks: the sheets of an XLSX file, read row by row."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from cynosure.intake.reading.delimited import LONGEST_CELL, is_header
from cynosure.intake.reading.rows import BrokenFile, Row, Unread, shown
from cynosure.intake.shape import Place, Record

_LARGEST_TEXTS = 512 * 2**20  # bytes of shared texts, which are held in memory
_ROWS_LOOKED_AT = 20  # a report's title may stand above the table


class UnreadableWorkbook(BrokenFile):
    """An XLSX file that cannot be opened as one."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            name, "", f"the workbook cannot be read ({why}). Save it again as .xlsx or as CSV."
        )


def read_sheets(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record for each row of the first visible sheet that has any, and of those like it.

    Titles above the table are passed over. Formulas give the value that the
    spreadsheet last computed. A sheet with other columns is `Unread` as a
    whole: save it as a file of its own to have it read.

    Raises
    ------
    UnreadableWorkbook
        If it is damaged, or unpacks to more than a spreadsheet could hold.
    """
    _refuse_bombs(stream, name)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        try:
            yield from _sheets(book, name)
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException,
            ValueError, OSError, EOFError, TypeError, AttributeError) as problem:  # fmt: skip
        raise UnreadableWorkbook(name, str(problem) or type(problem).__name__) from None


def _sheets(book: openpyxl.Workbook, name: str) -> Iterator[Row]:
    first: tuple[str, ...] | None = None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # what the file says of its size is often wrong
        table = _table(sheet.iter_rows(values_only=True))
        if table is None:
            continue
        where = "" if first is None else f"sheet {sheet.title!r}, "
        if first is not None and table.names != first:
            reason = f"The sheet {sheet.title!r} has other columns than the first. Save it as a file of its own."
            yield Unread(
                Place(name, f"sheet {sheet.title!r}"), reason, shown(" | ".join(table.names))
            )
            continue
        first = table.names
        repeated = frozenset(column for column, times in Counter(first).items() if times > 1)
        for number, row in table.rows:
            if any(cell is not None and cell != "" for cell in row):
                yield _row(row, first, repeated, Place(name, f"{where}row {number}"))


def _refuse_bombs(stream: BinaryIO, name: str) -> None:
    # How far it may grow as a whole has been looked at where it was opened.
    try:
        infos = zipfile.ZipFile(stream).infolist()
    except zipfile.BadZipFile as problem:
        raise UnreadableWorkbook(name, str(problem)) from None
    texts = sum(info.file_size for info in infos if info.filename.endswith("sharedStrings.xml"))
    if texts > _LARGEST_TEXTS:
        raise UnreadableWorkbook(name, f"its texts would take {texts:,} bytes of memory")
    stream.seek(0)


@dataclass(frozen=True, slots=True)
class _Table:
    names: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[Any]]]  # with their numbers in the sheet


def _table(rows: Iterator[Sequence[Any]]) -> _Table | None:
    """Return the table of a sheet, or None where there is none."""
    beginning = list(islice(rows, _ROWS_LOOKED_AT))
    if not any(map(_filled, beginning)):
        return None
    # A title fills a cell or two; the first row that is about as full as any is the header.
    enough = 0.6 * max(map(_filled, beginning))
    at = next(index for index, row in enumerate(beginning) if _filled(row) >= enough)
    names = ["" if cell is None else str(cell).strip() for cell in beginning[at]]
    words = all(cell is None or isinstance(cell, str) for cell in beginning[at])
    if not (words and is_header(names)):
        # A table without a header starts at its first row, not at its fullest.
        at = next(index for index, row in enumerate(beginning) if _filled(row)) - 1
        names = [f"column {n}" for n in range(1, max(map(len, beginning)) + 1)]
    while names and not names[-1]:
        names.pop()
    below = chain(beginning[at + 1 :], rows)
    return _Table(tuple(names), enumerate(below, start=at + 2))


def _filled(row: Sequence[Any]) -> int:
    return sum(cell is not None and cell != "" for cell in row)


def _row(
    cells: Sequence[Any], names: Sequence[str], repeated: Collection[str], place: Place
) -> Row:
    if any(cell is not None for cell in cells[len(names) :]):
        reason = f"It has cells beyond the {len(names)} columns of the header. Name the column, or clear them."
        return Unread(
            place, reason, shown(" | ".join(str(cell) for cell in cells if cell is not None))
        )
    fields: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            reason = f"{name!r} holds {len(cell):,} characters; at most {LONGEST_CELL:,} are taken. Shorten the cell."
            return Unread(place, reason, shown(cell))
        if name not in repeated:
            fields[name] = cell
        elif cell is not None:
            fields.setdefault(name, []).append(cell)
    for name in repeated:
        fields.setdefault(name, [])
    return Record(place, fields)
