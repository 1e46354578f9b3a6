"""The tables behind the charts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cynosure.answers import Curve, Interval
from cynosure.reports import tables
from cynosure.reports.content import Curves
from tests.reports import made_up

READ = Interval(0.29, 0.41, "unaudited", "error on unseen sources", None)


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


class TestFurtherFigures:
    def test_say_capacity_as_what_comes_on_top_with_its_hours_a_week(self) -> None:
        gain = made_up.answer(
            measure="capacity-regained",
            title="Capacity regained",
            value=1.01,
            unit="ratio",
            interval=None,
            how=("from the effort that the source records",),
            parts={"minutes_regained_a_week": 3_780.0},
        )
        row = tables.of_answers("", [gain]).rows[0]
        assert row[1] == "+101 %"
        assert "63 hours a week; from the effort that the source records" in row[2]

    def test_say_hand_offs_a_demand_and_how_many_had_none(self) -> None:
        passed = made_up.answer(
            measure="hand-offs",
            value=0.2,
            unit="times",
            interval=None,
            parts={"never": 0.83, "p85": 1.0},
        )
        row = tables.of_answers("", [passed]).rows[0]
        assert row[1] == "0.2 a demand"
        assert "83 % were never passed on, and 85 in 100 at most 1 time" in row[2]

    def test_say_what_became_of_value_demand_that_was_not_served(self) -> None:
        parts = {"served": 0.73, "declined": 0.12, "abandoned": 0.0, "waiting": 0.15}
        served = made_up.answer(measure="value-served", value=0.73, parts=parts)
        assert (
            tables.of_answers("", [served]).rows[0][-1].endswith("12 % declined and 15 % waiting")
        )

    def test_call_what_a_program_read_unaudited(self) -> None:
        shown = tables.of_answers(
            "", [made_up.answer(title="Failure share of staff", interval=READ)]
        )
        assert shown.rows[0][0] == "Failure share of staff (unaudited)"


class TestBreakdowns:
    def test_name_their_dimension_in_words(self) -> None:
        shown = tables.of_breakdown(made_up.breakdown("reported_type"))
        assert shown.caption == "Typical wait, by the source’s own type"

    def test_call_what_a_program_read_unaudited(self) -> None:
        share = made_up.answer(interval=READ)
        groups = (("mail", share),)
        read = made_up.breakdown("channel", unit="share", groups=groups, total=share)
        assert tables.of_breakdown(read).columns[2] == "range"
        assert "Unaudited" in tables.breakdown_notes(read)[0]
        typed = made_up.breakdown("reported_type", unit="share", groups=groups, total=share)
        assert "no witnesses of each other" in tables.breakdown_notes(typed)[0]
        assert tables.breakdown_notes(made_up.breakdown()) == ()

    def test_mark_the_groups_that_nobody_checked_among_those_that_people_did(self) -> None:
        checked = made_up.answer(interval=Interval(0.3, 0.5, "audit", "PPI++"))
        groups = (("mail", checked), ("chat", made_up.answer(interval=READ)))
        mixed = made_up.breakdown("channel", unit="share", groups=groups, total=checked)

        assert tables.badge(mixed) == "partly audited"
        assert [row[0] for row in tables.of_breakdown(mixed).rows] == [
            "mail", "chat (unaudited)", "in total",
        ]  # fmt: skip
        assert "Do not compare the two kinds" in tables.breakdown_notes(mixed)[0]

    def test_leave_out_groups_with_nothing_to_show(self) -> None:
        groups = (("mail", made_up.wait(3600.0)), ("the rest", made_up.unknown("nothing")))
        shown = tables.of_breakdown(made_up.breakdown("channel", groups=groups))
        assert [row[0] for row in shown.rows] == ["mail", "in total"]


class TestTurns:
    def test_are_shares_and_no_seconds(self) -> None:
        parts = {"us": 0.95, "asker": 0.05, "other": 0.0, "us_seconds": 41_674_999_840.0}
        shown = tables.of_turns(made_up.answer(measure="waiting-on", parts=parts))
        assert [row[1] for row in shown.rows] == ["95 %", "5 %", "0 %"]
