"""The source's own words, compressed as intake hands them over."""

from __future__ import annotations

import pyarrow as pa

_ZSTD = pa.Codec("zstd")


def unpacked(payload: bytes) -> bytes:
    """Return a payload's words: JSON as bytes.

    >>> unpacked(packed(b'{"id": 7}'))
    b'{"id": 7}'
    """
    with pa.CompressedInputStream(pa.BufferReader(payload), "zstd") as stream:
        return bytes(stream.read())


def packed(words: bytes) -> bytes:
    """Return words as they are stored."""
    return bytes(_ZSTD.compress(words, asbytes=True))
