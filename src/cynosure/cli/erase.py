"""`cynosure erase`."""

from __future__ import annotations

from typing import Annotated

import typer

from cynosure.cli.options import NeededWorkspace, now


def erase(
    asker: Annotated[
        str,
        typer.Option("--asker", metavar="ID", help="The person, as the source names them."),
    ],
    workspace: NeededWorkspace,
) -> None:
    """Forget a person: their words, names and addresses go, times and codes stay.

    They stay forgotten when the same export is taken in again. The receipt
    names what is out of reach.

    Example:
      cynosure erase --asker anna@example.com --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.forgetting import forget

    with open_place(workspace) as place:
        typer.echo(str(forget(place, asker, at=now())))
