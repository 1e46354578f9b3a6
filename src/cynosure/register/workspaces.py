"""The workspaces that a register lists, and where their folders lie."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.db import IntegrityError, transaction

from cynosure.errors import StoreError
from cynosure.register.database import FILE

ABOVE = 3  # folders above a workspace in which its register may lie


class NoSuchWorkspace(StoreError):
    """The register does not list a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is no workspace of this register. Name the folder of one that is, or make "
            f"it one: cynosure take-in export.csv --workspace {folder}"
        )


def slug_of(name: str, taken: Iterable[str] = ()) -> str:
    """Return a name as it may stand in an address, another one than those taken.

    Examples
    --------
    >>> slug_of("Support Desk (EU)"), slug_of("desk", ["desk", "desk-2"]), slug_of("机器")
    ('support-desk-eu', 'desk-3', 'workspace')
    """
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "workspace"
    known = set(taken)
    if base not in known:
        return base
    number = 2
    while f"{base}-{number}" in known:
        number += 1
    return f"{base}-{number}"


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


def written(folder: Path, root: Path | None) -> str:
    """Return how the register writes a folder: from `root`, where its own file lies, if beneath.

    >>> written(Path("/srv/cynosure/desk"), Path("/srv/cynosure"))
    'desk'
    >>> written(Path("/srv/cynosure"), Path("/srv/cynosure")), written(Path("/a"), None)
    ('.', '/a')
    """
    if root is not None and folder.is_relative_to(root):
        return folder.relative_to(root).as_posix()
    return folder.as_posix()


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


def folder_of(written_folder: str, root: Path | None) -> Path:
    """Return where a workspace's folder is.

    >>> folder_of("desk", Path("/srv/cynosure")), folder_of("/a", None)
    (PosixPath('/srv/cynosure/desk'), PosixPath('/a'))
    """
    where = Path(written_folder)
    if where.is_absolute() or root is None:
        return where
    return root if written_folder == "." else root / where
