"""A sample that anybody can draw again."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature import draw


def demands(*ids: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"demand_id": pa.array(ids, pa.string())})


MANY = tuple(f"desk:{i}" for i in range(2000))


class TestDraw:
    @given(st.permutations(MANY[:30]), st.integers(0, 30), st.integers(0, 35))
    def test_does_not_depend_on_order_or_batches(self, ids: list[str], cut: int, n: int) -> None:
        whole = draw([demands(*MANY[:30])], n, seed="audit")

        assert draw([demands(*ids[:cut]), demands(*ids[cut:])], n, seed="audit") == whole
        assert len(whole) == len(set(whole)) == min(n, 30)

    def test_of_more_begins_with_the_draw_of_fewer(self) -> None:
        assert draw([demands(*MANY)], 50, seed="a")[:20] == draw([demands(*MANY)], 20, seed="a")

    def test_changes_with_the_seed(self) -> None:
        assert draw([demands(*MANY)], 20, seed="a") != draw([demands(*MANY)], 20, seed="b")

    def test_gives_every_demand_the_same_chance(self) -> None:
        drawn = [0] * 20
        for seed in range(2000):
            for demand_id in draw([demands(*MANY[:20])], 5, seed=str(seed)):
                drawn[MANY.index(demand_id)] += 1

        # 2,000 draws of a quarter: 500 each, standard deviation 19.4.
        assert sum(drawn) == 10_000
        assert max(abs(count - 500) for count in drawn) < 5 * 19.4
        assert sum((count - 500) ** 2 / 375 for count in drawn) == pytest.approx(20, abs=25)
