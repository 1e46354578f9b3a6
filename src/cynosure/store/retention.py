"""Letting go of the source's own words after a while; what was made of them stays."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cynosure.demand import IMPORTS
from cynosure.store.rewriting import take_out_imports
from cynosure.store.workbench import Workbench
from cynosure.store.writing import Change, plainly_told, sweep, writing

_OLD_IMPORTS = """
CREATE TEMP TABLE old_imports AS
SELECT import_id FROM stored_imports WHERE imported_at < $before::TIMESTAMPTZ
"""
# What sources said and what does not stand any more: both are words of then.
_OLD_WORDS = ("payloads", "earlier_demands", "earlier_figures")


def drop_payloads(workspace: Path, *, before: datetime, wait_seconds: float) -> int:
    """Drop the payloads of older imports, and return how many; see `DemandStore`."""
    with (
        writing(workspace, wait_seconds=wait_seconds, doing="dropping old payloads") as change,
        plainly_told(workspace),
        Workbench(spill=change.staging / "spill") as bench,
    ):
        bench.show("stored_imports", change.before.files("imports"), IMPORTS)
        bench.run(_OLD_IMPORTS, before=before)
        had = {name: _rows(change, name) for name in _OLD_WORDS}
        for name in _OLD_WORDS:
            take_out_imports(bench, change, name, "old_imports")
        dropped = {name: had[name] - change.rows_after(name) for name in _OLD_WORDS}
        if any(dropped.values()):
            change.commit()
            sweep(workspace)
    return dropped["payloads"]


def _rows(change: Change, name: str) -> int:
    return sum(file.rows for file in change.before.stored.get(name, ()))
