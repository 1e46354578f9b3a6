"""`cynosure imports`."""

from __future__ import annotations

from typing import Annotated

import typer

from cynosure.cli.options import NeededWorkspace

app = typer.Typer(help="What was taken in, and taking it back.", no_args_is_help=True)


@app.command("list")
def list_imports(workspace: NeededWorkspace) -> None:
    """List what was taken in, the newest first.

    Example:
      cynosure imports list --workspace desk
    """
    from cynosure.wiring.imports import imports_of

    rows = imports_of(workspace)
    for row in rows:
        typer.echo(
            f"{row['import_id']}  {row['imported_at']:%Y-%m-%d %H:%M} UTC  "
            f"{row['new']:,} new, {row['changed']:,} changed  {', '.join(row['files'] or ())}"
        )
    if not rows:
        typer.echo(
            "Nothing was taken in yet. Begin with: "
            f"cynosure take-in export.csv --workspace {workspace}",
            err=True,
        )


@app.command("undo")
def undo_import(
    import_id: Annotated[
        str,
        typer.Argument(
            metavar="IMPORT_ID",
            help="As `imports list` names it; or last, the one taken in last.",
            show_default=False,
        ),
    ],
    workspace: NeededWorkspace,
    try_it: Annotated[
        bool, typer.Option("--try", help="Say what would go, and change nothing.")
    ] = False,
) -> None:
    """Make everything as if an import had never been taken in; people's decisions stay.

    Example:
      cynosure imports undo last --try --workspace desk
    """
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.undoing import import_meant, undo

    with open_place(workspace) as place:
        meant = import_meant(place, import_id)
        if try_it:
            typer.echo(f"Undoing {meant}: {place.store.would_undo(meant)}")
            return
        with progress() as tell:
            receipt = undo(place, meant, progress=tell)
    typer.echo(f"Undone: {meant}. {receipt}")
