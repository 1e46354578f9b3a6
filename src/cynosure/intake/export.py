"""Reading an export: what is known of it, and its records as batches."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cynosure.intake.incoming import Incoming
from cynosure.intake.sampling import Look
from cynosure.intake.settling import settle
from cynosure.intake.table import Mapping
from cynosure.intake.translating import Progress, batches_of, silence


def read_export(
    paths: Sequence[str | Path],
    *,
    source: str | None = None,
    mapping: Mapping | None = None,
    timezone: str | None = None,
    exported_at: datetime | None = None,
    imported_at: datetime,
    progress: Progress | None = None,
) -> Incoming:
    """Return an export on its way in: what is known of it, and its records as batches.

    Files are looked at here and read when the batches are gone through. The
    same files at the same `imported_at` are the same import.

    Raises
    ------
    IntakeError
        If the files cannot be opened or recognised; from the batches too, where
        reading on makes no sense.
    """
    settled = settle(
        paths, source=source, mapping=mapping, timezone=timezone, imported_at=imported_at
    )
    import_id = _import_id(settled.look, imported_at)
    return Incoming(
        import_id=import_id,
        imported_at=imported_at,
        exported_at=exported_at,
        shape=settled.shape.name,
        source=settled.context.source,
        files=tuple(file.name for file, _ in settled.recognised.parts),
        zone=settled.zone,
        zone_assumed=settled.zone_assumed,
        tells=settled.recognised.tells,
        notes=settled.notes,
        batches=batches_of(settled, import_id, progress=progress or silence),
    )


def _import_id(look: Look, imported_at: datetime) -> str:
    """Return a name that sorts by time and tells files apart by name, size and beginning."""
    said = hashlib.blake2b(imported_at.isoformat().encode(), digest_size=6)
    for path in sorted({file.packed.path for file in look.files}):
        with path.open("rb") as stream:
            said.update(f"\0{path.name}\0{path.stat().st_size}\0".encode())
            said.update(stream.read(65_536))
    return f"{imported_at.astimezone(UTC):%Y%m%dT%H%M%S}-{said.hexdigest()}"
