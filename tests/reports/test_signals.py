"""Signals taken together and named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cynosure.answers import Signal
from cynosure.reports import signals
from tests.reports import made_up

rules = st.sampled_from(["outside", "three_of_four", "eight_in_a_row", "moving_range_outside"])
found = st.lists(st.builds(Signal, index=st.integers(0, 60), rule=rules), max_size=80)


class TestRuns:
    @given(found)
    def test_cover_each_signal_and_nothing_else(self, given_signals: list[Signal]) -> None:
        covered = {
            (i, rule)
            for run in signals.runs(given_signals)
            for i in range(run.first, run.last + 1)
            for rule in run.rules
        }
        assert covered == {(s.index, s.rule) for s in given_signals}

    @given(found)
    def test_have_a_letter_each_in_the_order_of_time(self, given_signals: list[Signal]) -> None:
        runs = signals.runs(given_signals)
        assert len({run.letter for run in runs}) == len(runs)
        assert [run.first for run in runs] == sorted(run.first for run in runs)

    def test_are_named_with_their_weeks(self) -> None:
        series = made_up.series()
        outside, row = signals.of_series(series)
        assert signals.named(outside, series).startswith("week of 28 Jul 2025 (53 %): outside")
        assert signals.named(row, series).startswith("weeks of 22 Dec 2025 to 23 Feb 2026: eight")


class TestEightInARow:
    def test_began_with_the_first_of_the_eight(self) -> None:
        series = made_up.series(signals=(Signal(index=45, rule="eight_in_a_row"),))

        (run,) = signals.of_series(series)

        assert (run.first, run.last) == (38, 45)

    def test_leaves_weeks_without_a_figure_out_of_the_eight(self) -> None:
        dull = made_up.series(signals=(Signal(index=45, rule="eight_in_a_row"),))
        answers = [*dull.answers]
        answers[40] = made_up.unknown("nobody asked")
        series = made_up.series(signals=dull.signals, answers=tuple(answers))

        assert signals.of_series(series)[0].first == 37
