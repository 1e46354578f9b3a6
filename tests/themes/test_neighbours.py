"""Nearest neighbours: all of them, in one order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from cynosure.texts.arrays import I8
from cynosure.themes.neighbours import neighbours

FAR = -(1 << 30)
ROWS = arrays(
    np.int8, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.integers(-3, 3)
)


def nearest(rows: I8, count: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return what `neighbours` has to, by looking at one pair after another."""
    near, product = [], []
    for one in range(len(rows)):
        others = [
            (-int(rows[one].astype(int) @ rows[other].astype(int)), other)
            for other in range(len(rows))
            if other != one
        ]
        kept = sorted(others)[:count]
        missing = count - len(kept)
        near.append([other for _, other in kept] + [-1] * missing)
        product.append([-away for away, _ in kept] + [FAR] * missing)
    return near, product


class TestNeighbours:
    @given(ROWS, st.integers(1, 12))
    def test_are_those_that_looking_at_every_pair_finds(self, rows: I8, count: int) -> None:
        near, product = neighbours(rows, count=count)

        assert (near.tolist(), product.tolist()) == nearest(rows, count)

    def test_of_equal_rows_are_the_first_ones_never_itself(self) -> None:
        near, product = neighbours(np.full((4, 3), 2, np.int8), count=2)

        assert near.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1]]
        assert product.tolist() == [[12, 12]] * 4

    def test_are_exact_at_the_ends_of_a_byte(self) -> None:
        rows = np.full((2, 192), -128, np.int8)

        assert neighbours(rows, count=1)[1].tolist() == [[192 * 128 * 128]] * 2

    def test_are_found_over_the_bounds_of_blocks(self) -> None:
        # Row n and row n + 1100 point the same way, and no other two do.
        turn = np.linspace(0, np.pi, 1_100, endpoint=False)
        half = np.column_stack([np.cos(turn) * 127, np.sin(turn) * 127]).astype(np.int8)
        apart = np.random.default_rng(3).integers(-127, 128, (1_100, 30)).astype(np.int8)
        rows = np.tile(np.column_stack([half, apart]), (2, 1))

        near, _ = neighbours(rows, count=1)

        assert near[:, 0].tolist() == [*range(1_100, 2_200), *range(1_100)]

    def test_of_one_row_and_of_none_are_none(self) -> None:
        assert neighbours(np.ones((1, 3), np.int8), count=2)[0].tolist() == [[-1, -1]]
        assert neighbours(np.zeros((0, 3), np.int8), count=2)[0].shape == (0, 2)
