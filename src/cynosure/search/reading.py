"""Demands read for the index, a batch at a time, until they are enough for a segment."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.search.segment import (
    MOST_BYTES,
    MOST_ROWS,
    MOST_WORDS,
    SHOWN,
    Read,
    Segment,
    paired,
    segment_of,
)
from cynosure.search.signs import SIGNS_BY
from cynosure.search.words import BODY_CHARACTERS, TITLE_CHARACTERS, composed, words_of
from cynosure.texts import meaning
from cynosure.texts.arrays import I8, I64, U64
from cynosure.texts.columns import texts_of
from cynosure.texts.native import native

# Batches are read in pieces that always fit into an empty segment.
PIECE = 2_048
_FNV_START, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_END = np.uint64(256)


def read_by() -> str:
    """Return by which reading of words and meanings an index is made.

    An index of another one is made anew.
    """
    return f"{SIGNS_BY} {meaning.READ_BY}"


class _Piece(NamedTuple):
    texts: pa.Table
    stamps: U64
    lengths: I64
    meanings: I8
    words: U64
    counts: I64


class Draft:
    """Demands on their way into a segment."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._rows = self._words = self._bytes = 0

    @property
    def load(self) -> float:
        """How full the segment would be: its rows, words or bytes, whichever is nearest to full."""
        return max(self._rows / MOST_ROWS, self._words / MOST_WORDS, self._bytes / MOST_BYTES)

    def add(self, batch: pa.RecordBatch, stamps: U64) -> Segment | None:
        """Add demands, at most `PIECE`; return the segment of those before if it is full."""
        texts = _as_shown(batch)
        title, body = texts["title"].combine_chunks(), texts["body"].combine_chunks()
        counted = words_of(title, body)
        weight = sum(column.nbytes for column in texts.columns)
        full = (
            self._rows + len(texts) > MOST_ROWS
            or self._words + len(counted.words) > MOST_WORDS
            or self._bytes + weight > MOST_BYTES
        )
        before = self.segment() if full else None
        self._pieces.append(
            _Piece(
                texts,
                stamps,
                counted.lengths,
                meaning.meanings_of(title, body),
                counted.words,
                counted.counts,
            )
        )
        self._rows += len(texts)
        self._words += len(counted.words)
        self._bytes += weight
        return before

    def segment(self) -> Segment | None:
        """Return what was added as a segment, None if that is nothing, and begin anew."""
        pieces, load = self._pieces, self.load
        self._pieces, self._rows, self._words, self._bytes = [], 0, 0, 0
        if not pieces:
            return None
        counts = np.concatenate([piece.counts for piece in pieces])
        return segment_of(
            Read(
                texts=pa.concat_tables([piece.texts for piece in pieces]),
                stamps=np.concatenate([piece.stamps for piece in pieces]),
                lengths=np.concatenate([piece.lengths for piece in pieces]).astype(np.int32),
                meanings=np.concatenate([piece.meanings for piece in pieces]),
                pairs=paired(
                    np.concatenate([piece.words for piece in pieces]),
                    np.repeat(np.arange(len(counts)), counts),
                ),
                # The largest text of all may be more than a segment should hold; it has its own.
                load=min(load, 1.0),
            )
        )


def stamps_of(batch: pa.RecordBatch) -> U64:
    """Return a number for what each demand says: another one when the text or the asker changes.

    >>> one = pa.record_batch({name: ["a", "b"] for name in SHOWN.names})
    >>> len(set(stamps_of(one).tolist()))
    2
    """
    found = np.full(batch.num_rows, _FNV_START, np.uint64)
    for name, other in (("title", "body"), ("asker", "asker_kind")):
        texts = texts_of(batch[name], batch[other])
        add_to_stamps(texts.title, texts.title_bounds, found)
        add_to_stamps(texts.body, texts.body_bounds, found)
    return found


@native
def add_to_stamps(content: np.ndarray, bounds: I64, stamps: U64) -> None:
    """Add a column's bytes to the stamps of its rows, and where they end (FNV-1a)."""
    for row in range(len(stamps)):
        stamp = stamps[row]
        for place in range(bounds[row], bounds[row + 1]):
            stamp = (stamp ^ np.uint64(content[place])) * _FNV_PRIME
        stamps[row] = (stamp ^ _END) * _FNV_PRIME


def _as_shown(batch: pa.RecordBatch) -> pa.Table:
    """Return what is kept of demands: their texts as far as they are read."""
    kept = {name: batch[name].cast(pa.string()) for name in SHOWN.names}
    for name, characters in (("title", TITLE_CHARACTERS), ("body", BODY_CHARACTERS)):
        # Cut twice: composing a megabyte to keep a page would take long.
        start = pc.utf8_slice_codeunits(kept[name], 0, 2 * characters)
        kept[name] = pc.utf8_slice_codeunits(composed(start), 0, characters).cast(pa.string())
    return pa.table(kept, schema=SHOWN)
