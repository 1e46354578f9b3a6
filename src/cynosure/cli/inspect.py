"""`cynosure inspect`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from cynosure.cli.options import Exports, Mapping, Source, Timezone, now, zone


def inspect(
    files: Exports,
    mapping: Mapping = None,
    save_mapping: Annotated[
        Optional[Path],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option(
            "--save-mapping",
            metavar="FILE.toml",
            help="Write the mapping that would be used, to correct it.",
            show_default=False,
        ),
    ] = None,
    timezone: Timezone = None,
    source: Source = None,
) -> None:
    """Show what an export is taken for, before anything is taken in.

    What was recognised, which column is what, sample rows, how dates are read,
    what the export cannot tell, and what would be set aside.

    Example:
      cynosure inspect tickets.csv --save-mapping tickets.toml
    """
    from cynosure.intake import inspect_export, read_mapping, write_mapping
    from cynosure.masking import mask

    inspection = inspect_export(
        files,
        mapping=read_mapping(mapping) if mapping else None,
        timezone=zone(timezone),
        source=source,
        imported_at=now(),
    )
    typer.echo(mask(str(inspection)))
    if save_mapping:
        write_mapping(inspection.mapping, save_mapping)
        typer.echo(f"The mapping is in {save_mapping}. Use it with --mapping {save_mapping}.")
