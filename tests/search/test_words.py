"""Words are found in any script, the same whoever writes them how."""

from __future__ import annotations

import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cynosure.search import words_in
from cynosure.search.words import BODY_CHARACTERS, WEIGHT_BITS, composed, words_of
from tests.search.made_up import texts


def spelt(text: str) -> list[str]:
    found = words_in(text)
    content = unicodedata.normalize("NFC", text).encode()
    return [
        content[start:end].decode() for start, end in zip(found.starts, found.ends, strict=True)
    ]


def numbers(text: str) -> set[int]:
    return set(words_in(text).numbers.tolist())


class TestWords:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("The export, it crashes!", ["The", "export", "it", "crashes"]),
            ("ERR-4012.", ["ERR", "4012", "ERR-4012"]),
            ("v2.3.1 of a.b", ["v2", "3", "1", "v2.3.1", "of", "a", "b"]),
            ("I don't", ["I", "don't"]),
            ("退款了 ok", ["退", "款", "退款", "了", "款了", "ok"]),
            ("שלום, עולם", ["שלום", "עולם"]),
            ("fine 🙂👍", ["fine", "🙂", "👍"]),
            ("a\x00b\tc\n", ["a", "b", "c"]),
            ("'; DROP TABLE x;-- (.*)", ["DROP", "TABLE", "x"]),
            (" \u200b\ufe0f-_.", []),
        ],
    )
    def test_are_what_people_would_call_so(self, text: str, words: list[str]) -> None:
        assert spelt(text) == words

    def test_are_the_same_in_capitals_and_with_accents_written_apart(self) -> None:
        assert numbers("RÉSUMÉ Straße") == numbers("re\u0301sume\u0301 straße")
        assert numbers("resume") != numbers("résumé")

    @given(st.text(max_size=8))
    @example("\U0002f800")  # a sign that composing makes into another one
    @example("क\u093c")  # a letter and a dot that stays by itself
    def test_are_read_in_a_column_as_they_are_read_alone(self, text: str) -> None:
        assert composed(pa.array([text]))[0].as_py() == unicodedata.normalize("NFC", text)

    def test_are_the_same_with_any_apostrophe_or_none(self) -> None:
        assert numbers("don't") == numbers("don’t") == numbers("DONT")

    def test_are_the_same_whichever_sign_joins_them(self) -> None:
        assert numbers("ERR-4012") == numbers("err_4012") == numbers("(err.4012).")

    @given(st.lists(st.tuples(texts, texts), min_size=1, max_size=6))
    def test_of_a_text_do_not_depend_on_its_neighbours(self, pairs: list[tuple[str, str]]) -> None:
        titles, bodies = zip(*pairs, strict=True)
        together = words_of(pa.array(titles), pa.array(bodies))

        alone = [words_of(pa.array([title]), pa.array([body])) for title, body in pairs]

        assert together.words.tolist() == [word for one in alone for word in one.words.tolist()]
        assert together.counts.tolist() == [len(one.words) for one in alone]

    @given(texts, texts)
    def test_are_counted_each_once_as_they_are_found(self, title: str, body: str) -> None:
        counted = words_of(pa.array([title]), pa.array([body]))

        found = numbers(title) | numbers(body)

        assert {int(word) >> WEIGHT_BITS for word in counted.words} == found
        assert len(counted.words) == len(found)
        assert counted.lengths[0] == len(words_in(title).numbers) + len(words_in(body).numbers)

    def test_tell_how_often_and_whether_in_the_title(self) -> None:
        (weight,) = words_of(pa.array(["no"]), pa.array(["no"])).words & np.uint64(7)
        (often,) = words_of(pa.array([""]), pa.array(["no " * 9])).words & np.uint64(7)

        assert (int(weight), int(often)) == (4 + 2, 3)

    def test_far_behind_in_a_body_are_not_read(self) -> None:
        body = "x " * (BODY_CHARACTERS // 2) + "behind"

        counted = words_of(pa.array([None]), pa.array([body]))

        assert {int(word) >> WEIGHT_BITS for word in counted.words} == numbers("x")
