"""The largest groups of what recurs, and how to tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from cynosure.themes.naming import name_of_group
from cynosure.themes.typical import typical_texts


@dataclass(frozen=True, slots=True)
class RecurringGroup:
    """A group of near-equal demands: how many, and which."""

    group_id: str
    size: int
    demand_ids: pa.Array


@dataclass(frozen=True, slots=True)
class Description:
    """A group in its askers' words: a name, and the texts most like all others."""

    name: str
    typical: tuple[str, ...]


def largest_groups(groups: pa.Table, *, count: int = 5) -> list[RecurringGroup]:
    """Return the largest groups of `near_equal_groups`, largest first; equal ones by their id.

    >>> told = pa.table({"demand_id": ["a", "b", "c", "d"], "group_id": ["x", "y", "y", None]})
    >>> [(group.group_id, group.size) for group in largest_groups(told)]
    [('y', 2), ('x', 1)]
    """
    sizes = (
        groups.filter(pc.is_valid(groups["group_id"]))
        .group_by("group_id")
        .aggregate([("demand_id", "count")])
    )
    sizes = sizes.sort_by([("demand_id_count", "descending"), ("group_id", "ascending")])
    return [
        RecurringGroup(
            group_id=row["group_id"],
            size=row["demand_id_count"],
            demand_ids=pc.drop_null(
                groups.filter(pc.equal(groups["group_id"], row["group_id"]))["demand_id"]
            ).combine_chunks(),
        )
        for row in sizes.slice(0, count).to_pylist()
    ]


def described(texts: Sequence[str], *, count: int = 3) -> Description:
    """Return what to call a group and `count` of its texts to read.

    Give masked texts of the group, titles before bodies; some hundreds are enough.

    >>> described(["CSV export fails", "csv export fails often", "My CSV export fails"]).name
    'CSV export fails'
    """
    return Description(name_of_group(texts), tuple(typical_texts(texts, count=count)))
