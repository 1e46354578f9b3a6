"""Plain text, one demand a line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from cynosure.intake.reading.delimited import LONGEST_CELL
from cynosure.intake.reading.encodings import told_from
from cynosure.intake.reading.rows import Row, Unread, looked_ahead, shown
from cynosure.intake.shape import Place, Record


def read_lines(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record with one field, `text`, for each line that is not blank."""
    head, whole = looked_ahead(stream)
    encoding = told_from(head)
    text = io.TextIOWrapper(whole, encoding.name, errors="surrogateescape", newline="")
    for number, line in enumerate(text, start=1):
        said, place = line.strip(), Place(name, f"line {number}")
        if not said:
            continue
        if len(said) > LONGEST_CELL:
            reason = f"It is {len(said):,} characters long; at most {LONGEST_CELL:,} are taken."
            yield Unread(place, reason, shown(said))
        elif "\0" in said:
            yield Unread(place, "It holds NUL bytes. Delete them.", shown(said))
        elif (mended := _mended(said, encoding.fallback)) is None:
            yield Unread(place, f"It holds bytes that are not {encoding.name}.", shown(line))
        else:
            yield Record(place, {"text": mended})


def _mended(text: str, fallback: str | None) -> str | None:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        if fallback is None:
            return None
        return text.encode("utf-8", "surrogateescape").decode(fallback, "replace")
    return text
