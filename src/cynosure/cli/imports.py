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

    for row in imports_of(workspace):
        typer.echo(
            f"{row['import_id']}  {row['imported_at']:%Y-%m-%d %H:%M} UTC  "
            f"{row['new']:,} new, {row['changed']:,} changed  {', '.join(row['files'] or ())}"
        )


@app.command("undo")
def undo_import(
    import_id: Annotated[
        str,
        typer.Argument(metavar="IMPORT_ID", help="As `imports list` names it.", show_default=False),
    ],
    workspace: NeededWorkspace,
    try_it: Annotated[
        bool, typer.Option("--try", help="Say what would go, and change nothing.")
    ] = False,
) -> None:
    """Make everything as if an import had never been taken in; people's decisions stay.

    Example:
      cynosure imports undo IMPORT_ID --try --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.undoing import undo, would_undo

    if try_it:
        typer.echo(str(would_undo(workspace, import_id)))
        return
    with open_place(workspace) as place:
        typer.echo(str(undo(place, import_id)))
