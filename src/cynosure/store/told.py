"""Where what was last told lies: a folder a telling, and a pointer that is written last.

told/pointer.json     which telling is the last whole one
told/ID/              its files, never changed

Whoever reads has opened the files of one telling, so the one before stays until there is
another. Derived from the store, and gone when a person is erased: the next telling makes
it from what is left.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from cynosure.store.layout import TOLD, write_whole
from cynosure.store.parquet import parquet_file
from cynosure.store.writing import cache_lock, plainly_told

_POINTER = "pointer.json"
_KEPT = 2  # tellings: the last, and the one that somebody may still be reading


class ToldFolder:
    """What was told of one workspace, on disk."""

    def __init__(self, workspace: Path, *, wait_seconds: float = 600.0) -> None:
        self._workspace = workspace
        self._folder = workspace / TOLD
        self._wait_seconds = wait_seconds

    def last(self) -> Path | None:
        """Return the folder of the last whole telling; None where there is none."""
        try:
            told = json.loads((self._folder / _POINTER).read_text(encoding="utf-8"))["told"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        # A pointer names a folder beside it and nothing else.
        folder = self._folder / Path(str(told)).name
        return folder if folder.is_dir() else None

    def last_at(self) -> datetime | None:
        """Return when the last whole telling was published, UTC; None where there is none."""
        try:
            moment = (self._folder / _POINTER).stat().st_mtime
        except OSError:
            return None
        return datetime.fromtimestamp(moment, UTC)

    def forget(self) -> None:
        """Delete what was told: nothing is kept any more that it was told of.

        Raises
        ------
        Locked, NotWritable
            If the system refuses.
        """
        with cache_lock(self._workspace, wait_seconds=self._wait_seconds):
            shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def telling(self, told_id: str) -> Iterator[Path]:
        """Yield a new folder to write a telling into; it goes unless it was published.

        Raises
        ------
        NotWritable, DiskFull, CannotWrite
            If the system refuses.
        """
        folder = self._folder / told_id
        with plainly_told(self._workspace):
            folder.mkdir(parents=True)
            try:
                yield folder
            finally:
                if self.last() != folder:
                    shutil.rmtree(folder, ignore_errors=True)

    def publish(self, folder: Path, *, still: Callable[[], bool]) -> bool:
        """Make a telling the last one, and delete those before it but one; return whether.

        Not where a later one was published meanwhile (ids sort by time), nor where `still`
        says under the lock that what was read does not hold any more: whoever erases a
        person waits for that lock, and nothing of them may come back behind it.

        Raises
        ------
        Locked
            If another process holds the lock of what is derived for longer than we wait.
        """
        with cache_lock(self._workspace, wait_seconds=self._wait_seconds):
            last = self.last()
            if not still() or (last is not None and last.name > folder.name):
                return False
            with plainly_told(self._workspace):
                pointer = json.dumps({"told": folder.name}).encode() + b"\n"
                write_whole(self._folder / _POINTER, pointer)
            self._tidy(folder)
            return True

    def _tidy(self, last: Path) -> None:
        """Delete tellings older than the last ones; what is newer is being written."""
        older = sorted(each for each in self._folder.iterdir() if each.is_dir() and each < last)
        for folder in older[: -(_KEPT - 1)]:
            shutil.rmtree(folder, ignore_errors=True)


def write_rows(file: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> int:
    """Write batches as Parquet, one row group a batch; return how many rows."""
    rows = 0
    with parquet_file(file, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.select(schema.names).cast(schema))
            rows += batch.num_rows
    return rows
