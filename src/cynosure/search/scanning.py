"""Compiled passes over a segment: which rows say a word, and how alike each row is."""

from __future__ import annotations

import numpy as np

from cynosure.search.words import WEIGHT_BITS
from cynosure.texts.arrays import F64, I8, I32, U8, U32
from cynosure.texts.native import native

# Of BM25: how soon saying a word again stops counting, and how much a long text is
# held against. The values of the first papers; nothing here depends on them finely.
K1, B = 1.2, 0.75
# A word of the title counts like one said so many more times.
_TITLE_COUNTS = 2.0
_DOWN = np.uint32(WEIGHT_BITS)
_IN_TITLE, _TIMES = np.uint32(4), np.uint32(3)


@native
def dead_among(postings: U32, dead: U32) -> int:
    """Return how many of some rows, in order, say a word."""
    found, place = 0, 0
    for row in dead:
        first = row << _DOWN
        # Both are in order, so what was passed over need not be looked at again.
        place += np.searchsorted(postings[place:], first)
        if place < len(postings) and postings[place] >> _DOWN == row:
            found += 1
    return found


@native
def add_word(
    postings: U32, lengths: I32, usual: float, rarity: float, scores: F64, said: U8
) -> None:
    """Add to each row that says a word what that counts, and one to how many words it says.

    `usual` is the mean length of a text, `rarity` the word's. A row beyond the
    segment, of a damaged file, is passed over.
    """
    for place in range(len(postings)):
        row = postings[place] >> _DOWN
        if row >= len(scores):
            continue
        times = np.float64(postings[place] & _TIMES)
        if postings[place] & _IN_TITLE:
            times += _TITLE_COUNTS
        long = K1 * (1 - B + B * lengths[row] / usual)
        scores[row] += rarity * times * (K1 + 1) / (times + long)
        said[row] += 1


@native
def add_likeness(meanings: I8, norms: F64, wanted: I8, norm: float, out: F64) -> None:
    """Write how alike each row's meaning and the wanted one are: the cosine, 0 where it is less.

    The square is taken of whole numbers, so a text is alike to itself by exactly 1.
    """
    dimensions = meanings.shape[1]
    for row in range(len(out)):
        dot = np.int32(0)
        for place in range(dimensions):
            # In this narrow form the processor multiplies many at once.
            dot = np.int32(
                dot + np.int32(np.int16(meanings[row, place])) * np.int32(np.int16(wanted[place]))
            )
        both = norms[row] * norm
        if dot > 0 and both > 0:
            out[row] = np.sqrt(np.float64(dot) * np.float64(dot) / both)
        else:
            out[row] = 0.0
