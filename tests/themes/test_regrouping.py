"""What a regrouping proposes follows from how themes and newly found groups overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cynosure.themes.regrouping import Proposal, propose

THEMES = ("t-a", "t-b", "t-c")
Shared = Mapping[tuple[int, int], int]


def proposed(shared: Shared, pinned: Sequence[str] = ()) -> list[Proposal]:
    """Return proposals where so many demands are in a theme and in a group, -1 for none."""
    was = np.array([pair[0] for pair, n in shared.items() for _ in range(n)], np.int64)
    found = np.array([pair[1] for pair, n in shared.items() for _ in range(n)], np.int64)
    return propose(was, found, np.linspace(1, 0, len(was)), themes=THEMES, pinned=pinned)


def kinds(shared: Shared, pinned: Sequence[str] = ()) -> list[tuple[str, str | None]]:
    return [(one.kind, one.theme) for one in proposed(shared, pinned)]


class TestProposals:
    def test_are_none_where_the_same_is_found_again(self) -> None:
        assert kinds({(0, 2): 30, (1, 0): 20, (2, 1): 10, (-1, -1): 5}) == []

    def test_merge_the_smaller_into_the_larger_where_one_group_holds_most_of_both(self) -> None:
        (one,) = proposed({(0, 0): 10, (1, 0): 30, (2, 1): 20})

        assert (one.kind, one.theme, one.into, one.demands, one.of) == (
            "merge", "t-a", "t-b", 10, 10,
        )  # fmt: skip

    def test_do_not_merge_what_is_only_partly_in_one_group(self) -> None:
        assert kinds({(0, 0): 30, (1, 0): 4, (1, 1): 26, (2, 2): 9}) == []

    def test_split_off_what_is_a_group_of_its_own_with_the_most_typical_as_examples(self) -> None:
        (one,) = proposed({(0, 0): 20, (0, 1): 10, (1, 2): 9, (2, 3): 9})

        assert (one.kind, one.theme, one.demands, one.of) == ("split", "t-a", 10, 30)
        assert one.rows == (20, 21, 22)

    def test_found_what_recurred_in_no_theme(self) -> None:
        (one,) = proposed({(0, 0): 20, (1, 1): 20, (2, 2): 20, (-1, 3): 8, (0, 3): 2})

        assert (one.kind, one.demands, one.of, one.group) == ("new", 8, 10, 3)

    def test_let_go_of_what_recurs_no_more(self) -> None:
        (one,) = proposed({(0, 0): 20, (1, 1): 20, (2, -1): 7, (2, 2): 3})

        assert (one.kind, one.theme, one.demands, one.of) == ("gone", "t-c", 7, 10)

    def test_leave_pinned_themes_alone(self) -> None:
        shared = {(0, 0): 10, (1, 0): 30, (2, -1): 9}

        assert kinds(shared) == [("merge", "t-a"), ("gone", "t-c")]
        assert kinds(shared, pinned=["t-b"]) == [("gone", "t-c")]
        assert kinds(shared, pinned=["t-a", "t-c"]) == []

    @given(
        st.dictionaries(
            st.tuples(st.integers(-1, 2), st.integers(-1, 4)), st.integers(1, 20), max_size=15
        ),
        st.sets(st.sampled_from(THEMES)),
    )
    def test_never_speak_of_more_than_there_is_nor_of_a_pinned_theme(
        self, shared: dict[tuple[int, int], int], pinned: set[str]
    ) -> None:
        for one in proposed(shared, sorted(pinned)):
            assert 0 < one.demands <= one.of
            assert not {one.theme, one.into} & pinned
            assert one.theme != one.into or one.kind == "new"
