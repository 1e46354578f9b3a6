"""The audit: people judge a random sample of the demands; what a sample and a word on it are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from cynosure.demand import Nature
from cynosure.nature.auditing.drawing import draw
from cynosure.nature.auditing.strata import Drawn, Stratum, judged_so_far


@dataclass(frozen=True, slots=True)
class Draw:
    """A random sample, in the order in which it is to be labelled.

    Each beginning of `demand_ids` is a random sample too, so one may stop after any demand.
    Without strata every demand had the same chance; with them `drawn_from` says the place of
    each demand's stratum.
    """

    seed: int
    population: int
    demand_ids: tuple[str, ...]
    strata: tuple[Stratum, ...] = ()
    drawn_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A person's word on one demand; no nature means that they could not tell."""

    demand_id: str
    nature: Nature | None
    code: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What of a sample has been judged and may be counted.

    `strata` holds how many demands there were in each stratum and how many of these are
    judged; it is empty for a simple sample. `drawn_from` is the stratum of each label.
    """

    labels: tuple[Labelled, ...]
    strata: tuple[tuple[int, int], ...] = ()
    drawn_from: tuple[int, ...] = ()


def draw_sample(batches: Iterable[pa.RecordBatch], *, n: int, seed: int) -> Draw:
    """Return a simple random sample of `n` demands, the same for the same seed.

    Every demand gets a number from the seed, and the lowest n are drawn (see
    `cynosure.nature.draw`): neither the order of the demands nor the machine matters, a larger
    n only adds to a smaller one, and demands that arrive later have the same chance as all
    others. Batches need the column demand_id, each id once.

    >>> demands = pa.record_batch({"demand_id": [f"desk:{i}" for i in range(1000)]})
    >>> some = draw_sample([demands], n=3, seed=7)
    >>> more = draw_sample([demands], n=5, seed=7)
    >>> some.population, some.demand_ids == more.demand_ids[:3]
    (1000, True)
    """
    population = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal population
        for batch in batches:
            population += batch.num_rows
            yield batch

    drawn = draw(counted(), n, seed=f"audit {seed}")
    return Draw(seed, population, drawn)


def judged_of(drawn: Draw, labels: Mapping[str, Labelled]) -> Judged:
    """Return the labels of the sample's beginning, up to the first demand without one.

    Of a sample in strata that is the beginning of each stratum. Labels further on, or of
    demands that later arrivals pushed out of the sample, would not be a random sample of
    today's demands and are left out; they count again once the gap is filled.

    >>> drawn = Draw(seed=1, population=9, demand_ids=("a", "b", "c"))
    >>> known = {i: Labelled(i, "failure") for i in ("a", "c")}
    >>> [label.demand_id for label in judged_of(drawn, known).labels]
    ['a']
    """
    places = drawn.drawn_from or (0,) * len(drawn.demand_ids)
    order = [Drawn(each, place) for each, place in zip(drawn.demand_ids, places, strict=True)]
    begun, counts = judged_so_far(order, labels, max(len(drawn.strata), 1))
    found = tuple(labels[each.demand_id] for each in begun)
    if not drawn.strata:
        return Judged(found)
    sizes = (stratum.population for stratum in drawn.strata)
    return Judged(
        found,
        strata=tuple(zip(sizes, counts, strict=True)),
        drawn_from=tuple(each.stratum for each in begun),
    )
