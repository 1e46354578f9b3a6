"""Labels made elsewhere are taken as they are, or refused with everything that is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from cynosure.nature.labellers import LabelTable, read_labels
from tests.nature.labellers.made_up import batch, demand


def table(*rows: dict[str, Any]) -> LabelTable:
    found, wrong = read_labels([(f"line {n}", row) for n, row in enumerate(rows, 2)])
    assert wrong == []
    return found


def wrong(*rows: dict[str, Any]) -> list[str]:
    found, problems = read_labels([(f"line {n}", row) for n, row in enumerate(rows, 2)])
    assert not found.labels
    return problems


class TestATableOfLabels:
    def test_labels_by_our_id_or_by_the_sources(self) -> None:
        labels = table({"id": "desk:1", "code": "slow"}, {"id": "2", "code": "none"})

        found = labels.label(batch(demand(1), demand(2), demand(3)))

        assert found["nature"].to_pylist() == ["failure", "none", None]
        assert found["code"].to_pylist() == ["slow", None, None]

    def test_takes_a_nature_without_a_code_and_its_probability(self) -> None:
        labels = table({"demand_id": "desk:1", "nature": "value", "probability": "0.75"})

        (found,) = labels.label(batch(demand(1))).to_pylist()

        assert (found["nature"], found["code"], found["probability"]) == ("value", None, 0.75)
        assert found["value_probability"] == 0.75
        assert found["failure_probability"] is None

    def test_passes_over_rows_that_say_nothing(self) -> None:
        assert table({"id": "1", "nature": "", "code": None}, {"id": "2", "code": "slow"}).labels

    def test_knows_a_spreadsheets_whole_number_as_an_id(self) -> None:
        assert set(table({"ID": 7.0, "Code": "slow"}).labels) == {"7"}

    def test_has_another_name_when_a_label_changes_and_not_when_rows_move(self) -> None:
        one, two = {"id": "1", "code": "slow"}, {"id": "2", "code": "none"}

        assert table(one, two).name == table(two, one).name
        assert table(one, two).name != table(one, {**two, "code": "broken"}).name

    def test_says_everything_that_is_wrong_at_once(self) -> None:
        told = wrong(
            {"id": "1", "nature": "failure", "code": "slwo"},
            {"id": "", "nature": "failure", "code": ""},
            {"id": "3", "nature": "fail", "code": ""},
            {"id": "4", "nature": "value", "code": "slow"},
            {"id": "5", "nature": "", "code": "slow", "probability": "90 %"},
            {"id": "6", "nature": "", "code": "slow"},
            {"id": "6", "nature": "", "code": "broken"},
        )

        assert [problem.partition(":")[0] for problem in told] == [
            "line 2", "line 3", "line 4", "line 5", "line 6", "line 8",
        ]  # fmt: skip
        assert "Did you mean 'slow'?" in told[0]
        assert "line 7" in told[5]

    @pytest.mark.parametrize("row", [{"nr": 1, "code": "slow"}, {"id": 1, "cause": "slow"}])
    def test_says_which_column_is_missing(self, row: dict[str, Any]) -> None:
        (told,) = wrong(row)

        assert "no column is called" in told

    def test_of_no_rows_is_refused(self) -> None:
        assert wrong() == ["there is no row."]

    def test_takes_the_same_label_twice_for_one(self) -> None:
        assert len(table(*[{"id": "1", "code": "slow"}] * 2).labels) == 1
