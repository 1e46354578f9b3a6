"""The imports of a workspace: what became of each, and what it could not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from cynosure.demand import QUARANTINE, SET_ASIDE
from cynosure.masking import mask, mask_column
from cynosure.store import write_table
from cynosure.wiring.place import Place, open_place

_FIELDS = ("place", "reason", "record")


def imports_of(folder: Path) -> list[dict[str, Any]]:
    """Return the imports of a workspace, the newest first."""
    with open_place(folder) as place:
        rows = place.imports()
    return sorted(rows, key=lambda row: (row["imported_at"], row["import_id"]), reverse=True)


def quarantine_of(folder: Path, import_id: str, *, limit: int) -> list[dict[str, Any]]:
    """Return the first records of an import that could not be read, with the reason, masked."""
    with open_place(folder) as place:
        rows = _rows(place, "quarantine", QUARANTINE, import_id, limit)
    return [{name: row[name] and mask(row[name]) for name in _FIELDS} for row in rows]


def set_aside_of(folder: Path, import_id: str) -> list[tuple[str, int]]:
    """Return why records of an import were set aside, and how many for each reason."""
    with open_place(folder) as place:
        table = place.engine.parquet(place.store.files("set_aside"), SET_ASIDE)
        of_it = table.filter(table.import_id == import_id)
        counted = of_it.group_by("reason").agg(n=of_it.count()).order_by("reason")
        return [(row["reason"], row["n"]) for row in place.engine.result(counted).to_pylist()]


def write_quarantine(folder: Path, import_id: str, out: Path, *, masked: bool = True) -> int:
    """Write all records of an import that could not be read as CSV; return how many.

    Cells that a spreadsheet would run as a formula are defused, and personal data is masked
    unless `masked` is false.
    """
    with open_place(folder) as place:
        table = place.engine.parquet(place.store.files("quarantine"), QUARANTINE)
        rows = table.filter(table.import_id == import_id).select(*_FIELDS).order_by("place")
        schema = pa.schema([QUARANTINE.field(name) for name in _FIELDS])
        batches = place.engine.batches(rows)
        told = map(_masked, batches) if masked else batches
        return write_table(told, form="csv", out=out, schema=schema)


def _masked(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [mask_column(batch.column(name)) for name in _FIELDS]
    return pa.RecordBatch.from_arrays(columns, names=list(_FIELDS))


def _rows(
    place: Place, name: str, schema: pa.Schema, import_id: str, limit: int
) -> list[dict[str, Any]]:
    table = place.engine.parquet(place.store.files(name), schema)
    rows = table.filter(table.import_id == import_id).order_by("place").limit(limit)
    return list(place.engine.result(rows).to_pylist())
