"""A period has its first instant in it and its last one not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand.periods import Period
from tests.demand.records import instants

MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


class TestAPeriod:
    @given(instants, st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(9999)))
    def test_ends_after_it_starts(self, since: datetime, length: timedelta) -> None:
        assert Period(since, since + length).until == since + length

    @given(instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999)))
    def test_never_ends_before_or_when_it_starts(self, since: datetime, length: timedelta) -> None:
        with pytest.raises(ValueError, match="ends after it starts"):
            Period(since, since - length)

    @pytest.mark.parametrize(
        ("period", "said"),
        [
            (Period(MARCH, APRIL), "2026-03-01 to before 2026-04-01 UTC"),
            (Period(MARCH), "from 2026-03-01 UTC on"),
            (Period(None, APRIL), "before 2026-04-01 UTC"),
            (Period(), "all time"),
        ],
    )
    def test_says_in_words_what_is_in_it(self, period: Period, said: str) -> None:
        assert str(period) == said

    def test_without_ends_is_all_time_and_equal_to_another_such(self) -> None:
        assert Period() == Period(None, None)
