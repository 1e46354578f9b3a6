"""The register as lines of JSON: written out whole, and read into an empty one.

The same lines go into SQLite and PostgreSQL, so a team can move from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.python import Deserializer, Serializer
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from cynosure.errors import StoreError

# Who is signed in just now is left out: after a restore everybody signs in again.
_KEPT = ("people", "register", "account", "mfa")
_ROWS = 500


class NeedsTheExtra(StoreError):
    """Tables are there whose rows this installation cannot read."""

    def __init__(self, tables: Iterable[str]) -> None:
        super().__init__(
            f"The register has tables that belong to the pages ({', '.join(sorted(tables))}), and "
            'they are not installed here. Install them: pip install "cynosure[web]"'
        )


class OfAnotherVersion(StoreError):
    """A register was written out by another version."""

    def __init__(self, differing: Iterable[str]) -> None:
        super().__init__(
            "The backup is of another version of Cynosure; its register differs by "
            f"{', '.join(sorted(differing))}. Restore it with that version, and update then."
        )


class NotEmpty(StoreError):
    """A register that is to be read into holds something already."""

    def __init__(self) -> None:
        super().__init__(
            "The register holds something already, and a backup is restored into an empty one. "
            "Choose an empty folder, or an empty database."
        )


def migrations_applied() -> list[str]:
    """Return the migrations of what is written out that the open register has had."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in _KEPT)


def dumped() -> Iterator[bytes]:
    """Yield every row of the open register as a line of JSON, all as of one moment.

    Raises
    ------
    NeedsTheExtra
        If rows of the pages are there and the pages are not installed.
    """
    there = set(connection.introspection.table_names())
    if foreign := {name for name in there if name.startswith(("account_", "mfa_"))} - {
        model._meta.db_table for model in _models()
    }:
        raise NeedsTheExtra(foreign)
    writer = Serializer()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model in _models():
            rows = model._base_manager.order_by("pk").iterator(chunk_size=_ROWS)
            for row in rows:
                (said,) = writer.serialize([row])
                yield orjson.dumps(said) + b"\n"


def load(lines: Iterable[bytes], *, migrations: Iterable[str]) -> int:
    """Read lines into the open register, all or none; return how many rows.

    Raises
    ------
    OfAnotherVersion
        If they were written by a version with other tables.
    NotEmpty
        If the register holds something.
    """
    if differing := set(migrations) ^ set(migrations_applied()):
        raise OfAnotherVersion(differing)
    if any(model._base_manager.exists() for model in _models()):
        raise NotEmpty
    n = 0
    with transaction.atomic():
        for line in lines:
            for found in Deserializer([orjson.loads(line)]):
                found.save()
                n += 1
        _number_on()
    return n


def _models() -> list[type[models.Model]]:
    return [
        model
        for label in _KEPT
        if apps.is_installed(_APPS[label])
        for model in apps.get_app_config(label).get_models()
    ]


_APPS = {
    "people": "cynosure.register.people",
    "register": "cynosure.register",
    "account": "allauth.account",
    "mfa": "allauth.mfa",
}


def _number_on() -> None:
    """Let the next new row have a number that none has."""
    statements: list[Any] = connection.ops.sequence_reset_sql(no_style(), _models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
