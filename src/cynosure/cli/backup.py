"""`cynosure backup` and `cynosure restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cynosure.cli.options import NeededWorkspace


def backup(
    workspace: NeededWorkspace,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Where to; .tar, or .tar.zst to compress it.",
            show_default=False,
        ),
    ],
) -> None:  # fmt: skip
    """Write register and store of all workspaces in a folder to one file, while they are served.

    Example:
      cynosure backup --workspace desk --out desk.tar.zst
    """
    from cynosure.cli.options import now
    from cynosure.cli.pages import with_pages
    from cynosure.cli.progress import progress
    from cynosure.reports.wording import counted
    from cynosure.wiring.backup import back_up

    with_pages()
    with progress() as tell:
        made = back_up(workspace.resolve(), out, at=now(), progress=tell)
    workspaces = counted(len(made.workspaces), "workspace")
    typer.echo(
        f"{workspaces} ({', '.join(made.workspaces)}), {counted(made.files, 'file')} and "
        f"{counted(made.rows, 'row')} of the register are in {out}."
    )
    if made.secret:
        typer.echo("The server's secret is among them: keep the file where only you can read it.")


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="As `backup` wrote it.", show_default=False)
    ],
    workspace: NeededWorkspace,
) -> None:
    """Bring a backup back into an empty folder, and into an empty register.

    Example:
      cynosure restore desk.tar.zst --workspace restored
    """
    from cynosure.cli.pages import with_pages
    from cynosure.cli.progress import progress
    from cynosure.reports.wording import counted
    from cynosure.wiring.backup import restore as bring_back

    with_pages()
    with progress() as tell:
        brought = bring_back(file, workspace.resolve(), progress=tell)
    typer.echo(
        f"{', '.join(brought.workspaces)} restored into {workspace}: "
        f"{counted(brought.files, 'file')}, {counted(brought.rows, 'row')} of the register. "
        "Everybody signs in again."
    )
