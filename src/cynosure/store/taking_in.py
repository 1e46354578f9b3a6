"""Taking an import in: staged, compared, written, and made visible in one step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.demand import IMPORTS, QUARANTINE
from cynosure.intake.incoming import Incoming
from cynosure.store import comparing
from cynosure.store.comparing import Compared, compare
from cynosure.store.layout import TABLES
from cynosure.store.payloads import unpacked
from cynosure.store.redacting import Redactor
from cynosure.store.refusals import read_refusals
from cynosure.store.rewriting import take_out_demands
from cynosure.store.staging import Staged, stage
from cynosure.store.workbench import Workbench
from cynosure.store.writing import Change, Progress, plainly_told, sweep, writing

_COUNTED = ("read", "new", "changed", "unchanged", "set_aside", "quarantined")
RECORD_LENGTH = 4_000  # of a quarantined record, as intake cuts it


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of an import: read = new + changed + unchanged + set_aside + quarantined."""

    import_id: str
    rows: int | None  # as they stand in the files; unknown of an import by an earlier version
    read: int
    new: int
    changed: int
    unchanged: int
    set_aside: int
    quarantined: int
    demands: int  # different ones that it held
    new_events: int
    repeated_events: int  # known before, or twice in it
    differing_events: int  # under an id that stands with other content; listed, not taken
    again: bool = False  # this very import had been taken in before: nothing was done


def take_in(
    workspace: Path, incoming: Incoming, *, wait_seconds: float, progress: Progress | None = None
) -> Receipt:
    """Store an import whole, or leave everything as it was."""
    with writing(
        workspace, wait_seconds=wait_seconds, doing="taking an export in", progress=progress
    ) as change:
        spill = change.staging / "spill"
        with plainly_told(workspace):
            known = _known(change, incoming.import_id)
            if known is not None:
                return known
            redactor = Redactor(read_refusals(workspace, change.before.files("refusals")))
        staged = stage(
            incoming.batches,
            change.staging,
            workspace=workspace,
            redactor=redactor,
            progress=change.progress,
        )
        with plainly_told(workspace), Workbench(spill=spill) as bench:
            compared = compare(
                bench,
                staged=staged,
                before=change.before,
                import_id=incoming.import_id,
                exported_at=incoming.exported_at,
                imported_at=incoming.imported_at,
            )
            change.progress("compared", staged.read)
            receipt = _receipt(incoming.import_id, staged, compared)
            number = 1 + bench.count(comparing.NEWEST_NUMBER)
            row = redactor.redact("imports", _import_row(incoming, staged, receipt, number))
            _write(bench, change, staged, compared, row)
            change.commit()
            sweep(workspace)
    return receipt


def _known(change: Change, import_id: str) -> Receipt | None:
    """Return the receipt of an import that is in the store already."""
    for file in change.before.files("imports"):
        for row in pq.read_table(file, filters=[("import_id", "=", import_id)]).to_pylist():
            return Receipt(
                **{name: row[name] for name in _COUNTED},
                import_id=import_id,
                rows=row.get("rows"),
                demands=0,
                new_events=0,
                repeated_events=0,
                differing_events=0,
                again=True,
            )
    return None


def _receipt(import_id: str, staged: Staged, compared: Compared) -> Receipt:
    return Receipt(
        import_id=import_id,
        rows=staged.rows,
        read=staged.read,
        new=compared.new,
        changed=compared.changed,
        unchanged=compared.unchanged,
        set_aside=staged.set_aside,
        quarantined=staged.quarantined + compared.refused,
        demands=compared.demands,
        new_events=compared.new_events,
        repeated_events=compared.repeated_events,
        differing_events=compared.differing_events,
    )


def _write(  # noqa: C901 one table after the other
    bench: Workbench, change: Change, staged: Staged, compared: Compared, row: pa.RecordBatch
) -> None:
    if compared.changed:
        for name, changed in (
            ("demands", "changed"),
            ("source_figures", "changed"),
            ("labels", "reworded"),
            ("members", "retold"),
        ):
            take_out_demands(bench, change, name, changed)
    if compared.new or compared.changed:
        change.add(bench, "demands", comparing.NEW_DEMANDS)
        change.add(bench, "source_figures", comparing.NEW_FIGURES)
    if compared.changed or compared.kept:
        change.add(bench, "earlier_demands", comparing.EARLIER_DEMANDS)
        change.add(bench, "earlier_figures", comparing.EARLIER_FIGURES)
    if compared.new or compared.changed or compared.kept:
        change.add(bench, "payloads", comparing.NEW_PAYLOADS)
    if compared.new_events:
        change.add(bench, "events", comparing.NEW_EVENTS)
    if compared.differing_events:
        change.add(bench, "differing_events", comparing.DIFFERING_EVENTS)
    if compared.demands:
        change.add(bench, "sightings", comparing.NEW_SIGHTINGS)
    if compared.unchanged or compared.repeated_events:
        change.add(bench, "repeated", comparing.REPEATED)
    if staged.set_aside:
        change.add(bench, "set_aside", "SELECT * FROM staged_set_aside")
    if staged.quarantined or compared.refused:
        bench.take("refused_rows", _refused_rows(bench, row.column("import_id")[0].as_py()))
        change.add(
            bench,
            "quarantine",
            "SELECT * FROM staged_quarantine UNION ALL SELECT * FROM refused_rows",
        )
    bench.take("import_row", pa.Table.from_batches([row]))
    change.add(bench, "imports", "SELECT * FROM import_row")
    for name in TABLES:
        change.join_small_files(bench, name)


def _refused_rows(bench: Workbench, import_id: str) -> pa.Table:
    """Return rows for quarantine: ids that came before in this import, with other content."""
    bench.run(comparing.REFUSED_PAYLOADS)
    rows = [
        {
            "import_id": import_id,
            "place": demand_id,
            "reason": "its id came before in this import, with other content; the first stands",
            "record": unpacked(payload)[: 4 * RECORD_LENGTH].decode("utf-8", "replace")[
                :RECORD_LENGTH
            ]
            if payload
            else None,
        }
        for batch in bench.batches("SELECT demand_id, payload FROM refused_payloads")
        for demand_id, payload in zip(
            batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True
        )
    ]
    return pa.Table.from_pylist(rows, schema=QUARANTINE)


def _import_row(
    incoming: Incoming, staged: Staged, receipt: Receipt, number: int
) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [
            {
                "import_id": incoming.import_id,
                "number": number,
                "shape": incoming.shape,
                "source": incoming.source,
                "files": list(incoming.files),
                "exported_at": incoming.exported_at,
                "last_sign_at": staged.last_sign_at,
                "imported_at": incoming.imported_at,
                "zone": incoming.zone,
                "zone_assumed": incoming.zone_assumed,
                "tells": sorted(incoming.tells),
                "notes": list(incoming.notes),
                "rows": receipt.rows,
                "read": receipt.read,
                "new": receipt.new,
                "changed": receipt.changed,
                "unchanged": receipt.unchanged,
                "set_aside": receipt.set_aside,
                "quarantined": receipt.quarantined,
            }
        ],
        schema=IMPORTS,
    )
