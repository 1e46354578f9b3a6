"""`cynosure take-in`."""

from __future__ import annotations

import typer

from cynosure.cli.options import Exports, Mapping, NeededWorkspace, Source, Timezone


def take_in(
    files: Exports,
    workspace: NeededWorkspace,
    mapping: Mapping = None,
    timezone: Timezone = None,
    source: Source = None,
) -> None:
    """Take exports into a workspace; the same export again changes nothing.

    Example:
      cynosure take-in tickets.csv --workspace desk
    """
    from cynosure.cli.intake import say, take_files_in
    from cynosure.wiring import open_place
    from cynosure.wiring.chain import asks_a_language_model
    from cynosure.workflows.zones import read_in_two_zones

    with open_place(workspace, create=True) as place:
        say(take_files_in(place, files, mapping=mapping, timezone=timezone, source=source))
        moved = read_in_two_zones(place.imports())
        asks = asks_a_language_model(place.chosen)
    if moved:
        typer.echo(moved, err=True)
    if asks:
        typer.echo(
            "What waits for the language model is labelled by what follows it until you ask: "
            f"cynosure labellers ask --workspace {workspace}",
            err=True,
        )
