from __future__ import annotations

import pyarrow as pa

from cynosure.themes import largest_groups, near_equal_groups
from tests.themes.texts import batches, said


class TestLargestGroups:
    def test_lists_the_largest_first_with_their_members(self) -> None:
        groups = near_equal_groups(batches(said()))

        largest = largest_groups(groups, count=3)

        assert [group.size for group in largest] == sorted((g.size for g in largest), reverse=True)
        assert all(len(group.demand_ids) == group.size for group in largest)
        assert {d.split("-")[0] for d in largest[0].demand_ids.to_pylist()} == {"export"}

    def test_orders_equal_ones_by_their_id(self) -> None:
        groups = pa.table({"demand_id": list("abcd"), "group_id": ["y", "x", "x", "y"]})

        assert [group.group_id for group in largest_groups(groups)] == ["x", "y"]

    def test_is_empty_where_nothing_recurs(self) -> None:
        groups = pa.table({"demand_id": ["a"], "group_id": pa.nulls(1, pa.string())})

        assert largest_groups(groups) == []
