"""Figures in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.reports import wording

shares = st.floats(0, 1)
spans = st.floats(0, 4e9)


class TestShare:
    @given(shares)
    def test_says_nothing_only_of_nothing_and_all_only_of_all(self, value: float) -> None:
        said = wording.share(value)
        assert (said == "0 %") == (value == 0)
        assert (said == "100 %") == (value == 1)

    @given(shares)
    def test_is_never_off_by_more_than_half_a_point(self, value: float) -> None:
        number = re.fullmatch(r"[<>]?([\d.]+) %", wording.share(value))
        assert number
        assert abs(float(number[1]) - 100 * value) <= 1

    @given(shares, shares)
    def test_has_a_range_that_names_the_unit_once(self, one: float, other: float) -> None:
        said = wording.share_range(min(one, other), max(one, other))
        assert said.count("%") == 1


class TestDuration:
    @pytest.mark.parametrize(
        ("seconds", "said"),
        [
            (1, "1 second"),
            (59.4, "59 seconds"),
            (60, "60 seconds"),
            (120, "2 minutes"),
            (3600 * 1.5, "1.5 hours"),
            (3600 * 26, "26 hours"),
            (86400 * 2.04, "2.0 days"),
            (86400 * 9.97, "10 days"),
            (86400 * 365, "365 days"),
            (86400 * 800, "2.2 years"),
        ],
    )
    def test_takes_the_unit_that_a_person_would(self, seconds: float, said: str) -> None:
        assert wording.duration(seconds) == said

    @given(spans)
    def test_is_never_off_by_more_than_a_twentieth(self, seconds: float) -> None:
        number, unit = wording.duration(seconds).replace(",", "").split()
        sizes = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "year": 365.25 * 86400}
        told = float(number) * sizes[unit.removesuffix("s")]
        assert abs(told - seconds) <= max(0.5, 0.06 * seconds)

    @given(spans, spans)
    def test_has_a_range_in_which_both_ends_can_be_read(self, one: float, other: float) -> None:
        said = wording.duration_range(min(one, other), max(one, other))
        assert said.rstrip("s").endswith(wording.duration(max(one, other)).split()[1].rstrip("s"))


class TestExcerpt:
    @given(st.text(max_size=300), st.integers(10, 80))
    def test_is_one_line_and_no_longer_than_asked(self, text: str, length: int) -> None:
        cut = wording.excerpt(text, length)
        assert len(cut) <= length + 1
        assert "\n" not in cut

    def test_cuts_a_word_that_is_longer_than_the_room(self) -> None:
        assert wording.excerpt("x" * 100, 20) == "x" * 19 + " …"


class TestUnknown:
    def test_is_a_word_and_never_a_zero(self) -> None:
        assert wording.share(None) == "unknown"
        assert wording.duration(None) == "unknown"
        assert wording.count(None) == "unknown"
        assert wording.day(None) == "unknown"
        assert wording.value(None, "seconds") == "unknown"


class TestInstant:
    def test_names_its_zone_and_its_month_in_english(self) -> None:
        moment = datetime(2026, 5, 9, 7, 3, tzinfo=UTC)
        assert wording.instant(moment) == "9 May 2026, 07:03 UTC"
