"""What readers see: every table as of one and the same commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deltalake.exceptions import DeltaError, TableNotFoundError

from cynosure.errors import StoreError
from cynosure.store.layout import TABLES
from cynosure.store.tables import StoredFile, Table

IMPORTS = "imports"
OTHERS = tuple(name for name in TABLES if name != IMPORTS)


class UnknownTable(StoreError):
    """No table of the store has this name."""

    exit_status = 64

    def __init__(self, name: str) -> None:
        super().__init__(f"The store has no table {name!r}. It has {', '.join(sorted(TABLES))}.")


class UnsteadyWorkspace(StoreError):
    """A workspace kept changing while it was being read, or lost files."""

    def __init__(self, workspace: Path, why: Exception) -> None:
        super().__init__(
            f"{workspace} could not be read: {why}. If something else is erasing or cleaning "
            "there, try again; else files are missing and a backup is needed."
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of every table at one moment. Their rows are exactly what is current.

    Nothing has to be filtered: one row a demand, one an event, and nothing of
    an import that is not whole. Files that a later writer replaces stay for
    `KEEP_HOURS`, so a snapshot can be read for that long, unless somebody is
    erased meanwhile.
    """

    workspace: Path
    version: int | None  # of the imports table; None before the first import
    pins: Mapping[str, int]  # version of each other table
    stored: Mapping[str, tuple[StoredFile, ...]]

    def files(self, table: str) -> list[str]:
        """Return the Parquet files of a table, by absolute path; none for an empty one.

        Raises
        ------
        UnknownTable
            If the store has no such table.
        """
        if table not in TABLES:
            raise UnknownTable(table)
        return [str(self.workspace / table / file.name) for file in self.stored.get(table, ())]


def take_snapshot(workspace: Path) -> Snapshot:
    """Return what is committed now. Never waits for a writer, and needs no right to write.

    Raises
    ------
    UnsteadyWorkspace
        If the tables cannot be read.
    """
    # Between reading the pins and the tables an erasure may shorten their logs:
    # then the pins are newer too, and reading once more finds them.
    for last in (False, False, True):
        try:
            return _snapshot(workspace)
        except (DeltaError, TableNotFoundError, OSError) as error:
            if last:
                raise UnsteadyWorkspace(workspace, error) from error
    raise AssertionError("unreachable")


def _snapshot(workspace: Path) -> Snapshot:
    imports = Table(workspace, IMPORTS)
    version = imports.version()
    if version is None:
        return Snapshot(workspace, None, {}, {})
    look = imports.look(version, OTHERS)
    stored = {name: Table(workspace, name).look(pin).files for name, pin in look.pins.items()}
    return Snapshot(workspace, version, look.pins, {**stored, IMPORTS: look.files})
