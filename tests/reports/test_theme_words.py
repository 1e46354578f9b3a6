"""What is told of a theme, in the words that page, Markdown and terminal share."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO

from cynosure.reports import theme_words
from cynosure.reports.certainty import certainty
from cynosure.reports.content import Dissatisfiers
from cynosure.reports.dissatisfiers_alone import as_csv, as_json, as_text
from tests.reports import made_up


class TestCertainty:
    def test_says_surely_only_where_chance_hardly_does_it(self) -> None:
        assert certainty(best=1, worst=1, above_next=0.99) == "surely above the next"
        assert "surely" not in certainty(best=1, worst=2, above_next=0.98)

    def test_always_says_something(self) -> None:
        assert certainty(best=2, worst=2, above_next=0.7) == "above the next by a little"
        assert certainty(best=2, worst=2, above_next=None) == "surely the last"


class TestFacts:
    def test_tell_harm_demands_waiting_and_weight_apart(self) -> None:
        heavy = made_up.harm(34.0, n=3, parts={
            "demands": 3, "days": 18.0, "mean_weight": 34 / 18, "median_days": 4.0, "open": 1,
        })  # fmt: skip

        told = dict(theme_words.facts(made_up.dissatisfier(harm=heavy)))

        assert told["harm"] == "34 customer-days (27–41)"
        assert told["from"] == "3 demands, 1 open now"
        assert told["half waited longer than"] == "4 days"
        assert told["a day weighs"] == "1.9 on average"

    def test_say_nothing_of_weight_where_all_weigh_the_same(self) -> None:
        assert "a day weighs" not in dict(theme_words.facts(made_up.dissatisfier()))

    def test_say_what_is_known_where_nobody_knows_how_long_they_waited(self) -> None:
        unknown = made_up.unknown("the source does not tell when a demand ended", unit="share")

        told = dict(theme_words.facts(made_up.dissatisfier(harm=unknown)))

        assert told["harm"] == "the source does not tell when a demand ended"
        assert "from" not in told
        assert told["of failure demand"] == "11 %, 112 times asked"


class TestNotes:
    def test_say_how_much_is_in_no_theme(self) -> None:
        said = " ".join(theme_words.notes(made_up.dissatisfiers()))

        assert "301 failure demands (31 %) are not recurring" in said
        assert "with 640 customer-days" in said
        assert "12 failure demands (1 %) are in themes that people called noise" in said

    def test_say_nothing_of_what_is_none(self) -> None:
        assert theme_words.notes(Dissatisfiers()) == ()


class TestLead:
    def test_says_how_much_of_all_the_waiting_the_few_hold(self) -> None:
        assert "hold 52 % of all days" in theme_words.lead(made_up.dissatisfiers())

    def test_claims_no_waiting_where_themes_are_ranked_by_demands(self) -> None:
        by_demands = made_up.dissatisfiers(by="demands")

        assert "wait" not in theme_words.lead(by_demands)


class TestTheDissatisfiersAlone:
    def test_are_lines_with_their_places_and_marks(self) -> None:
        rising = made_up.dissatisfiers().emerging[0].rising
        first = made_up.dissatisfier(rising=rising, silent=True)

        text = as_text(made_up.dissatisfiers(first=(first,)))

        assert text.startswith("1. Berth plan keeps yesterday’s tide [emerging and silent]\n")
        assert "   place: surely above the next\n" in text
        assert "Emerging:\n  Locked out after certificate renewal: 25 times" in text
        assert "cannot tell yet" in text

    def test_say_why_there_are_none(self) -> None:
        assert as_text(Dissatisfiers(instead="all themes were called noise")).startswith(
            "All themes were called noise."
        )

    def test_are_json_under_the_names_of_a_report(self) -> None:
        read = json.loads(as_json(made_up.dissatisfiers()))

        assert read["first"][0]["ranked"]["certainty"] == "surely above the next"
        assert read["not_recurring"]["demands"] == 301

    def test_are_rows_of_csv(self) -> None:
        rows = list(csv.DictReader(StringIO(as_csv(made_up.dissatisfiers()), newline="")))

        places = [row for row in rows if row["figure"] == "place"]
        assert [(row["value"], row["low"], row["high"]) for row in places][:2] == [
            ("1", "1", "1"),
            ("2", "2", "4"),
        ]
        assert {row["group"] for row in rows} >= {"not recurring", "noise"}

    def test_run_no_formula(self) -> None:
        evil = replace(made_up.dissatisfier(), name='=cmd|" /C calc"!A0')

        assert "\n=" not in as_csv(made_up.dissatisfiers(first=(evil,)))
        assert "'=cmd" in as_csv(made_up.dissatisfiers(first=(evil,)))
