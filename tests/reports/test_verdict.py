"""The verdict claims no more than the figures hold."""

from __future__ import annotations

from dataclasses import replace

from cynosure.answers import Interval, LeftOut, Signal
from cynosure.reports.content import Change, Dissatisfiers
from cynosure.reports.verdict import about_failure, about_pattern, about_waiting, verdict
from tests.reports import made_up


class TestVerdict:
    def test_is_one_to_four_sentences(self) -> None:
        assert len(verdict(made_up.content())) == 4
        assert len(verdict(made_up.empty())) == 1

    def test_has_nothing_to_say_without_demands(self) -> None:
        assert "nothing to say yet" in verdict(made_up.empty())[0]

    def test_ends_every_sentence(self) -> None:
        assert all(sentence.endswith(".") for sentence in verdict(made_up.content()))


class TestAboutFailure:
    def test_gives_a_range_and_no_single_figure_before_an_audit(self) -> None:
        said = about_failure(made_up.headline().failure_share)
        assert "Between 29 % and 41 %" in said
        assert "34 %" not in said
        assert "nobody has audited" in said

    def test_gives_the_figure_with_its_interval_after_an_audit(self) -> None:
        said = about_failure(made_up.answer(interval=Interval(0.31, 0.37, "audit", "Wilson")))
        assert "34 % of what customers asked for was failure demand" in said
        assert "between 31 % and 37 % in an audit by people" in said
        assert "nobody" not in said

    def test_says_the_reason_where_it_is_not_known(self) -> None:
        said = about_failure(made_up.unknown("no demand has text or a type"))
        assert said.endswith("cannot be said: no demand has text or a type.")
        assert "%" not in said

    def test_does_not_hide_that_a_range_is_too_wide_to_act_on(self) -> None:
        wide = made_up.answer(interval=Interval(0.5, 0.95, "unaudited", "", None))
        assert about_failure(wide).endswith("audited yet, and so wide a range says little.")

    def test_says_how_few_they_are(self) -> None:
        assert "of only 12 demands" in about_failure(made_up.answer(n=12))


class TestAboutWaiting:
    def test_keeps_failure_and_value_apart(self) -> None:
        said = about_waiting(made_up.headline())
        assert "met a failure waited longer than 3.0 days" in said
        assert "longer than 22 days" in said
        assert "412 are still open, half of them for more than 93 days" in said

    def test_speaks_of_all_where_the_nature_is_not_known(self) -> None:
        nothing = made_up.unknown("nature unknown")
        said = about_waiting(made_up.headline(wait_failure=nothing, wait_value=nothing))
        assert "half of the customers waited longer than 5.9 days" in said.lower()

    def test_says_what_is_known_where_half_was_not_reached(self) -> None:
        nothing = made_up.unknown("not reached; more than 41 days")
        said = about_waiting(
            made_up.headline(wait=nothing, wait_failure=nothing, wait_value=nothing)
        )
        assert "more than 41 days" in said

    def test_says_when_nothing_is_open(self) -> None:
        closed = made_up.answer(value=0.0, unit="demands")
        assert "nothing is open" in about_waiting(made_up.headline(open_now=closed))


class TestAboutPattern:
    def test_calls_noise_noise(self) -> None:
        calm = Change(series=(made_up.series(signals=()),))
        assert (
            about_pattern(Dissatisfiers(), calm) == "Nothing changed over time by more than noise."
        )

    def test_says_nothing_of_change_where_there_are_no_limits(self) -> None:
        short = Change(series=(made_up.series(limits=None, signals=()),))
        assert about_pattern(Dissatisfiers(), short) == ""

    def test_names_what_changed(self) -> None:
        said = about_pattern(Dissatisfiers(), Change(series=(made_up.series("Arrivals"),)))
        assert said == "More than noise stands out over time in “Arrivals”."

    def test_says_a_shift_that_lasts_with_its_side_and_its_beginning(self) -> None:
        until_now = tuple(Signal(index=i, rule="eight_in_a_row") for i in (50, 51))
        low = made_up.answer(value=12.0, unit="demands")
        dull = made_up.series("Demands asked", unit="demands", measure="arrivals", signals=())
        moved = replace(dull, answers=(*dull.answers[:44], *[low] * 8), signals=until_now)

        said = about_pattern(Dissatisfiers(), Change(series=(moved, made_up.series("Stock"))))

        assert "“Demands asked” has been below its average of 58 since the week of" in said
        assert "more than noise also stands out over time in “Stock”" in said


class TestAboutWhatIsNotKnown:
    def test_says_how_much_of_the_nature_is_known(self) -> None:
        aside = (LeftOut("nature unknown", 23_041),)
        said = about_failure(made_up.answer(n=5_115, left_out=aside))
        assert "as far as its nature is known (18 % of it)" in said
        few = (LeftOut("nature unknown", 5),)
        assert "as far as" not in about_failure(made_up.answer(n=5_115, left_out=few))

    def test_says_unknown_once(self) -> None:
        reason = "unknown: the source does not tell when a demand ended"
        head = made_up.headline(
            wait=made_up.unknown(reason),
            wait_failure=made_up.unknown(reason),
            wait_value=made_up.unknown(reason),
            open_now=made_up.unknown(reason),
            failure_share=made_up.unknown(reason),
        )
        assert "unknown:" not in about_waiting(head) + about_failure(head.failure_share)
        assert "open" not in about_waiting(head)

    def test_writes_more_than_for_the_sign(self) -> None:
        extent = Interval(0.98, 0.9999, "unaudited", "test", None)
        assert "Between 98 % and more than 99 %" in about_failure(made_up.answer(interval=extent))
