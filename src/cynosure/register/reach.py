"""Whether the register can be asked, and what stands in it over all workspaces."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min

from cynosure.register.database import address_given
from cynosure.register.folders import folder_of
from cynosure.register.workspaces import register_file

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Listed:
    """A workspace that the register lists."""

    number: int
    slug: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one workspace."""

    jobs: Counter[str]  # by state
    oldest: timedelta  # how long the oldest job that is due has waited
    deliveries: int


def asked_of_register(ask: Callable[[], _Told]) -> _Told | None:
    """Return what the register says; None where it cannot be asked."""
    try:
        return ask()
    except (DatabaseError, InterfaceError, sqlite3.Error, OSError):
        # A broken connection would answer the next question with the same error.
        connections["default"].close()
        return None


def root_of(folder: Path) -> Path | None:
    """Return from where the register of a folder writes folders; None where it is on PostgreSQL."""
    return None if address_given() else register_file(folder.resolve()).parent


def workspaces_listed(folder: Path) -> list[Listed]:
    """Return the workspaces of the open register, which lies in `folder` or on PostgreSQL."""
    from cynosure.register.people.models import Workspace  # noqa: PLC0415 needs Django to be set up

    root = root_of(folder)
    rows = Workspace.objects.order_by("pk").values_list("pk", "slug", "folder")
    return [Listed(pk, slug, folder_of(where, root)) for pk, slug, where in rows]


def migrations_missing() -> list[str]:
    """Return the migrations of this version that the open register has not had, as app.name."""
    loader = MigrationExecutor(connections["default"]).loader
    missing = set(loader.disk_migrations) - set(loader.applied_migrations)
    return sorted(".".join(each) for each in missing)


def waiting_by_workspace(*, at: datetime) -> dict[int, Waiting]:
    """Return what waits, by number of workspace; in few questions, however many there are."""
    from cynosure.register.models import Delivery, Job  # noqa: PLC0415 needs Django to be set up

    jobs: dict[int, Counter[str]] = {}
    for number, state, n in Job.everywhere.values_list("workspace", "state").annotate(
        n=Count("pk")
    ):
        jobs.setdefault(number, Counter())[state] = n
    due = Job.everywhere.filter(state=Job.State.WAITING, due_at__lte=at)
    oldest = dict(due.values_list("workspace").annotate(since=Min("due_at")))
    inbox = Delivery.everywhere.filter(moved_at__isnull=True, failed_at__isnull=True)
    deliveries = dict(inbox.values_list("workspace").annotate(n=Count("pk")))
    return {
        number: Waiting(
            jobs=jobs.get(number, Counter()),
            oldest=at - oldest[number] if number in oldest else timedelta(0),
            deliveries=deliveries.get(number, 0),
        )
        for number in {*jobs, *deliveries}
    }
