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
    """Tell, event by event, which rule of time did what to one demand, and who says what it is.

    Example:
      cynosure explain desk:1042 --workspace desk
    """
    from cynosure.masking import mask
    from cynosure.nature.deciding.decisions import as_labels
    from cynosure.wiring import open_place
    from cynosure.wiring.decisions import decided_in
    from cynosure.wiring.labeller import model_behind
    from cynosure.wiring.own_model import bring_up_to_date
    from cynosure.wiring.themes import acts_in, bring_themes_up_to_date
    from cynosure.workflows.explaining import explain_demand, explain_nature

    with open_place(workspace) as place:
        bring_up_to_date(place)
        bring_themes_up_to_date(place)
        decided = decided_in(place)
        told = explain_demand(
            demand_id,
            snapshot=place.store.snapshot(),
            engine=place.engine,
            labeller=place.labeller.name,
            as_of=instant("--as-of", as_of),
            follow_up_days=follow_up_days,
            decisions=as_labels(one.decision for one in decided.values()),
            acts=acts_in(place),
        )
        typer.echo(mask(str(told)))
        nature = explain_nature(
            demand_id,
            snapshot=place.store.snapshot(),
            engine=place.engine,
            labeller=place.labeller.name,
            decided=decided.get(demand_id),
            model=model_behind(place.labeller),
        )
        typer.echo(f"\n{nature}")
