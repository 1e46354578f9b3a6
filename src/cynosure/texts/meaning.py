"""What texts mean, as numbers: texts that ask for the same in other words lie close together.

A text is the sum of the vectors of its pieces, passed through two small layers. The
numbers are learnt (`training/meaning`) from a larger reader of sentences, of whose
answers this is a quick imitation. All is whole numbers, or ordinary arithmetic in a
fixed order, so that a text has the same numbers on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa

from cynosure.texts.arrays import F32, F64, I8, I32, U64
from cynosure.texts.columns import Texts, texts_of
from cynosure.texts.native import native
from cynosure.texts.pieces import Known, Page, known_pieces, new_page, read_text

READ_BY = "meaning-1"
DIMENSIONS = 192
# A meaning has this length, so that two that mean the same have its square as product.
LENGTH = 360.0
_TOGETHER = 4_096  # texts that pass the layers together


@dataclass(frozen=True, slots=True)
class Reader:
    """The learnt numbers: pieces, their vectors, and two layers behind their sum."""

    known: Known
    vectors: I8  # (pieces, inner)
    straight: F32  # (inner, dimensions), whole numbers
    bend: F32  # (inner, hidden), whole numbers
    bent: F32  # (hidden, dimensions), whole numbers
    bend_bias: F64  # (hidden,)
    bias: F64  # (dimensions,)
    scales: F64  # of the sum, the bend, the straight and the bent part


def meanings_of(titles: pa.Array, bodies: pa.Array) -> I8:
    """Return what texts mean: (n, DIMENSIONS), each row of `LENGTH`; a row of 0 says nothing.

    A row is shorter by some hundredths where one of its numbers is beyond a byte. Titles
    come first; of a long body the first sixty pieces of words are read. Pass
    `likeness_of` two rows to compare them.

    >>> asks = pa.array(["The export fails", "cannot export my data", "Where is my parcel?", "…"])
    >>> rows = meanings_of(asks, pa.nulls(4, pa.string()))
    >>> likeness_of(rows[0], rows[1]) > 0.4 > likeness_of(rows[0], rows[2])
    True
    >>> bool(rows[3].any())
    False
    """
    reader, texts = shipped_reader(), texts_of(titles, bodies)
    rows = np.zeros((len(texts.title_bounds) - 1, DIMENSIONS), np.int8)
    page = new_page()
    for start in range(0, len(rows), _TOGETHER):
        part = rows[start : start + _TOGETHER]
        sums: F32 = np.zeros((len(part), reader.vectors.shape[1]), np.float32)
        _sums(page, reader.known, texts, start, reader.vectors, reader.scales, sums)
        # Products of whole numbers below 2^24: exact in whatever order they are summed.
        hidden: F32 = sums @ reader.bend
        _bend(hidden, reader.bend_bias, reader.scales)
        straight: F32 = sums @ reader.straight
        bent: F32 = hidden @ reader.bent
        _finish(sums, straight, bent, reader.bias, reader.scales, part)
    return rows


def likeness_of(one: I8, other: I8) -> float:
    """Return how alike two meanings are: 1 for the same, about 0 for unrelated ones.

    >>> row = np.full(DIMENSIONS, 26, np.int8)
    >>> round(likeness_of(row, row), 1)
    1.0
    """
    return float(one.astype(np.int64) @ other.astype(np.int64)) / LENGTH**2


@cache
def shipped_reader() -> Reader:
    """Return the reader that ships with the package."""
    with np.load(str(files("cynosure.texts") / "weights" / "meaning.npz")) as told:
        hashes: U64 = told["hashes"]
        return Reader(
            known=known_pieces(hashes),
            vectors=told["vectors"],
            straight=told["straight"].astype(np.float32),
            bend=told["bend"].astype(np.float32),
            bent=told["bent"].astype(np.float32),
            bend_bias=told["bend_bias"],
            bias=told["bias"],
            scales=told["scales"],
        )


@native
def _sums(
    page: Page, known: Known, texts: Texts, first: int, vectors: I8, scales: F64, sums: F32
) -> None:
    """Write the sum of each text's pieces, at length one times a scale, in whole numbers."""
    inner = vectors.shape[1]
    total: I32 = np.zeros(inner, np.int32)
    for row in range(len(sums)):
        read_text(page, known, texts, first + row)
        total[:] = 0
        for place in range(page.held[0]):
            piece = page.pieces[place]
            for step in range(inner):
                total[step] += vectors[piece, step]
        square = 0.0
        for step in range(inner):
            square += float(total[step]) * float(total[step])
        if square > 0:
            scale = scales[0] / np.sqrt(square)
            for step in range(inner):
                sums[row, step] = _whole(total[step] * scale)


@native
def _whole(number: float) -> float:
    """Return the nearest whole number that a byte holds."""
    return float(np.rint(min(127.0, max(-127.0, number))))


@native
def _bend(hidden: F32, bias: F64, scales: F64) -> None:
    for row in range(hidden.shape[0]):
        for step in range(hidden.shape[1]):
            hidden[row, step] = _whole(max(0.0, hidden[row, step] * scales[1] + bias[step]))


@native
def _finish(sums: F32, straight: F32, bent: F32, bias: F64, scales: F64, out: I8) -> None:
    """Write the two parts together, at the common length."""
    made: F64 = np.zeros(out.shape[1])
    for row in range(len(out)):
        if not sums[row].any():
            continue
        square = 0.0
        for step in range(len(made)):
            made[step] = straight[row, step] * scales[2] + bent[row, step] * scales[3] + bias[step]
            square += made[step] * made[step]
        scale = LENGTH / np.sqrt(square) if square > 0 else 0.0
        for step in range(len(made)):
            out[row, step] = np.int8(_whole(made[step] * scale))
