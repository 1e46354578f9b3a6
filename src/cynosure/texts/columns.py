"""Columns of text as Arrow keeps them: bytes, and where each text begins and ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.texts.arrays import I64, U8


class Texts(NamedTuple):
    """Titles and bodies as Arrow keeps them: bytes, and where each text begins and ends."""

    title: U8
    title_bounds: I64
    body: U8
    body_bounds: I64


def texts_of(titles: pa.Array, bodies: pa.Array) -> Texts:
    """Return two Arrow columns of text as bytes and bounds; what is null is empty.

    >>> texts = texts_of(pa.array(["Login", None]), pa.array(["fails", "why?"]))
    >>> texts.title_bounds.tolist(), bytes(texts.body).decode()
    ([0, 5, 5], 'failswhy?')
    """
    return Texts(*_bytes_of(titles), *_bytes_of(bodies))


def _bytes_of(texts: pa.Array) -> tuple[U8, I64]:
    texts = pc.fill_null(texts.cast(pa.large_string()), "")
    _, bounds, content = texts.buffers()
    ends = np.frombuffer(bounds, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(content or b"", dtype=np.uint8), ends
