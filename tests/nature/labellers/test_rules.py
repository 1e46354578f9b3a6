"""Rules hold when all their conditions do, and the first that holds counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import LABELS
from cynosure.nature.labellers import Rule, Rules, read_rules
from tests.nature.labellers.made_up import batch, demand


def holds(asked: dict[str, Any], **conditions: Any) -> bool:
    return bool(Rule(name="r", code="slow", **conditions).holds(batch(demand(**asked)))[0])


class TestARule:
    @pytest.mark.parametrize(
        ("asked", "conditions"),
        [
            ({"reported_type": " BUG "}, {"reported_type": ("task", "Bug")}),
            ({"product": "Übersicht"}, {"product": ("ÜBERSICHT",)}),
            ({"channel": "mail"}, {"channel": ("mail",)}),
            ({"labels": ["ui", "Perf"]}, {"labels": ("perf", "memory")}),
            ({"title": "It CRASHES"}, {"pattern": "crash"}),
            ({"body": "it crashes\nagain"}, {"pattern": r"crash\w+\s+again"}),
        ],
    )
    def test_holds_whatever_the_case(
        self, asked: dict[str, Any], conditions: dict[str, Any]
    ) -> None:
        assert holds(asked, **conditions)

    @pytest.mark.parametrize(
        ("asked", "conditions"),
        [
            ({}, {"product": ("Shop",)}),
            ({"labels": None}, {"labels": ("perf",)}),
            ({"labels": ["performance"]}, {"labels": ("perf",)}),
            ({"title": "a", "body": "b"}, {"pattern": "ab"}),
            ({"title": "crash", "product": "Till"}, {"pattern": "crash", "product": ("Shop",)}),
        ],
    )
    def test_does_not_hold_where_a_condition_does_not(
        self, asked: dict[str, Any], conditions: dict[str, Any]
    ) -> None:
        assert not holds(asked, **conditions)

    def test_of_a_batch_without_its_column_never_holds(self) -> None:
        bare = batch(demand(title="x")).select(["demand_id", "title"])

        assert Rule(name="r", code="slow", product=("Shop",)).holds(bare).tolist() == [False]

    def test_with_a_pattern_that_would_run_for_ever_elsewhere_ends(self) -> None:
        assert not holds({"body": "a" * 50_000 + "!"}, pattern="^(a+)+$")


class TestRules:
    def test_let_the_first_that_holds_count(self) -> None:
        rules = Rules(
            (
                Rule(name="one", code="none", pattern="thanks"),
                Rule(name="two", code="slow", pattern="slow|thanks"),
            )
        )

        found = rules.label(
            batch(*(demand(n, title=t) for n, t in enumerate(["slow", "thanks", "else"])))
        )

        assert found.schema == LABELS
        assert found["nature"].to_pylist() == ["failure", "none", None]
        assert found["code"].to_pylist() == ["slow", None, None]
        assert found["probability"].null_count == 3

    def test_have_another_name_when_they_ask_or_answer_otherwise(self) -> None:
        first = Rule(name="r", code="slow", pattern="x")

        names = {
            Rules(rules).name
            for rules in (
                (first,),
                (Rule(name="r", code="broken", pattern="x"),),
                (Rule(name="r", code="slow", pattern="y"),),
                (first, Rule(name="s", code="slow", channel=("x",))),
            )
        }

        assert len(names) == 4
        assert Rules((Rule(name="other", code="slow", pattern="x"),)).name == Rules((first,)).name

    @given(st.lists(st.sampled_from(["slow", "late", "thanks", ""]), max_size=9), st.integers(0, 9))
    def test_do_not_depend_on_the_batch(self, titles: list[str], cut: int) -> None:
        rules = Rules(
            (
                Rule(name="a", code="none", pattern="thanks"),
                Rule(name="b", code="slow", pattern="slow"),
            )
        )
        whole = batch(*(demand(n, title=t) for n, t in enumerate(titles)))

        apart = [*rules.first(whole.slice(0, cut)), *rules.first(whole.slice(cut))]

        assert apart == rules.first(whole).tolist()


GOOD = """\
# Ours
[[rule]]
name = "late money"
labels = "billing"
pattern = '''refund
[[rule]]'''
code = "unmet_promise"

[[rule]]
channel = ["mail", "fax"]
code = "none"
"""


class TestAFileOfRules:
    def test_is_read_as_it_was_written(self) -> None:
        rules, wrong = read_rules(GOOD)

        assert wrong == []
        assert [(rule.name, rule.code) for rule in rules.rules] == [
            ("late money", "unmet_promise"),
            ("rule 2", "none"),
        ]
        assert rules.rules[1].channel == ("mail", "fax")

    def test_says_everything_that_is_wrong_at_once_with_lines_and_names(self) -> None:
        text = """\
titel = "x"
[[rule]]
name = "a"
code = "slwo"
pattern = "("

[[rule]]
name = "b"
label = "x"
product = []

[[rule]]
name = "a"
pattern = 'x(?=y)'
code = "failure"

[[rule]]
pattern = "x*"
code = "slow"
"""
        rules, wrong = read_rules(text)

        assert rules.rules == ()
        whole = "\n".join(wrong)
        for words in (
            "'titel' is no part of a file of rules",
            "line 2, a: code is 'slwo'. Did you mean 'slow'?",
            "line 2, a: pattern '(' cannot be used: missing ): (",
            "line 7, b: 'label' is no condition. Did you mean 'labels'?",
            "line 7, b: it has no code",
            "line 7, b: product is []",
            "line 12, a: pattern 'x(?=y)' cannot be used",
            "line 12, a: code is 'failure'. Write one of broken",
            "line 12, a: its name is also that of the rule at line 2, rule 1.",
            "line 17, rule 4: pattern 'x*' also matches no words at all",
        ):
            assert words in whole

    @pytest.mark.parametrize("text", ["", "rule = 3", "[[rule", "[rule]\ncode='slow'", "x = 1"])
    def test_without_a_rule_is_refused(self, text: str) -> None:
        assert read_rules(text)[1]

    def test_refuses_a_rule_that_asks_for_nothing(self) -> None:
        _, (wrong,) = read_rules('[[rule]]\ncode = "slow"')

        assert "it would label everything" in wrong

    @given(st.text())
    def test_is_never_a_surprise(self, text: str) -> None:
        rules, wrong = read_rules(text)

        assert bool(rules.rules) != bool(wrong)
