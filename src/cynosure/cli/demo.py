"""`cynosure demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Where to put it.")
    ] = Path("demo"),
    demands: Annotated[
        int, typer.Option("--demands", min=200, help="How many demands the year has.")
    ] = 30_000,
) -> None:
    """Invent a software company, take in a year of its demand and report on it.

    The export, the truth about it and the report are put side by side, so that
    you can hold the figures against what was planted.

    Example:
      cynosure demo --out demo
    """
    from cynosure.cli.options import now
    from cynosure.cli.progress import progress
    from cynosure.wiring.demonstration import demonstrate

    with progress() as tell:
        places = demonstrate(out, demands=demands, today=now(), progress=tell)
    typer.echo(f"The report:      {places.report}")
    typer.echo(f"The export:      {places.export}")
    typer.echo(f"What was planted: {places.truth}")
    typer.echo(f"The workspace:   {places.workspace}")
    typer.echo(
        f"\nOpen the report in a browser, then look into a demand:\n  cynosure explain "
        f"ledgerly:0000000 --workspace {places.workspace}"
    )
