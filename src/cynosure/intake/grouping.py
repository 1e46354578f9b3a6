"""Records that belong together are brought together, whatever their order in the files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Any
from zlib import crc32

import orjson

from cynosure.errors import IntakeError
from cynosure.intake.shape import Place, Record

_SHARE = 32 * 2**20  # bytes of records that are held at a time
_MOST_SHARES = 256  # files open at once


class NoRoom(IntakeError):
    """The disk has no room for what is put aside while records are brought together."""

    exit_status = 74  # EX_IOERR

    def __init__(self, problem: OSError) -> None:
        super().__init__(
            f"No room in {tempfile.gettempdir()!r} to bring records together ({problem.strerror}). "
            "Free some, or name another folder in TMPDIR. Nothing was stored."
        )


class Groups:
    """Spreads records over shares by their key, so that each share can be grouped by itself.

    A share is a temporary file of JSON lines. How many there are follows from
    the size of the export, so what is held in memory does not grow with it.
    """

    def __init__(self, *, size: int) -> None:
        self._shares = min(_MOST_SHARES, size // _SHARE + 1)
        self._stack = ExitStack()
        self._files: list[IO[bytes]] = [
            # Some memory for all shares together; what does not fit goes to disk.
            self._stack.enter_context(
                tempfile.SpooledTemporaryFile(max_size=_SHARE // self._shares)  # noqa: SIM115 - the stack closes it
            )
            for _ in range(self._shares)
        ]

    def __enter__(self) -> Groups:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, key: str, record: Record, fields: bytes) -> None:
        """Keep a record, its fields as JSON, until its group is complete."""
        share = self._files[crc32(key.encode()) % self._shares]
        about = orjson.dumps([key, record.part, record.place.file, record.place.where])
        try:
            share.write(about + b"\n" + fields + b"\n")
        except OSError as problem:
            raise NoRoom(problem) from problem

    @staticmethod
    def _rewind(share: IO[bytes]) -> None:
        try:
            share.seek(0)  # writes what is still held back
        except OSError as problem:
            raise NoRoom(problem) from problem

    def __iter__(self) -> Iterator[list[Record]]:
        """Yield each group once, the main part's records first, else in the order of the files."""
        for share in self._files:
            self._rewind(share)
            groups: dict[str, list[tuple[str, str, str, bytes]]] = {}
            lines: Iterable[bytes] = share
            pairs = zip(*[iter(lines)] * 2, strict=True)
            for about, fields in pairs:
                key, part, file, where = orjson.loads(about)
                groups.setdefault(key, []).append((part, file, where, fields))
            share.close()
            for key in list(groups):
                yield sorted(map(_record, groups.pop(key)), key=_main_first)


def _record(held: tuple[str, str, str, bytes]) -> Record:
    part, file, where, fields = held
    opened: dict[str, Any] = orjson.loads(fields)
    return Record(Place(file, where), opened, part)


def _main_first(record: Record) -> bool:
    return record.part != "main"
