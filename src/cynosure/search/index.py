"""The index of a workspace: its segments, and how it follows what the store holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.search.reading import PIECE, Draft, stamps_of
from cynosure.search.segment import Part, Segment, joined, load_of
from cynosure.texts.arrays import U64, Bools

Progress = Callable[[str, int], None]
# Keeps a segment, and returns it as it is kept.
Keep = Callable[[Segment], Segment]
READING = "Reading for search"


@dataclass(frozen=True, slots=True)
class Index:
    """What is known for searching: each demand lives in exactly one part.

    `files` are those of the store that it was read from; they never change, so
    the same names say that there is nothing to read.
    """

    read_by: str
    files: frozenset[str] = frozenset()
    parts: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        """How many demands it holds."""
        return sum(part.rows for part in self.parts)

    def place_of(self, demand_id: str) -> tuple[int, int] | None:
        """Return the part and the row where a demand lives, None if there is none."""
        for at, part in enumerate(self.parts):
            row = pc.index(part.segment.ids, demand_id).as_py()
            if row >= 0 and part.alive[row]:
                return at, row
        return None

    def among(self, ids: pa.Array) -> list[Bools]:
        """Return for each part which of its rows are one of these demands."""
        wanted = ids.cast(pa.string())
        return [
            pc.is_in(part.segment.ids, value_set=wanted).to_numpy(zero_copy_only=False)
            for part in self.parts
        ]


def updated(
    index: Index,
    batches: Iterable[pa.RecordBatch],
    *,
    files: Iterable[str],
    keep: Keep,
    progress: Progress,
) -> Index:
    """Return the index with demands of further files in it; nothing else is read again.

    Batches have the columns of SHOWN. A demand that says what it said stays where
    it is; of one that says something else the old row dies. It holds then what an
    index made at once from all files would, and answers the same.
    """
    parts, draft, done = list(index.parts), Draft(), 0
    added: list[Segment] = []
    for batch in batches:
        stamps = stamps_of(batch)
        parts, fresh = _compared(parts, batch, stamps)
        changed, stamps = batch.filter(pa.array(fresh)), stamps[fresh]
        for start in range(0, changed.num_rows, PIECE):
            full = draft.add(changed.slice(start, PIECE), stamps[start : start + PIECE])
            if full is not None:
                added.append(keep(full))
        done += len(fresh)
        progress(READING, done)
    last = draft.segment()
    if last is not None:
        added.append(last)
    whole = [*parts, *(Part(one, np.ones(one.rows, bool)) for one in added)]
    return Index(index.read_by, frozenset(files), tuple(_settled(whole, keep)))


def _compared(
    parts: Sequence[Part], batch: pa.RecordBatch, stamps: U64
) -> tuple[list[Part], Bools]:
    """Return the parts without what says something else now, and which rows are to be added."""
    fresh = np.ones(batch.num_rows, bool)
    left = []
    for part in parts:
        places = pc.fill_null(pc.index_in(part.segment.ids, value_set=batch["demand_id"]), -1)
        at = places.to_numpy(zero_copy_only=False)
        rows = np.flatnonzero((at >= 0) & part.alive)
        same = part.segment.stamps[rows] == stamps[at[rows]]
        fresh[at[rows[same]]] = False
        dead = np.zeros(part.segment.rows, bool)
        dead[rows[~same]] = True
        left.append(part.without(dead))
    return left, fresh


def _settled(parts: Iterable[Part], keep: Keep) -> list[Part]:
    """Return parts of which few are small: small ones are joined, the half dead made anew.

    Afterwards each is at least twice as full as all smaller ones together, or does
    not fit into one with them. So there are few, and a demand is written again
    only about as often as the index doubles.
    """
    living = sorted((part for part in parts if part.rows), key=load_of, reverse=True)
    first, smaller = len(living), 0.0
    for at in reversed(range(len(living))):
        load = load_of(living[at])
        if load < min(2 * smaller, 1 - smaller):
            first = at
        smaller += load
    together = [_made(living[first:], keep)] if first < len(living) else []
    return [*(_as_kept(part, keep) for part in living[:first]), *together]


def _as_kept(part: Part, keep: Keep) -> Part:
    if 2 * part.rows < part.segment.rows:
        return _made([part], keep)
    return part if part.segment.name else Part(keep(part.segment), part.alive)


def _made(parts: Sequence[Part], keep: Keep) -> Part:
    segment = keep(joined(parts))
    return Part(segment, np.ones(segment.rows, bool))
