"""What is missing for serving a team: each finding with why it matters and what to do."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cynosure.errors import StoreError
from cynosure.register.opening import open_database, register_is_meant
from cynosure.reports.wording import counted
from cynosure.wiring.migrating import missing_in

State = Literal["well", "mind", "wrong"]
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph")
_FREE = 2 * 1024**3  # bytes; an export of a gigabyte is unpacked, compared and written


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State  # mind: it works, and may surprise; wrong: it does not work for a team
    what: str
    advice: str = ""


def findings(
    folder: Path, environment: Mapping[str, str], *, at: datetime, pages_installed: bool
) -> list[Finding]:
    """Return everything that was looked at, what is well too."""
    return [
        _pages(pages_installed),
        _address(environment.get("CYNOSURE_URL", "")),
        _secret(folder, environment),
        _database(folder, environment, _mounts()),
        _room(folder),
        *_register(folder, at),
    ]


def _pages(installed: bool) -> Finding:
    if installed:
        return Finding("pages", "well", "installed")
    return Finding("pages", "wrong", "not installed", 'Install them: pip install "cynosure[web]"')


def _address(address: str) -> Finding:
    if address.startswith("https://"):
        return Finding("address", "well", f"{address}, over TLS")
    if not address:
        return Finding(
            "address",
            "mind",
            "not said, so this machine alone is answered",
            "For others to come, put a proxy with TLS in front and say where it is: "
            "CYNOSURE_URL=https://demand.example.org",
        )
    return Finding(
        "address",
        "wrong",
        f"{address} is not over TLS",
        "Passwords and customers' words would cross the network in the open. Put a proxy with "
        "TLS in front, and say its address: CYNOSURE_URL=https://…",
    )


def _secret(folder: Path, environment: Mapping[str, str]) -> Finding:
    if environment.get("CYNOSURE_SECRET_KEY"):
        return Finding(
            "secret",
            "well",
            "given in the environment",
            "A backup does not hold it: keep it apart.",
        )
    file = folder / "secret.key"
    if not file.exists():
        return Finding("secret", "well", "made when the server starts")
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return Finding(
            "secret",
            "wrong",
            f"{file} can be read by others (mode {mode:o})",
            f"Who reads it can sign in as anybody: chmod 600 {file}",
        )
    return Finding("secret", "well", "readable by its account alone")


def _database(folder: Path, environment: Mapping[str, str], mounts: Mapping[Path, str]) -> Finding:
    if environment.get("CYNOSURE_DATABASE_URL"):
        return Finding("database", "well", "PostgreSQL; several servers and workers may run")
    kind = _kind_of_disk(folder, mounts)
    if kind in _NETWORK:
        return Finding(
            "database",
            "wrong",
            f"SQLite on a network disk ({kind})",
            "Its locks do not hold there, and what people said would be lost. Move the workspace "
            "to a disk of this machine, or use PostgreSQL: CYNOSURE_DATABASE_URL=postgres://…",
        )
    return Finding("database", "well", "SQLite, for one server and its worker")


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:.1f} GB free"
    if free < _FREE:
        return Finding(
            "disk", "wrong", said, "Taking in needs room to compare and to write: free some."
        )
    return Finding("disk", "well", said)


def _register(folder: Path, at: datetime) -> Iterator[Finding]:
    if not register_is_meant(folder):
        yield Finding("register", "mind", "not there yet", "`cynosure serve` makes it.")
        return
    try:
        missing = missing_in(folder)
        if missing:
            yield Finding(
                "register",
                "wrong",
                f"{counted(len(missing), 'migration')} missing",
                "Bring it up to date: cynosure migrate",
            )
            return
        with open_database(folder, migrate=False):
            from cynosure.wiring.readiness import readiness

            for check in readiness(folder, at=at):
                state: State = "well" if check.well else "wrong" if check.needed else "mind"
                advice = (
                    "Figures stay as they are. Start one: cynosure worker"
                    if check.name == "worker" and not check.well
                    else ""
                )
                yield Finding(check.name, state, check.what, advice)
    except StoreError as error:
        yield Finding("register", "wrong", str(error))


def _mounts() -> dict[Path, str]:
    """Return which kind of disk lies where; empty where the system does not say."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    parts = (line.split() for line in lines)
    return {Path(found[1]): found[2] for found in parts if len(found) > 2}


def _kind_of_disk(folder: Path, mounts: Mapping[Path, str]) -> str:
    for place in (folder, *folder.parents):
        if place in mounts:
            return mounts[place]
    return ""
