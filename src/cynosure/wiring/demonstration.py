"""The demonstration company: invented, taken in and reported on."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cynosure.simulation import Plan, write_year
from cynosure.wiring.place import Place, open_place
from cynosure.wiring.reporting import Wish, write_report
from cynosure.workflows.take_in import Progress, take_in


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where everything was put."""

    report: Path
    export: Path
    truth: Path
    workspace: Path


def fill_with_a_year(
    place: Place, *, today: datetime, progress: Progress, demands: int = 30_000
) -> None:
    """Take a year of the invented company's demand into a workspace."""
    with tempfile.TemporaryDirectory(prefix="cynosure-") as scratch:
        plan = _year(today, demands)
        progress("Inventing a year", 0)
        export, _ = write_year(plan, Path(scratch))
        _take_in(place, export, plan, today=today, progress=progress)


def _year(today: datetime, demands: int) -> Plan:
    until = datetime(today.year, today.month, 1, tzinfo=UTC)
    return Plan(demands=demands, since=until - timedelta(days=365))


def _take_in(
    place: Place, export: Path, plan: Plan, *, today: datetime, progress: Progress
) -> None:
    take_in(
        [export],
        store=place.store,
        labeller=place.labeller,
        imported_at=today,
        exported_at=plan.until,
        source="ledgerly",
        progress=progress,
    )


def demonstrate(out: Path, *, demands: int, today: datetime, progress: Progress) -> Demonstration:
    """Invent a year that ends with the last month, take it in, and report on it."""
    plan = _year(today, demands)
    progress("Inventing a year", 0)
    export, truth = write_year(plan, out)
    # The demonstration is made afresh; whatever a person tried in the old one goes.
    workspace = out / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    with open_place(workspace, create=True) as place:
        _take_in(place, export, plan, today=today, progress=progress)
        report = out / "report.html"
        write_report(
            place,
            Wish(
                title="A year of Ledgerly, an invented company",
                command=f"cynosure demo --out {out}",
                made_at=today,
            ),
            form="html",
            out=report,
            progress=progress,
        )
    return Demonstration(report, export, truth, workspace)
