"""Drawing more of what the classifier is unsure of, and knowing how many more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.nature.auditing.drawing import draw

STRATA = 3
# Of each stratum at least so many: two have a variance, more have one that can be believed.
FEWEST = 10
# How far the classifier's own doubt decides where to look. It may be wrong about its doubt,
# so half of the decision is each stratum's size alone.
_BELIEVED = 0.5
_FINE = 1_000  # steps of sureness from 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Demands that the classifier is about equally sure of, as they were when drawn."""

    below: float | None  # its sureness is below this; None: no bound, the surest
    population: int
    to_draw: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A demand of a stratified sample."""

    demand_id: str
    stratum: int


def strata_of(
    batches: Iterable[pa.RecordBatch], *, n: int, bounds: Sequence[float] | None = None
) -> tuple[Stratum, ...]:
    """Return the strata of a sample of `n`, the least sure first, each with what to draw of it.

    Sureness is the probability of the nature that the classifier gave, 0 where it gave none.
    Bounds cut all demands into three parts of about the same size, unless given. A stratum
    gets labels by its size times the doubt in it: the standard deviation that the failure
    share's residual would have if the probabilities were right (Neyman's allocation), mixed
    half and half with that of all. Batches need failure_probability and value_probability,
    null where the classifier could not tell, and probability.

    Source: Cochran, Sampling Techniques (1977), 5.5.

    Examples
    --------
    >>> sure = [0.99] * 600 + [0.55] * 300
    >>> demands = pa.record_batch({"probability": sure, "failure_probability": sure,
    ...     "value_probability": [1 - p for p in sure]})
    >>> [(each.below, each.population, each.to_draw) for each in strata_of([demands], n=90)]
    [(0.551, 300, 43), (None, 600, 47)]
    """
    steps = np.zeros(_FINE + 1, dtype=np.int64)
    sums = np.zeros((_FINE + 1, 2), dtype=np.float64)
    for batch in batches:
        step = steps_of(batch)
        failure, value = (
            batch[f"{name}_probability"].cast(pa.float64()).fill_null(0.0).to_numpy()
            for name in ("failure", "value")
        )
        steps += np.bincount(step, minlength=_FINE + 1)
        for column, part in enumerate((failure, value)):
            sums[:, column] += np.bincount(step, part, _FINE + 1)
    cuts = _cuts(steps) if bounds is None else [round(bound * _FINE) for bound in bounds]
    edges = [0, *cuts, _FINE + 1]
    sizes = [int(steps[low:high].sum()) for low, high in pairwise(edges)]
    wanted = _allotted(sizes, _doubts(steps, sums, edges), n)
    uppers = [*(cut / _FINE for cut in cuts), None]
    return tuple(
        Stratum(below=below, population=size, to_draw=some)
        for below, size, some in zip(uppers, sizes, wanted, strict=True)
    )


def steps_of(batch: pa.RecordBatch) -> NDArray[np.int64]:
    """Return how sure the classifier is of each demand, in thousandths."""
    sure = batch["probability"].cast(pa.float64()).fill_null(0.0).to_numpy()
    steps: NDArray[np.int64] = np.floor(np.clip(sure, 0, 1) * _FINE + 1e-9).astype(np.int64)
    return steps


def draw_in_strata(
    batches: Iterable[pa.RecordBatch], strata: Sequence[Stratum], *, seed: int
) -> tuple[Drawn, ...]:
    """Return the sample in the order in which it is to be judged.

    Within each stratum it is the order of a simple draw with the same seed. The strata take
    turns so that each beginning holds about its part of each: one may stop after any demand,
    and what was judged of each stratum is a random sample of it.
    """
    cuts = [round(each.below * _FINE) for each in strata if each.below is not None]
    held: list[list[pa.Array]] = [[] for _ in strata]
    for batch in batches:
        place = np.searchsorted(cuts, steps_of(batch), side="right")
        ids = batch["demand_id"].cast(pa.string())
        for each in range(len(strata)):
            held[each].append(ids.filter(pa.array(place == each)))
    turns: list[tuple[float, int, str]] = []
    for number, (stratum, parts) in enumerate(zip(strata, held, strict=True)):
        theirs = (pa.record_batch({"demand_id": part}) for part in parts)
        drawn = draw(theirs, stratum.to_draw, seed=f"audit {seed}")
        turns += [
            ((place + 0.5) / stratum.to_draw, number, demand_id)
            for place, demand_id in enumerate(drawn)
        ]
    return tuple(Drawn(demand_id, number) for _, number, demand_id in sorted(turns))


def judged_so_far(
    drawn: Sequence[Drawn], known: Mapping[str, object], strata: int
) -> tuple[list[Drawn], list[int]]:
    """Return the judged beginning of each stratum's order, and how many that are of each.

    >>> order = [Drawn("a", 0), Drawn("x", 1), Drawn("b", 0), Drawn("c", 0)]
    >>> judged_so_far(order, {"a": 1, "c": 1, "x": 1}, 2)
    ([Drawn(demand_id='a', stratum=0), Drawn(demand_id='x', stratum=1)], [1, 1])
    """
    begun, counts, over = [], [0] * strata, set[int]()
    for each in drawn:
        if each.demand_id not in known:
            over.add(each.stratum)
        if each.stratum not in over:
            begun.append(each)
            counts[each.stratum] += 1
    return begun, counts


def _cuts(steps: NDArray[np.int64]) -> list[int]:
    """Return where to cut so that parts are about equal; fewer parts where sureness is lumped."""
    total = np.cumsum(steps)
    marks = [total[-1] * part / STRATA for part in range(1, STRATA)]
    cuts = [int(np.searchsorted(total, mark, side="left")) + 1 for mark in marks]
    last = int(np.flatnonzero(steps).max(initial=0))
    return sorted({cut for cut in cuts if cut <= last})


def _doubts(
    steps: NDArray[np.int64], sums: NDArray[np.float64], edges: Sequence[int]
) -> NDArray[np.float64]:
    """Return the standard deviation that each stratum's residuals would have."""
    n = np.maximum(steps, 1)
    failure, value = (sums / n[:, None]).T
    asked = sums.sum()
    share = sums[:, 0].sum() / asked if asked else 0.5
    # What is said to be neither adds nothing; what is not said at all could be either.
    mean = failure * (1 - share) - value * share
    spread = failure * (1 - share) ** 2 + value * share**2 - mean**2
    spread = np.where(failure + value > 0, np.maximum(spread, 0), share * (1 - share))
    whole = float(steps @ spread / max(int(steps.sum()), 1))
    parts = [
        float(steps[low:high] @ spread[low:high] / max(int(steps[low:high].sum()), 1))
        for low, high in pairwise(edges)
    ]
    return np.sqrt(_BELIEVED * np.array(parts) + (1 - _BELIEVED) * whole)


def _allotted(sizes: Sequence[int], doubts: NDArray[np.float64], n: int) -> list[int]:
    """Return how many to draw of each stratum: n in all, where there are as many."""
    n = min(n, sum(sizes))
    least = [min(size, FEWEST, math.ceil(n / len(sizes))) for size in sizes]
    pull = np.array(sizes) * doubts
    pull = pull if pull.sum() else np.maximum(sizes, 1).astype(np.float64)
    parts = np.floor(pull * n / pull.sum()).astype(int).tolist()
    wanted = [
        max(few, min(size, part)) for few, size, part in zip(least, sizes, parts, strict=True)
    ]
    while sum(wanted) < n:
        # To whom the most is still owed; whoever is exhausted is passed over.
        owed = [
            -math.inf if some >= size else part * n / pull.sum() - some
            for some, size, part in zip(wanted, sizes, pull, strict=True)
        ]
        wanted[int(np.argmax(owed))] += 1
    while sum(wanted) > n:
        wanted[int(np.argmax(wanted))] -= 1
    return wanted
