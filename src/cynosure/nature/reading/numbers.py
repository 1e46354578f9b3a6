"""Numbers of whole texts, for drawing lots: the same on every machine, for good.

They need not be quick, and must never change: a draw is made again from its seed.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.texts.arrays import I64, U64

_PRIME = 0x9E3779B97F4A7C15  # odd, so that its powers have an inverse modulo 2^64
_INVERSE = pow(_PRIME, -1, 1 << 64)


def mixed(numbers: U64) -> U64:
    """Return the numbers with their bits spread (the finish of splitmix64).

    >>> mixed(np.array([1, 2], dtype=np.uint64)).tolist()
    [6238072747940578789, 15839785061582574730]
    """
    spread = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    spread = (spread ^ (spread >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return spread ^ (spread >> np.uint64(31))


_BYTE_NUMBERS = mixed(np.arange(1, 257, dtype=np.uint64))


def _powers(base: int, n: int) -> U64:
    steps = np.full(n, base, dtype=np.uint64)
    steps[0] = 1
    return np.cumprod(steps, dtype=np.uint64)


class _Powers:
    """Powers of the prime and of its inverse, made once and longer when needed."""

    def __init__(self) -> None:
        self.up = self.down = np.ones(1, dtype=np.uint64)

    def reach(self, n: int) -> tuple[U64, U64]:
        up, down = self.up, self.down
        if len(up) < n or len(down) < n:
            n = 1 << max(16, (n - 1).bit_length())
            self.up, self.down = up, down = _powers(_PRIME, n), _powers(_INVERSE, n)
        return up, down


_POWERS = _Powers()


def numbers_of(texts: pa.Array) -> U64:
    """Return one 64-bit number for each whole text, byte for byte, the same on every machine."""
    texts = pc.fill_null(texts.cast(pa.large_string()), "")
    bounds = np.frombuffer(texts.buffers()[1], dtype=np.int64)
    bounds = bounds[texts.offset : texts.offset + len(texts) + 1]
    content = texts.buffers()[2]
    raw = np.frombuffer(content, dtype=np.uint8) if content else np.zeros(0, np.uint8)
    raw, bounds = raw[bounds[0] : bounds[-1]], bounds - bounds[0]
    return _numbers(raw, bounds[:-1], bounds[1:])


def _numbers(raw: NDArray[np.uint8], start: I64, end: I64) -> U64:
    """Return each text's number: a polynomial of its bytes modulo 2^64, mixed.

    The polynomials of all texts come from one running sum over all bytes, so
    the cost does not depend on how long each text is.
    """
    up, down = _POWERS.reach(len(raw) + 1)
    running = np.zeros(len(raw) + 1, dtype=np.uint64)
    np.cumsum(_BYTE_NUMBERS[raw] * up[: len(raw)], out=running[1:])
    return mixed((running[end] - running[start]) * down[start])
