"""Holding a workspace still, so that its files can be copied as of one moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from cynosure.store.layout import (
    CACHE,
    CACHE_LOCK_FILE,
    LOCK_FILE,
    STAGING,
    TOLD,
    WRITER_FILE,
)
from cynosure.store.writing import writing

_LEFT = frozenset({CACHE, CACHE_LOCK_FILE, LOCK_FILE, STAGING, TOLD, WRITER_FILE})


@contextmanager
def held_still(folder: Path, *, but: Collection[str], wait_seconds: float) -> Iterator[list[Path]]:
    """Let nobody write to a workspace, and hand out its files, relative to its folder.

    Left out is what is derived and can be made again, what is a writer's alone, and
    what lies directly in the folder under one of the names in `but`.

    Raises
    ------
    Locked
        If another process writes for longer than we wait.
    """
    with writing(folder, wait_seconds=wait_seconds, doing="making a backup"):
        left = _LEFT | set(but)
        yield sorted(
            file.relative_to(folder)
            for inside in folder.iterdir()
            if inside.name not in left
            for file in ([inside] if inside.is_file() else inside.rglob("*"))
            if file.is_file()
        )
