"""`cynosure export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from cynosure.cli.options import (
    AsOf,
    FollowUpDays,
    Mapping,
    MaybeExports,
    Source,
    TableForm,
    Timezone,
    Workspace,
    instant,
)


class Table(StrEnum):
    """What can be written."""

    DEMANDS = "demands"
    EVENTS = "events"
    LABELS = "labels"
    CLOCKS = "clocks"
    REQUESTS = "requests"


def export(
    table: Annotated[Table, typer.Argument(help="What to write.", show_default=False)],
    files: MaybeExports = None,
    workspace: Workspace = None,
    form: Annotated[
        TableForm, typer.Option("--format", help="CSV, Parquet or JSON lines.")
    ] = TableForm.CSV,
    out: Annotated[
        Optional[Path],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option("--out", "-o", metavar="FILE", help="[default: standard output]"),
    ] = None,
    unmasked: Annotated[
        bool,
        typer.Option(
            "--unmasked",
            help="Write titles and bodies as they were, personal data included.",
            show_default=False,
        ),
    ] = False,
    mapping: Mapping = None,
    timezone: Timezone = None,
    source: Source = None,
    as_of: AsOf = None,
    follow_up_days: FollowUpDays = 14,
) -> None:
    """Write what the store and the rules made of an export.

    Field names are those of the rules of time. Personal data is masked in titles
    and bodies; who asked stays as the source names them. In CSV a cell that a
    spreadsheet would run as a formula starts with an apostrophe.

    Example:
      cynosure export clocks tickets.csv --format parquet --out clocks.parquet
    """
    from cynosure.cli.intake import take_files_in
    from cynosure.cli.options import UnreadableOption
    from cynosure.wiring import open_place
    from cynosure.wiring.exporting import export_table

    if not files and workspace is None:
        raise UnreadableOption(
            "There is nothing to export. Name an export file, or --workspace DIR."
        )
    with open_place(workspace, create=bool(files)) as place:
        if files:
            take_files_in(place, files, mapping=mapping, timezone=timezone, source=source)
        export_table(
            place,
            table=table.value,
            form=form.value,
            out=out,
            masked=not unmasked,
            as_of=instant("--as-of", as_of),
            follow_up_days=follow_up_days,
        )
