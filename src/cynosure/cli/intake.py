"""What `report`, `take-in`, `explain` and `export` do with the files they are given."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cynosure.cli.options import now, zone
from cynosure.cli.progress import progress

if TYPE_CHECKING:
    from cynosure.wiring import Place
    from cynosure.workflows.keeping import Receipt


def take_files_in(
    place: Place,
    files: list[Path],
    *,
    mapping: Path | None,
    timezone: str | None,
    source: str | None,
) -> Receipt:
    """Take the files in, asking for a zone that they do not say where a person can answer."""
    from cynosure.intake import read_mapping
    from cynosure.workflows.take_in import take_in

    known = read_mapping(mapping) if mapping else None
    answered = zone(timezone) or _ask_for_zone(files, mapping, source)
    with progress() as tell:
        return take_in(
            files,
            store=place.store,
            labeller=place.labeller,
            imported_at=now(),
            source=source,
            mapping=known,
            timezone=answered,
            progress=tell,
        )


def _ask_for_zone(files: list[Path], mapping: Path | None, source: str | None) -> str | None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from cynosure.intake import inspect_export, read_mapping

    inspection = inspect_export(
        files,
        mapping=read_mapping(mapping) if mapping else None,
        source=source,
        imported_at=now(),
    )
    if not inspection.zone_needed:
        return None
    typer.echo("Times in this export do not say their time zone.", err=True)
    answer: str = typer.prompt(
        "Which zone are they in? (such as Europe/Berlin)", default="UTC", err=True
    )
    return zone(answer)


def say(receipt: Receipt) -> None:
    """Say what became of each record."""
    rows = "" if receipt.rows in (None, receipt.read) else f" (from {receipt.rows:,} rows)"
    typer.echo(
        f"Read {receipt.read:,}{rows}: {receipt.new:,} new, {receipt.changed:,} changed, "
        f"{receipt.unchanged:,} unchanged, {receipt.set_aside:,} set aside, "
        f"{receipt.quarantined:,} quarantined.",
        err=True,
    )
