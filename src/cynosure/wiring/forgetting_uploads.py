"""Forget a person in files that were sent and are not taken in yet."""

from __future__ import annotations

import codecs
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cynosure.errors import IntakeError
from cynosure.intake.reading.encodings import told_from
from cynosure.intake.reading.kinds import EmptyFile, kind_of
from cynosure.intake.reading.unpacking import Packed, opened, packed_files
from cynosure.store.mentions import Mentions
from cynosure.wiring.uploads import FOLDER, tidy, upload_called

_PIECE = 2**20  # bytes that are looked through at once
_HEAD = 65_536  # bytes that tell the encoding
_ESCAPED = 6  # signs that JSON takes for one letter at most
_HIDING = frozenset({"xlsx", "parquet"})  # packed by columns or cells: a name may be cut in two


@dataclass(frozen=True, slots=True)
class LetGo:
    """How many uploads went, and how many of them because they cannot be looked through."""

    uploads: int
    unread: int


def forget_in_uploads(workspace: Path, names: Mentions, *, at: datetime) -> LetGo:
    """Let go of every upload that names somebody who was erased, or that may and cannot be read.

    A disputable part: workbooks, Parquet and what is broken are let go of unseen. Whoever
    sent them has them still, and a name that is overlooked would stay. An upload that is
    being sent at this moment is left to its sender.
    """
    tidy(workspace, now=at)
    uploads = unread = 0
    for folder in sorted((workspace / FOLDER).glob("*")):
        if not names.hashes or upload_called(workspace, folder.name) is None:
            continue
        try:
            named = _names_somebody(folder, names)
        except (IntakeError, OSError, ValueError):
            unread += 1
            named = True
        if named:
            shutil.rmtree(folder)
            uploads += 1
    return LetGo(uploads, unread)


class _Hidden(IntakeError):
    """A file whose words do not lie in it as they are read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} cannot be looked through. It is let go of; send it again.")


def _names_somebody(folder: Path, names: Mentions) -> bool:
    for file in sorted(folder.rglob("*")):
        if names.said_in([file.name]):
            return True
        if file.is_file() and any(names.said_in([text]) for text in _texts(file, names.longest)):
            return True
    return False


def _texts(file: Path, longest: int) -> Iterator[str]:
    """Yield the texts of a file and of what is packed in it, in pieces that overlap."""
    for packed in packed_files(file):
        yield packed.name
        try:
            if kind_of(packed) in _HIDING:
                raise _Hidden(packed.name)
        except EmptyFile:
            continue
        with opened(packed) as stream:
            told = told_from(stream.read(_HEAD)).name
        # Some rows of a table in UTF-8 may have been written on a western Windows.
        for name in (told, "cp1252") if told.startswith("utf-8") else (told,):
            yield from _pieces(packed, name, overlap=_ESCAPED * (longest + 1))


def _pieces(packed: Packed, encoding: str, *, overlap: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    before = ""
    with opened(packed) as stream:
        while piece := stream.read(_PIECE):
            text = before + decoder.decode(piece)
            yield text
            before = text[-overlap:]
