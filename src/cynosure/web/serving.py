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
from typing import Any

import django
from waitress.server import create_server

from cynosure.errors import StoreError
from cynosure.web.secret import secret_in

INVITED = timedelta(days=7)
THREADS = 8


class PortTaken(StoreError):
    """Another program listens where the server wants to."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"Nothing can be served at {host}:{port}: {reason}. Choose another: --port {port + 1}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Where and how."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    worker: bool = True


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
    """Serve until told to stop; what is being answered is answered first.

    Raises
    ------
    PortTaken
        If another program listens there.
    StoreError
        If the register cannot be opened.
    """
    from cynosure.register.opening import open_database

    prepare(serving.folder, port=serving.port)
    with open_database(serving.folder):
        _make_room_to_count()
        server = _listening(serving)
        link = first_owner_link(serving.folder, at=now())
        say(f"Cynosure is at {os.environ['CYNOSURE_URL']}/  (Ctrl-C stops it)")
        if link:
            say(f"Open this once, within a week, to become its owner:\n  {link}")
        _until_stopped(server, serving)


def _make_room_to_count() -> None:
    """Make the table in which several processes count attempts and requests, where they share one."""
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)


def _listening(serving: Serving) -> Any:
    from django.core.wsgi import get_wsgi_application

    try:
        return create_server(
            get_wsgi_application(),
            host=serving.host,
            port=serving.port,
            threads=THREADS,
            # A slow or silent visitor holds a socket, never a thread.
            channel_timeout=60,
            connection_limit=500,
            max_request_body_size=_largest(),
            clear_untrusted_proxy_headers=True,
            ident=None,
            **_trusted(),
        )
    except OSError as error:
        raise PortTaken(serving.host, serving.port, error.strerror or str(error)) from error


def _until_stopped(server: Any, serving: Serving) -> None:
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with _worker_beside(serving):
        threading.Thread(target=server.run, daemon=True).start()
        stopping.wait()
        server.close()
        # Requests that have begun are answered before the process ends.
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=20)


def _trusted() -> dict[str, object]:
    """Return how waitress takes a proxy's word: only where the address says there is one."""
    if not os.environ.get("CYNOSURE_URL", "").startswith("https://"):
        return {}
    return {
        "trusted_proxy": os.environ.get("CYNOSURE_PROXY", "127.0.0.1"),
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    }


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
