"""`cynosure explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from cynosure.cli.options import AsOf, FollowUpDays, NeededWorkspace, instant


def explain(
    demand_id: Annotated[
        str, typer.Argument(metavar="DEMAND_ID", help="Such as jira:PAY-7.", show_default=False)
    ],
    workspace: NeededWorkspace,
    as_of: AsOf = None,
    follow_up_days: FollowUpDays = 14,
) -> None:
    """Tell, event by event, which rule of time did what to one demand.

    Example:
      cynosure explain desk:1042 --workspace desk
    """
    from cynosure.masking import mask
    from cynosure.wiring import open_place
    from cynosure.workflows.explaining import explain_demand

    with open_place(workspace) as place:
        told = explain_demand(
            demand_id,
            snapshot=place.store.snapshot(),
            engine=place.engine,
            labeller=place.labeller.name,
            as_of=instant("--as-of", as_of),
            follow_up_days=follow_up_days,
        )
        typer.echo(mask(str(told)))
