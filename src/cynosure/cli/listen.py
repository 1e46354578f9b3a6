"""`cynosure listen`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from cynosure.cli.options import UnreadableOption, now


def listen(
    workspace: Annotated[
        Path,
        typer.Option(
            "--workspace",
            "-w",
            metavar="DIR",
            help="Keep what you hear here; an empty or new folder will do.",
            readable=False,
            show_default=False,
        ),
    ],
    name: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who listens.")
    ] = "a person at this terminal",
    show: Annotated[
        bool, typer.Option("--show", help="Take nothing down; say what was heard so far.")
    ] = False,
    out: Annotated[
        Optional[Path],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option(
            "--out",
            "-o",
            metavar="FILE.csv",
            help="Take nothing down; write what was heard as CSV.",
        ),
    ] = None,
) -> None:
    """Take down what the calls are that you listen to, one key each.

    Needs no export and no classifier: sit beside those who answer, or listen
    in, and say of each contact whether it was value or failure demand, and why.

    Example:
      cynosure listen --workspace desk --by Maria
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.listening import listen_at_terminal, show_contacts, write_contacts

    if show and out:
        raise UnreadableOption("--show and --out are two things. Choose one.")
    with open_place(workspace, create=not (show or out)) as place:
        if out:
            n = write_contacts(place, out)
            typer.echo(f"{n:,} {'contact is' if n == 1 else 'contacts are'} in {out}.", err=True)
            return
        told = show_contacts(place) if show else listen_at_terminal(place, by=name, now=now)
        for line in told:
            typer.echo(line)
