"""Files that somebody sent by a page, until they are taken in or let go."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cynosure.errors import IntakeError
from cynosure.intake import Mapping, read_mapping, write_mapping

FOLDER = "uploads"
MAPPINGS = "mappings"
KEPT = timedelta(days=1)  # what nobody took in until then is let go of
_AROUND = 1024 * 1024  # bytes that a form puts around its files at most
_ABOUT = "upload.json"
_MAPPING = "mapping.toml"


class NothingSent(IntakeError):
    """A form without a file."""

    def __init__(self) -> None:
        super().__init__("No file was chosen. Choose one or more exports, then send them.")


class NotKept(IntakeError):
    """Files that were let go of before they were taken in."""

    def __init__(self) -> None:
        super().__init__(
            "These files are not kept any more: what nobody takes in is let go of after a day, or "
            "when somebody in it is erased. Send them again; who was erased stays forgotten."
        )


class TooLarge(IntakeError):
    """More than may be sent at once."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            f"These files are {size / 1024**3:.2f} GB together, and {limit / 1024**3:g} GB may be "
            "sent at once. Send them one after the other, compress them, or take them in on the "
            "server: cynosure take-in"
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """Files sent together, and what was said about them."""

    token: str
    folder: Path
    files: tuple[Path, ...]
    by: str
    at: datetime
    source: str | None = None
    timezone: str | None = None
    corrected: bool = False  # somebody said which column is what
    known: bool = False  # the mapping is one kept from an earlier file of the same columns

    @property
    def mapping(self) -> Mapping | None:
        """What the columns are, where somebody said so; None: as recognised."""
        file = self.folder / _MAPPING
        return read_mapping(file) if file.is_file() else None


def harmless(name: str) -> str:
    r"""Return a file's name with nothing in it that leads elsewhere; its ending stays.

    >>> harmless("../../etc/passwd"), harmless("C:\\desk\\tickets (1).csv"), harmless("..")
    ('passwd', 'tickets (1).csv', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[^\w.()\- ]", "_", last).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return (stem[:120] + dot + ending[:20] if dot else kept[:120]) or "file"


class Receiving:
    """Files on their way in, each written piece by piece to where it stays until it is taken in.

    A name that somebody gives a file is never a way anywhere: the files lie in a folder with
    a name drawn by lot, and what could lead out of it is taken out of theirs.
    """

    def __init__(self, workspace: Path, *, limit: int) -> None:
        self.token = secrets.token_hex(16)
        self.folder = workspace / FOLDER / self.token
        self.size = 0
        self._limit = limit
        self._files: list[Path] = []
        self._open: BinaryIO | None = None

    def begin(self, shown: str) -> None:
        """Begin a file, by the name that is shown for it.

        Raises
        ------
        OSError
            If the system refuses, here and below.
        """
        self.end()
        files = self.folder / "files"
        files.mkdir(parents=True, exist_ok=True)
        name = harmless(shown)
        taken = {file.name for file in self._files}
        while name in taken:
            name = f"{len(taken)}-{name}"
        self._open = (files / name).open("xb")
        self._files.append(files / name)

    def write(self, piece: bytes) -> None:
        """Write the next piece of the file that was begun.

        Raises
        ------
        TooLarge
            If all together are more than may be sent at once.
        """
        self.size += len(piece)
        if self.size > self._limit:
            raise TooLarge(self.size, self._limit)
        assert self._open is not None, "no file was begun"
        self._open.write(piece)

    def end(self) -> None:
        """End the file that was begun, if one was."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def keep(self, *, by: str, at: datetime) -> Upload:
        """Return what was sent, kept for a day.

        Raises
        ------
        NothingSent
            If there is no file.
        """
        self.end()
        if not self._files:
            raise NothingSent
        upload = Upload(self.token, self.folder, tuple(self._files), by, at)
        _note(upload)
        return upload

    def drop(self) -> None:
        """Keep nothing of it."""
        with suppress(OSError):  # the last bytes find no room on a full disk
            self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def room_for(workspace: Path, size: int, *, limit: int) -> None:
    """Refuse what is known to be too much before any of it is written.

    Raises
    ------
    TooLarge
        If it is more than may be sent at once.
    OSError
        If there is no room for it.
    """
    if size > limit + _AROUND:
        raise TooLarge(size, limit)
    if size > shutil.disk_usage(workspace).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def upload_called(workspace: Path, token: str) -> Upload | None:
    """Return what was sent under a token; None where it was taken in or let go, or never was."""
    if not re.fullmatch(r"[0-9a-f]{32}", token):
        return None
    folder = workspace / FOLDER / token
    try:
        said = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Upload(
        token,
        folder,
        tuple(folder / "files" / name for name in said["files"]),
        said["by"],
        datetime.fromisoformat(said["at"]),
        said.get("source"),
        said.get("timezone"),
        bool(said.get("corrected")),
        bool(said.get("known")),
    )


def say_of(
    upload: Upload,
    *,
    source: str | None,
    timezone: str | None,
    mapping: Mapping | None,
    known: bool = False,
) -> Upload:
    """Keep what somebody said about the files, and return the upload with it."""
    if mapping is not None:
        write_mapping(mapping, upload.folder / _MAPPING)
    said = Upload(
        upload.token,
        upload.folder,
        upload.files,
        upload.by,
        upload.at,
        source,
        timezone,
        upload.corrected or (mapping is not None and not known),
        known,
    )
    _note(said)
    return said


def let_go(upload: Upload) -> None:
    """Delete the files."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def tidy(workspace: Path, *, now: datetime) -> int:
    """Delete what nobody took in within a day; return how many uploads went."""
    gone = 0
    for folder in sorted((workspace / FOLDER).glob("*")):
        upload = upload_called(workspace, folder.name)
        # What has no note yet is on its way in, and may be somebody else's.
        at = upload.at if upload else datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        if at < now - KEPT:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def known_mapping(workspace: Path, header: Sequence[str]) -> Mapping | None:
    """Return the mapping that was last used for a table of these columns; None without one."""
    file = _mapping_file(workspace, header)
    return read_mapping(file) if header and file.is_file() else None


def keep_mapping(workspace: Path, header: Sequence[str], mapping: Mapping) -> None:
    """Keep a corrected mapping for the next table of the same columns."""
    file = _mapping_file(workspace, header)
    file.parent.mkdir(exist_ok=True)
    write_mapping(mapping, file)


def _mapping_file(workspace: Path, header: Sequence[str]) -> Path:
    mark = sha256("\x1f".join(sorted(header)).encode()).hexdigest()[:16]
    return workspace / MAPPINGS / f"{mark}.toml"


def _note(upload: Upload) -> None:
    said = {
        "files": [file.name for file in upload.files],
        "by": upload.by,
        "at": upload.at.isoformat(),
        "source": upload.source,
        "timezone": upload.timezone,
        "corrected": upload.corrected,
        "known": upload.known,
    }
    (upload.folder / _ABOUT).write_text(json.dumps(said), encoding="utf-8")
