"""What does not work in a workspace now: for who reads its figures, and for who can mend it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cynosure.errors import StoreError
from cynosure.store import open_store
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.life import last_life, worker_lives

PATIENCE = timedelta(minutes=2)  # a job that waits longer has no worker
LEAST_ROOM = 500 * 1024 * 1024  # bytes; below it a telling of a large workspace may not fit
_STANDING = "Figures are not being brought up to date at the moment."
_START = "Figures stay as they were last told. Start it with: cynosure worker"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that does not work, in words."""

    plain: str  # for who reads the figures
    mending: str  # for who can mend it: what it is, and the next step
    again: bool = False  # whether telling the figures again may mend it


class WorkspaceAway(StoreError):
    """The folder of a workspace is not where the register says."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The folder of this workspace, {folder}, is not there. Bring back the disk on which "
            "it lies, or restore a backup: cynosure restore"
        )


def troubles(
    folder: Path, server: Path, *, at: datetime, room: int | None = None
) -> Iterator[Trouble]:
    """Yield what does not work in the open workspace: cheap enough to be asked on every page.

    `folder` is the workspace's, `server` is where the worker shows life. A worker that never
    showed any is missed only where something waits for it. `room` is how many bytes are free on
    the workspace's disk; it is looked up where it is not given.
    """
    yield from _of_the_worker(server, at)
    yield from _of_the_store(folder)
    yield from _of_the_last_telling()
    free = shutil.disk_usage(folder).free if room is None else room
    if free < LEAST_ROOM:
        yield Trouble(
            _STANDING,
            f"Only {free // 1024**2:,} MB are free on the disk of this workspace. Nothing new may "
            "fit: free some room.",
        )


def _of_the_worker(server: Path, at: datetime) -> Iterator[Trouble]:
    from cynosure.register import jobs

    waits = jobs.longest_waiting(at=at)
    if waits > PATIENCE:
        minutes = int(waits.total_seconds() // 60)
        said = f"Nothing has worked on what waits for {minutes} minutes: the worker has stopped."
        yield Trouble(_STANDING, f"{said} {_START}")
    elif last_life(server) is not None and not worker_lives(server, at=at):
        yield Trouble(_STANDING, f"The worker has stopped. {_START}")


def _of_the_store(folder: Path) -> Iterator[Trouble]:
    try:
        open_store(folder)
    except StoreError as error:
        yield Trouble(_STANDING, str(error))


def _of_the_last_telling() -> Iterator[Trouble]:
    from cynosure.register import jobs

    last = jobs.last(RETELL)
    if last is None or last.state == "done" or not last.why:
        return
    tried = "It will be tried again." if last.state != "failed" else ""
    said = f"Figures could not be brought up to date, and stay as they were last told. {last.why}"
    yield Trouble(_STANDING, f"{said} {tried}".strip(), again=last.state == "failed")
