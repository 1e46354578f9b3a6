"""A whole column masked: one quick look over all rows, then the careful reading where it pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.masking.finders import FINDERS, ODD_LETTERS, Finder
from cynosure.masking.mask import READINGS, find, known_names, replaced
from cynosure.masking.names import folded, needles

# The looks are made ready anew at each call, which takes as long as reading so many rows.
FEW = 64
# Which finders might find something in a row, one bit each.
Hints = NDArray[np.uint16]
ALL = (1 << len(FINDERS)) - 1


def mask_column(texts: pa.Array | pa.ChunkedArray, names: pa.Array | None = None) -> pa.Array:
    """Return a column of texts, each masked; what is null stays null.

    `names` holds the asker of each row, as a string or a list of strings. Every
    row comes out as `mask` makes it, only sooner: most texts hold nothing
    personal, and a look over the whole column tells which ones need no reading.

    >>> mask_column(pa.array(["Jo here", None]), pa.array(["Jo Kim", None])).to_pylist()
    ['[name] here', None]
    """
    column = _whole(texts)
    askers: list[tuple[str, ...]] = []
    if names is not None:
        askers = [known_names(each or ()) for each in names.to_pylist()]
        if len(askers) != len(column):
            raise ValueError(f"There are {len(column)} texts and {len(askers)} askers.")
    hints = first_look(column)
    rows = np.flatnonzero(hints)
    if askers:
        rows = np.union1d(rows, np.fromiter(_named(column, askers), np.int64))
    masked: dict[int, str] = {}
    pending = column.take(pa.array(rows))
    hints = hints[rows]
    for _ in range(READINGS):
        read = {
            row: replaced(text, found)
            for row, text, hint in zip(
                rows.tolist(), pending.to_pylist(), hints.tolist(), strict=True
            )
            if (found := find(text, askers[row] if askers else (), _finders(hint)))
        }
        if not read:
            break
        masked |= read
        rows = np.fromiter(read, np.int64)
        pending = pa.array(read.values(), pa.string())
        hints = first_look(pending)
    return _with(column, masked)


def first_look(texts: pa.Array) -> Hints:
    """Return for each text which finders might find something: bit i for `FINDERS[i]`.

    Few texts are not worth the look: any finder might find something in them.
    """
    if len(texts) < FEW:
        return np.asarray(pc.is_valid(texts).to_numpy(zero_copy_only=False)).astype(np.uint16) * ALL
    return look(texts)


def look(texts: pa.Array) -> Hints:
    """Return what `first_look` does, however few the texts.

    >>> [f"{hint:b}" for hint in look(pa.array(["jo@kim.example", "it is slow", None]))]
    ['1000', '0', '0']
    """
    hints: Hints = np.zeros(len(texts), np.uint16)
    for bit, finder in enumerate(FINDERS):
        hints |= _matching(texts, finder.look).astype(np.uint16) << bit
    hints[_matching(texts, ODD_LETTERS)] = ALL
    return hints


def _matching(texts: pa.Array, pattern: str) -> NDArray[np.bool_]:
    found = pc.match_substring_regex(texts, pattern)
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False))


@cache
def _finders(hint: int) -> tuple[Finder, ...]:
    return tuple(finder for bit, finder in enumerate(FINDERS) if hint >> bit & 1)


def _named(texts: pa.Array, askers: Iterable[tuple[str, ...]]) -> Iterator[int]:
    """Yield the rows whose text may say its asker's name."""
    for row, (text, names) in enumerate(zip(texts.to_pylist(), askers, strict=True)):
        if names and text:
            said = folded(text)
            for needle in needles(names):
                if needle in said:
                    yield row
                    break


def _whole(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return the texts as one array of strings."""
    if isinstance(texts, pa.ChunkedArray):
        texts = pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], texts.type)
    return texts.cast(pa.string())


def _with(column: pa.Array, masked: dict[int, str]) -> pa.Array:
    """Return the column with some rows' texts replaced."""
    if not masked:
        return column
    here = np.zeros(len(column), np.bool_)
    here[list(masked)] = True
    return pc.replace_with_mask(
        column, pa.array(here), pa.array([masked[row] for row in sorted(masked)], pa.string())
    )
