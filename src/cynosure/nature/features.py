"""What the model sees of a demand: four blocks of yes-or-no features.

`words` holds single words and pairs of neighbours, `title` the same of the
title alone, `evidence` what the source called the demand, and `letters` the
runs of three to five letters inside words. A feature counts once a text
however often it occurs, and each block is scaled to length one by itself, so
that a long body cannot drown a short title.

Runs of letters belong to a word, not to a text: each distinct word is a
vector of its runs of length one, and a text is the sum of its distinct words.
So a word is taken apart once for all the texts that hold it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.nature.evidence import EVIDENCE_COLUMNS, evidence_columns
from cynosure.nature.words import I64, U64, Words, mixed, words_of

# Buckets of each block, as powers of two. Changing one makes the shipped weights useless.
BITS: Mapping[str, int] = MappingProxyType({"words": 20, "letters": 19, "title": 18})
WIDTHS: Mapping[str, int] = MappingProxyType(
    {**{block: 1 << bits for block, bits in BITS.items()}, "evidence": EVIDENCE_COLUMNS}
)

_SALTS: Mapping[str, int] = MappingProxyType({"words": 1, "letters": 2, "title": 3})
_PAIR = np.uint64(0x632BE59BD9B4E019)
_SLOT_BITS = 20
# A longer run of letters is a hash, a path or a script without spaces.
_LETTERS_READ = 24
_SHORTEST, _LONGEST = 3, 5


@dataclass(frozen=True, slots=True)
class Features:
    """The features of some texts, as matrices of ones.

    In `blocks` the rows are texts and the columns are buckets. For letters
    there are two steps: `words_of_texts`, and `letters_of_words` beneath it;
    `occurrence` is a place in `words` of each distinct word.
    """

    words: Words
    blocks: Mapping[str, sp.csr_matrix]
    occurrence: I64
    words_of_texts: sp.csr_matrix
    letters_of_words: sp.csr_matrix


def features_of(
    titles: pa.Array, bodies: pa.Array, reported: pa.Array, labels: pa.Array | None = None
) -> Features:
    """Return the features of demands, one row each, the same wherever they are made.

    >>> made = features_of(pa.array(["Login fails"]), pa.array([None], pa.string()),
    ...                    pa.array(["Bug"]))
    >>> {name: block.nnz for name, block in made.blocks.items()}, made.letters_of_words.nnz
    ({'words': 3, 'title': 3, 'evidence': 1}, 24)
    """
    words = words_of(titles, bodies)
    occurrence, which = _distinct(words)
    return Features(
        words=words,
        blocks={
            "words": _grams(words, "words", np.ones(len(words.text), dtype=np.bool_)),
            "title": _grams(words, "title", words.in_title),
            "evidence": evidence_columns(reported, labels),
        },
        occurrence=occurrence,
        words_of_texts=_matrix(words.text, which, (words.texts, len(occurrence))),
        letters_of_words=_letters_of_words(words, occurrence),
    )


def lengths(ones: sp.csr_matrix) -> NDArray[np.float64]:
    """Return what each row of a matrix of ones is divided by to have length one."""
    counted: NDArray[np.float64] = np.sqrt(np.maximum(np.diff(ones.indptr), 1).astype(np.float64))
    return counted


def pairs(numbers: U64) -> U64:
    """Return the number of each word joined with its predecessor; the first has none."""
    return numbers[:-1] * _PAIR + numbers[1:]


def buckets(numbers: U64, block: str) -> I64:
    """Return the columns in which a block counts words, pairs or runs of letters."""
    salted = mixed(numbers ^ np.uint64(_SALTS[block]))
    return (salted >> np.uint64(64 - BITS[block])).astype(np.int64)


def _matrix(rows: I64, columns: I64, shape: tuple[int, int]) -> sp.csr_matrix:
    """Return ones at the given places; `rows` ascend, places may repeat."""
    starts = np.searchsorted(rows, np.arange(shape[0] + 1))
    places = columns.astype(np.int32)
    ones = np.ones(len(places), dtype=np.int32)
    matrix = sp.csr_matrix((ones, places, starts.astype(np.int32)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def _grams(words: Words, block: str, inside: NDArray[np.bool_]) -> sp.csr_matrix:
    """Return words and pairs of neighbours within a text and within or outside its title."""
    text, numbers = words.text, words.number
    together = (text[1:] == text[:-1]) & (words.in_title[1:] == words.in_title[:-1])
    keep = np.zeros((len(text), 2), dtype=np.bool_)
    keep[:, 0] = inside
    keep[1:, 1] = together & inside[1:]
    columns = np.zeros((len(text), 2), dtype=np.int64)
    columns[:, 0] = buckets(numbers, block)
    columns[1:, 1] = buckets(pairs(numbers), block)
    rows = np.repeat(text, 2)[keep.ravel()]
    return _matrix(rows, columns.ravel()[keep.ravel()], (words.texts, WIDTHS[block]))


def _distinct(words: Words) -> tuple[I64, I64]:
    """Return one occurrence of each distinct word, and for each word which of them it is.

    A table of slots finds them without sorting; the few words that lose their
    slot to another are told apart by sorting only those.
    """
    numbers = words.number
    places = np.arange(len(numbers), dtype=np.int64)
    slot = (numbers >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
    table = np.empty(1 << _SLOT_BITS, dtype=np.int64)
    table[slot] = places
    stands_for = table[slot]
    lost = np.flatnonzero(numbers[stands_for] != numbers)
    if len(lost):
        _, first, which = np.unique(numbers[lost], return_index=True, return_inverse=True)
        stands_for[lost] = lost[first][which]
    chosen = np.zeros(len(numbers), dtype=np.bool_)
    chosen[stands_for] = True
    return np.flatnonzero(chosen), (np.cumsum(chosen) - 1)[stands_for]


def _letters_of_words(words: Words, occurrence: I64) -> sp.csr_matrix:
    n = len(occurrence)
    start = words.start[occurrence]
    length = np.minimum(words.end[occurrence] - start, _LETTERS_READ)
    # Every word is written into one line with a space before and behind it.
    first = np.concatenate(([0], np.cumsum(length + 2)))
    line = np.full(first[-1] + _LONGEST, ord(" "), dtype=np.uint8)
    owner = np.repeat(np.arange(n), length)
    within = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    line[first[owner] + 1 + within] = words.folded[start[owner] + within]

    letters = line.astype(np.uint64)
    place = np.arange(first[-1])
    owner = np.repeat(np.arange(n), length + 2)
    keep = np.zeros((len(place), _LONGEST - _SHORTEST + 1), dtype=np.bool_)
    columns = np.zeros(keep.shape, dtype=np.int64)
    run = letters[: len(place)].copy()
    for size in range(2, _LONGEST + 1):
        # Up to five bytes fit side by side into one number; the sixth says how many.
        run |= letters[size - 1 : size - 1 + len(place)] << np.uint64(8 * (size - 1))
        if size >= _SHORTEST:
            keep[:, size - _SHORTEST] = place + size <= first[owner + 1]
            columns[:, size - _SHORTEST] = buckets(run | np.uint64(size << 56), "letters")
    rows = np.repeat(owner, keep.shape[1])[keep.ravel()]
    return _matrix(rows, columns.ravel()[keep.ravel()], (n, WIDTHS["letters"]))
