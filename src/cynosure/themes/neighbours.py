"""The nearest neighbours of meanings: all of them looked at, so that none is missed."""

from __future__ import annotations

import numpy as np

from cynosure.texts.arrays import F32, I8, I32, I64
from cynosure.texts.native import native

_TOGETHER = 1_024  # rows that are compared with all others in one product


def neighbours(meanings: I8, *, count: int) -> tuple[I64, I64]:
    """Return each row's nearest other rows, the nearest first, and their products with it.

    Both are (n, count); -1 where there are fewer others. The products of whole numbers
    are exact, and of equal ones the row with the smaller number is nearer: the same
    rows have the same neighbours on every machine.

    >>> rows = np.array([[9, 0], [8, 1], [0, 9]], np.int8)
    >>> near, product = neighbours(rows, count=1)
    >>> near[:, 0].tolist(), product[:, 0].tolist()
    ([1, 0, 1], [72, 72, 9])
    """
    rows = np.ascontiguousarray(meanings.astype(np.float32))
    n = len(rows)
    near = np.full((n, count), -1, np.int32)
    product = np.full((n, count), -(1 << 30), np.int32)
    across = np.ascontiguousarray(rows.T)
    for start in range(0, n, _TOGETHER):
        block = rows[start : start + _TOGETHER] @ across
        _nearest(
            block, start, near[start : start + len(block)], product[start : start + len(block)]
        )
    return near.astype(np.int64), product.astype(np.int64)


@native
def _nearest(block: F32, first: int, near: I32, product: I32) -> None:
    """Keep the largest products of each row of a block, by insertion."""
    count = near.shape[1]
    for row in range(len(block)):
        least = np.float32(product[row, count - 1])
        for other in range(block.shape[1]):
            if block[row, other] <= least or other == first + row:
                continue
            value, place = np.int32(block[row, other]), count - 1
            while place > 0 and product[row, place - 1] < value:
                product[row, place] = product[row, place - 1]
                near[row, place] = near[row, place - 1]
                place -= 1
            product[row, place], near[row, place] = value, other
            least = np.float32(product[row, count - 1])
