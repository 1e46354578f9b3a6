"""`cynosure doctor` and `cynosure migrate`."""

from __future__ import annotations

import json
import os
from typing import Annotated

import typer

from cynosure.cli.options import NeededWorkspace


def doctor(
    workspace: NeededWorkspace,
    as_json: Annotated[bool, typer.Option("--json", help="Write it as JSON.")] = False,
) -> None:
    """Say what is missing for serving a team, why it matters, and what to do.

    Example:
      cynosure doctor --workspace desk
    """
    from dataclasses import asdict

    from cynosure.cli.options import now
    from cynosure.cli.pages import pages_are_installed, with_pages
    from cynosure.wiring.doctor import findings

    with_pages()
    found = findings(
        workspace.resolve(), os.environ, at=now(), pages_installed=pages_are_installed()
    )
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], indent=2))
    else:
        for each in found:
            typer.echo(f"{each.state:<5}  {each.name}: {each.what}")
            if each.advice:
                typer.echo(f"       {each.advice}")
    if any(each.state == "wrong" for each in found):
        raise typer.Exit(1)


def migrate(
    workspace: NeededWorkspace,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if something is missing.")
    ] = False,
) -> None:
    """Bring the register of a folder up to this version; an older version is refused.

    Example:
      cynosure migrate --workspace desk
    """
    from cynosure.cli.pages import with_pages
    from cynosure.reports.wording import counted
    from cynosure.wiring.migrating import brought_up_to_date, missing_in

    with_pages()
    if not check:
        done = brought_up_to_date(workspace.resolve())
        typer.echo(f"{counted(len(done), 'migration')} applied." if done else "It is up to date.")
        return
    missing = missing_in(workspace.resolve())
    typer.echo("\n".join(missing) if missing else "It is up to date.")
    if missing:
        raise typer.Exit(1)
