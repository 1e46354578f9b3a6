"""`cynosure audit`."""

from __future__ import annotations

from typing import Annotated

import typer

from cynosure.cli.options import NeededWorkspace, now


def audit(
    workspace: NeededWorkspace,
    n: Annotated[
        int, typer.Option("-n", "--sample", min=1, help="How many demands to look at.")
    ] = 40,
    name: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who decides.")
    ] = "a person at this terminal",
) -> None:
    """Decide what a random sample of demands is, one key each.

    The report then shows the failure share with the interval of your sample
    instead of the unaudited range. Stop with q and go on whenever you like.

    Example:
      cynosure audit --workspace desk -n 40
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.auditing import audit_in_terminal

    with open_place(workspace) as place:
        audit_in_terminal(place, size=n, by=name, now=now)
