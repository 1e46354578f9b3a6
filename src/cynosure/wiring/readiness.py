"""Whether a server can do its work: asked by what sends it requests, and by `cynosure doctor`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cynosure.wiring.life import worker_lives


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to stand."""

    name: str
    well: bool
    what: str  # in words, without a name of a person, a folder or an address
    needed: bool = True  # whether pages cannot be served without it


def readiness(folder: Path, *, at: datetime) -> list[Check]:
    """Return what stands and what does not, of the register that is open in this process."""
    from cynosure.register.reach import (
        asked_of_register,
        migrations_missing,
        workspaces_listed,
    )

    missing = asked_of_register(migrations_missing)
    listed = asked_of_register(lambda: workspaces_listed(folder))
    closed = 0 if listed is None else sum(not _writable(each.folder) for each in listed)
    return [
        Check(
            "register",
            listed is not None,
            "answers" if listed is not None else "does not answer",
        ),
        Check(
            "migrations",
            missing == [],
            "not known: the register does not answer"
            if missing is None
            else f"{len(missing)} missing: cynosure migrate"
            if missing
            else "all applied",
        ),
        Check(
            "folders",
            listed is not None and not closed,
            "not known: the register does not answer"
            if listed is None
            else f"{closed} of {len(listed)} workspaces cannot be written to"
            if closed
            else "can be written to",
            needed=False,
        ),
        Check(
            "worker",
            worker_lives(folder, at=at),
            "shows life" if worker_lives(folder, at=at) else "none seen for a minute",
            needed=False,
        ),
    ]


def _writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)
