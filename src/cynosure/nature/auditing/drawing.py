"""A random sample of demands that anybody can draw again."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from cynosure.nature.reading.numbers import mixed, numbers_of


def draw(batches: Iterable[pa.RecordBatch], n: int, *, seed: str) -> tuple[str, ...]:
    """Return the ids of `n` demands drawn at random, each as likely as any other.

    The draw depends on the seed and on which demands there are, not on their
    order or batches: every id gets a number from the seed, and the smallest
    numbers win. A larger draw with the same seed begins with the smaller one.
    Fewer than `n` demands: all of them.

    Parameters
    ----------
    batches
        Batches with a column demand_id, each id once.

    Examples
    --------
    >>> demands = pa.RecordBatch.from_pydict({"demand_id": [f"desk:{i}" for i in range(9)]})
    >>> first = draw([demands], 3, seed="audit")
    >>> first == draw([demands.slice(4), demands.slice(0, 4)], 3, seed="audit"), len(first)
    (True, 3)
    """
    if n < 1:
        return ()
    salt = mixed(numbers_of(pa.array([seed])))
    kept: list[tuple[int, str]] = []
    for batch in batches:
        ids = batch["demand_id"].cast(pa.string())
        if not len(ids):
            continue
        lots = mixed(numbers_of(ids) ^ salt)
        least = np.argpartition(lots, n - 1)[:n] if n < len(lots) else np.arange(len(lots))
        found = zip(lots[least].tolist(), ids.take(pa.array(least)).to_pylist(), strict=True)
        kept = sorted([*kept, *found])[:n]
    return tuple(demand_id for _, demand_id in kept)
