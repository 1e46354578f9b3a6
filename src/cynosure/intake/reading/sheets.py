"""Workbooks: the sheets of an XLSX file, read row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from cynosure.intake.reading.delimited import LONGEST_CELL, is_header
from cynosure.intake.reading.rows import BrokenFile, Row, Unread, shown
from cynosure.intake.shape import Place, Record

_LARGEST_UNPACKED = 4 * 2**30
_LARGEST_TEXTS = 512 * 2**20  # bytes of shared texts, which are held in memory
_LARGEST_RATIO = 400  # sheets of repeated numbers shrink more than other text
_SMALL_ENOUGH = 64 * 2**20
_ROWS_LOOKED_AT = 20  # a report's title may stand above the table


class UnreadableWorkbook(BrokenFile):
    """An XLSX file that cannot be opened as one."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            name, "", f"the workbook cannot be read ({why}). Save it again as .xlsx or as CSV."
        )


def read_sheets(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record for each row of the first visible sheet that has any.

    Titles above the table are passed over. Formulas give the value that the
    spreadsheet last computed. Further sheets are left alone: save one as a file
    of its own to have it read.

    Raises
    ------
    UnreadableWorkbook
        If it is damaged, or unpacks to more than a spreadsheet could hold.
    """
    _refuse_bombs(stream, name)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()  # what the file says of its size is often wrong
                rows = _records(sheet.iter_rows(values_only=True), name)
                first = next(rows, None)
                if first is not None:
                    yield first
                    yield from rows
                    return
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException,
            ValueError, OSError, EOFError, TypeError, AttributeError) as problem:  # fmt: skip
        raise UnreadableWorkbook(name, str(problem) or type(problem).__name__) from None


def _refuse_bombs(stream: BinaryIO, name: str) -> None:
    try:
        infos = zipfile.ZipFile(stream).infolist()
    except zipfile.BadZipFile as problem:
        raise UnreadableWorkbook(name, str(problem)) from None
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    texts = sum(info.file_size for info in infos if info.filename.endswith("sharedStrings.xml"))
    if (
        unpacked > _LARGEST_UNPACKED
        or texts > _LARGEST_TEXTS
        or (unpacked > _SMALL_ENOUGH and unpacked > _LARGEST_RATIO * max(packed, 1))
    ):
        raise UnreadableWorkbook(name, f"it would unpack to {unpacked:,} bytes, as a bomb does")
    stream.seek(0)


def _records(rows: Iterator[Sequence[Any]], name: str) -> Iterator[Row]:
    beginning = [row for row, _ in zip(rows, range(_ROWS_LOOKED_AT), strict=False)]
    if not any(_filled(row) for row in beginning):
        return
    at = max(range(len(beginning)), key=lambda index: (_filled(beginning[index]), -index))
    names = ["" if cell is None else str(cell).strip() for cell in beginning[at]]
    headed = all(cell is None or isinstance(cell, str) for cell in beginning[at]) and is_header(
        names
    )
    if not headed:
        # A table without a header starts at its first row, not at its fullest.
        at = next(index for index, row in enumerate(beginning) if _filled(row)) - 1
        names = [f"column {n}" for n in range(1, max(map(len, beginning)) + 1)]
    while names and not names[-1]:
        names.pop()
    below = at + 1
    for number, row in enumerate(_chained(beginning[below:], rows), start=below + 1):
        if any(cell is not None and cell != "" for cell in row):
            yield _row(row, names, Place(name, f"row {number}"))


def _chained(
    first: Sequence[Sequence[Any]], rest: Iterator[Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    yield from first
    yield from rest


def _filled(row: Sequence[Any]) -> int:
    return sum(cell is not None and cell != "" for cell in row)


def _row(cells: Sequence[Any], names: Sequence[str], place: Place) -> Row:
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
        if name not in fields:
            fields[name] = cell
        elif cell is not None:
            held = fields[name]
            fields[name] = [*held, cell] if isinstance(held, list) else [held, cell]
    return Record(place, fields)
