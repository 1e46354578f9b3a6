"""Writers that run in a process of their own, to be killed or to meet another one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from cynosure.store import DemandStore, open_store
from cynosure.store.undoing import UnknownImport
from tests.store.incoming import day, demand, event, incoming

PEOPLE = 60
PERSON = "ana-planted@example.com"


def someone(number: int) -> str:
    return PERSON if number % 7 == 0 else f"someone{number % 11}"


def first(store: DemandStore) -> None:
    """Take in the export that is there before."""
    store.take_in(
        incoming(
            "i1",
            *(demand(n, asker=someone(n), body=f"hello {PERSON}") for n in range(PEOPLE)),
            events=[event(n, day(1), "asked", actor=someone(n)) for n in range(PEOPLE)],
            figures={"made_sla": 1},
            set_aside=[f"of {PERSON}"],
            quarantine=["no id"],
            exported_at=day(3),
            payload=f'{{"from": "{PERSON}"}}',
        )
    )


def take_in(store: DemandStore, tell: Callable[[str, int], None] | None) -> None:
    """Take in the next export: new, changed and unchanged demands, and more events."""
    demands = [
        demand(n, asker=someone(n), body="changed" if n % 3 == 0 else f"hello {PERSON}")
        for n in range(20, PEOPLE + 30)
    ]
    store.take_in(
        incoming(
            "i2",
            *demands,
            events=[event(n, day(2), "resolved", origin="claimed") for n in range(20, PEOPLE + 30)],
            figures={"made_sla": 0},
            quarantine=["no id either"],
            exported_at=day(5),
            rows=20,
        ),
        on_progress=tell,
    )


def erase(store: DemandStore, tell: Callable[[str, int], None] | None) -> None:
    """Forget a person."""
    store.erase(PERSON, at=day(10), on_progress=tell)


def undo(store: DemandStore, tell: Callable[[str, int], None] | None) -> None:
    """Undo the first export, unless that was done."""
    with suppress(UnknownImport):
        store.undo_import("i1", on_progress=tell)


WRITERS = {"take in": take_in, "erase": erase, "undo": undo}


def write_until(workspace: str, writer: str, step: int | None) -> None:
    """Write, and be killed at a step of the writing, as by the system: nothing is tidied up."""
    steps = 0

    def tell(_stage: str, _done: int) -> None:
        nonlocal steps
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)

    WRITERS[writer](open_store(workspace), tell)


def take_in_own(workspace: str, name: str) -> None:
    """Take in demands of one's own and some that everybody takes in."""
    store = open_store(workspace)
    for number in range(3):
        store.take_in(
            incoming(
                f"{name}-{number}",
                *(demand(f"{name}{number}-{n}") for n in range(20)),
                *(demand(f"shared-{n}") for n in range(20)),
                events=[event(f"shared-{n}", day(1), "asked") for n in range(20)],
            )
        )


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.killed"])
    return context


def started(task: Callable[..., None], *told: object) -> ForkServerProcess:
    """Start a task in a process of its own; importing is done already."""
    process = _context().Process(target=task, args=told)
    process.start()
    return process


def ended(process: ForkServerProcess, *, kill_after: float | None = None) -> int:
    """Wait for a process to end, killing it after so many seconds; return how it ended."""
    process.join(kill_after)
    if kill_after is not None:
        process.kill()
    process.join(60)
    code = process.exitcode
    assert code is not None, "the process did not end"
    process.close()
    return code


def fresh(folder: Path) -> DemandStore:
    """Return a workspace with the first export in it."""
    store = open_store(folder, create=True)
    first(store)
    return store
