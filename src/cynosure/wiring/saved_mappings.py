"""Mappings that a workspace keeps: what a table's columns mean, as somebody corrected it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cynosure.wiring.uploads import MAPPINGS

# The names that we give; anything else may lead out of the folder.
_NAME = re.compile(r"[0-9a-f]{16}\Z")


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping as it lies there."""

    name: str
    text: str  # TOML
    at: datetime  # when it was last kept


def saved_mappings(workspace: Path) -> list[SavedMapping]:
    """Return the mappings of a workspace, the newest first; those that can be read."""
    files = (workspace / MAPPINGS).glob("*.toml")
    found = [_read(file) for file in files if _NAME.match(file.stem)]
    return sorted(filter(None, found), key=lambda one: one.at, reverse=True)


def saved_mapping(workspace: Path, name: str) -> SavedMapping | None:
    """Return one of them by its name; None where there is none.

    Examples
    --------
    >>> saved_mapping(Path("/srv/desk"), "../../etc/passwd") is None
    True
    """
    return _read(workspace / MAPPINGS / f"{name}.toml") if _NAME.match(name) else None


def delete_mapping(workspace: Path, name: str) -> bool:
    """Delete one; return whether there was one. What it read stays, the next table is guessed anew."""
    if saved_mapping(workspace, name) is None:
        return False
    (workspace / MAPPINGS / f"{name}.toml").unlink(missing_ok=True)
    return True


def _read(file: Path) -> SavedMapping | None:
    try:
        text = file.read_text(encoding="utf-8")
        at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, UnicodeDecodeError):
        return None
    return SavedMapping(file.stem, text, at)
