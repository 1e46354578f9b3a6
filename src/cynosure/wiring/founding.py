"""Founding another workspace: a row in the register, and a folder with a store."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cynosure.wiring.place import open_place

if TYPE_CHECKING:
    from cynosure.register.people.models import User, Workspace


def found_workspace(name: str, *, beneath: Path, by: User, at: datetime) -> Workspace:
    """Return a new workspace in a folder of its own beneath the server's, owned by who founds it.

    Raises
    ------
    StoreError
        If its folder cannot be made; it is not listed then.
    """
    from cynosure.register.database import ADDRESS
    from cynosure.register.people import founding

    def make(folder: Path) -> None:
        with open_place(folder, create=True):
            pass

    root = None if os.environ.get(ADDRESS) else beneath
    return founding.found(name, beneath=beneath, root=root, by=by, at=at, make=make)
