"""Letting go of the source's own words after a while; what was made of them stays."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cynosure.demand import IMPORTS
from cynosure.store.rewriting import take_out_imports
from cynosure.store.workbench import Workbench
from cynosure.store.writing import plainly_told, sweep, writing

_OLD_IMPORTS = """
CREATE TEMP TABLE old_imports AS
SELECT import_id FROM stored_imports WHERE imported_at < $before::TIMESTAMPTZ
"""


def drop_payloads(workspace: Path, *, before: datetime, wait_seconds: float) -> int:
    """Drop the payloads of older imports, and return how many; see `DemandStore`."""
    with (
        writing(workspace, wait_seconds=wait_seconds, doing="dropping old payloads") as change,
        plainly_told(workspace),
        Workbench(spill=change.staging / "spill") as bench,
    ):
        bench.show("stored_imports", change.before.files("imports"), IMPORTS)
        bench.run(_OLD_IMPORTS, before=before)
        had = sum(file.rows for file in change.before.stored.get("payloads", ()))
        take_out_imports(bench, change, "payloads", "old_imports")
        dropped = had - change.rows_after("payloads")
        if dropped:
            change.commit()
            sweep(workspace)
    return dropped
