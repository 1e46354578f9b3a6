"""Undoing an import: every table as if it had never been taken in."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from cynosure.errors import StoreError
from cynosure.store import without
from cynosure.store.rewriting import take_out_demands, take_out_imports
from cynosure.store.snapshot import Snapshot, take_snapshot
from cynosure.store.workbench import Workbench
from cynosure.store.writing import Change, Progress, plainly_told, sweep, writing


class UnknownImport(StoreError):
    """No import of the workspace has this id."""

    exit_status = 64

    def __init__(self, import_id: str) -> None:
        super().__init__(
            f"No import is called {import_id!r}; it may have been undone already. "
            "`cynosure imports list` names those that are there."
        )


class CannotUndo(StoreError):
    """What an import replaced is not kept any more."""

    exit_status = 65

    def __init__(self, import_id: str, lost: int) -> None:
        super().__init__(
            f"{import_id} cannot be undone: other imports said something of {lost:,} of its "
            "demands that is not kept any more. It was let go of with old payloads, or taken in by "
            "an earlier version. Nothing was changed. To be rid of this import, take the other "
            "exports into a new workspace."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReceipt:
    """What goes with an import, and what stands again."""

    import_id: str
    files: tuple[str, ...]
    demands: int  # that it held
    gone: int  # of these: no other import holds them
    restored: int  # of these: they stand again as another import said
    kept: int  # of these: as they are, since another import says the same or newer
    events: int  # that nobody else told
    set_aside: int  # records
    quarantined: int  # records that could not be read

    def __str__(self) -> str:
        """Say it as a person would."""
        return (
            f"{self.gone:,} demands go, {self.restored:,} stand again as another import said, "
            f"{self.kept:,} stay as they are; {self.events:,} events go, and "
            f"{self.set_aside + self.quarantined:,} records set aside or in quarantine."
        )


def undo_import(
    workspace: Path, import_id: str, *, wait_seconds: float, progress: Progress | None = None
) -> UndoReceipt:
    """Undo an import, or leave everything as it was; see `DemandStore.undo_import`."""
    with (
        writing(
            workspace, wait_seconds=wait_seconds, doing="undoing an import", progress=progress
        ) as change,
        plainly_told(workspace),
        Workbench(spill=change.staging / "spill") as bench,
    ):
        receipt = _looked_at(bench, change.before, import_id)
        change.progress("compared", receipt.demands)
        _write(bench, change)
        change.commit()
        sweep(workspace)
    return receipt


def would_undo(workspace: Path, import_id: str) -> UndoReceipt:
    """Return what undoing an import would do, and change nothing."""
    with (
        plainly_told(workspace),
        tempfile.TemporaryDirectory(prefix="cynosure-", ignore_cleanup_errors=True) as spill,
        Workbench(spill=Path(spill)) as bench,
    ):
        return _looked_at(bench, take_snapshot(workspace), import_id)


def _looked_at(bench: Workbench, before: Snapshot, import_id: str) -> UndoReceipt:
    row = next(
        (
            row
            for file in before.files("imports")
            for row in pq.read_table(file, filters=[("import_id", "=", import_id)]).to_pylist()
        ),
        None,
    )
    if row is None:
        raise UnknownImport(import_id)
    without.lay_out(bench, before, import_id)
    lost = bench.count(without.LOST)
    if lost:
        raise CannotUndo(import_id, lost)
    demands = bench.count("SELECT count(*) FROM concerned")
    gone = bench.count("SELECT count(*) FROM restated WHERE gone")
    restored = bench.count("SELECT count(*) FROM restated WHERE otherwise")
    return UndoReceipt(
        import_id=import_id,
        files=tuple(row["files"] or ()),
        demands=demands,
        gone=gone,
        restored=restored,
        kept=demands - gone - restored,
        events=bench.count("SELECT count(*) FROM orphaned")
        - bench.count("SELECT count(*) FROM heirs"),
        set_aside=int(row["set_aside"]),
        quarantined=int(row["quarantined"]),
    )


def _write(bench: Workbench, change: Change) -> None:
    for name, gone, rows in (
        ("demands", "restated", without.DEMANDS_AFTER),
        ("source_figures", "restated", without.FIGURES_AFTER),
        ("payloads", "repaid", without.PAYLOADS_AFTER),
        ("earlier_demands", "concerned", without.EARLIER_DEMANDS_AFTER),
        ("earlier_figures", "concerned", without.EARLIER_FIGURES_AFTER),
        ("differing_events", "concerned", without.DIFFERING_AFTER),
        ("repeated", "concerned", without.REPEATED_AFTER),
        ("labels", "reworded", None),
        ("members", "retold", None),
    ):
        take_out_demands(bench, change, name, gone)
        if rows:
            change.add(bench, name, rows)
    for name in ("events", "sightings", "quarantine", "set_aside"):
        take_out_imports(bench, change, name, "undone")
    change.add(bench, "events", without.EVENTS_AFTER)
    change.remove("imports", change.before.files("imports"))
    change.add(bench, "imports", without.IMPORTS_AFTER)
