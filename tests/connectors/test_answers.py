"""Answers survive, and each call's are there or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cynosure.connectors.language_model.answers import (
    AlreadyAsking,
    KeptAnswers,
    UnusableAnswers,
)
from cynosure.nature.labellers.language_model import Spent


@pytest.fixture
def answers(tmp_path: Path) -> KeptAnswers:
    return KeptAnswers(tmp_path / "answers [1]?.sqlite3")


class TestKeptAnswers:
    def test_are_none_before_the_first(self, answers: KeptAnswers) -> None:
        assert answers.known(["a"]) == {}
        assert answers.spent("m") == Spent()
        assert not answers.file.exists()

    def test_are_there_for_whoever_opens_the_file_next(self, answers: KeptAnswers) -> None:
        answers.keep("m", {"a": "slow", "b": ""}, tokens_in=5, tokens_out=7)

        assert KeptAnswers(answers.file).known(["a", "b", "c"]) == {"a": "slow", "b": ""}

    def test_are_looked_up_however_many_are_asked_for(self, answers: KeptAnswers) -> None:
        keys = [str(number) for number in range(2_345)]
        answers.keep("m", dict.fromkeys(keys, "slow"), tokens_in=0, tokens_out=0)

        assert len(answers.known(keys)) == 2_345

    def test_count_what_each_labeller_has_used(self, answers: KeptAnswers) -> None:
        answers.begin_call("m", tokens_in=100)
        answers.keep("m", {"a": "slow"}, tokens_in=-20, tokens_out=7)
        answers.begin_call("other", tokens_in=1)

        assert answers.spent("m") == Spent(calls=1, tokens_in=80, tokens_out=7)

    def test_are_asked_for_by_one_at_a_time(self, answers: KeptAnswers) -> None:
        with answers.asking():
            other = KeptAnswers(answers.file)
            with pytest.raises(AlreadyAsking), other.asking():
                pass

        with answers.asking():
            pass

    def test_of_a_damaged_file_are_refused_in_words(self, answers: KeptAnswers) -> None:
        answers.file.write_bytes(b"no database, and long enough to be looked at" * 50)

        with pytest.raises(UnusableAnswers, match="delete it"):
            answers.known(["a"])
