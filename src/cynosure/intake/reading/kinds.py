"""What kind of file it is, told from its first bytes, and the reader for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from types import MappingProxyType
from typing import Literal

from cynosure.intake.reading.columns import read_parquet
from cynosure.intake.reading.delimited import delimiter_of, read_delimited, widths_of
from cynosure.intake.reading.encodings import told_from
from cynosure.intake.reading.json_records import read_json, read_json_lines
from cynosure.intake.reading.lines import read_lines
from cynosure.intake.reading.rows import BrokenFile, Reader, Row
from cynosure.intake.reading.sheets import read_sheets
from cynosure.intake.reading.unpacking import Packed, Watch, opened
from cynosure.intake.reading.xes import read_xes

Kind = Literal["delimited", "lines", "json", "json_lines", "xlsx", "parquet", "xes"]
_READERS: Mapping[Kind, Reader] = MappingProxyType(
    {
        "delimited": read_delimited,
        "lines": read_lines,
        "json": read_json,
        "json_lines": read_json_lines,
        "xlsx": read_sheets,
        "parquet": read_parquet,
        "xes": read_xes,
    }
)
_NEEDS_SEEKING = frozenset({"xlsx", "parquet"})
_LOOKED_AT = 65_536
# Files that people hand over for an export, and what to do instead.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls); save it as .xlsx or CSV",
    b"%PDF": "a PDF; export the table behind it as CSV",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"7z\xbc\xaf": "a 7z archive; unpack it",
    b"Rar!": "a RAR archive; unpack it",
    b"BZh": "a bzip2 file; unpack it",
    b"\xfd7zXZ": "an xz file; unpack it",
    b"\x28\xb5\x2f\xfd": "a zstd file; unpack it",
    b"SQLite format 3": "an SQLite database; export the table as CSV",
    b"ORC": "an ORC file; write it as Parquet",
}


class UnknownKind(BrokenFile):
    """A file that is no table, JSON or event log."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            name,
            "",
            f"it is {what}. CSV, TSV, XLSX, JSON, NDJSON, Parquet and XES can be read, also in .gz and .zip.",
        )


class EmptyFile(BrokenFile):
    """A file of no bytes, or of blanks only."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name, "", "the file is empty. Export it once more, and look whether the export ended."
        )


def kind_of(packed: Packed) -> Kind:
    """Return how a file is to be read.

    Raises
    ------
    EmptyFile, UnknownKind
        If there is nothing in it, or nothing that can be read.
    """
    with opened(packed) as stream:
        head = stream.read(_LOOKED_AT)
    if not head.strip(b" \r\n\t\0\xef\xbb\xbf"):
        raise EmptyFile(packed.name)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            raise UnknownKind(packed.name, what)
    return _kind_of_text(head, packed)


def _kind_of_text(head: bytes, packed: Packed) -> Kind:
    encoding = told_from(head)
    text = head.decode(encoding.name, "replace").lstrip("\ufeff \r\n\t")
    if text[:1] == "<":
        if "<log" in text or packed.ending == ".xes":
            return "xes"
        raise UnknownKind(packed.name, "a page or XML other than an event log")
    if packed.ending in (".jsonl", ".ndjson"):
        return "json_lines"
    if text[:1] == "{" or (text[:1] == "[" and packed.ending not in (".csv", ".tsv", ".txt")):
        return "json"
    if _is_binary(text):
        raise UnknownKind(packed.name, "no text and no kind of file that is known here")
    return "delimited" if packed.ending != ".txt" or _is_table(text) else "lines"


def _is_binary(text: str) -> bool:
    """Return whether control characters are too many for text; a few may be slips."""
    looked_at = text[:4096]
    odd = sum(character < " " and character not in "\t\r\n\x1f" for character in looked_at)
    return odd > max(16, 0.1 * len(looked_at))


def _is_table(text: str) -> bool:
    widths = Counter(widths_of(text, delimiter_of(text)))
    if not widths:
        return False
    width, times = widths.most_common(1)[0]
    return width > 1 and times > 0.9 * widths.total()


def read_rows(packed: Packed, kind: Kind, *, watch: Watch | None = None) -> Iterator[Row]:
    """Yield the records of a file, and the rows of it that are none, in their order."""
    with (
        opened(packed, seekable=kind in _NEEDS_SEEKING, watch=watch) as stream,
        closing(_READERS[kind](stream, packed.name)) as rows,  # type: ignore[type-var]
    ):
        yield from rows
