"""Exports written for a test and taken in at once, as plain rows to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cynosure.intake import Incoming, read_export

NOW = datetime(2026, 8, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Taken:
    """All that came of an export."""

    incoming: Incoming
    read: int
    rows: int
    demands: list[dict[str, Any]]
    events: list[dict[str, Any]]
    payloads: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    set_aside: list[dict[str, Any]]
    quarantine: list[dict[str, Any]]
    last_sign_at: datetime | None

    @property
    def demand(self) -> dict[str, Any]:
        """The only demand."""
        (demand,) = self.demands
        return demand

    @property
    def reasons(self) -> list[str]:
        """Why records are in quarantine."""
        return [row["reason"] for row in self.quarantine]

    @property
    def places(self) -> list[str]:
        """Where the records stand that are in quarantine."""
        return [row["place"] for row in self.quarantine]


def take(*paths: Path, **options: Any) -> Taken:
    """Take in what is at these paths."""
    incoming = read_export(list(paths), **{"imported_at": NOW, **options})
    batches = list(incoming.batches)
    signs = [batch.last_sign_at for batch in batches if batch.last_sign_at]

    def rows(table: str) -> list[dict[str, Any]]:
        return [row for batch in batches for row in getattr(batch, table).to_pylist()]

    return Taken(
        incoming=incoming,
        rows=sum(batch.rows for batch in batches),
        read=sum(batch.read for batch in batches),
        demands=rows("demands"),
        events=rows("events"),
        payloads=rows("payloads"),
        figures=rows("figures"),
        set_aside=rows("set_aside"),
        quarantine=rows("quarantine"),
        last_sign_at=max(signs, default=None),
    )


def write(path: Path, text: str | bytes) -> Path:
    """Write a file, its folders too; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
