"""Where the index for search lies: a folder a segment, and a list that is written last.

cache/search/index.json        what the index is now: segments, and the files it was read from
cache/search/SEGMENT/          one segment: arrays as NumPy writes them, ids and texts as Arrow's
cache/search/SEGMENT.N.npy     which of its demands are dead, as of the N-th list

Nothing that was written is changed: a new list names new files, and what it no
longer names is deleted. The folder lies in the cache, so erasing a person
deletes it, and the next search makes it from what is left.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa

from cynosure.errors import StoreError
from cynosure.search import SHOWN, Index, Part, Segment
from cynosure.store.layout import CACHE, write_whole
from cynosure.store.writing import cache_lock, plainly_told
from cynosure.texts.arrays import Bools

FORMAT = 1
_LIST = "index.json"
_ARRAYS = ("stamps", "lengths", "meanings", "norms", "numbers", "starts", "postings")
_IDS, _TEXTS = "ids.arrow", "texts.arrow"


class DamagedIndex(StoreError):
    """The index for search cannot be read as it lies there."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"The index for search in {folder} cannot be read: {why}. It is made from the "
            "demands beside it, so nothing is lost: delete that folder and search again."
        )


class SearchIndexFolder:
    """The index for search of one workspace, on disk."""

    def __init__(self, workspace: Path, *, wait_seconds: float) -> None:
        self._workspace = workspace
        self._folder = workspace / CACHE / "search"
        self._wait_seconds = wait_seconds

    def read(self) -> Index | None:
        """Return the index as it lies there, mapped into memory; None if there is none.

        Raises
        ------
        DamagedIndex
            If it is not whole, or another format's.
        """
        try:
            told = json.loads((self._folder / _LIST).read_text(encoding="utf-8"))
            if told["format"] != FORMAT:
                raise ValueError(f"its format is {told['format']!r}")
            return Index(
                str(told["read_by"]),
                frozenset(told["files"]),
                tuple(self._part(one) for one in told["segments"]),
            )
        except (FileNotFoundError, NotADirectoryError) as error:
            if not (self._folder / _LIST).exists():
                return None
            raise DamagedIndex(self._folder, f"{error.filename} is missing") from error
        except (OSError, ValueError, KeyError, TypeError, EOFError, pa.ArrowException) as error:
            raise DamagedIndex(self._folder, str(error)) from error

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock that one process at a time changes the index under; tidy up afterwards.

        Whoever erases a person waits for it, so look at the store inside of it:
        an index of what was there before would outlive them.

        Raises
        ------
        Locked
            If another process holds it for longer than we wait.
        NotWritable, DiskFull, CannotWrite
            If the system refuses.
        """
        with cache_lock(self._workspace, wait_seconds=self._wait_seconds):
            with plainly_told(self._workspace):
                self._folder.mkdir(parents=True, exist_ok=True)
            try:
                yield
            finally:
                self._sweep()

    def keep(self, segment: Segment) -> Segment:
        """Write a segment and return it as it lies on disk; seen by nobody until it is listed."""
        name = uuid4().hex
        folder = self._folder / name
        with plainly_told(self._workspace):
            folder.mkdir()
            for array in _ARRAYS:
                with (folder / f"{array}.npy").open("wb") as file:
                    np.save(file, getattr(segment, array), allow_pickle=False)
                    _onto_disk(file)
            ids = pa.record_batch({"demand_id": segment.ids})
            _write_arrow(folder / _IDS, [ids], ids.schema)
            _write_arrow(folder / _TEXTS, _blocks(segment), SHOWN, compression="lz4")
            return _mapped(folder, load=segment.load)

    def publish(self, index: Index) -> None:
        """Make an index whose segments were kept the one that is read from now on."""
        number = uuid4().hex[:12]
        segments = []
        with plainly_told(self._workspace):
            for part in index.parts:
                dead = None
                if not part.alive.all():
                    dead = f"{part.segment.name}.{number}.npy"
                    with (self._folder / dead).open("wb") as file:
                        np.save(file, np.packbits(~part.alive), allow_pickle=False)
                        _onto_disk(file)
                segments.append(
                    {
                        "name": part.segment.name,
                        "rows": part.segment.rows,
                        "load": part.segment.load,
                        "dead": dead,
                    }
                )
            told = {
                "format": FORMAT,
                "read_by": index.read_by,
                "files": sorted(index.files),
                "segments": segments,
            }
            write_whole(self._folder / _LIST, json.dumps(told).encode())

    def _part(self, told: Mapping[str, Any]) -> Part:
        segment = _mapped(self._folder / Path(told["name"]).name, load=float(told["load"]))
        if segment.rows != told["rows"]:
            raise ValueError(f"{segment.name} holds {segment.rows} demands, not {told['rows']}")
        return Part(segment, self._alive(segment, told["dead"]))

    def _alive(self, segment: Segment, dead: str | None) -> Bools:
        if dead is None:
            return np.ones(segment.rows, bool)
        packed = np.load(self._folder / Path(dead).name, allow_pickle=False)
        if packed.shape != ((segment.rows + 7) // 8,):
            raise ValueError(f"{dead} is of another segment")
        alive: Bools = np.unpackbits(packed, count=segment.rows) == 0
        return alive

    def _sweep(self) -> None:
        """Delete what the list does not name; where another process still reads it, later."""
        try:
            told = json.loads((self._folder / _LIST).read_text(encoding="utf-8"))
            named = {one[part] for one in told["segments"] for part in ("name", "dead")}
        except (OSError, ValueError, KeyError, TypeError):
            named = set()
        with suppress(OSError):
            for path in list(self._folder.iterdir()):
                if path.name in named or path.name == _LIST:
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def _blocks(segment: Segment) -> Iterator[pa.RecordBatch]:
    for block in range(segment.texts.num_record_batches):
        yield segment.texts.get_batch(block)


def _write_arrow(
    path: Path,
    batches: Iterator[pa.RecordBatch] | list[pa.RecordBatch],
    schema: pa.Schema,
    *,
    compression: str | None = None,
) -> None:
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with path.open("wb") as file:
        with pa.ipc.new_file(file, schema, options=options) as writer:
            for batch in batches:
                writer.write_batch(batch)
        _onto_disk(file)


def _mapped(folder: Path, *, load: float) -> Segment:
    """Return a segment that lies in a folder, after a look at whether its parts fit together."""
    arrays = {
        name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS
    }
    ids = pa.ipc.open_file(pa.memory_map(str(folder / _IDS))).get_batch(0)["demand_id"]
    # A block is small: handing it to another thread would take longer than reading it.
    alone = pa.ipc.IpcReadOptions(use_threads=False)
    texts = pa.ipc.open_file(pa.memory_map(str(folder / _TEXTS)), options=alone)
    segment = Segment(ids=ids, texts=texts, load=load, name=folder.name, **arrays)
    of_rows = {len(segment.ids), *(len(arrays[name]) for name in ("stamps", "lengths", "norms"))}
    if (
        of_rows != {len(segment.meanings)}
        or len(segment.starts) != len(segment.numbers) + 1
        or int(segment.starts[-1]) != len(segment.postings)
    ):
        raise ValueError(f"the parts of {folder.name} do not fit together")
    return replace(segment, lengths=np.array(segment.lengths), norms=np.array(segment.norms))


def _onto_disk(file: Any) -> None:
    """Make sure that a file is on the disk before a list names it."""
    file.flush()
    os.fsync(file.fileno())
