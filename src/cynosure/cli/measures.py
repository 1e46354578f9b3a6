"""`cynosure measures`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from cynosure.cli.options import (
    AsOf,
    FollowUpDays,
    NeededWorkspace,
    Since,
    Until,
    hours_of,
    instant,
)

app = typer.Typer(help="The catalogue of measures: list them, show one.", no_args_is_help=True)


class Every(StrEnum):
    """The length of a period."""

    WEEK = "week"
    MONTH = "month"


@app.command("list")
def list_measures() -> None:
    """List all measures.

    Example:
      cynosure measures list
    """
    from cynosure.measures import MEASURES

    width = max(map(len, MEASURES))
    for name, measure in MEASURES.items():
        typer.echo(f"{name:<{width}}  {measure.title}")


@app.command("show")
def show(
    measure: Annotated[str, typer.Argument(help="Its name.", show_default=False)],
    workspace: NeededWorkspace,
    since: Since = None,
    until: Until = None,
    by: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--by", metavar="DIMENSION", help="Such as channel or product."),
    ] = None,
    every: Annotated[
        Optional[Every],  # noqa: UP045
        typer.Option("--every", help="Over time, with natural limits."),
    ] = None,
    hours: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--hours", metavar="KINDS", help="As failure=0.5,value=6."),
    ] = None,
    as_of: AsOf = None,
    follow_up_days: FollowUpDays = 14,
) -> None:
    """Show one MEASURE of the demands in a workspace.

    Example:
      cynosure measures show failure-share --workspace desk --since 2026-01-01 --until 2026-04-01
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.reporting import Wish, ask_one

    wish = Wish(
        as_of=instant("--as-of", as_of),
        since=instant("--since", since),
        until=instant("--until", until),
        follow_up_days=follow_up_days,
        hours=hours_of(hours),
    )
    with open_place(workspace) as place:
        for line in ask_one(place, measure, wish, by=by, every=every.value if every else None):
            typer.echo(line)
