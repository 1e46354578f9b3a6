"""`cynosure take-in`."""

from __future__ import annotations

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

    with open_place(workspace, create=True) as place:
        say(take_files_in(place, files, mapping=mapping, timezone=timezone, source=source))
