"""What the model sees of a text, and that training and scoring see the same."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.nature.evidence import kinds_of
from cynosure.nature.features import features_of
from cynosure.nature.learning import Settings, design_matrix
from cynosure.nature.learning import as_model as quantised
from cynosure.nature.model import OUTCOMES
from cynosure.nature.words import Words, numbers_of, words_of

LOGIN = 16914360713889241597
WORDS = st.text(
    alphabet=st.one_of(st.sampled_from("abcÄß'’?!. \n012_É–👍и"), st.characters(codec="utf-8")),
    max_size=40,
)


def read(*bodies: str | None) -> Words:
    return words_of(pa.nulls(len(bodies), pa.string()), pa.array(bodies, pa.string()))


def spelled(words: Words) -> list[str]:
    return [words.spelled(place) for place in range(len(words.text))]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("It CAN'T be", ["it", "can't", "be"]),
            ("It can’t be", ["it", "can't", "be"]),
            ("'quoted' words'", ["quoted", "words"]),
            ("error 404!!", ["error", "000", "!!"]),
            ("why?!", ["why", "?", "!"]),
            ("one–two…", ["one", "two"]),
            ("nice👍👍app", ["nice", "👍👍", "app"]),
            ("naïve Größe", ["naïve", "größe"]),
            ("snake_case.py", ["snake_case", "py"]),
            ("", []),
            (None, []),
        ],
    )
    def test_are_read_as_a_person_would(self, text: str | None, expected: list[str]) -> None:
        assert spelled(read(text)) == expected

    def test_of_a_title_are_known(self) -> None:
        words = words_of(pa.array(["Login fails", None]), pa.array(["again", "and again"]))

        assert words.in_title.tolist() == [True, True, False, False, False]
        assert words.text.tolist() == [0, 0, 0, 1, 1]

    def test_have_the_same_number_on_every_machine(self) -> None:
        assert read("login").number.tolist() == [LOGIN]

    @given(st.lists(WORDS, min_size=1, max_size=6))
    @settings(max_examples=80)
    def test_do_not_depend_on_the_texts_beside_them(self, texts: list[str]) -> None:
        together = read(*texts)

        for row, text in enumerate(texts):
            alone = read(text)
            here = together.text == row
            assert together.number[here].tolist() == alone.number.tolist()

    @given(st.lists(WORDS, min_size=2, max_size=6))
    @settings(max_examples=80)
    def test_have_equal_numbers_exactly_where_they_are_spelled_alike(
        self, texts: list[str]
    ) -> None:
        words = read(*texts)

        by_spelling = dict(zip(spelled(words), words.number.tolist(), strict=True))
        assert len(set(by_spelling.values())) == len(by_spelling)
        assert [by_spelling[word] for word in spelled(words)] == words.number.tolist()


class TestNumbersOf:
    def test_tell_texts_apart_and_read_slices(self) -> None:
        ids = pa.array(["desk:1", "desk:2", "", None, "desk:1"])

        found = numbers_of(ids)

        assert found[0] == found[4] != found[1]
        assert numbers_of(ids.slice(1, 2)).tolist() == found[1:3].tolist()


class TestKinds:
    @pytest.mark.parametrize(
        ("said", "kinds"),
        [
            ("Bug", ("fault",)),
            ('[Label(name="bug"), Label(name="help wanted")]', ("fault",)),
            ("New Feature", ("wish",)),
            ("kind/feature-request", ("wish", "service")),
            ("Defect", ("fault",)),
            ("debugging", ()),
            ("Epic fail", ("wish",)),
            ("", ()),
        ],
    )
    def test_are_the_general_meaning_of_a_type(self, said: str, kinds: tuple[str, ...]) -> None:
        assert kinds_of(said) == kinds


class TestScoring:
    @given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
    @settings(max_examples=30)
    def test_agrees_with_the_matrix_that_training_sees(
        self, texts: list[tuple[str, str]], seed: int
    ) -> None:
        features = features_of(
            pa.array([title for title, _ in texts]),
            pa.array([body for _, body in texts]),
            pa.array(["Bug", None, "Feature", "", "x"][: len(texts)], pa.string()),
        )
        chosen = Settings()
        design = design_matrix(features, chosen)
        weights = np.zeros((design.shape[1], len(OUTCOMES)), dtype=np.float32)
        used = np.unique(design.indices)
        weights[used] = np.random.default_rng(seed).normal(size=(len(used), len(OUTCOMES)))
        intercept = np.linspace(-1, 1, len(OUTCOMES))
        alone = np.zeros((features.blocks["evidence"].shape[1] + 1, len(OUTCOMES)))

        model = quantised(weights, intercept, chosen, temperature=1.5, type_alone=alone)

        exact = (design @ weights + intercept) / 1.5
        # A weight is kept to 1/254 of the largest of its block and outcome.
        allowed = 0.02 * np.sqrt(1 + np.diff(design.indptr))[:, None]
        assert (np.abs(model.scores(features) - exact) <= allowed).all()
