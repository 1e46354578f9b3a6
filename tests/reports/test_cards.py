"""The four figures at the top."""

from __future__ import annotations

from cynosure.answers import Interval
from cynosure.reports.cards import cards
from tests.reports import made_up


class TestCards:
    def test_are_four_and_each_says_what_it_is_of(self) -> None:
        four = cards(made_up.headline())
        assert [card.label for card in four] == [
            "Failure share",
            "Half wait longer than",
            "Fixed first time",
            "Open now",
        ]
        assert all(card.of.startswith("of ") for card in four)

    def test_show_the_range_as_the_figure_before_an_audit(self) -> None:
        failure = cards(made_up.headline())[0]
        assert (failure.value, failure.badge) == ("29–41 %", "unaudited")
        assert ("best single guess", "34 %") in failure.lines

    def test_show_a_sampling_interval_beside_the_figure(self) -> None:
        drawn = made_up.answer(interval=Interval(0.3, 0.4, "sampling", "Wilson"))
        failure = cards(made_up.headline(failure_share=drawn))[0]
        assert (failure.value, failure.badge) == ("34 %", None)

    def test_show_what_praise_and_the_unknown_count(self) -> None:
        assert ("praise and notices", "61") in cards(made_up.headline())[0].lines

    def test_say_a_percentile_that_is_not_reached(self) -> None:
        waits = made_up.wait(86400.0 * 6, parts={"p85": 86400.0 * 80, "p95": None})
        assert ("95 in 100 within", "not reached yet") in cards(made_up.headline(wait=waits))[
            1
        ].lines

    def test_show_a_short_instead_in_the_place_of_the_figure(self) -> None:
        waits = made_up.wait(None, instead="more than 41 days")
        assert cards(made_up.headline(wait=waits))[1].value == "more than 41 days"

    def test_show_a_long_instead_below_and_no_figure(self) -> None:
        unknown = made_up.unknown("this export keeps only the last ending of each demand")
        fixed = cards(made_up.headline(fixed_first_time=unknown, reopened=unknown))[2]
        assert (fixed.value, fixed.known) == ("not known", False)
        assert fixed.note == "This export keeps only the last ending of each demand."

    def test_show_reopening_where_first_time_fix_is_not_known(self) -> None:
        third = cards(made_up.headline(fixed_first_time=made_up.unknown("claimed only")))[2]
        assert (third.label, third.value) == ("Reopened", "7 %")
        assert ("fixed first time", "claimed only") in third.lines

    def test_leave_out_the_wait_of_a_nature_that_nothing_has(self) -> None:
        nothing = made_up.unknown("nothing to measure")
        waits = cards(made_up.headline(wait_failure=nothing, wait_value=nothing))[1]
        assert not any("half" in term for term, _ in waits.lines)

    def test_show_an_interval_only_where_it_says_more_than_the_figure(self) -> None:
        close = made_up.answer(value=0.92, interval=Interval(0.9161, 0.9239, "sampling", "test"))
        assert ("likely between", "91.6–92.4 %") in cards(made_up.headline(fixed_first_time=close))[
            2
        ].lines
        equal = made_up.answer(value=0.92, interval=Interval(0.92, 0.92, "sampling", "test"))
        fixed = cards(made_up.headline(fixed_first_time=equal))[2]
        assert not any(term == "likely between" for term, _ in fixed.lines)

    def test_keep_how_finely_times_are_counted_for_the_json(self) -> None:
        waits = made_up.wait(86400.0, how=("times are counted in steps at most 0.1 % wide",))
        assert cards(made_up.headline(wait=waits))[1].note == ""
