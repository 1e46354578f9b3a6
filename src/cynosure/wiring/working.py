"""A worker: does what pages and programs asked for, one job after another."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from cynosure.errors import CynosureError, IntakeError
from cynosure.register.opening import open_database
from cynosure.store import CannotUndo, UnknownImport
from cynosure.wiring.jobs import HANDLERS
from cynosure.wiring.kinds import MOVE
from cynosure.wiring.life import BEAT, show_life
from cynosure.wiring.place import open_place
from cynosure.wiring.unreadable import StoreUnreadable, cannot_be_read
from cynosure.workflows.take_in import Progress

IDLE_SECONDS = 0.5  # between two looks at an empty queue
BEAT_SECONDS = 10.0  # between two signs of life

log = logging.getLogger("cynosure.worker")


class Stopped(SystemExit):
    """The worker was asked to stop: what it does is given back, and nothing else is begun."""


def work(
    folder: Path, *, now: Callable[[], datetime], stop: threading.Event, drain: bool = False
) -> int:
    """Do jobs until told to stop; return how many were done.

    With `drain` it ends when nothing is due. `folder` is where the register lies, or,
    with a register on PostgreSQL, where relative folders begin. A job that is killed is
    begun again by whoever finds its lease run out.
    """
    from cynosure.register import folders

    me = f"{socket.gethostname()}:{os.getpid()}"
    done = 0
    with open_database(folder) as register, _showing_life(folder, now):
        from cynosure.register import jobs

        while not stop.is_set():
            held = jobs.claim(me, at=now(), kinds=list(HANDLERS))
            if held is None:
                if not _begin_moving(now()):
                    if drain:
                        break
                    stop.wait(IDLE_SECONDS)
                continue
            where = folders.folder_of(held.folder, register.root)
            try:
                _do(held, where, now=now)
            except Stopped:
                jobs.let_go(held, at=now())
                raise
            done += 1
    return done


@contextmanager
def _showing_life(folder: Path, now: Callable[[], datetime]) -> Iterator[None]:
    """Show from a thread of its own that this worker lives, also while a job takes long."""
    over = threading.Event()

    def beat() -> None:
        show_life(folder, now())
        while not over.wait(BEAT.total_seconds()):
            show_life(folder, now())

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


def _begin_moving(at: datetime) -> bool:
    """Ask for what machines sent to be moved, wherever something waits and nobody was asked yet."""
    from cynosure.register import inbox, jobs
    from cynosure.register.scope import within

    asked = False
    for workspace in inbox.waiting_anywhere():
        with within(workspace):
            if not jobs.under_way(MOVE):
                jobs.enqueue(MOVE, by="the worker", at=at)
                asked = True
    return asked


def _do(held: Any, folder: Path, *, now: Callable[[], datetime]) -> None:
    from cynosure.register import jobs
    from cynosure.register.scope import within

    telling = _Telling(held, now)
    log.info("begun", extra={"job": held.number, "kind": held.kind, "attempt": held.attempt})
    try:
        with within(held.workspace), telling, open_place(folder) as place:
            result = HANDLERS[held.kind](place, held.arguments, now(), telling.progress)
    except CynosureError as error:
        # What is wrong with a file stays wrong; a store that is in use is free again later.
        lasting = isinstance(error, IntakeError | CannotUndo | UnknownImport)
        jobs.failed(held, at=now(), why=str(error), again=not lasting)
        log.warning("failed", extra={"job": held.number, "why": type(error).__name__})
    except Exception as error:
        log.exception("broke", extra={"job": held.number, "kind": held.kind})
        why = (
            f"Something is wrong in Cynosure itself ({type(error).__name__}); see the worker's log."
        )
        if cannot_be_read(error):
            why = str(StoreUnreadable(error))
        elif isinstance(error, OSError) and error.strerror:
            why = (
                f"The system refused: {error.strerror}. Free some space, or mend it, and try again."
            )
        jobs.failed(held, at=now(), why=why)
    else:
        jobs.done(held, at=now(), result=result)
        log.info("done", extra={"job": held.number, "kind": held.kind})


class _Telling:
    """Holds a job while it is done: signs of life from a thread, and how far it is."""

    def __init__(self, held: Any, now: Callable[[], datetime]) -> None:
        self._held, self._now = held, now
        self._over = threading.Event()
        self._stage, self._n = "", 0
        self._thread = threading.Thread(target=self._beat, daemon=True)

    @property
    def progress(self) -> Progress:
        """Notes the stage; the thread tells it."""

        def note(stage: str, n: int) -> None:
            self._stage, self._n = stage, n

        return note

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        from cynosure.register import jobs
        from cynosure.register.opening import close_connection

        told: tuple[str, int] = ("", -1)
        waited = BEAT_SECONDS
        while not self._over.wait(0.5):
            waited += 0.5
            said = (self._stage, self._n)
            if said == told and waited < BEAT_SECONDS:
                continue
            with suppress(
                Exception
            ):  # the register may be locked for a moment: the next beat tells
                jobs.renew(self._held, at=self._now(), stage=said[0], progress=said[1])
                told, waited = said, 0.0
        close_connection()
