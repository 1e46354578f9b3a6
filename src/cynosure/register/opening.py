"""Opening a workspace's register: Django configured, the tables made, the workspace meant."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, ClassVar, Self

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from filelock import FileLock, Timeout

from cynosure.register import settings as ours
from cynosure.register.database import (
    ADDRESS,
    FILE,
    UnusableAddress,
    address_given,
    postgresql,
    sqlite,
    switch_to,
)
from cynosure.register.errors import AnotherRegisterOpen, RegisterIsNewer, RegisterUnreadable
from cynosure.register.scope import within
from cynosure.register.workspaces import NoSuchWorkspace, number_of, register_file

PAGES = "cynosure.web.settings"
_OURS = ("people", "register")
_MIGRATING = 0x43796E6F  # one at a time: PostgreSQL's advisory lock of this number

_lock = RLock()


class Register:
    """An open register, at one workspace. Use it in a `with`.

    Several may be open at once in a process, of workspaces in the same database;
    when the last is closed, another database may be opened.
    """

    _where: ClassVar[Path | str | None] = None
    _open: ClassVar[int] = 0

    def __init__(self, where: Path | str, root: Path | None, workspace: int | None) -> None:
        self._at = where
        self.root = root  # folder of the register's file; None where it is on PostgreSQL
        self.workspace = workspace
        self._closed = False
        self._scope: AbstractContextManager[None] = nullcontext()

    @property
    def path(self) -> Path:
        """The register's file.

        Raises
        ------
        RegisterUnreadable
            If it is in no file.
        """
        if isinstance(self._at, Path):
            return self._at
        raise RegisterUnreadable(Path(FILE), "it is on PostgreSQL, not in a file")

    def __enter__(self) -> Self:
        if self.workspace is not None:
            self._scope = within(self.workspace)
            self._scope.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._scope.__exit__(kind, error, trace)
        self._scope = nullcontext()
        self.close()

    def close(self) -> None:
        """Let go of it; closing twice does nothing."""
        with _lock:
            if self._closed:
                return
            self._closed = True
            Register._open -= 1
            if Register._open == 0:
                connections["default"].close()
                Register._where = None


def open_register(folder: Path, *, create: bool = True) -> Register:
    """Return the register at the workspace of a folder, made or brought up to date if need be.

    It is one SQLite file in the workspace's folder or in one above, which must be on a disk of
    this machine: SQLite's locks do not hold over a network. Where `CYNOSURE_DATABASE_URL` names
    a PostgreSQL, it is there. Django is configured on first use, without a project on
    disk and without touching the process's time zone or logging. Within the `with`, every
    question to the register means this workspace.

    Raises
    ------
    RegisterUnreadable
        If it cannot be opened, or is not there and `create` is false.
    NoSuchWorkspace
        If it does not list the folder and `create` is false.
    RegisterIsNewer
        If a later version has written it.
    AnotherRegisterOpen
        If one in another database is open.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise RegisterUnreadable(folder / FILE, "its folder is not there")
    with _database(folder, create=create) as (where, root):
        workspace = number_of(folder, root, create=create)
    return Register(where, root, workspace)


def open_database(folder: Path, *, migrate: bool = True) -> Register:
    """Return the register that lies in a folder, or on PostgreSQL, at no workspace.

    For a server, which keeps it open while it runs and means one workspace a request.
    Without `migrate` its tables stay as they are: then it is for looking at alone.

    Raises
    ------
    RegisterUnreadable, RegisterIsNewer, AnotherRegisterOpen
        As of `open_register`.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise RegisterUnreadable(folder / FILE, "its folder is not there")
    with _database(folder, create=migrate, migrate=migrate) as (where, root):
        return Register(where, root, None)


def has_register(folder: Path) -> bool:
    """Return whether anything may have been said of the workspace in a folder."""
    if address_given() is None:
        return register_file(folder.resolve()).is_file()
    try:
        open_register(folder, create=False).close()
    except NoSuchWorkspace:
        return False
    return True


def register_is_meant(folder: Path) -> bool:
    """Return whether there is a register to look at: its file, or a PostgreSQL that is named.

    Unlike `has_register` it opens nothing, so a register that is older stays as it is.
    """
    return address_given() is not None or register_file(folder.resolve()).is_file()


def configure() -> None:
    """Give Django our settings, unless the web shell gave it its own."""
    # The pages' settings, where the program that runs has chosen them, are ours and more.
    if not settings.configured and os.environ.get("DJANGO_SETTINGS_MODULE") != PAGES:
        settings.configure(**{name: value for name, value in vars(ours).items() if name.isupper()})
    django.setup()


@contextmanager
def _database(
    folder: Path, *, create: bool, migrate: bool = True
) -> Iterator[tuple[Path | str, Path | None]]:
    """Open the database of a folder and count it as open, unless the block fails."""
    address = address_given()
    where: Path | str = address or register_file(folder)
    with _lock:
        if Register._open and Register._where != where:
            raise AnotherRegisterOpen(_shown(where), _shown(Register._where))
        if not Register._open:
            if isinstance(where, Path) and not create and not where.is_file():
                raise RegisterUnreadable(where, "there is no such file")
            _begin(where, migrate=migrate)
        Register._where = where
        Register._open += 1
        try:
            yield where, where.parent if isinstance(where, Path) else None
        except BaseException:
            Register._open -= 1
            if not Register._open:
                connections["default"].close()
                Register._where = None
            raise


def _begin(where: Path | str, *, migrate: bool) -> None:
    configure()
    database: dict[str, Any] = postgresql(where) if isinstance(where, str) else sqlite(where)
    try:
        switch_to(database)
        # Two processes that open a new workspace at once would both make its tables.
        with _alone(where):
            _migrate(_shown(where), only_look=not migrate)
    except ImproperlyConfigured as error:
        raise UnusableAddress(
            'psycopg is not installed; install Cynosure with its extra: pip install "cynosure[web]"'
        ) from error
    except (DatabaseError, sqlite3.DatabaseError, OSError, Timeout) as error:
        connections["default"].close()
        raise RegisterUnreadable(_shown(where), str(error).strip()) from error
    except RegisterIsNewer:
        connections["default"].close()
        raise


@contextmanager
def _alone(where: Path | str) -> Iterator[None]:
    if isinstance(where, Path):
        with FileLock(where.with_name(f"{FILE}.lock"), timeout=60):
            yield
        return
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Return every migration that this version brings; read from disk once a process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _migrate(shown: Path, *, only_look: bool) -> None:
    known = _known()
    applied = set(MigrationRecorder(connections["default"]).applied_migrations())
    if unknown := {name for app, name in applied - known if app in _OURS}:
        raise RegisterIsNewer(shown, unknown)
    if not known <= applied and not only_look:
        # Laying out the whole graph takes longer than all else, so only where it is needed.
        executor = MigrationExecutor(connections["default"])
        executor.migrate(executor.loader.graph.leaf_nodes())


def _shown(where: Path | str | None) -> Path:
    # An address may hold a password, so only its name in the environment is shown.
    return where if isinstance(where, Path) else Path(f"({ADDRESS})")


def close_connection() -> None:
    """Close this thread's connection; the next question opens another."""
    connections["default"].close()
