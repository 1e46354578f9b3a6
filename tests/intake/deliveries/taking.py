"""Deliveries brought to batches, as plain rows to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from cynosure.intake import Incoming
from cynosure.intake.deliveries import Arrived, import_id_of, imports_of
from cynosure.intake.deliveries.shaped import Asked
from tests.intake.taking import take

AT = datetime(2026, 8, 1, tzinfo=UTC)  # as tests.intake.taking
OF_AN_IMPORT = {"import_id", "imported_at", "payload_hash"}


def deliver(arrived: Sequence[Arrived], *, known: Asked | None = None) -> list[Incoming]:
    """Return the imports that deliveries become."""
    return list(
        imports_of(
            arrived, import_id_of(arrived), imported_at=AT, known=lambda _: dict(known or {})
        )
    )


def rows(imports: Sequence[Incoming], table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of all imports' batches; their batches can be read once."""
    return [
        row
        for incoming in imports
        for batch in incoming.batches
        for row in getattr(batch, table).to_pylist()
    ]


def tables(imports: Sequence[Incoming]) -> dict[str, list[dict[str, Any]]]:
    """Return all tables of all imports' batches."""
    names = ("demands", "events", "set_aside", "quarantine", "payloads")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for incoming in imports:
        for batch in incoming.batches:
            for name in names:
                found[name] += getattr(batch, name).to_pylist()
    return found


def exported(folder: Path, *records: Any) -> list[dict[str, Any]]:
    """Return the demands that a file with these records becomes."""
    file = folder / "export.json"
    file.write_bytes(orjson.dumps(list(records)))
    return [said(row) for row in take(file).demands]


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row says, whichever import brought it."""
    return {name: value for name, value in row.items() if name not in OF_AN_IMPORT}
