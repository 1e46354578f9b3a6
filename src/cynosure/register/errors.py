"""Why a register says no."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from cynosure.errors import StoreError


class RegisterUnreadable(StoreError):
    """The register's file cannot be opened, read or written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            f"The register {path} cannot be opened: {reason}. Check that the folder is there, that "
            f"you may write to it, and that it is on a disk of this machine; a damaged file can be "
            f"moved away, and labels then start anew."
        )


class RegisterIsNewer(StoreError):
    """A later version of Cynosure has written the register."""

    def __init__(self, path: Path, unknown: Collection[str]) -> None:
        self.path = path
        super().__init__(
            f"The register {path} was written by a later version of Cynosure (it knows "
            f"{', '.join(sorted(unknown))}). Update Cynosure to open it; nothing was changed."
        )


class AnotherRegisterOpen(StoreError):
    """One process opens one register at a time."""

    def __init__(self, path: Path, opened: Path) -> None:
        self.path = path
        super().__init__(
            f"The register {path} cannot be opened while {opened} is. Close that one first: "
            f"a process works with one register at a time."
        )
