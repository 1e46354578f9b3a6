"""Files inside gzip and zip files, opened as streams and guarded against bombs."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from cynosure.errors import IntakeError
from cynosure.intake.reading.finding import NoPermission

# Text that people and machines write shrinks to a hundredth at most; a bomb to a thousandth.
LARGEST_RATIO = 250
SMALL_ENOUGH = 64 * 2**20  # bytes below which a ratio does not matter
LARGEST_TOTAL = 256 * 2**30
DEEPEST = 3  # a zip of gzips in a zip is the most that anybody sends
MOST_MEMBERS = 10_000
_GUNZIP = "\0gunzip"
_IN_MEMORY = 32 * 2**20

Watch = Callable[[int], None]


class BrokenArchive(IntakeError):
    """A gzip or zip file that cannot be unpacked to its end."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be unpacked: {why}. Export or download it once more.")


class SuspectedBomb(IntakeError):
    """A packed file that would grow without measure."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} {why}, as a file made to fill a disk does. "
            "If it is a true export, unpack it yourself and name the files inside."
        )


@dataclass(frozen=True, slots=True)
class Packed:
    """One file to read, and the way into it: through no archive, or several."""

    path: Path
    inside: tuple[str, ...] = ()
    size: int = 0  # of the file on disk, in bytes

    @property
    def name(self) -> str:
        """As a person would say it: `export.zip/tickets.csv`."""
        return "/".join((self.path.name, *(step for step in self.inside if step != _GUNZIP)))

    @property
    def ending(self) -> str:
        """The innermost file's ending, without that of its packing: `.csv`."""
        innermost = Path(self.name.lower())
        return Path(innermost.stem).suffix if innermost.suffix == ".gz" else innermost.suffix


class _Guard(io.RawIOBase):
    """A stream that says how far it got, and stops where a bomb would go on."""

    def __init__(self, stream: IO[bytes], packed: Packed) -> None:
        self._stream, self._packed, self._given = stream, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        try:
            data = self._stream.read(len(view))
        except EOFError:
            raise BrokenArchive(self._packed.name, "it ends in the middle (truncated)") from None
        except (gzip.BadGzipFile, zlib.error, zipfile.BadZipFile) as problem:
            raise BrokenArchive(self._packed.name, f"it is damaged ({problem})") from None
        self._given += len(data)
        if self._packed.inside and self._given > SMALL_ENOUGH:
            if self._given > LARGEST_RATIO * max(self._packed.size, 1):
                raise SuspectedBomb(
                    self._packed.name, f"grows to more than {LARGEST_RATIO} times its size"
                )
            if self._given > LARGEST_TOTAL:
                raise SuspectedBomb(self._packed.name, f"grows beyond {LARGEST_TOTAL:,} bytes")
        view[: len(data)] = data
        return len(data)


class _Counted(io.RawIOBase):
    """A file on disk that tells how many of its bytes have been read."""

    def __init__(self, stream: BinaryIO, watch: Watch) -> None:
        self._stream, self._watch = stream, watch

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._stream.read(len(view))
        view[: len(data)] = data
        if data:
            self._watch(len(data))
        return len(data)


def packed_files(path: Path) -> Iterator[Packed]:
    """Yield what one file on disk holds: itself, or the files packed into it.

    Raises
    ------
    BrokenArchive, SuspectedBomb
        If it cannot be unpacked, or should not be.
    """
    yield from _opened_up(Packed(path, size=path.stat().st_size))


def _opened_up(packed: Packed) -> Iterator[Packed]:
    with opened(packed) as stream:
        magic = stream.read(4)
    if magic[:2] == b"\x1f\x8b":
        step: tuple[str, ...] = (_GUNZIP,)
    elif magic in (b"PK\x03\x04", b"PK\x05\x06"):
        members = _members(packed)
        if members is None:  # a workbook is a zip, and is read as a workbook
            yield packed
            return
        step = members
    else:
        yield packed
        return
    if len(packed.inside) >= DEEPEST:
        raise SuspectedBomb(packed.name, f"holds archives in archives, {DEEPEST} deep")
    for name in step:
        yield from _opened_up(Packed(packed.path, (*packed.inside, name), packed.size))


def _members(packed: Packed) -> tuple[str, ...] | None:
    with opened(packed, seekable=True) as stream:
        try:
            infos = zipfile.ZipFile(stream).infolist()
        except (zipfile.BadZipFile, OSError, EOFError) as problem:
            raise BrokenArchive(packed.name, f"it is damaged ({problem})") from None
    names = {info.filename for info in infos}
    total = sum(info.file_size for info in infos)
    if total > LARGEST_TOTAL or (
        total > SMALL_ENOUGH and total > LARGEST_RATIO * max(packed.size, 1)
    ):
        raise SuspectedBomb(packed.name, f"would grow to {total:,} bytes")
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return None
    files = [info for info in infos if not info.is_dir() and not _is_dross(info.filename)]
    if len(files) > MOST_MEMBERS:
        raise SuspectedBomb(packed.name, f"holds {len(files):,} files")
    if any(info.flag_bits & 1 for info in files):
        raise BrokenArchive(packed.name, "it asks for a password; unpack it yourself")
    return tuple(info.filename for info in files)


def _is_dross(name: str) -> bool:
    return name.startswith("__MACOSX/") or Path(name).name.startswith((".", "~$"))


@contextmanager
def opened(
    packed: Packed, *, seekable: bool = False, watch: Watch | None = None
) -> Iterator[BinaryIO]:
    """Open a file for reading, through its archives; `watch` hears of bytes read from disk.

    A packed file that must be `seekable` is unpacked to memory, or beyond
    32 MB to a temporary file that is gone afterwards.
    """
    with ExitStack() as stack:
        try:
            on_disk: BinaryIO = stack.enter_context(packed.path.open("rb"))
        except PermissionError:
            raise NoPermission(str(packed.path)) from None
        stream: IO[bytes] = (
            on_disk if watch is None else io.BufferedReader(_Counted(on_disk, watch))
        )
        for step in packed.inside:
            if step == _GUNZIP:
                unpacked: IO[bytes] = cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
            else:
                archive = stack.enter_context(zipfile.ZipFile(_seekable(stream, stack)))
                try:
                    unpacked = archive.open(step)
                except NotImplementedError as problem:
                    raise BrokenArchive(packed.name, str(problem)) from None
            stack.callback(unpacked.close)
            stream = io.BufferedReader(_Guard(unpacked, packed), 2**18)
        yield cast("BinaryIO", _seekable(stream, stack) if seekable else stream)


def _seekable(stream: IO[bytes], stack: ExitStack) -> IO[bytes]:
    if not isinstance(getattr(stream, "raw", None), _Guard):
        return stream
    copy = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - the stack closes it
    while block := stream.read(2**20):
        copy.write(block)
    copy.seek(0)
    return copy
