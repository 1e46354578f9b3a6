"""`cynosure decisions`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cynosure.cli.label import SOMEBODY, By
from cynosure.cli.options import NeededWorkspace, now

app = typer.Typer(
    help="What people decided that demands are: list, take back, export, take in.",
    no_args_is_help=True,
)

_File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="CSV, or JSON lines by its name (.ndjson).", show_default=False
    ),
]


@app.command("list")
def list_decisions(workspace: NeededWorkspace) -> None:
    """List the decisions that count, the oldest first, with who decided and when.

    Example:
      cynosure decisions list --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.decisions import decided_in, said

    with open_place(workspace) as place:
        decided = decided_in(place)
        for demand_id, one in decided.items():
            typer.echo(f"{demand_id}  {said(one)}")
        if not decided:
            typer.echo(
                f"Nothing was decided yet. Begin with: cynosure label --workspace {workspace}",
                err=True,
            )


@app.command("undo")
def undo(
    demand_id: Annotated[
        str, typer.Argument(metavar="DEMAND_ID", help="Such as jira:PAY-7.", show_default=False)
    ],
    workspace: NeededWorkspace,
    by: By = SOMEBODY,
) -> None:
    """Take the last decision on a demand back; what was decided before it counts again.

    Example:
      cynosure decisions undo desk:1042 --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.decisions import said, take_back

    with open_place(workspace) as place:
        taken, counts = take_back(place, demand_id, by=by, at=now())
        typer.echo(f"Taken back: {demand_id} {said(taken)}. What counts now: {counts}.")


@app.command("export")
def export(file: _File, workspace: NeededWorkspace) -> None:
    """Write the decisions that count to a file that `take-in` reads.

    Example:
      cynosure decisions export decisions.csv --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.decisions import write_decisions

    with open_place(workspace) as place:
        n = write_decisions(place, file)
    typer.echo(f"{n:,} {'decision is' if n == 1 else 'decisions are'} in {file}.", err=True)


@app.command("take-in")
def take_in(file: _File, workspace: NeededWorkspace, by: By = SOMEBODY) -> None:
    """Keep the decisions in a file, all or none of them.

    It needs the columns demand_id and nature, and may have code, doubtful,
    decided_by and decided_at. The same file again changes nothing.

    Example:
      cynosure decisions take-in decisions.csv --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.decisions import take_in_decisions

    with open_place(workspace) as place:
        new, same = take_in_decisions(place, file, by=by, at=now())
    typer.echo(
        f"{new:,} new or different, {same:,} as before."
        + (f" Let them teach: cynosure learn -w {workspace}" if new else "")
    )
