from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cynosure.themes import at_the_edge, typical

TEXTS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.lists(st.sampled_from(("csv", "export", "fails", "hangs", "now"))).map(" ".join),
    ),
    max_size=9,
)


class TestTypical:
    def test_are_the_most_alike(self) -> None:
        texts = ["csv export fails", "export is empty", "csv is empty", "a parrot sings"]

        assert typical([0.7, 0.9, 0.8, 0.1], texts) == [1, 2, 0]

    def test_say_more_than_one_word_if_others_do(self) -> None:
        assert typical([0.9, 0.8, 0.7], ["export", "export hangs", "csv hangs"], count=1) == [1]
        assert typical([0.9, 0.8], ["export", "hangs"], count=1) == [0]

    def test_are_no_two_the_same_in_words(self) -> None:
        texts = ["csv export fails", "Fails: CSV export!", "export hangs"]

        assert typical([0.9, 0.9, 0.5], texts) == [0, 2]

    @given(TEXTS)
    def test_do_not_depend_on_the_order(self, said: list[tuple[float, str]]) -> None:
        def told(rows: list[tuple[float, str]]) -> list[str]:
            texts = [text for _, text in rows]
            return [texts[i] for i in typical([likeness for likeness, _ in rows], texts)]

        assert told(said) == told(said[::-1])


class TestAtTheEdge:
    def test_is_the_readable_text_least_alike(self) -> None:
        texts = ["csv export fails", "export hangs", "csv is empty", "export is slow", "hm"]

        assert at_the_edge([0.9, 0.8, 0.7, 0.4, 0.3], texts) == 3

    def test_is_none_where_all_are_typical(self) -> None:
        assert at_the_edge([0.9, 0.2], ["csv export fails", "CSV EXPORT fails"]) is None
        assert at_the_edge([], []) is None

    @given(TEXTS)
    def test_is_never_one_of_the_typical(self, said: list[tuple[float, str]]) -> None:
        likeness, texts = [one for one, _ in said], [text for _, text in said]

        assert at_the_edge(likeness, texts) not in typical(likeness, texts)
