"""A name is found by its hash, wherever it stands as a word of its own."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.store.mentions import ERASED, Mentions, keyed_hash, plain, sieve_of, without

KEY = b"a key"


def looking_for(*names: str) -> Mentions:
    written = [plain(name) for name in names]
    lengths = {len(name) for name in written}
    return Mentions(
        KEY,
        {n: frozenset(keyed_hash(w, KEY) for w in written if len(w) == n) for n in lengths},
        {n: frozenset(sieve_of(w, KEY) for w in written if len(w) == n) for n in lengths},
    )


class TestMentions:
    @pytest.mark.parametrize(
        "text",
        [
            "ana",
            "Ask Ana.",
            "ANA!",
            "mail ana@example.com",
            "https://desk/ana/1",
            '{"text": "line\\nana"}',
            "“ana”",
            "_ana_",
        ],
    )
    def test_finds_a_name(self, text: str) -> None:
        assert looking_for("Ana").found(pa.array(["before", text, "after"])) == {1: ("ana",)}

    @pytest.mark.parametrize("text", ["banana", "anas", "an a", "", "an"])
    def test_finds_no_part_of_a_word(self, text: str) -> None:
        assert looking_for("ana").found(pa.array([text])) == {}

    def test_finds_no_name_across_two_texts(self) -> None:
        assert looking_for("ana b").found(pa.array(["x ana", " b"])) == {}
        assert looking_for("ana").found(pa.array(["xx", "ana", "yy"])) == {1: ("ana",)}

    def test_finds_several_names_in_one_text(self) -> None:
        found = looking_for("ana", "bob b", "carl").found(pa.array(["Bob B and ana", None, "carl"]))

        assert found == {0: ("ana", "bob b"), 2: ("carl",)}

    def test_looks_only_at_its_part_of_a_column(self) -> None:
        texts = pa.array(["ana", "x", "ana"])[1:]

        assert looking_for("ana").found(texts) == {1: ("ana",)}

    @given(
        st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=6),
        st.integers(0, 6),
        st.text("abñß.@- ", min_size=1, max_size=8).filter(lambda name: name.strip() == name),
    )
    def test_finds_every_name_put_between_spaces(
        self, texts: list[str | None], place: int, name: str
    ) -> None:
        place = min(place, len(texts))
        texts.insert(place, f"so {name.upper() if name.isascii() else name} so")

        assert place in looking_for(name).found(pa.array(texts, pa.string()))


class TestWithout:
    def test_masks_the_longest_name_first(self) -> None:
        assert without("ana@example.com, Ana", ["ana", "ana@example.com"]) == f"{ERASED}, {ERASED}"

    @given(st.text(max_size=30), st.text("abcß", min_size=3, max_size=5))
    def test_leaves_nothing_to_be_found(self, text: str, name: str) -> None:
        written = plain(name).decode()
        masked = without(f"{text} {name} {text}", [written])

        assert looking_for(name).found(pa.array([masked])) == {}
