"""Placing a demand: in the theme that it is most like, if it is like it enough."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cynosure.texts.arrays import F64, I8
from cynosure.themes.placing import place

DIMENSIONS = 4
ROWS = st.integers(0, 8).flatmap(lambda n: arrays(np.int8, (n, DIMENSIONS)))
NONE = np.zeros((0, DIMENSIONS), np.int8)


def cosines(rows: I8, centres: I8) -> F64:
    """Return the cosine of each row and each centre; 0 where one of them has no direction."""
    one, other = rows.astype(np.float64), centres.astype(np.float64)
    lengths = np.outer(np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1))
    alike: F64 = np.divide(one @ other.T, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return alike


class TestPlacing:
    @given(ROWS, ROWS, st.lists(st.floats(0, 1), min_size=8, max_size=8))
    def test_is_by_the_largest_cosine_that_is_within_reach(
        self, rows: I8, centres: I8, reaches: list[float]
    ) -> None:
        reach = np.array(reaches[: len(centres)])

        theme, likeness = place(rows, centres=centres, reach=reach)

        alike = cosines(rows, centres)
        for row in range(len(rows)):
            most = max(alike[row], default=0.0)
            assert likeness[row] == pytest.approx(max(0.0, most), abs=1e-6)
            if theme[row] >= 0:
                assert alike[row, theme[row]] == pytest.approx(most, abs=1e-6)
                assert likeness[row] >= reach[theme[row]]
            elif rows[row].any() and len(centres):
                assert likeness[row] < reach.max()

    @given(ROWS, ROWS)
    def test_of_a_row_does_not_depend_on_the_others(self, rows: I8, centres: I8) -> None:
        reach = np.full(len(centres), 0.4)

        theme, likeness = place(rows, centres=centres, reach=reach)

        for row in range(len(rows)):
            alone = place(rows[row : row + 1], centres=centres, reach=reach)
            assert (alone[0][0], alone[1][0]) == (theme[row], likeness[row])

    def test_is_nowhere_beyond_the_reach_of_the_nearest_also_where_another_reaches_further(
        self,
    ) -> None:
        row = np.array([[100, 60, 0, 0]], np.int8)
        centres = np.array([[127, 0, 0, 0], [0, 127, 0, 0]], np.int8)

        (theme,), (likeness,) = place(row, centres=centres, reach=np.array([0.9, 0.1]))

        assert theme == -1
        assert likeness == pytest.approx(100 / np.hypot(100, 60))

    def test_is_within_reach_at_its_very_end(self) -> None:
        row = np.array([[127, 0, 0, 0]], np.int8)

        assert place(row, centres=row, reach=np.array([1.0]))[0].tolist() == [0]

    def test_of_equal_centres_takes_the_first(self) -> None:
        row = np.array([[9, 9, 0, 0]], np.int8)

        assert place(row, centres=np.tile(row, (3, 1)), reach=np.zeros(3))[0].tolist() == [0]

    def test_is_nowhere_for_what_says_nothing_also_where_all_is_within_reach(self) -> None:
        centres = np.array([[127, 0, 0, 0]], np.int8)

        theme, likeness = place(
            np.zeros((2, DIMENSIONS), np.int8), centres=centres, reach=np.zeros(1)
        )

        assert (theme.tolist(), likeness.tolist()) == ([-1, -1], [0.0, 0.0])

    def test_needs_themes_and_demands(self) -> None:
        row = np.array([[127, 0, 0, 0]], np.int8)

        assert place(row, centres=NONE, reach=np.zeros(0))[0].tolist() == [-1]
        assert place(NONE, centres=row, reach=np.zeros(1))[0].tolist() == []

    def test_of_more_rows_than_are_compared_together_is_that_of_each(self) -> None:
        some = np.random.default_rng(1).integers(-99, 99, (41, DIMENSIONS)).astype(np.int8)
        centres = some[:5]
        reach = np.full(5, 0.8)

        many, likeness = place(np.tile(some, (500, 1)), centres=centres, reach=reach)

        once = place(some, centres=centres, reach=reach)
        assert many.tolist() == once[0].tolist() * 500
        assert likeness.tolist() == once[1].tolist() * 500
