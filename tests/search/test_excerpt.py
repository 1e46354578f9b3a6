"""An excerpt shows the words that were asked for."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cynosure.search import said_in, stretch_of, words_in
from cynosure.search.excerpt import LENGTH
from tests.search.made_up import texts

long_texts = st.lists(texts, max_size=60).map(
    lambda some: unicodedata.normalize("NFC", " ".join(some))
)


class TestAStretch:
    @given(long_texts, texts)
    def test_holds_a_word_that_was_asked_for_if_the_text_does(self, text: str, asked: str) -> None:
        words = words_in(asked).numbers

        found = stretch_of(text, words)

        assert 0 <= found.start <= found.end <= len(text)
        assert found.end - found.start <= LENGTH
        if said_in(text, words):
            assert said_in(text[found.start : found.end], words)

    def test_is_where_most_of_the_words_are(self) -> None:
        text = "refund " + "x " * 400 + "the refund never came " + "x " * 400

        found = stretch_of(text, words_in("refund never came").numbers)

        assert "refund never came" in text[found.start : found.end]

    def test_lies_between_the_places_that_were_given(self) -> None:
        text = "refund " * 200

        found = stretch_of(text, words_in("refund").numbers, after=100, before=300)

        assert found.start >= 100
        assert found.end <= 300


class TestWhatIsSaid:
    @given(texts)
    def test_are_words_of_the_text(self, text: str) -> None:
        text = unicodedata.normalize("NFC", text)

        assert all(word in text for word in said_in(text, words_in(text).numbers))
