"""How often a rule or a part of a chain is right, by what people said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cynosure.statistics import Share, wilson

Said = tuple[str | None, str | None]  # nature and code


@dataclass(frozen=True, slots=True)
class Judged:
    """The demands that one spoke of, and of those that people judged the share that was right."""

    name: str
    hits: int
    judged: int
    right: Share  # Wilson, 95 %; its numbers are None where nobody judged


def judged(
    hits: Mapping[str, int],
    said: Iterable[tuple[str, str, Said]],
    people: Mapping[str, Said],
) -> list[Judged]:
    """Return for each name in `hits` how many of those that people judged were right.

    `said` are triples of a name, a demand's id and what was said of it, at
    least for the demands that people judged; `people` is what people said, by
    id. Right is the same nature with the same code; where one of the two gave
    no code, the same nature. A demand that people could not tell is not
    judged. The interval is that of a random sample, so it holds for labels of
    an audit, not for demands that somebody picked.

    >>> found = judged(
    ...     {"late": 2, "praise": 0},
    ...     [("late", "desk:1", ("failure", "slow")), ("late", "desk:2", ("failure", "slow"))],
    ...     {"desk:1": ("failure", "broken")})
    >>> [(each.name, each.hits, each.judged, each.right.share) for each in found]
    [('late', 2, 1, 0.0), ('praise', 0, 0, None)]
    """
    known, right = Counter[str](), Counter[str]()
    for name, demand_id, answer in said:
        theirs = people.get(demand_id)
        if theirs is not None and theirs[0] is not None:
            known[name] += 1
            right[name] += _same(answer, theirs)
    return [
        Judged(name, n, known[name], wilson(right[name], known[name])) for name, n in hits.items()
    ]


def _same(said: Said, theirs: Said) -> bool:
    return said[0] == theirs[0] and (said[1] == theirs[1] or None in (said[1], theirs[1]))
