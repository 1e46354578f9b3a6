"""A part of the index: some demands in the order of their ids, and which words they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.search.words import WEIGHT_BITS
from cynosure.texts.arrays import F64, I8, I32, I64, U32, U64, Bools

# A segment holds no more than this, so that making or joining one takes little memory.
# Rows, words and meanings are numbers in arrays; texts are bytes.
ROW_BITS = 17
MOST_ROWS = 1 << ROW_BITS
MOST_WORDS = 6_000_000
MOST_BYTES = 64 << 20
# Texts are kept in blocks of so many, compressed: few enough to be read for one of them.
BLOCK = 64

# What is shown of a demand, and whose name is masked in it.
SHOWN = pa.schema(
    [
        ("demand_id", pa.string()),
        ("title", pa.string()),
        ("body", pa.string()),
        ("asker", pa.string()),
        ("asker_kind", pa.string()),
    ]
)


class Blocks(Protocol):
    """Texts in blocks of `BLOCK` rows with the schema SHOWN; a file, or a list in memory."""

    @property
    def num_record_batches(self) -> int:
        """How many blocks there are."""

    def get_batch(self, i: int) -> pa.RecordBatch:
        """Return the block of this number."""


@dataclass(frozen=True, slots=True)
class BlocksInMemory:
    """Texts of a segment that is not on disk."""

    batches: Sequence[pa.RecordBatch]

    @property
    def num_record_batches(self) -> int:
        """How many blocks there are."""
        return len(self.batches)

    def get_batch(self, i: int) -> pa.RecordBatch:
        """Return the block of this number."""
        return self.batches[i]


@dataclass(frozen=True, slots=True)
class Segment:
    """Some demands, never changed once it is made: row i is the i-th by its id.

    The word `numbers[i]` is said by `postings[starts[i]:starts[i + 1]]`, each the
    row with, in its lowest bits, how it is said there.
    """

    ids: pa.Array
    stamps: U64  # what the demand's text was when it was read
    lengths: I32  # words that it says in all
    meanings: I8  # a row each
    norms: F64  # the square of each meaning's length
    numbers: U64
    starts: I64
    postings: U32
    texts: Blocks
    load: float  # how full it is, 1 at most
    name: str = ""  # where it is kept; empty while it is not

    @property
    def rows(self) -> int:
        """How many demands it holds, dead ones included."""
        return len(self.ids)

    def posted(self, number: np.uint64) -> U32:
        """Return the rows that say a word, in order, with how they say it."""
        at = int(np.searchsorted(self.numbers, number))
        if at == len(self.numbers) or self.numbers[at] != number:
            return self.postings[:0]
        return self.postings[self.starts[at] : self.starts[at + 1]]

    def text(self, row: int) -> dict[str, str | None]:
        """Return what is shown of a demand, by the names of SHOWN."""
        block = self.texts.get_batch(row // BLOCK)
        found: dict[str, str | None] = block.slice(row % BLOCK, 1).to_pylist()[0]
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, and which of its demands are still as it says."""

    segment: Segment
    alive: Bools

    @property
    def rows(self) -> int:
        """How many demands of it live."""
        return int(np.count_nonzero(self.alive))

    def without(self, dead: Bools) -> Part:
        """Return the part with these rows dead too."""
        return replace(self, alive=self.alive & ~dead) if dead.any() else self


@dataclass(frozen=True, slots=True)
class Read:
    """Demands as they were read, in whatever order, before they become a segment."""

    texts: pa.Table
    stamps: U64
    lengths: I32
    meanings: I8
    pairs: U64  # a word's number, then the row that says it, then how
    load: float


