"""`cynosure learn`."""

from __future__ import annotations

import typer

from cynosure.cli.options import NeededWorkspace


def learn(workspace: NeededWorkspace) -> None:
    """Learn the organisation's own model from its decisions, and use it where it is better.

    It is compared with the shipped model on decisions kept aside, and says so. Where
    it is not better, the shipped one goes on reading.

    Example:
      cynosure learn --workspace desk
    """
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.own_model import learn_from_decisions

    with open_place(workspace) as place:
        with progress() as tell:
            learnt = learn_from_decisions(place, progress=tell)
        for line in learnt.lines:
            typer.echo(line)
