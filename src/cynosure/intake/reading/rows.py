"""What every reader yields: records, and rows that are none."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from cynosure.errors import IntakeError
from cynosure.intake.shape import Place, Record

LONGEST_RECORD_SHOWN = 4_000  # characters of a record that quarantine keeps


class BrokenFile(IntakeError):
    """A file in which reading on makes no sense."""

    def __init__(self, name: str, where: str, why: str) -> None:
        at = f", {where}" if where else ""
        super().__init__(f"{name}{at}: {why}")


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that is no record: why, where, and its text."""

    place: Place
    reason: str
    text: str


Row = Record | Unread
Reader = Callable[[BinaryIO, str], Iterator[Row]]


def shown(text: str) -> str:
    r"""Return a record's text as quarantine keeps it: cut, and in characters that can be written.

    >>> shown("caf\udce9")
    'caf\\udce9'
    """
    return text[:LONGEST_RECORD_SHOWN].encode("utf-8", "backslashreplace").decode("utf-8")


LOOKED_AHEAD = 2**20  # bytes


def looked_ahead(stream: BinaryIO) -> tuple[bytes, io.BufferedReader]:
    """Return how a stream begins, and the stream from its beginning all the same."""
    head = stream.read(LOOKED_AHEAD)
    return head, io.BufferedReader(_Again(head, stream), 2**18)


class _Again(io.RawIOBase):
    """A stream that gives its beginning once more."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = memoryview(head), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._head[: len(view)] if self._head else self._stream.read(len(view))
        self._head = self._head[len(data) :] if self._head else self._head
        view[: len(data)] = data
        return len(data)
