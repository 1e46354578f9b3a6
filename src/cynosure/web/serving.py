"""`cynosure serve`: pages, API and a worker, with no further set-up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

import django

from cynosure.web.listening import LOOPBACK, Listener
from cynosure.web.secret import secret_in
from cynosure.web.watching.logs import log_to_stderr

INVITED = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Where and how."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    worker: bool = True
    address_guessed: bool = False  # whether nobody said at which address people come
    untold: bool = False  # whether it holds demands of which pages have no figures yet


def prepare(folder: Path, *, port: int = 8000) -> None:
    """Set Django up for a folder, in this process and in those that it starts.

    Raises
    ------
    StoreError
        If the folder's secret cannot be kept.
    """
    os.environ["CYNOSURE_FOLDER"] = str(folder)
    os.environ.setdefault("CYNOSURE_SECRET_KEY", secret_in(folder))
    os.environ.setdefault("CYNOSURE_URL", f"http://127.0.0.1:{port}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "cynosure.web.settings"
    django.setup()


def first_owner_link(folder: Path, *, at: datetime) -> str | None:
    """Return a link that makes who opens it the first owner; None where there is an owner.

    It holds a week and works once; asked again, a new one takes the place of the last.
    """
    from cynosure.register.people import invitations
    from cynosure.register.people.models import Member, Role, Workspace
    from cynosure.register.workspaces import number_of

    number = number_of(folder, _root(folder), create=True)
    if Member.objects.filter(workspace=number, role=Role.OWNER).exists():
        return None
    workspace = Workspace.objects.get(pk=number)
    key = invitations.invite_first_owner(workspace, at=at, until=at + INVITED)
    return f"{os.environ['CYNOSURE_URL']}/join/{key}/"


def serve(serving: Serving, *, now: Callable[[], datetime], say: Callable[[str], None]) -> None:
    """Serve until told to stop; what is being answered is answered first. After `prepare`.

    Raises
    ------
    PortTaken, PortRefused, NoSuchHost
        If it cannot listen there.
    StoreError
        If the register cannot be opened.
    """
    from django.core.wsgi import get_wsgi_application

    from cynosure.register.opening import open_database

    log_to_stderr()
    with open_database(serving.folder):
        _make_room_to_count()
        listener = Listener(
            get_wsgi_application(), serving.host, serving.port, largest_body=_largest()
        )
        link = first_owner_link(serving.folder, at=now())
        say(f"Cynosure is at {os.environ['CYNOSURE_URL']}/  (Ctrl-C stops it)")
        if link:
            say(f"Open this once, within a week, to become its owner:\n  {link}")
        if serving.untold:
            _have_it_told(serving.folder, at=now())
        if note := _note_on_who_may_come(serving):
            say(note)
        _until_stopped(listener, serving)


def _have_it_told(folder: Path, *, at: datetime) -> None:
    """Ask the worker for the figures of a workspace that was filled without pages."""
    from cynosure.register import jobs
    from cynosure.register.scope import within
    from cynosure.register.workspaces import number_of
    from cynosure.wiring.kinds import RETELL

    with within(number_of(folder, _root(folder), create=True)):
        jobs.enqueue(RETELL, by="cynosure serve", at=at, once=True)


def _make_room_to_count() -> None:
    """Make the table in which several processes count attempts and requests, where they share one."""
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)


def _until_stopped(listener: Listener, serving: Serving) -> None:
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with _worker_beside(serving):
        listener.run_until(stopping)


def _note_on_who_may_come(serving: Serving) -> str | None:
    """Return what to say where nobody but this machine is answered although others can ask."""
    if serving.host in LOOPBACK or os.environ.get("CYNOSURE_HOSTS") or not serving.address_guessed:
        return None
    return (
        "Others on your network can reach this server, but it answers this machine alone: name "
        "the address that people open, such as CYNOSURE_URL=https://demand.example.org"
    )


def _largest() -> int:
    from django.conf import settings

    return int(settings.UPLOAD_LIMIT) + 1024 * 1024  # the file, and what a form puts around it


@contextmanager
def _worker_beside(serving: Serving) -> Iterator[None]:
    if not serving.worker:
        yield
        return
    command = [sys.executable, "-m", "cynosure", "worker", "--workspace", str(serving.folder)]
    over = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        # A worker that dies is started again, so that nobody has to watch it.
        while not over.is_set():
            running[:] = [subprocess.Popen(command)]  # noqa: S603 our own words
            running[0].wait()
            over.wait(1)

    keeping = threading.Thread(target=keep, daemon=True)
    keeping.start()
    try:
        yield
    finally:
        over.set()
        for process in running:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _root(folder: Path) -> Path | None:
    return None if os.environ.get("CYNOSURE_DATABASE_URL") else folder.resolve()
