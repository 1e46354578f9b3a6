"""What a model is shown: masked, cut, and answers that are held against what was asked."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.masking import mask_column
from cynosure.nature.labellers.language_model.prompt import messages
from cynosure.nature.labellers.language_model.reading import read_answers
from cynosure.nature.labellers.saying import ANSWERS
from tests.nature.labellers.made_up import batch, demand, labeller


class TestWhatIsShown:
    def test_is_masked_by_the_askers_name_too(self) -> None:
        asked = demand(
            title="Maria here", body="Write to maria@lopez.example",
            labels=["for Maria López"], asker="Maria López",
        )  # fmt: skip

        (text,) = labeller(mask=mask_column).unanswered(batch(asked))

        whole = json.dumps(messages([text]))
        assert "[name] here" in whole
        assert "aria" not in whole
        assert "lopez" not in whole.lower()

    def test_is_cut_after_it_was_masked(self) -> None:
        hidden = "x" * 1_990 + " maria@lopez.example " + "word " * 2_000

        (text,) = labeller(mask=mask_column).unanswered(batch(demand(body=hidden)))

        assert "maria" not in text.shown.decode()
        assert len(text.shown) < 2_100

    def test_is_whole_in_a_script_without_spaces(self) -> None:
        (text,) = labeller().unanswered(batch(demand(body="遅" * 9_000)))

        assert text.shown.decode().count("遅") == 2_000

    def test_names_no_demand(self) -> None:
        (text,) = labeller().unanswered(batch(demand(7, title="Late")))

        assert "desk:7" not in json.dumps(messages([text]))


HANDLES = ("1f0c22ab", "99e01b7d")


class TestReadAnswers:
    def test_takes_the_codes_of_what_was_asked(self) -> None:
        told = json.dumps(dict(zip(HANDLES, ("broken", "none"), strict=True)))

        for text in (told, f"```json\n{told}\n```", f"<think>Hm: {{}}</think>\n{told}"):
            assert read_answers(text, HANDLES) == {HANDLES[0]: "broken", HANDLES[1]: "none"}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "broken",
            "[]",
            '{"1f0c22ab": "broken"',
            '<think>{"1f0c22ab": "broken"}',
            "```json" + "\n" * 2_000_000,
            'Here you are: {"1f0c22ab": "broken"}',
            '{"1f0c22ab": "broken", "1f0c22ab": "slow"}',
            '{"1f0c22ab": "broken", "1": "slow"}',
            "[" * 100_000,
        ],
    )
    def test_trusts_nothing_of_a_reply_that_is_not_as_asked(self, text: str) -> None:
        assert read_answers(text, HANDLES) == {}

    @pytest.mark.parametrize("code", ["Broken", " slow", "failure", "", None, 3, ["slow"], {}])
    def test_makes_nothing_of_a_word_that_the_codebook_does_not_know(self, code: object) -> None:
        told = json.dumps({HANDLES[0]: code, HANDLES[1]: "slow"})

        assert read_answers(told, HANDLES) == {HANDLES[1]: "slow"}

    @given(st.text())
    def test_never_answers_with_another_word(self, text: str) -> None:
        assert set(read_answers(text, HANDLES).values()) <= {*ANSWERS, "unknown"}
