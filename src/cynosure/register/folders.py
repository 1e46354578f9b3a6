"""How a register writes where workspaces lie, and what they are called in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


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


def folder_of(written_folder: str, root: Path | None) -> Path:
    """Return where a workspace's folder is.

    >>> folder_of("desk", Path("/srv/cynosure")), folder_of("/a", None)
    (PosixPath('/srv/cynosure/desk'), PosixPath('/a'))
    """
    where = Path(written_folder)
    if where.is_absolute() or root is None:
        return where
    return root if written_folder == "." else root / where
