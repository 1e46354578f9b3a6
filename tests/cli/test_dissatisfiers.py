"""What customers weigh is set, listed, tried and taken back from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cynosure.cli.dissatisfiers import app
from tests.commands import cynosure, done

pytestmark = pytest.mark.xdist_group("commands")


class TestWeigh:
    def test_holds_until_it_is_taken_back(self, workspace: Path) -> None:
        def customers(*words: str) -> str:
            return done("dissatisfiers", *words, "-w", workspace).out

        assert "standing end user 3; all others 1" in customers("weigh", "standing=end_user", "3")
        assert "standing end user 2" in customers(
            "weigh", "standing=end_user", "2", "--by", "Maria"
        )
        listed = customers("weights")
        assert "standing=end_user  2  set by Maria" in listed
        taken = customers("undo", "standing=end_user")
        assert "Taken back: standing end_user 2, set by Maria" in taken
        assert "standing end user 3" in taken
        customers("undo", "standing=end_user")
        assert customers("weights") == ""

    def test_says_the_nearest_where_nobody_has_that_standing(self, workspace: Path) -> None:
        ran = cynosure("dissatisfiers", "weigh", "standing=enduser", "3", "-w", workspace)

        assert ran.status == 64
        assert "Did you mean 'end_user'?" in ran.err
        assert done("dissatisfiers", "weights", "-w", workspace).out == ""

    @pytest.mark.parametrize("weight", ["1001", "nan"])
    def test_refuses_what_is_no_weight(self, workspace: Path, weight: str) -> None:
        ran = cynosure("dissatisfiers", "weigh", "role=pays", weight, "-w", workspace)

        assert ran.status == 64
        assert "Give a number from 0" in ran.err

    def test_takes_nothing_back_where_nothing_was_set(self, workspace: Path) -> None:
        ran = cynosure("dissatisfiers", "undo", "role=pays", "-w", workspace)

        assert ran.status == 64
        assert "nothing to take back" in ran.err

    @pytest.mark.parametrize("customers", ["pays", "age=12", "role="])
    def test_says_how_customers_are_named(self, workspace: Path, customers: str) -> None:
        ran = cynosure("dissatisfiers", "weigh", customers, "2", "-w", workspace)

        assert ran.status == 64
        assert "Write role=NAME or standing=NAME" in ran.err


class TestShow:
    def test_is_what_a_word_that_is_no_command_asks_for(self) -> None:
        assert {command.name for command in app.registered_commands} == {
            *("show", "weigh", "undo", "weights")
        }
        assert "Show the themes" in done("dissatisfiers", "export.csv", "--help").out

    def test_says_what_it_needs(self) -> None:
        ran = cynosure("dissatisfiers", "--top", "3")

        assert ran.status == 64
        assert "cynosure dissatisfiers export.csv" in ran.err

    @pytest.mark.parametrize("weights", ["role:pays=much", "pays=2", "role:pays"])
    def test_says_how_weights_are_written(self, shared_workspace: Path, weights: str) -> None:
        ran = cynosure("dissatisfiers", "-w", shared_workspace, "--weights", weights)

        assert ran.status == 64
        assert "role" in ran.err
