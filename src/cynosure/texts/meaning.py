"""What a text means, as a row of small numbers (for now: its words, hashed)."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import numpy as np
import pyarrow as pa

from cynosure.texts.arrays import F32, I8

READ_BY = "words:0"  # version of the reading, kept beside what is made with it
DIMENSIONS = 128

_WORD = re.compile(r"[^\W\d_]{3,}")
_EMPTY = frozenset({"the", "and", "with", "when", "our", "your", "this", "that", "for", "since"})


def meanings_of(titles: pa.Array, bodies: pa.Array) -> I8:
    """Return a row of numbers a text; a row of 0 says nothing.

    >>> meanings_of(pa.array(["Export fails", None]), pa.array([None, ":-)"])).any(axis=1).tolist()
    [True, False]
    """
    rows = np.zeros((len(titles), DIMENSIONS), np.int8)
    for row, (title, body) in enumerate(zip(titles.to_pylist(), bodies.to_pylist(), strict=True)):
        words = set(_WORD.findall(f"{title or ''} {(body or '')[:300]}".lower())) - _EMPTY
        if words:
            told = np.sum([_vector(word.rstrip("s")) for word in words], axis=0)
            length = float(np.linalg.norm(told))
            rows[row] = np.rint(told * 127 / length) if length else 0
    return rows


@lru_cache(maxsize=100_000)
def _vector(word: str) -> F32:
    rng = np.random.default_rng(zlib.crc32(word.encode()))
    return rng.standard_normal(DIMENSIONS).astype(np.float32)
