"""One writer at a time, and a change that is seen whole or not at all.

Files are written first, then committed table by table, the imports table last.
Its log pins the version of every other table, and readers go by these pins: so
everything before that last commit is invisible, and the next writer takes it
back.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from cynosure.errors import StoreError
from cynosure.store.layout import (
    CACHE,
    CACHE_LOCK_FILE,
    LOCK_FILE,
    STAGING,
    TABLES,
    TOLD,
    UNFINISHED_ERASURE,
    WRITER_FILE,
    NotWritable,
    write_whole,
)
from cynosure.store.snapshot import IMPORTS, OTHERS, Snapshot, take_snapshot
from cynosure.store.tables import StoredFile, Table
from cynosure.store.workbench import Workbench

# How long a file that is no longer current stays for those who are reading it.
KEEP_HOURS = 6
# A table in so many small files is written together again.
SMALL_FILES = 8
SMALL_BYTES = 16 * 1024 * 1024

Progress = Callable[[str, int], None]


class Locked(StoreError):
    """Another process writes to the workspace and did not end in time."""

    exit_status = 75  # EX_TEMPFAIL

    def __init__(self, workspace: Path, waited: float) -> None:
        super().__init__(
            f"{workspace} is being written to by {_holder(workspace)}. "
            f"Waited {waited:g} seconds; nothing was changed. Try again when it has ended."
        )


class DiskFull(StoreError):
    """There is no room left where the workspace lies."""

    def __init__(self, workspace: Path) -> None:
        super().__init__(
            f"No space is left on the disk of {workspace}. Nothing of this was stored; "
            "what was there before is as it was. Make room and try again."
        )


class CannotWrite(StoreError):
    """Writing failed for a reason that only the system knows."""

    def __init__(self, workspace: Path, why: Exception) -> None:
        super().__init__(
            f"{workspace} could not be written: {why}. Nothing of this was stored; "
            "what was there before is as it was."
        )


class Change:
    """What one writing adds and takes away, until it is committed."""

    def __init__(
        self, workspace: Path, staging: Path, before: Snapshot, progress: Progress
    ) -> None:
        self.workspace = workspace
        self.staging = staging
        self.before = before
        self.progress = progress
        self._added: dict[str, list[str]] = {}
        self._removed: dict[str, dict[str, StoredFile]] = {}
        self._committed = False

    def add(self, bench: Workbench, name: str, sql: str) -> None:
        """Add the rows of a query to a table."""
        table = Table(self.workspace, name)
        table.create()
        written = bench.write(sql, table.folder, table.format)
        self._added.setdefault(name, []).extend(written)
        self.progress(name, len(written))

    def add_file(self, name: str, file: str) -> None:
        """Add a Parquet file that was written into a table's folder."""
        self._added.setdefault(name, []).append(file)
        self.progress(name, 1)

    def remove(self, name: str, paths: Sequence[str]) -> None:
        """Take files out of a table, by the paths that its snapshot names."""
        wanted = {Path(path).name for path in paths}
        removed = self._removed.setdefault(name, {})
        removed.update({file.name: file for file in self.current(name) if file.name in wanted})

    def current(self, name: str) -> list[StoredFile]:
        """Return the files that were in a table before and still are."""
        removed = self._removed.get(name, {})
        return [file for file in self.before.stored.get(name, ()) if file.name not in removed]

    def rows_after(self, name: str) -> int:
        """Return how many rows a table has with this change."""
        added = (
            int(pq.read_metadata(self.workspace / name / file).num_rows)
            for file in self._added.get(name, [])
        )
        return sum(added) + sum(file.rows for file in self.current(name))

    def join_small_files(self, bench: Workbench, name: str) -> None:
        """Write a table's small files together, once they are many."""
        small = [file for file in self.current(name) if file.size < SMALL_BYTES]
        if len(small) < SMALL_FILES:
            return
        paths = [str(self.workspace / name / file.name) for file in small]
        bench.show("small_files", paths, TABLES[name].schema)
        self.add(bench, name, "SELECT * FROM small_files")
        self.remove(name, paths)

    def commit(self) -> None:
        """Make all of it visible at once, by committing the imports table last."""
        pins = dict(self.before.pins)
        for name in OTHERS:
            added, removed = self._added.get(name, []), self._removed.get(name, {})
            if added or removed:
                table = Table(self.workspace, name)
                pins[name] = table.commit(add=added, remove=list(removed.values()))
                self.progress(f"{name} committed", len(added))
        imports = Table(self.workspace, IMPORTS)
        imports.create()
        imports.commit(
            add=self._added.get(IMPORTS, []),
            remove=list(self._removed.get(IMPORTS, {}).values()),
            pins=pins,
        )
        self._committed = True
        self.progress("committed", 1)

    def discard(self) -> None:
        """Delete what was written and never became visible: on a full disk its room is needed."""
        if self._committed:
            return
        try:
            # An interruption may come between the last commit and our knowing of it.
            visible = take_snapshot(self.workspace).stored
        except StoreError:
            return
        for name, files in self._added.items():
            seen = {file.name for file in visible.get(name, ())}
            for file in set(files) - seen:
                with suppress(OSError):
                    (self.workspace / name / file).unlink(missing_ok=True)


