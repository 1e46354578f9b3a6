from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.themes.figures import agreement, quality, read_groups, samples
from hypothesis import given
from hypothesis import strategies as st

LABELS = ["login", "login", "login", "export", "export", "export"]


class TestQuality:
    def test_is_full_where_groups_are_the_known_ones_under_other_names(self) -> None:
        found = quality(dict(zip("012345", "aaabbb", strict=True)), LABELS)

        assert (found.nmi, found.ari) == pytest.approx((1, 1))
        assert (found.placed, found.themes) == (1, 2)

    def test_takes_what_was_left_unplaced_for_one_group_more(self) -> None:
        unplaced = dict(zip("012345", ["a", "a", "", "b", "b", ""], strict=True))
        third_group = {row: theme or "c" for row, theme in unplaced.items()}

        found, same = quality(unplaced, LABELS), quality(third_group, LABELS)

        assert (found.nmi, found.ari) == (same.nmi, same.ari)
        assert found.placed == pytest.approx(4 / 6)
        assert found.themes == 2

    def test_asks_for_every_text(self) -> None:
        with pytest.raises(KeyError):
            quality({"0": "a"}, LABELS)


class TestSamples:
    @given(n=st.integers(10, 3_000), pair=st.integers(0, 5))
    def test_share_four_fifths_of_the_texts_and_together_hold_all(self, n: int, pair: int) -> None:
        one, other = samples(n, pair)
        aside = round(n / 10)

        assert len(one) == len(other) == n - aside
        assert len(np.intersect1d(one, other)) == n - 2 * aside
        assert len(np.union1d(one, other)) == n


class TestAgreement:
    def test_looks_at_the_texts_that_both_saw_alone(self) -> None:
        one = {"0": "a", "1": "a", "2": "b", "3": "b", "4": "a"}
        other = {"0": "x", "1": "x", "2": "y", "3": "y", "5": "x"}

        assert agreement(one, other) == pytest.approx(1)


def test_an_empty_theme_is_read_as_unplaced(tmp_path: Path) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text('id,theme,name\n0,t1,"login, fails"\n1,,\n', encoding="utf-8")

    assert read_groups(groups) == {"0": "t1", "1": ""}
