"""`cynosure remedy`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from cynosure.cli.label import SOMEBODY, By
from cynosure.cli.options import NeededWorkspace, UnreadableOption, instant, now

app = typer.Typer(
    help="Remedies: mark what was done against a theme, and see whether it worked.",
    no_args_is_help=True,
)

_Number = Annotated[
    int,
    typer.Argument(metavar="NUMBER", help="As `cynosure remedy list` shows.", show_default=False),
]


@app.command("mark")
def mark(
    theme: Annotated[
        str,
        typer.Argument(
            metavar="THEME",
            help="The theme's id such as t-1f0c2a9b, its number in `themes list`, or its name.",
            show_default=False,
        ),
    ],
    at: Annotated[
        str,
        typer.Option(
            "--at", metavar="TIME", help="From when on, such as 2026-03-02.", show_default=False
        ),
    ],
    what: Annotated[
        str, typer.Option("--what", metavar="WORDS", help="What was done.", show_default=False)
    ],
    workspace: NeededWorkspace,
    by: By = SOMEBODY,
) -> None:
    """Mark that from a moment on something was done against a theme.

    The mark changes no demand. `cynosure remedy show` holds the weeks before it
    against those after it.

    Example:
      cynosure remedy mark 1 --at 2026-02-16 --what "Mended the export" --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.remedies import mark as keep

    moment = instant("--at", at)
    if moment is None:
        raise UnreadableOption("--at is missing. Write it as 2026-03-02 or 2026-03-02T09:30.")
    with open_place(workspace) as place:
        typer.echo(keep(place, theme, at=moment, what=what, by=by, now=now()))


@app.command("list")
def list_remedies(workspace: NeededWorkspace) -> None:
    """List the remedies by their day, each with whether it worked.

    Example:
      cynosure remedy list --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.remedies import findings, list_lines

    with open_place(workspace) as place:
        found = findings(place)
        for line in list_lines(found):
            typer.echo(line)
    if not found.judged:
        _say_how_to_begin(workspace)


@app.command("show")
def show(
    workspace: NeededWorkspace,
    number: Annotated[
        Optional[int],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Argument(
            metavar="[NUMBER]",
            help="As `cynosure remedy list` shows; without it all of them.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the picture (.svg) or the numbers behind it (.csv), too.",
            show_default=False,
        ),
    ] = None,
    hours: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(
            "--hours-per-demand",
            metavar="HOURS",
            help="What one demand of the theme takes. [default: the effort that the source records]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show whether a theme fell after its remedy, held against the other themes.

    It says fell, asked more often, no effect seen, or cannot tell yet and from
    when on it could; with demands avoided and hours given back, as intervals.

    Example:
      cynosure remedy show --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.remedies import findings, show_lines, write

    if hours is not None and not 0 < hours < 1e6:
        raise UnreadableOption(
            f"--hours-per-demand is {hours:g}. Give hours above 0, such as 0.5 for half an hour."
        )
    with open_place(workspace) as place:
        found = findings(place, number=number, hours_per_demand=hours)
        if out is not None:
            write(found, out)
        for line in show_lines(found):
            typer.echo(line)
    if not found.judged:
        _say_how_to_begin(workspace)
    elif out is not None:
        typer.echo(f"Written: {out}", err=True)


@app.command("take-back")
def take_back(number: _Number, workspace: NeededWorkspace, by: By = SOMEBODY) -> None:
    """Take a remedy back: it counts no more, and stays in the register.

    Example:
      cynosure remedy take-back 1 --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.remedies import take_back as take

    with open_place(workspace) as place:
        typer.echo(take(place, number, by=by, at=now()))


def _say_how_to_begin(workspace: Path) -> None:
    typer.echo(
        f"No remedy is marked yet. Begin with: cynosure remedy mark THEME --at 2026-03-02 "
        f"--what 'what was done' --workspace {workspace}",
        err=True,
    )
