"""Reading the engine's small result: whole numbers by name."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def whole(counts: pa.Table, column: str) -> NDArray[np.int64]:
    """Return a column of whole numbers; null is 0, as a sum of nothing is."""
    numbers = pc.fill_null(pc.cast(counts[column], pa.int64()), 0)
    return np.asarray(numbers.to_numpy(), dtype=np.int64)


def only(counts: pa.Table, **wanted: object) -> pa.Table:
    """Return the rows whose columns hold what is wanted; None is null.

    >>> only(pa.table({"nature": ["failure", None], "n": [3, 4]}), nature=None)["n"].to_pylist()
    [4]
    """
    for column, value in wanted.items():
        held = counts[column]
        mask = pc.is_null(held) if value is None else pc.equal(held, pa.scalar(value, held.type))
        counts = counts.filter(mask)
    return counts


def total(counts: pa.Table, column: str = "n", **wanted: object) -> int:
    """Return the sum of a column over the rows whose columns hold what is wanted.

    >>> total(pa.table({"nature": ["failure", "value"], "n": [3, 4]}), nature="value")
    4
    """
    return int(whole(only(counts, **wanted), column).sum())
