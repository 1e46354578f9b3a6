"""A workspace to try pages on: a few hundred demands of the invented company, told once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cynosure.simulation import Plan, write_year
from cynosure.wiring import open_place
from cynosure.wiring.told import retell
from cynosure.workflows.take_in import take_in

PLAN = Plan(demands=400)


def small_workspace(folder: Path, *, told: bool = True) -> Path:
    """Make a workspace in `folder` and return it; take it once a session and copy it."""
    export, _ = write_year(PLAN, folder.with_name(f"{folder.name}-year"))
    now = PLAN.until + timedelta(hours=1)
    with open_place(folder, create=True) as place:
        take_in(
            [export],
            store=place.store,
            labeller=place.labeller,
            imported_at=now,
            exported_at=PLAN.until,
            source="ledgerly",
        )
        if told:
            retell(place, at=now)
    return folder
