"""A workspace's store: what everybody else sees of it."""

from __future__ import annotations

from pathlib import Path

from cynosure.intake.incoming import Incoming
from cynosure.store import taking_in
from cynosure.store.layout import check_format, make_workspace
from cynosure.store.snapshot import Snapshot, take_snapshot
from cynosure.store.taking_in import Receipt
from cynosure.store.writing import Progress

WAIT_SECONDS = 600.0  # for another writer; a large export takes a few minutes


class DemandStore:
    """What sources said, in one workspace folder. Made by `open_store`."""

    def __init__(self, folder: Path, *, wait_seconds: float) -> None:
        self.folder = folder
        self._wait_seconds = wait_seconds

    def take_in(self, incoming: Incoming, *, on_progress: Progress | None = None) -> Receipt:
        """Store an import whole, or leave everything as it was."""
        return taking_in.take_in(
            self.folder, incoming, wait_seconds=self._wait_seconds, progress=on_progress
        )

    def snapshot(self) -> Snapshot:
        """Return what is committed now, every table as of the same moment."""
        return take_snapshot(self.folder)

    def files(self, table: str) -> list[str]:
        """Return the Parquet files of a table now; for several tables take one `snapshot`."""
        return self.snapshot().files(table)


def open_store(
    path: str | Path, *, create: bool = False, wait_seconds: float = WAIT_SECONDS
) -> DemandStore:
    """Return the store of a workspace folder."""
    folder = Path(path).expanduser().absolute()
    if create:
        make_workspace(folder)
    check_format(folder)
    return DemandStore(folder, wait_seconds=wait_seconds)
