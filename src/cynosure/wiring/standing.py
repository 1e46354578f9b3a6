"""How each workspace of a server stands: what waits, and how old its figures are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cynosure.store.told import ToldFolder


@dataclass(frozen=True, slots=True)
class Standing:
    """One workspace, as those who run the server want to know it."""

    workspace: int
    jobs_waiting: int
    jobs_running: int
    jobs_failed: int
    oldest_job: timedelta  # how long the oldest that is due has waited
    deliveries_waiting: int
    told_age: timedelta | None  # None: nothing was told yet


def standing(folder: Path, *, at: datetime) -> list[Standing] | None:
    """Return how all workspaces of the open register stand; None where it cannot be asked."""
    from cynosure.register.reach import asked_of_register

    return asked_of_register(lambda: _standing(folder, at))


def _standing(folder: Path, at: datetime) -> list[Standing]:
    from cynosure.register.reach import waiting_by_workspace, workspaces_listed

    waiting = waiting_by_workspace(at=at)
    found = []
    for each in workspaces_listed(folder):
        of_it = waiting.get(each.number)
        found.append(
            Standing(
                workspace=each.number,
                jobs_waiting=of_it.jobs["waiting"] if of_it else 0,
                jobs_running=of_it.jobs["running"] if of_it else 0,
                jobs_failed=of_it.jobs["failed"] if of_it else 0,
                oldest_job=of_it.oldest if of_it else timedelta(0),
                deliveries_waiting=of_it.deliveries if of_it else 0,
                told_age=_age(each.folder, at),
            )
        )
    return found


def _age(folder: Path, at: datetime) -> timedelta | None:
    told = ToldFolder(folder).last_at()
    return None if told is None else max(at - told, timedelta(0))
