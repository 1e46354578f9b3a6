"""Undoing an import, from the command or from a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cynosure.store import open_store
from cynosure.wiring.place import Place
from cynosure.workflows.take_in import Progress, label_new, unwatched

if TYPE_CHECKING:
    from cynosure.store import UndoReceipt


def undo(place: Place, import_id: str, *, progress: Progress = unwatched) -> UndoReceipt:
    """Make everything as if an import had never been taken in, and label what stands again.

    What people decided of demands that go stays, and counts again when they come back.

    Raises
    ------
    StoreError
        If there is none of this id, or what it replaced is not kept any more.
    """
    receipt = place.store.undo_import(import_id, on_progress=progress)
    label_new(store=place.store, labeller=place.labeller, progress=progress)
    return receipt


def import_meant(place: Place, said: str) -> str:
    """Return the id of the import that somebody means: `last`, the one taken in last, or an id."""
    rows = place.imports() if said == "last" else []
    # Earlier versions did not number theirs; those came first.
    order = [(row["number"] or 0, row["imported_at"], str(row["import_id"])) for row in rows]
    return max(order)[-1] if order else said


def would_undo(folder: Path, import_id: str) -> UndoReceipt:
    """Return what undoing an import would do, and change nothing.

    Raises
    ------
    StoreError
        As of `undo`.
    """
    return open_store(folder).would_undo(import_id)
