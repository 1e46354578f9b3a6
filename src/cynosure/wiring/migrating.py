"""Bringing the register and the stores of a folder up to this version."""

from __future__ import annotations

from pathlib import Path

from cynosure.register.opening import open_database, register_is_meant
from cynosure.store import open_store


def missing_in(folder: Path) -> list[str]:
    """Return the migrations that a register has not had, as app.name; nothing is changed.

    Raises
    ------
    RegisterIsNewer, MadeByLaterCynosure
        If a later version wrote the register, or a store.
    """
    if not register_is_meant(folder):
        open_store(folder)
        return []
    with open_database(folder, migrate=False):
        from cynosure.register.reach import migrations_missing, workspaces_listed

        missing = migrations_missing()
        if not any(name.startswith("people.") for name in missing):
            for each in workspaces_listed(folder):
                open_store(each.folder)
        return missing


def brought_up_to_date(folder: Path) -> list[str]:
    """Apply what a register has not had, and return it; stores need nothing yet.

    Raises
    ------
    RegisterIsNewer, MadeByLaterCynosure
        If a later version wrote the register, or a store; nothing is changed then.
    """
    missing = missing_in(folder)
    if missing:
        with open_database(folder):
            pass
    return missing
