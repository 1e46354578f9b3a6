"""The workspaces that a register lists, and where their folders lie."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import IntegrityError, transaction

from cynosure.errors import StoreError
from cynosure.register.database import FILE
from cynosure.register.folders import slug_of, written

ABOVE = 3  # folders above a workspace in which its register may lie


class NoSuchWorkspace(StoreError):
    """The register does not list a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is no workspace of this register. Name the folder of one that is, or make "
            f"it one: cynosure take-in export.csv --workspace {folder}"
        )


def register_file(folder: Path) -> Path:
    """Return the register's file that a workspace's folder belongs to, whether or not it is there.

    It lies in the folder itself, or in a folder above whose register lists it.
    """
    own = folder / FILE
    if not own.exists():
        for above in list(folder.parents)[:ABOVE]:
            if (above / FILE).is_file() and _lists(above / FILE, folder.relative_to(above)):
                return above / FILE
    return own


def _lists(file: Path, folder: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute(
                "SELECT 1 FROM people_workspace WHERE folder = ?", (folder.as_posix(),)
            )
            return found.fetchone() is not None
    except sqlite3.Error:  # an older register, or a file that is none
        return False


def number_of(folder: Path, root: Path | None, *, create: bool) -> int:
    """Return the number of a folder's workspace, listed now if need be.

    Raises
    ------
    NoSuchWorkspace
        If it is not listed and `create` is false.
    """
    from cynosure.register.people.models import Workspace  # noqa: PLC0415 needs Django to be set up

    where = written(folder, root)
    found = Workspace.objects.filter(folder=where).values_list("pk", flat=True).first()
    if found is not None:
        return int(found)
    if not create:
        raise NoSuchWorkspace(folder)
    taken = set(Workspace.objects.values_list("slug", flat=True))
    name = folder.name or "workspace"
    try:
        with transaction.atomic():
            made = Workspace.objects.create(slug=slug_of(name, taken), name=name, folder=where)
    except IntegrityError:  # another process was quicker
        return number_of(folder, root, create=False)
    return int(made.pk)


def move_to(slug: str, folder: Path, root: Path | None) -> None:
    """Let the register know that a workspace lies elsewhere now."""
    from cynosure.register.people.models import Workspace  # noqa: PLC0415 needs Django to be set up

    Workspace.objects.filter(slug=slug).update(folder=written(folder.resolve(), root))
