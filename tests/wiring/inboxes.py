"""A workspace with deliveries in its inbox, and a mover that is killed on its way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq

from cynosure.intake import Incoming
from cynosure.intake.deliveries import API
from cynosure.register import open_register
from cynosure.store import DemandStore, Receipt
from cynosure.wiring import open_place
from cynosure.wiring.inbox import Moved, move
from cynosure.wiring.place import Place
from tests.intake.deliveries import payloads as of

AT = datetime(2026, 3, 9, 9, tzinfo=UTC)


@contextmanager
def inbox_of(folder: Path) -> Iterator[ModuleType]:
    """Open a workspace's inbox."""
    with open_register(folder):
        from cynosure.register import inbox  # Django is set up once a register is open

        yield inbox


def accept(folder: Path, sender: str, event: str, *payloads: Any, first: int = 0) -> None:
    """Accept deliveries, each under an identity of its own."""
    with inbox_of(folder) as inbox:
        for number, payload in enumerate(payloads, start=first):
            at = AT + timedelta(seconds=number)
            inbox.accept(sender, f"{event}-{number}", of.body_of(payload), at=at, event=event)


def issue(number: int, **fields: Any) -> dict[str, Any]:
    address = f"https://github.test/lamps/app/issues/{number}"
    said = {"updated_at": "2026-03-09T09:00:00Z", **fields}
    return of.github_issue(number=number, html_url=address, **said)


def filled(folder: Path) -> None:
    """Make a workspace in whose inbox lie issues, one of them closed, a ping, and a batch."""
    with open_place(folder, create=True):
        pass
    closed_at = "2026-03-09T09:00:05Z"
    closed = issue(3, state="closed", closed_at=closed_at, updated_at=closed_at)
    opened = [of.github("opened", issue(number)) for number in range(1, 13)]
    accept(folder, "github", "issues", *opened, of.github("closed", closed))
    accept(folder, "github", "ping", {"zen": "Keep it simple."})
    demands = [
        {"source": "desk", "source_id": str(number), "title": "Late", "asked_at": "2026-03-01"}
        for number in range(5)
    ]
    for number, demand in enumerate(demands):
        accept(folder, API, "demand", demand, first=number)


def moved(folder: Path) -> Moved:
    """Move what waits."""
    with open_place(folder) as place:
        return move(place, at=AT + timedelta(minutes=1))


def rows(place: Place, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of the store."""
    found: list[dict[str, Any]] = []
    for file in place.store.snapshot().files(table):
        found += pq.read_table(file).to_pylist()
    return found


def contents(folder: Path) -> dict[str, list[str]]:
    """Return what the store holds, in an order of its own, but for when it was taken in."""
    names = ("demands", "events", "sightings", "set_aside", "quarantine", "imports", "payloads")
    with open_place(folder) as place:
        return {name: sorted(repr(row) for row in rows(place, name)) for name in names}


class KilledStore(DemandStore):
    """A store whose writer is killed at a step of the writing, or once the import is in it."""

    def __init__(self, folder: Path, *, step: int | None) -> None:
        super().__init__(folder, wait_seconds=60)
        self.step = step

    def take_in(self, incoming: Incoming, **_: object) -> Receipt:
        steps = 0

        def tell(_stage: str, _done: int) -> None:
            nonlocal steps
            steps += 1
            if steps == self.step:
                os.kill(os.getpid(), signal.SIGKILL)

        receipt = super().take_in(incoming, on_progress=tell)
        if self.step is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return receipt


def move_until(folder: str, step: int | None) -> None:
    """Move what waits, and be killed, as by the system: nothing is tidied up."""
    with open_place(Path(folder)) as place:
        place.store = KilledStore(place.folder, step=step)
        move(place, at=AT + timedelta(minutes=1))
