"""An index that follows the store holds what one made at once would, and answers the same."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cynosure.search import By, Index, question_of, ranked, read_by, updated
from cynosure.search.segment import load_of
from tests.search.made_up import (
    answers,
    as_it_is,
    batch,
    demand_ids,
    index_of,
    said,
    texts,
    with_them,
)

Demands = Mapping[str, tuple[str | None, str | None]]
WAYS: tuple[By, ...] = ("both", "words", "meaning")


class TestAnIndexThatFollows:
    @given(st.lists(said, min_size=1, max_size=6), texts)
    def test_answers_as_one_made_at_once(self, steps: list[Demands], text: str) -> None:
        now = {one: words for step in steps for one, words in step.items()}

        followed, at_once = index_of(*steps), index_of(now)

        assert followed.rows == at_once.rows == len(now)
        for by in WAYS:
            asked = question_of(text)
            assert answers(ranked(followed, asked, by=by)) == answers(ranked(at_once, asked, by=by))

    @given(said)
    def test_stays_as_it_is_where_nothing_changed(self, demands: Demands) -> None:
        index = index_of(demands)

        again = with_them(index, demands)

        assert [id(part.segment) for part in again.parts] == [
            id(part.segment) for part in index.parts
        ]

    def test_finds_a_changed_demand_by_its_new_words_only(self) -> None:
        index = index_of({"desk:1": ("old trouble", None), "desk:2": ("other", None)})

        changed = with_them(index, {"desk:1": ("new worry", None)})

        assert not ranked(changed, question_of("trouble"), by="words")
        assert [hit.demand_id for hit in ranked(changed, question_of("worry"))] == ["desk:1"]

    def test_reads_a_demand_again_whose_asker_has_another_name(self) -> None:
        index = index_of({"desk:1": ("Jo here", None)})
        renamed = batch({"desk:1": ("Jo here", None)}).set_column(3, "asker", pa.array(["jo"]))

        index = updated(index, [renamed], files=(), keep=as_it_is, progress=lambda _stage, _n: None)

        ((at, row),) = [place for place in [index.place_of("desk:1")] if place]
        assert index.parts[at].segment.text(row)["asker"] == "jo"

    def test_lets_a_demand_come_back_to_what_it_said(self) -> None:
        first, then = {"desk:1": ("one", "a")}, {"desk:1": ("two", "b")}

        index = index_of(first, then, first)

        assert index.rows == 1
        assert [hit.demand_id for hit in ranked(index, question_of("one"))] == ["desk:1"]
        assert not ranked(index, question_of("two"), by="words")

    @given(st.lists(st.integers(1, 40), min_size=1, max_size=25))
    def test_has_few_parts_however_often_something_came(self, sizes: list[int]) -> None:
        index, known = Index(read_by()), 0
        for size in sizes:
            index = with_them(
                index, {f"desk:{known + n}": (f"text {n}", None) for n in range(size)}
            )
            known += size

        loads = sorted(map(load_of, index.parts))
        assert index.rows == known
        assert len(loads) <= 1 + log2(loads[-1] / loads[0])

    def test_takes_more_than_one_piece(self) -> None:
        many = {f"desk:{n}": (f"number {n}", "the same") for n in range(5_000)}

        index = index_of(many)

        assert index.rows == 5_000
        assert [hit.demand_id for hit in ranked(index, question_of("4711"), by="words")] == [
            "desk:4711"
        ]


class TestAPlaceInAnIndex:
    @given(said, said, demand_ids)
    def test_is_where_the_newest_words_are(self, old: Demands, new: Demands, one: str) -> None:
        index, now = index_of(old, new), {**old, **new}

        place = index.place_of(one)

        assert (place is not None) == (one in now)
        if place is not None:
            assert index.parts[place[0]].segment.text(place[1])["demand_id"] == one

    @given(said, st.sets(demand_ids))
    def test_among_some_is_theirs(self, demands: Demands, some: set[str]) -> None:
        index = index_of(demands)

        rows = index.among(pa.array(sorted(some), pa.string()))

        found = {
            one
            for part, chosen in zip(index.parts, rows, strict=True)
            for one in np.array(part.segment.ids.to_pylist())[chosen]
        }
        assert found == some & demands.keys()
