"""A file's rows at once, for the tests of the readers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cynosure.intake.reading import Row, Unread, kind_of, packed_files, read_rows


def rows_of(path: Path) -> list[Row]:
    """Read all files that are packed in one."""
    return [row for packed in packed_files(path) for row in read_rows(packed, kind_of(packed))]


def fields_of(path: Path) -> list[Mapping[str, Any]]:
    """Return the fields of each record."""
    return [row.fields for row in rows_of(path) if not isinstance(row, Unread)]


def unread_of(path: Path) -> list[tuple[str, str]]:
    """Return where and why rows are no records."""
    return [(row.place.where, row.reason) for row in rows_of(path) if isinstance(row, Unread)]