@contextmanager
def writing(
    workspace: Path, *, wait_seconds: float, doing: str, progress: Progress | None = None
) -> Iterator[Change]:
    """Hold the lock, clear what a killed writer left, and hand out a `Change`.

    The block commits by itself, or not; what it staged is gone afterwards. It
    wraps its own writing in `plainly_told`, so that a failure of what it reads
    from elsewhere is not told as one of the workspace.

    Raises
    ------
    Locked
        If another process holds the lock for longer than `wait_seconds`.
    NotWritable, DiskFull, CannotWrite
        If the system refuses.
    """
    lock = FileLock(workspace / LOCK_FILE)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise Locked(workspace, wait_seconds) from None
    except OSError as error:
        raise NotWritable(workspace, error.strerror or str(error)) from error
    try:
        with plainly_told(workspace):
            write_whole(
                workspace / WRITER_FILE, json.dumps({"pid": os.getpid(), "doing": doing}).encode()
            )
            before = _recover(workspace, wait_seconds)
            staging = workspace / STAGING
            staging.mkdir(exist_ok=True)
        change = Change(workspace, staging, before, progress or (lambda _stage, _done: None))
        try:
            yield change
        finally:
            change.discard()
    finally:
        shutil.rmtree(workspace / STAGING, ignore_errors=True)
        with suppress(OSError):
            (workspace / WRITER_FILE).unlink(missing_ok=True)
        lock.release()


def sweep(workspace: Path) -> None:
    """Delete files that nobody can be reading any more."""
    now = take_snapshot(workspace)
    for name in TABLES:
        table = Table(workspace, name)
        if name in now.stored and table.has_more_than(len(now.stored[name])):
            table.sweep(hours=KEEP_HOURS)


@contextmanager
def cache_lock(workspace: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the lock under which what is derived is kept, or deleted.

    Who holds the lock of the workspace may ask for this one, never the other way round.

    Raises
    ------
    Locked
        If another process holds it for longer than `wait_seconds`.
    NotWritable
        If the system refuses.
    """
    lock = FileLock(workspace / CACHE_LOCK_FILE)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise Locked(workspace, wait_seconds) from None
    except OSError as error:
        raise NotWritable(workspace, error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def finish_erasure(workspace: Path) -> None:
    """Delete what is derived, every file that is not current and all of the logs but their last line.

    Under the lock of the cache.
    """
    for derived in (CACHE, TOLD):
        shutil.rmtree(workspace / derived, ignore_errors=True)
    for name in TABLES:
        table = Table(workspace, name)
        if table.version() is not None:
            table.sweep(hours=0)
            table.shorten_log()
    (workspace / UNFINISHED_ERASURE).unlink(missing_ok=True)


def _recover(workspace: Path, wait_seconds: float) -> Snapshot:
    """Take back what was committed but never pinned; return what readers see."""
    shutil.rmtree(workspace / STAGING, ignore_errors=True)
    before = take_snapshot(workspace)
    pins = dict(before.pins)
    for name in OTHERS:
        table = Table(workspace, name)
        if name in pins and table.version() != pins[name]:
            pins[name] = table.restore(pins[name])
        elif name not in pins and table.folder.exists():
            shutil.rmtree(table.folder)  # its first commit was never pinned
    if pins != before.pins:
        Table(workspace, IMPORTS).commit(pins=pins)
        before = take_snapshot(workspace)
    if (workspace / UNFINISHED_ERASURE).exists():
        with cache_lock(workspace, wait_seconds=wait_seconds):
            finish_erasure(workspace)
    return before


@contextmanager
def plainly_told(workspace: Path) -> Iterator[None]:
    """Turn what the libraries raise while writing into our own words.

    Raises
    ------
    NotWritable, DiskFull, CannotWrite
        In place of the library's error.
    """
    try:
        yield
    except StoreError:
        raise
    except (OSError, duckdb.Error, DeltaError, pa.ArrowException) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC
        if full or "no space left" in str(error).lower() or "os error 28" in str(error):
            raise DiskFull(workspace) from error
        if isinstance(error, PermissionError):
            raise NotWritable(workspace, error.strerror or str(error)) from error
        raise CannotWrite(workspace, error) from error


def _holder(workspace: Path) -> str:
    try:
        said = json.loads((workspace / WRITER_FILE).read_text(encoding="utf-8"))
        return f"process {said['pid']} ({said['doing']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
