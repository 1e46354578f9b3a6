"""The range of a failure share that nobody has audited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature import unaudited_range
from cynosure.nature.unaudited import HeldOut, band_of, card, contained, misses
from cynosure.statistics import wilson

counts = st.integers(0, 10**7)


def shipped_sources() -> list[HeldOut]:
    keys = ("source", "failure", "value", "called_failure", "called_value")
    return [HeldOut(**{key: row[key] for key in keys}) for row in card()["unaudited"]["sources"]]


class TestUnauditedRange:
    def test_is_none_of_nothing(self) -> None:
        assert unaudited_range(failure=0, value=0) is None

    def test_is_marked_and_promises_no_coverage(self) -> None:
        found = unaudited_range(failure=70, value=30)

        assert found is not None
        assert (found.kind, found.level) == ("unaudited", None)

    @given(counts, counts)
    def test_holds_the_called_share_and_is_wider_than_chance(
        self, failure: int, value: int
    ) -> None:
        found = unaudited_range(failure=failure, value=value)

        if found is None:
            assert failure + value == 0
            return
        chance = wilson(failure, failure + value)
        assert chance.low is not None
        assert chance.high is not None
        assert 0 <= found.low <= chance.low
        assert chance.high <= found.high <= 1

    def test_of_demands_that_are_all_called_failure_is_no_point(self) -> None:
        found = unaudited_range(failure=10**6, value=0)

        assert found is not None
        assert found.low < 0.99
        assert found.high == 1

    def test_does_not_shrink_to_a_point_as_demands_grow(self) -> None:
        few = unaudited_range(failure=700, value=300)
        many = unaudited_range(failure=7_000_000, value=3_000_000)

        assert few is not None
        assert many is not None
        assert few.high - few.low > many.high - many.low > 0.15

    @given(st.integers(1, 10**6), st.integers(1, 10**6))
    def test_rises_with_the_count_of_failure(self, failure: int, value: int) -> None:
        less = unaudited_range(failure=failure, value=value)
        more = unaudited_range(failure=failure + 10**6, value=value)

        assert less is not None
        assert more is not None
        assert less.low <= more.low
        assert less.high <= more.high


class TestTheShippedFigures:
    def test_contain_the_truth_of_nine_in_ten_sources_left_out(self) -> None:
        sources = shipped_sources()

        assert len(sources) >= 16
        assert contained(sources) == card()["unaudited"]["contained"]
        assert contained(sources) >= 0.9 * len(sources)

    def test_make_the_shipped_band(self) -> None:
        band = card()["unaudited"]

        assert band_of(misses(shipped_sources())) == pytest.approx(
            (band["lowest"], band["highest"]), abs=1e-4
        )

    def test_would_not_contain_them_by_sampling_error_alone(self) -> None:
        inside = 0
        for each in shipped_sources():
            chance = wilson(each.called_failure, each.called_failure + each.called_value)
            true = each.failure / (each.failure + each.value)
            assert chance.low is not None
            assert chance.high is not None
            inside += chance.low <= true <= chance.high

        assert inside < 0.9 * len(shipped_sources())
