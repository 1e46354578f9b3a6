"""Signs of life of workers: the time of a small file beside the register.

A file and no row: whoever serves pages and whoever works share the workspaces' disk in any
case, and a register that is locked must not make a worker look dead.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = "worker.seen"
BEAT = timedelta(seconds=10)
GONE = timedelta(seconds=60)  # a worker that has shown no life for so long is away


def show_life(folder: Path, at: datetime) -> None:
    """Note that a worker lives; a full disk does not hide it, since nothing is written."""
    file = folder / FILE
    with suppress(OSError):
        file.touch()
        os.utime(file, (at.timestamp(), at.timestamp()))


def last_life(folder: Path) -> datetime | None:
    """Return when a worker last showed life, UTC; None where none ever did.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     before = last_life(Path(name))
    ...     show_life(Path(name), datetime(2026, 3, 2, tzinfo=UTC))
    ...     print(before, last_life(Path(name)))
    None 2026-03-02 00:00:00+00:00
    """
    try:
        return datetime.fromtimestamp((folder / FILE).stat().st_mtime, UTC)
    except OSError:
        return None


def worker_lives(folder: Path, *, at: datetime) -> bool:
    """Return whether a worker has shown life lately."""
    seen = last_life(folder)
    return seen is not None and at - seen <= GONE
