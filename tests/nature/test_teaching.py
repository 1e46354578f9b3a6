"""What people are offered to decide next."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cynosure.nature import shipped_labeller
from cynosure.nature.deciding.teaching import likeness, teach_most
from cynosure.nature.model import OUTCOMES
from tests.nature.made_up import batch, demand

NOBODY = np.array([], dtype=np.int64)


def offered(bodies: list[str], n: int, decided: list[int] | None = None) -> list[str]:
    demands = batch(*[demand(body, demand_id=str(i)) for i, body in enumerate(bodies)])
    chances = shipped_labeller().chances(demands)
    done = np.array(decided or [], dtype=np.int64)
    return [bodies[place] for place in teach_most(likeness(demands), chances, done, n)]


class TestTeachMost:
    def test_does_not_offer_twenty_of_a_kind(self) -> None:
        alike = [f"the invoice of May has number {i}" for i in range(30)]
        others = ["please ship me a second card", "the map does not load on the train"]

        assert set(others) <= set(offered([*alike, *others], 4))

    def test_does_not_offer_what_is_like_something_decided(self) -> None:
        bodies = ["where is my parcel", "where is my parcel", "the lamp is too dark to read"]

        assert offered(bodies, 1, decided=[0]) == ["the lamp is too dark to read"]

    def test_offers_what_is_common_before_what_is_odd(self) -> None:
        common = [f"the timer of the oven {word}" for word in ("rings", "stops", "hums", "waits")]

        assert offered(["zyx wvu tsr qpo", *common], 1)[0] in common

    def test_offers_what_is_uncertain_before_what_is_sure(self) -> None:
        sure = np.zeros(len(OUTCOMES))
        sure[0] = 1.0
        unsure = np.full(len(OUTCOMES), 1 / len(OUTCOMES))
        texts = sp.csr_matrix(np.eye(3))

        chosen = teach_most(texts, np.array([sure, unsure, sure]), NOBODY, 1)

        assert chosen.tolist() == [1]

    @pytest.mark.parametrize("n", [0, 3, 10])
    def test_offers_no_more_than_there_is(self, n: int) -> None:
        chances = np.full((4, len(OUTCOMES)), 1 / len(OUTCOMES))

        chosen = teach_most(sp.csr_matrix(np.eye(4)), chances, np.array([2]), n)

        assert len(chosen) == min(n, 3)
        assert 2 not in chosen

    @given(
        arrays.arrays(np.float64, (8, 6), elements=st.sampled_from([0.0, 0.5, 1.0])),
        st.sets(st.integers(0, 7)),
        st.integers(0, 8),
    )
    def test_offers_each_once_and_nothing_decided_and_begins_alike(
        self, texts: np.ndarray[tuple[int, ...], np.dtype[np.float64]], decided: set[int], n: int
    ) -> None:
        alike, done = sp.csr_matrix(texts), np.array(sorted(decided), dtype=np.int64)
        chances = np.full((8, len(OUTCOMES)), 1 / len(OUTCOMES))

        chosen = teach_most(alike, chances, done, n).tolist()

        assert len(set(chosen)) == len(chosen) == min(n, 8 - len(decided))
        assert not set(chosen) & decided
        assert teach_most(alike, chances, done, 8).tolist()[: len(chosen)] == chosen
