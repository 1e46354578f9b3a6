"""Which database the register is in: a file in a workspace's folder, or a team's PostgreSQL."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connections

from cynosure.errors import StoreError
from cynosure.register.settings import SQLITE

ADDRESS = "CYNOSURE_DATABASE_URL"
FILE = "register.sqlite3"


class UnusableAddress(StoreError):
    """The address of a database cannot be used."""

    def __init__(self, reason: str) -> None:
        # The address itself is not shown: it may hold a password.
        super().__init__(
            f"{ADDRESS} cannot be used: {reason}. Write it like "
            "postgres://user:password@host:5432/database, or unset it to keep the register in a "
            "file of the workspace."
        )


def address_given() -> str | None:
    """Return the address of the database that the environment names; None where it names none."""
    return os.environ.get(ADDRESS) or None


def postgresql(address: str) -> dict[str, Any]:
    """Return Django's settings of the PostgreSQL at an address.

    Raises
    ------
    UnusableAddress
        If it is none.

    Examples
    --------
    >>> found = postgresql("postgres://ana:s%40fe@db:5433/desk?sslmode=require")
    >>> found["HOST"], found["PORT"], found["NAME"], found["USER"], found["PASSWORD"]
    ('db', '5433', 'desk', 'ana', 's@fe')
    >>> found["OPTIONS"]["sslmode"]
    'require'
    """
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise UnusableAddress(f"it begins with {parts.scheme or 'no scheme'}://")
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise UnusableAddress("it names no database")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    try:
        port = str(parts.port or options.pop("port", "") or "")
    except ValueError as error:
        raise UnusableAddress("its port is no number") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite(file: Path) -> dict[str, Any]:
    """Return Django's settings of a register in a file."""
    return {**SQLITE, "NAME": str(file)}


def switch_to(database: dict[str, Any]) -> None:
    """Let Django's models read and write this database from now on, in new threads too."""
    connections.close_all()
    # The same dictionary, so that `settings.DATABASES` tells the same.
    known = connections.settings["default"]
    known.clear()
    known.update(database)
    connections.configure_settings(connections.settings)
    with suppress(AttributeError):
        del connections["default"]
