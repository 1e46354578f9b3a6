"""Who answers best comes first, and nothing but the question decides it."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.search import By, Index, Question, question_like, question_of, ranked, read_by
from cynosure.search.ranking import MOST_ASKED
from cynosure.search.words import composed
from cynosure.texts import meaning
from tests.search.made_up import answers, demand_ids, index_of, said, texts

ALL = 1_000
ways = st.sampled_from(["both", "words", "meaning"])


class TestAnswers:
    @given(said)
    def test_to_a_demands_own_words_begin_with_those_who_say_them_all(
        self, demands: dict[str, tuple[str, str]]
    ) -> None:
        index = index_of(demands)
        for one, (title, body) in demands.items():
            asked = question_of(f"{title}\n{body}")
            if not len(asked.words):
                continue
            hits = ranked(index, asked, by="words", limit=ALL)
            own = [hit.demand_id for hit in hits].index(one)
            assert all(hit.says_all for hit in hits[: own + 1])

    @given(said)
    def test_to_a_demands_own_meaning_begin_with_it_or_its_equals(
        self, demands: dict[str, tuple[str, str]]
    ) -> None:
        index = index_of(demands)
        for one, (title, body) in demands.items():
            meant = meaning.meanings_of(composed(pa.array([title])), composed(pa.array([body])))[0]
            if not meant.any():
                continue
            asked = Question(question_of("").words, meant)
            hits = ranked(index, asked, by="meaning", limit=ALL)
            own = [hit.demand_id for hit in hits].index(one)
            assert {hit.score for hit in hits[: own + 1]} == {1.0}

    @given(said, texts, ways, st.integers(1, 5))
    def test_that_are_fewer_are_the_first_of_all(
        self, demands: dict[str, tuple[str, str]], text: str, by: By, limit: int
    ) -> None:
        index, asked = index_of(demands), question_of(text)

        few = ranked(index, asked, by=by, limit=limit)

        assert answers(few) == answers(ranked(index, asked, by=by, limit=ALL))[:limit]

    @given(said, texts, ways, st.sets(demand_ids))
    def test_among_some_are_those_among_all(
        self, demands: dict[str, tuple[str, str]], text: str, by: By, some: set[str]
    ) -> None:
        index, asked = index_of(demands), question_of(text)

        rows = index.among(pa.array(sorted(some), pa.string()))

        everyone = answers(ranked(index, asked, by=by, limit=ALL))
        assert answers(ranked(index, asked, by=by, limit=ALL, among=rows)) == [
            one for one in everyone if one[0] in some
        ]

    @given(said, texts, ways)
    def test_have_scores_from_nothing_to_one(
        self, demands: dict[str, tuple[str, str]], text: str, by: By
    ) -> None:
        hits = ranked(index_of(demands), question_of(text), by=by, limit=ALL)

        assert all(0 < hit.score <= 1 and 0 <= hit.likeness <= 1 for hit in hits)
        assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.demand_id))

    def test_that_say_the_very_id_come_before_what_says_its_parts(self) -> None:
        index = index_of(
            {
                "desk:1": ("4012 err err", "err 4012 and err"),
                "desk:2": ("It says", "something about ERR-4012, and then goes on and on"),
            }
        )

        assert ranked(index, question_of("err-4012"))[0].demand_id == "desk:2"

    def test_that_say_it_in_the_title_come_first(self) -> None:
        index = index_of({"desk:1": ("Help", "refund"), "desk:2": ("refund", "Help")})

        hits = ranked(index, question_of("refund"), by="words")

        assert [hit.demand_id for hit in hits] == ["desk:2", "desk:1"]

    def test_that_say_the_rare_word_come_before_those_that_say_the_common_one(self) -> None:
        common = {f"desk:{n}": (f"the matter {n}", None) for n in range(1, 9)}
        index = index_of({**common, "desk:9": ("some refund", None)})

        hits = ranked(index, question_of("the refund"), by="words")

        assert hits[0].demand_id == "desk:9"

    @pytest.mark.parametrize("text", ["", " ", "\x00", "(.*)", "\u202e", "-._"])
    def test_to_nothing_are_nothing(self, text: str) -> None:
        index = index_of({"desk:1": ("refund", None), "desk:2": (None, None)})

        assert not ranked(index, question_of(text), by="words")

    def test_of_an_empty_index_are_nothing(self) -> None:
        assert not ranked(Index(read_by()), question_of("refund"))

    def test_to_broken_bytes_of_a_shell_are_those_to_what_can_be_read(self) -> None:
        index = index_of({"desk:1": ("refund", None)})

        assert [hit.demand_id for hit in ranked(index, question_of("refund \udcff"))] == ["desk:1"]

    def test_to_a_whole_book_are_found_by_its_rarest_words(self) -> None:
        texts = {f"desk:{n}": (f"w{n}", "the") for n in range(300)}
        book = " ".join(["the", *(f"w{n}" for n in range(300)), *(f"u{n}" for n in range(9_000))])

        hits = ranked(index_of(texts), question_of(book), by="words", limit=ALL)

        assert len(hits) == MOST_ASKED


class TestNeighbours:
    @given(said, demand_ids)
    def test_are_others(self, demands: dict[str, tuple[str, str]], one: str) -> None:
        index = index_of(demands)
        place = index.place_of(one)
        if place is None:
            return

        hits = ranked(index, question_like(index, *place), limit=ALL, but=place)

        assert one not in {hit.demand_id for hit in hits}

    def test_begin_with_who_says_the_same(self) -> None:
        index = index_of(
            {
                "desk:1": ("The export crashes", "when I save"),
                "desk:2": ("Where is my refund", "it never came"),
                "desk:3": ("export crashes", "the moment when I save"),
            }
        )
        place = index.place_of("desk:1")
        assert place is not None

        hits = ranked(index, question_like(index, *place), but=place)

        assert hits[0].demand_id == "desk:3"
