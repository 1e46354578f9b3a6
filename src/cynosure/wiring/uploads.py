"""Files that somebody sent by a page, until they are taken in or let go."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cynosure.errors import IntakeError
from cynosure.intake import Mapping, read_mapping, write_mapping

FOLDER = "uploads"
MAPPINGS = "mappings"
KEPT = timedelta(days=1)  # what nobody took in until then is let go of
_ABOUT = "upload.json"
_MAPPING = "mapping.toml"


class NothingSent(IntakeError):
    """A form without a file."""

    def __init__(self) -> None:
        super().__init__("No file was chosen. Choose one or more exports, then send them.")


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


def keep_upload(
    workspace: Path,
    sent: Sequence[tuple[str, Iterable[bytes]]],
    *,
    by: str,
    at: datetime,
    limit: int,
) -> Upload:
    """Keep files as they were sent, each written piece by piece; return where they are.

    Raises
    ------
    NothingSent, TooLarge
        If there is none, or too much; nothing is kept then.
    OSError
        If the disk is full, or refuses; nothing is kept then.
    """
    if not sent:
        raise NothingSent
    token = secrets.token_hex(16)
    folder = workspace / FOLDER / token
    files = folder / "files"
    try:
        files.mkdir(parents=True)
        size = 0
        names: list[str] = []
        for shown, pieces in sent:
            name = harmless(shown)
            while name in names:
                name = f"{len(names)}-{name}"
            names.append(name)
            with (files / name).open("xb") as out:
                for piece in pieces:
                    size += len(piece)
                    if size > limit:
                        raise TooLarge(size, limit)
                    out.write(piece)
        upload = Upload(token, folder, tuple(files / name for name in names), by, at)
        _note(upload)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


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
        if upload is None or upload.at < now - KEPT:
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