def segment_of(read: Read) -> Segment:
    """Return demands that were read as a segment.

    >>> texts = pa.table({name: ["a"] for name in SHOWN.names}, schema=SHOWN)
    >>> pairs = paired(np.array([9 << 3], np.uint64), np.array([0]))
    >>> one = np.ones(1, np.int32)
    >>> read = Read(texts, one.astype(np.uint64), one, np.ones((1, 2), np.int8), pairs, 0.1)
    >>> segment_of(read).posted(np.uint64(9)).tolist()
    [0]
    """
    order = pc.sort_indices(read.texts["demand_id"]).to_numpy().astype(np.int64)
    places = np.empty(len(order), np.uint64)
    places[order] = np.arange(len(order), dtype=np.uint64)
    pairs = read.pairs
    rows = places[(pairs >> np.uint64(WEIGHT_BITS)) & np.uint64(MOST_ROWS - 1)]
    pairs = _with_rows(pairs, rows)
    pairs.sort()
    words = pairs >> np.uint64(ROW_BITS + WEIGHT_BITS)
    first = np.ones(len(words), bool)
    np.not_equal(words[1:], words[:-1], out=first[1:])
    begins = np.flatnonzero(first)
    meanings = read.meanings[order]
    texts = read.texts.take(pa.array(order)).combine_chunks()
    return Segment(
        ids=_whole(texts["demand_id"]),
        stamps=read.stamps[order],
        lengths=read.lengths[order],
        meanings=meanings,
        norms=squares_of(meanings),
        numbers=words[begins],
        starts=np.append(begins, len(words)).astype(np.int64),
        postings=(pairs & np.uint64((1 << (ROW_BITS + WEIGHT_BITS)) - 1)).astype(np.uint32),
        texts=BlocksInMemory(texts.to_batches(max_chunksize=BLOCK)),
        load=read.load,
    )


def paired(words: U64, rows: I64) -> U64:
    """Return words, each a number with its weight, with the rows that say them."""
    numbers = (words >> np.uint64(WEIGHT_BITS)) << np.uint64(ROW_BITS + WEIGHT_BITS)
    placed = rows.astype(np.uint64) << np.uint64(WEIGHT_BITS)
    pairs: U64 = numbers | placed | (words & np.uint64(7))
    return pairs


def squares_of(meanings: I8) -> F64:
    """Return the square of each meaning's length, a whole number."""
    wide: I32 = np.einsum("ij,ij->i", meanings, meanings, dtype=np.int32)
    return wide.astype(np.float64)


def joined(parts: Sequence[Part]) -> Segment:
    """Return what lives of some segments as one; their loads must fit."""
    texts, stamps, lengths, meanings, pairs = [], [], [], [], []
    before = 0
    for part in parts:
        segment, alive = part.segment, part.alive
        stored = range(segment.texts.num_record_batches)
        whole = pa.Table.from_batches([segment.texts.get_batch(at) for at in stored], schema=SHOWN)
        texts.append(whole.filter(pa.array(alive)))
        stamps.append(segment.stamps[alive])
        lengths.append(segment.lengths[alive])
        meanings.append(segment.meanings[alive])
        pairs.append(_pairs_of(part, before))
        before += part.rows
    return segment_of(
        Read(
            texts=pa.concat_tables(texts),
            stamps=np.concatenate(stamps),
            lengths=np.concatenate(lengths),
            meanings=np.concatenate(meanings),
            pairs=np.concatenate(pairs),
            load=sum(load_of(part) for part in parts),
        )
    )


def load_of(part: Part) -> float:
    """Return how full a part would be without its dead, near enough."""
    return part.segment.load * part.rows / max(part.segment.rows, 1)


def _pairs_of(part: Part, before: int) -> U64:
    """Return the pairs of a part's living rows, which come after so many others."""
    segment = part.segment
    postings = np.asarray(segment.postings)
    numbers = np.repeat(np.asarray(segment.numbers), np.diff(segment.starts))
    rows = postings >> np.uint32(WEIGHT_BITS)
    keep = part.alive[rows]
    places = np.cumsum(part.alive) - 1 + before
    words = (numbers[keep] << np.uint64(WEIGHT_BITS)) | (postings[keep] & np.uint32(7))
    return paired(words, places[rows[keep]])


def _with_rows(pairs: U64, rows: U64) -> U64:
    others = ~np.uint64((MOST_ROWS - 1) << WEIGHT_BITS)
    return (pairs & others) | (rows << np.uint64(WEIGHT_BITS))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    chunks = column.combine_chunks()
    return chunks.combine_chunks() if isinstance(chunks, pa.ChunkedArray) else chunks
