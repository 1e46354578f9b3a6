"""CSV, TSV and their kin: tables with a delimiter, read row by row."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from cynosure.intake.dates import UnreadableTime, written_time
from cynosure.intake.reading.encodings import Encoding, told_from
from cynosure.intake.reading.rows import BrokenFile, Row, Unread, looked_ahead, shown
from cynosure.intake.shape import Place, Record

LONGEST_CELL = 1_000_000  # characters; a longer one is a file in a cell, no demand
_LONGEST_READ = 64 * 2**20  # characters; beyond it a quote was never closed
_DELIMITERS = ",;\t|"
_ROWS_TRIED = 60
# The default of 131,072 refuses what desks write. It is one setting for the whole process.
csv.field_size_limit(_LONGEST_READ)
_NO_NAME = re.compile(
    r"[-+]?[\d.,]+%?|https?://.*|.*@.*\..*|true|false|null|nan|n/?a", re.IGNORECASE | re.DOTALL
)


class _Lines:
    """Lines of a text, the last one remembered: it tells whether a quote was closed."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text, self.last = text, ""

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.last = line
            yield line


def read_delimited(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record for each row; rows that do not fit the header are `Unread`.

    The delimiter (comma, semicolon, tab or bar), the encoding and whether there
    is a header are told from the beginning. Without a header the columns are
    called `column 1`, `column 2`, …; columns of one name become one list.

    Raises
    ------
    BrokenFile
        If a quote is opened and never closed.
    """
    head, whole = looked_ahead(stream)
    encoding = told_from(head)
    text = io.TextIOWrapper(whole, encoding.name, errors="surrogateescape", newline="")
    beginning = head.decode(encoding.name, "replace")
    delimiter = delimiter_of(beginning)
    lines = _Lines(text)
    rows = csv.reader(iter(lines), delimiter=delimiter)
    try:
        yield from _records(rows, lines, name, encoding)
    except csv.Error as problem:
        why = f"the table cannot be read on ({problem}). A quote may be opened there and never closed."
        raise BrokenFile(name, f"line {rows.line_num}", why) from None
    except UnicodeError as problem:
        why = f"it is not the {encoding.name} text that it begins as ({problem.reason if isinstance(problem, UnicodeDecodeError) else problem}). Export it once more, as UTF-8."
        raise BrokenFile(name, f"after line {rows.line_num}", why) from None


def _records(
    rows: Iterator[list[str]], lines: _Lines, name: str, encoding: Encoding
) -> Iterator[Row]:
    first = next((row for row in rows if any(row)), None)
    if first is None:
        return
    if first[0].startswith("sep=") and not any(first[1:]):  # a spreadsheet's note
        first = next((row for row in rows if any(row)), [])
    first = [cell.lstrip("\ufeff") for cell in first]
    headed = is_header(first)
    header = _Header(first if headed else [f"column {n}" for n in range(1, len(first) + 1)])
    if not headed:
        yield _row(first, header, Place(name, "line 1"), encoding)
    line = rows.line_num  # type: ignore[attr-defined]  # csv.reader is no mere iterator
    cells: list[str] = []
    for cells in rows:
        began, line = line + 1, rows.line_num  # type: ignore[attr-defined]
        if cells:
            yield _row(cells, header, Place(name, f"line {began}"), encoding)
    if cells and "\n" in cells[-1] and not lines.last.rstrip("\r\n").endswith('"'):
        why = "a quote is opened there and never closed, so all that follows is one cell. Close it, or export the table once more."
        raise BrokenFile(name, f"line {began}", why)


class _Header:
    """Names of columns, and which stand more than once."""

    def __init__(self, names: Sequence[str]) -> None:
        names = [name.strip() for name in names]
        while names and not names[-1]:  # a delimiter at the end of the line
            names.pop()
        self.names = tuple(names)
        self.repeated = frozenset(name for name, times in Counter(names).items() if times > 1)

    def fields(self, cells: Sequence[str]) -> dict[str, str | list[str]]:
        if not self.repeated:
            return dict(zip(self.names, cells, strict=False))
        fields: dict[str, str | list[str]] = {}
        for name, cell in zip(self.names, cells, strict=False):
            if name not in self.repeated:
                fields[name] = cell
            else:
                said = fields.setdefault(name, [])
                if cell and isinstance(said, list):
                    said.append(cell)
        return fields


def _row(cells: list[str], header: _Header, place: Place, encoding: Encoding) -> Row:
    text = "\x1f".join(cells)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            if encoding.fallback is None:
                reason = f"It holds bytes that are not {encoding.name}, as the rest of the file is. Export it once more in one encoding."
                return Unread(place, reason, shown(text.replace("\x1f", " | ")))
            cells = [
                cell.encode("utf-8", "surrogateescape").decode(encoding.fallback, "replace")
                for cell in cells
            ]
    wrong = _wrong(cells, text, header)
    if wrong is not None:
        return Unread(place, wrong, shown(text.replace("\x1f", " | ")))
    return Record(place, header.fields(cells))


def _wrong(cells: list[str], text: str, header: _Header) -> str | None:
    width = len(header.names)
    if len(cells) != width and (len(cells) < width or any(cells[width:])):
        return (
            f"It has {len(cells)} cells where the header has {width}. "
            "Look for a delimiter or a quote inside a cell that is not quoted."
        )
    if "\0" in text:
        return "It holds NUL bytes. Export the row once more, or delete them."
    if len(text) > LONGEST_CELL:
        longest = max(range(len(cells)), key=lambda index: len(cells[index]))
        if len(cells[longest]) > LONGEST_CELL:
            return (
                f"{header.names[longest] if longest < width else 'A cell'!r} holds {len(cells[longest]):,} "
                f"characters; at most {LONGEST_CELL:,} are taken. Shorten the cell."
            )
    return None


def delimiter_of(text: str) -> str:
    r"""Return the delimiter that cuts the first rows into the most even table.

    >>> delimiter_of("id;title\n1;Printer, again\n2;Login, slow\n")
    ';'
    """
    if text.startswith("sep=") and len(text) > 4:
        return text[4]
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = widths_of(text, delimiter)
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        if width > 1 and (score := (times / len(widths), width)) > best_score:
            best, best_score = delimiter, score
    return best


def widths_of(text: str, delimiter: str) -> list[int]:
    """Return how many cells each of the first rows has; none where they cannot be cut."""
    widths = []
    try:
        for row, _ in zip(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter),
            range(_ROWS_TRIED),
            strict=False,
        ):
            if row:
                widths.append(len(row))
    except csv.Error:
        return []
    # The last row tried may be cut where the look ahead ends.
    return widths[:-1] if len(widths) > 2 else widths


def is_header(cells: Sequence[str]) -> bool:
    """Return whether a first row names columns rather than holding values.

    >>> is_header(["id", "title", "created"]), is_header(["1", "It fails", "2026-02-28"])
    (True, False)
    """
    named = [cell.strip() for cell in cells if cell.strip()]
    return bool(named) and all(_could_be_a_name(cell) for cell in named)


def _could_be_a_name(cell: str) -> bool:
    if len(cell) > 80 or "\n" in cell or _NO_NAME.fullmatch(cell):
        return False
    if not any(character.isdigit() for character in cell):
        return True
    try:
        return written_time(cell, day_first=True) is None
    except UnreadableTime:
        return True
