"""Opening a workspace's register: Django configured, the file made, migrations applied."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

import django
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock, Timeout

from cynosure.register import settings as ours
from cynosure.register.errors import AnotherRegisterOpen, RegisterIsNewer, RegisterUnreadable

FILE = "register.sqlite3"

_APP = "register"


class Register:
    """An open register; closing it lets another be opened. Use it in a `with`."""

    _open: Register | None = None

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        if Register._open is self:
            connections["default"].close()
            Register._open = None


def open_register(folder: Path, *, create: bool = True) -> Register:
    """Return the register of a workspace, made or brought up to date if need be.

    It is one SQLite file in the workspace's folder, which must be on a disk of this machine:
    SQLite's locks do not hold over a network. Django is configured on first use,
    without a project on disk and without touching the process's time zone or logging.
    One register is open at a time in a process; open again, the same one is returned.

    Raises
    ------
    RegisterUnreadable
        If the file cannot be opened, or is not there and `create` is false.
    RegisterIsNewer
        If a later version has written it.
    AnotherRegisterOpen
        If another one is open.
    """
    path = (folder / FILE).resolve()
    if Register._open:
        if Register._open.path == path:
            return Register._open
        raise AnotherRegisterOpen(path, Register._open.path)
    if not path.parent.is_dir():
        raise RegisterUnreadable(path, "its folder is not there")
    if not create and not path.is_file():
        raise RegisterUnreadable(path, "there is no such file")
    configure()
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        # Two processes that open a new workspace at once would both make its tables.
        with FileLock(path.with_name(f"{FILE}.lock"), timeout=60):
            _migrate(path)
    except (DatabaseError, sqlite3.DatabaseError, OSError, Timeout) as error:
        connection.close()
        raise RegisterUnreadable(path, str(error)) from error
    except RegisterIsNewer:
        connection.close()
        raise
    Register._open = Register(path)
    return Register._open


def configure() -> None:
    """Give Django our settings, unless the web shell gave it its own."""
    if not settings.configured:
        settings.configure(**{name: value for name, value in vars(ours).items() if name.isupper()})
    django.setup()


def _migrate(path: Path) -> None:
    executor = MigrationExecutor(connections["default"])
    known = {name for app, name in executor.loader.disk_migrations if app == _APP}
    applied = {name for app, name in executor.loader.applied_migrations if app == _APP}
    if unknown := applied - known:
        raise RegisterIsNewer(path, unknown)
    if applied != known:
        executor.migrate(executor.loader.graph.leaf_nodes(_APP))
