from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.day_order import DayEvidence


def evidence(*values: object) -> DayEvidence:
    seen = DayEvidence(date(2026, 8, 1))
    seen.look_at(values)
    return seen


class TestDayEvidence:
    def test_is_sure_by_one_day_beyond_twelve(self) -> None:
        assert evidence("3/4/2015", "3/19/2015").order().day_first is False
        assert evidence("3/4/2015", "19/3/2015").order().day_first is True
        assert evidence("3/4/2015", "19/3/2015").order().told

    def test_follows_the_many_where_some_differ(self) -> None:
        assert evidence("19/3/2015", "20/3/2015", "3/19/2015").order().day_first is True

    def test_prefers_the_order_that_puts_nothing_into_the_future(self) -> None:
        order = evidence("02/11/2026").order()

        assert (order.day_first, order.told) == (False, True)

    def test_says_when_nothing_tells(self) -> None:
        order = evidence("03/04/2026", "05/06/2026").order()

        assert (order.day_first, order.told, order.example) == (True, False, "03/04/2026")

    def test_takes_the_halves_of_the_day_as_a_hint(self) -> None:
        assert evidence("03/04/2026 2:05 PM").order().day_first is False

    def test_learns_nothing_from_dates_that_are_sure(self) -> None:
        seen = evidence("2026-03-04", "03.04.2026", "04/Mar/26", 7, None, "1/2", "5/5/2026")

        assert seen.order().told
        assert not seen.open

    @given(st.lists(st.dates(date(2000, 1, 1), date(2026, 8, 1)), max_size=30), st.booleans())
    def test_never_contradicts_what_was_written(self, days: list[date], day_first: bool) -> None:
        form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
        order = evidence(*(day.strftime(form) for day in days)).order()

        if any(day.day > 12 for day in days):
            assert order.day_first is day_first
