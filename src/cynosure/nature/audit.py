"""The audit: people label a random sample, and the failure share gets a true interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from cynosure.answers import Interval
from cynosure.demand import Nature
from cynosure.nature.drawing import draw
from cynosure.statistics import Share, wilson

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Draw:
    """A simple random sample, in the order in which it is to be labelled.

    Each beginning of `demand_ids` is a random sample too, so one may stop after any demand.
    """

    seed: int
    population: int
    demand_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A person's word on one demand; no nature means that they could not tell."""

    demand_id: str
    nature: Nature | None
    code: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedShare:
    """The failure share of a labelled random sample; what is neither stands beside."""

    value: float | None
    interval: Interval | None
    failures: int
    values: int
    none: int
    unknown: int
    doubtful: int
    population: int

    @property
    def labelled(self) -> int:
        """How many demands of the sample have a label, whatever it says."""
        return self.failures + self.values + self.none + self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far a classifier's natures agree with people's, here, on this sample."""

    n: int
    same: int
    kappa: float | None
    precision: Share  # of what it calls failure demand, the share that is
    recall: Share  # of what is failure demand, the share that it finds
    confusion: Mapping[tuple[str, str], int]  # (people's, classifier's) → demands


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


def labelled_so_far(drawn: Draw, labels: Mapping[str, Labelled]) -> list[Labelled]:
    """Return the labels of the sample's beginning, up to the first demand without one.

    Labels further on, or of demands that later arrivals pushed out of the sample,
    would not be a random sample of today's demands and are left out; they count
    again once the gap is filled.

    >>> drawn = Draw(seed=1, population=9, demand_ids=("a", "b", "c"))
    >>> known = {i: Labelled(i, "failure") for i in ("a", "c")}
    >>> [label.demand_id for label in labelled_so_far(drawn, known)]
    ['a']
    """
    beginning = []
    for demand_id in drawn.demand_ids:
        if demand_id not in labels:
            break
        beginning.append(labels[demand_id])
    return beginning


def audited_share(
    labels: Iterable[Labelled], *, population: int, level: float = 0.95
) -> AuditedShare:
    """Return the failure share in failure and value demand, with Wilson's interval.

    `labels` is a simple random sample of `population` demands. Demands that ask
    nothing and those that the labeller could not tell stand beside and never in
    the denominator; doubtful ones count as they were labelled, because leaving
    them out would leave out the hard ones. Value and interval are None without
    failure and value demand. The interval does not grow narrower for a sample
    that is a large part of all demands, so it errs on the wide side.

    >>> share = audited_share(
    ...     [Labelled(str(i), "failure" if i < 12 else "value") for i in range(40)], population=900
    ... )
    >>> share.value, round(share.interval.low, 2), round(share.interval.high, 2)
    (0.3, 0.18, 0.45)
    """
    labels = list(labels)
    natures = Counter(label.nature or _UNKNOWN for label in labels)
    failures, values = natures["failure"], natures["value"]
    share = wilson(failures, failures + values, level=level)
    interval = None
    if share.low is not None and share.high is not None:
        method = f"Wilson, {failures} failure in {failures + values} labelled failure or value"
        interval = Interval(share.low, share.high, "audit", method, level)
    return AuditedShare(
        value=share.share,
        interval=interval,
        failures=failures,
        values=values,
        none=natures["none"],
        unknown=natures[_UNKNOWN],
        doubtful=sum(label.doubtful for label in labels),
        population=population,
    )


def labels_still_needed(
    share: AuditedShare, *, half_width: float = 0.03, level: float = 0.95
) -> int:
    """Return about how many more labels bring the interval to ± `half_width`.

    Takes the share as it stands (one half while there is none) and as many
    demands without failure or value among the next as among those labelled. At
    most what is left of the population.

    >>> some = audited_share(
    ...     [Labelled(str(i), "failure" if i < 12 else "value") for i in range(40)],
    ...     population=100_000,
    ... )
    >>> labels_still_needed(some), labels_still_needed(some, half_width=0.2)
    (854, 0)
    """
    asked = share.failures + share.values
    value = 0.5 if share.value is None else share.value

    def too_wide(n: int) -> bool:
        around = wilson(round(value * n), n, level=level)
        assert around.low is not None
        assert around.high is not None
        return (around.high - around.low) / 2 > half_width

    low, high = max(asked, 1), max(asked, 1)
    while too_wide(high):
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if too_wide(middle) else (low, middle)
    needed = high if too_wide(low) else low
    told = (asked + 1) / (share.labelled + 1)
    more = 0 if needed <= asked else round((needed - asked) / told)
    return max(0, min(more, share.population - share.labelled))


def agreement(
    labels: Iterable[Labelled], predicted: Mapping[str, str | None], *, level: float = 0.95
) -> Agreement:
    """Return how far a classifier agrees with people on the same demands.

    Natures are compared, "unknown" being one of them on both sides; demands
    without a prediction (not even an unknown one) are left out. Cohen's kappa is
    the agreement beyond that of two who label by chance in their own proportions
    (Cohen, 1960); it is None where chance alone agrees wholly. Precision and recall
    are those of failure demand, with Wilson's interval, and hold for the population
    because the sample is a random one.

    >>> people = [Labelled("a", "failure"), Labelled("b", "value"), Labelled("c", "failure")]
    >>> found = agreement(people, {"a": "failure", "b": "value", "c": "value"})
    >>> found.same, round(found.kappa, 2), found.precision.share, found.recall.share
    (2, 0.4, 1.0, 0.5)
    """
    pairs = Counter(
        (label.nature or _UNKNOWN, predicted[label.demand_id] or _UNKNOWN)
        for label in labels
        if label.demand_id in predicted
    )
    n = pairs.total()
    people, machine = Counter[str](), Counter[str]()
    for (theirs, its), count in pairs.items():
        people[theirs] += count
        machine[its] += count
    same = sum(count for (theirs, its), count in pairs.items() if theirs == its)
    chance = sum(people[nature] * machine[nature] for nature in people)
    right = pairs["failure", "failure"]
    return Agreement(
        n=n,
        same=same,
        kappa=(same * n - chance) / (n * n - chance) if n * n != chance else None,
        precision=wilson(right, machine["failure"], level=level),
        recall=wilson(right, people["failure"], level=level),
        confusion=dict(sorted(pairs.items())),
    )
