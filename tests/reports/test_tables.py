"""The tables behind the charts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cynosure.answers import Curve
from cynosure.reports import tables
from cynosure.reports.content import Curves
from tests.reports import made_up


class TestHeightOfACurve:
    @given(st.floats(0, 400 * 86400))
    def test_never_rises_while_they_wait(self, seconds: float) -> None:
        falling = made_up.curve("all", 5.9)
        now, later = tables.at(falling, seconds), tables.at(falling, seconds + 3600)
        assert now is None or later is None or now[0] >= later[0]

    def test_is_not_known_beyond_the_last_step(self) -> None:
        assert tables.at(Curve(name="all", x=(5.0,), y=(0.4,)), 6) is None

    def test_is_nothing_for_a_curve_without_steps(self) -> None:
        assert tables.at(Curve(name="all", x=(), y=()), 6) is None


class TestTables:
    def test_have_as_many_cells_a_row_as_columns(self) -> None:
        content = made_up.content()
        waiting = content.waiting
        assert waiting.resolution
        assert waiting.whose_turn
        made = [
            tables.of_answers("Beside", content.headline.beside),
            tables.of_curves(waiting.resolution),
            tables.of_curve_answers(waiting.resolution),
            tables.of_series(content.change.series[0]),
            tables.of_breakdown(content.who_waits.breakdowns[0]),
            tables.of_turns(waiting.whose_turn),
            tables.of_difference(content.reconciliation[0]),
            tables.of_ledger(content.ledgers[0]),
        ]
        assert all(len(row) == len(table.columns) for table in made for row in table.rows)
        assert all(table.rows for table in made)

    def test_show_the_total_of_a_breakdown_last(self) -> None:
        assert tables.of_breakdown(made_up.breakdown()).rows[-1][0] == "in total"

    def test_leave_out_the_interval_where_no_figure_has_one(self) -> None:
        table = tables.of_answers("Ended", made_up.waiting().ended_how)
        assert table.columns == ("", "figure", "of")

    def test_say_why_a_figure_is_not_known(self) -> None:
        table = tables.of_answers("Beside", [made_up.unknown("no effort here", title="Effort")])
        assert table.rows == (("Effort", "not known", "no effort here"),)

    def test_mark_what_is_a_signal_in_a_word(self) -> None:
        rows = tables.of_series(made_up.series()).rows
        assert rows[17][3] == "signal"
        assert rows[0][3] == ""

    def test_hold_a_curve_only_as_long_as_it_was_followed(self) -> None:
        short = Curves(title="Waiting", of="", curves=(made_up.curve("all", 1.0, days=10),))
        assert tables.of_curves(short).rows[-1][0] == "1 week"
