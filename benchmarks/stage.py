"""One stage of the main job, run by itself so that its time and memory can be seen.

python -m benchmarks.stage take-in EXPORT WORKSPACE
python -m benchmarks.stage label WORKSPACE
python -m benchmarks.stage tell WORKSPACE
python -m benchmarks.stage report WORKSPACE OUT
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cynosure.wiring import open_place
from cynosure.wiring.reporting import Wish, write_report


def take_in(export: Path, workspace: Path) -> None:
    """Read the export and keep it."""
    from cynosure.intake import read_export

    with open_place(workspace, create=True) as place:
        place.store.take_in(read_export([export], imported_at=datetime.now(UTC)))


def label(workspace: Path) -> None:
    """Tell value from failure for every demand."""
    from cynosure.workflows.take_in import label_new

    with open_place(workspace) as place:
        label_new(store=place.store, labeller=place.labeller)


def tell(workspace: Path) -> None:
    """Tell the time of every demand."""
    from cynosure.workflows.telling import tell as told

    with open_place(workspace) as place:
        told(place.store.snapshot(), place.engine, labeller=place.labeller.name)


def report(workspace: Path, out: Path) -> None:
    """Tell time, measure, find what recurs, draw and write."""
    with open_place(workspace) as place:
        write_report(place, Wish(), form="html", out=out)


STAGES: dict[str, Callable[..., None]] = {
    "take-in": take_in,
    "label": label,
    "tell": tell,
    "report": report,
}

if __name__ == "__main__":
    STAGES[sys.argv[1]](*map(Path, sys.argv[2:]))
