"""How the demands of a list divide, by what it is narrowed by most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from cynosure.wiring.told.answering import kept
from cynosure.wiring.told.listing import source_of
from cynosure.wiring.told.reading import Told
from cynosure.workflows.told.conditions import condition
from cynosure.workflows.told.filters import UNKNOWN, Filters
from cynosure.workflows.told.listing import ListedDemand

FACETS = ("nature", "code", "state", "theme", "product", "channel", "source")
_SHOWN = 8  # words of a facet, the most frequent

Facets = Mapping[str, tuple[tuple[str, int], ...]]


def facets_of(told: Told, filters: Filters) -> Facets:
    """Return for each facet its most frequent words and how many demands have each.

    Of a facet that the list is narrowed by, the other words are counted as if it were not:
    so that one sees what a further choice would add. What is chosen is always among them.
    """

    def count() -> Facets:
        # Facets whose own choice is empty are counted together, over the same demands.
        asked: dict[Filters, list[str]] = defaultdict(list)
        for name in FACETS:
            without: dict[str, Any] = {name: ()}
            asked[replace(filters, **without)].append(name)
        found: dict[str, tuple[tuple[str, int], ...]] = {}
        for narrowed, names in asked.items():
            found |= _counted(told, narrowed, names, filters)
        return {name: found[name] for name in FACETS}

    return kept(told, ("facets", filters), count)


def facets_among(rows: Iterable[ListedDemand]) -> Facets:
    """Return the same of some rows, as they are."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows:
        for name in FACETS:
            counts[name][getattr(row, name) or UNKNOWN] += 1
    return {name: _best(counts[name].items(), ()) for name in FACETS}


def _counted(told: Told, narrowed: Filters, names: list[str], filters: Filters) -> Facets:
    chosen = condition(narrowed)
    columns = ", ".join(f'"{name}"' for name in names)
    sets = ", ".join(f'("{name}")' for name in names)
    marks = " ".join(
        f"WHEN grouping(\"{name}\") = 0 THEN coalesce(nullif(\"{name}\", ''), '{UNKNOWN}')"
        for name in names
    )
    of = " ".join(f"WHEN grouping(\"{name}\") = 0 THEN '{name}'" for name in names)
    query = (
        f"SELECT CASE {of} END AS of, CASE {marks} END AS word, count(*) AS n "  # noqa: S608 - ours
        f"FROM (SELECT {columns} FROM {source_of(told, narrowed)} WHERE {chosen.sql}) "
        f"GROUP BY GROUPING SETS ({sets})"
    )
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for row in told.engine.rows(query, chosen.parameters).to_pylist():
        counts[row["of"]][row["word"]] += int(row["n"])
    return {name: _best(counts[name].items(), getattr(filters, name)) for name in names}


def _best(
    counts: Iterable[tuple[str, int]], chosen: tuple[str, ...]
) -> tuple[tuple[str, int], ...]:
    known = dict(counts)
    ranked = sorted(known.items(), key=lambda one: (-one[1], one[0]))
    best = ranked[:_SHOWN]
    best += [(word, known.get(word, 0)) for word in chosen if word not in dict(best)]
    return tuple(best)


assert set(FACETS) <= {each.name for each in fields(Filters)}, "each facet is a filter"
