"""A workspace to try pages on: a few hundred demands of the invented company, told once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from cynosure.simulation import Plan, write_year
from cynosure.wiring import open_place
from cynosure.wiring.told import retell
from cynosure.workflows.take_in import take_in

PLAN = Plan(demands=400)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return what `make` makes in a folder: made by the first of several test processes that asks.

    It is for reading and copying, never for writing to.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not (shared / f"{name}.whole").exists():
            make(folder)
            (shared / f"{name}.whole").touch()
    return folder


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
