"""What cannot be done to themes is said before it is kept, with the next step."""

from __future__ import annotations

import pytest

from cynosure.errors import ClassificationError
from cynosure.themes.acts import (
    Act,
    NoSuchTheme,
    NothingWouldChange,
    NotOfTheTheme,
    PartOfAnother,
    WouldGoInCircles,
)
from cynosure.themes.allowed import check_act, told
from cynosure.themes.identity import split_id, theme_id
from tests.themes.test_overlay import merge, of

IN_T1 = ("desk:0", "desk:5", "desk:10")
SPLIT = Act(kind="split", theme="t-1", into="t-9", demands=("desk:0",))


class TestAnActThatCannotBe:
    @pytest.mark.parametrize(
        ("before", "act", "error", "said"),
        [
            ([], Act(kind="pin", theme="t-11"), NoSuchTheme, "Did you mean 't-1'"),
            ([], merge("t-1", "x"), NoSuchTheme, "themes list"),
            ([], merge("t-1", "t-1"), WouldGoInCircles, "into itself"),
            ([merge("t-1", "t-2")], merge("t-2", "t-1"), WouldGoInCircles, "part of it"),
            (
                [merge("t-1", "t-2"), merge("t-2", "t-3")],
                merge("t-3", "t-1"),
                WouldGoInCircles,
                "t-1 was merged into t-3",
            ),
            ([merge("t-1", "t-2")], merge("t-1", "t-3"), PartOfAnother, "Name t-2 instead"),
            ([merge("t-1", "t-2")], merge("t-3", "t-1"), PartOfAnother, "themes undo"),
            ([merge("t-1", "t-2")], Act(kind="pin", theme="t-1"), PartOfAnother, "part of"),
            ([], Act(kind="name", theme="t-1", name=" "), NothingWouldChange, "one word"),
            ([], Act(kind="name", theme="t-1", name="x" * 201), NothingWouldChange, "201"),
            (
                [Act(kind="name", theme="t-1", name="a")],
                Act(kind="name", theme="t-1", name="a"),
                NothingWouldChange,
                "called 'a' already",
            ),
            ([], Act(kind="unpin", theme="t-1"), NothingWouldChange, "not pinned"),
            ([], Act(kind="not_noise", theme="t-1"), NothingWouldChange, "not marked"),
            (
                [Act(kind="noise", demands=("desk:0",))],
                Act(kind="noise", demands=("desk:0",)),
                NothingWouldChange,
                "already marked",
            ),
            ([], Act(kind="not_noise", demands=("desk:0",)), NothingWouldChange, "not marked"),
            (
                [],
                Act(kind="split", theme="t-1", into="t-9", demands=("desk:1",)),
                NotOfTheTheme,
                "desk:1",
            ),
            ([], Act(kind="split", theme="t-1", into="t-9"), NothingWouldChange, "--like"),
            (
                [],
                Act(kind="split", theme="t-1", into="t-9", demands=IN_T1),
                NothingWouldChange,
                "no other demands",
            ),
            ([], Act(kind="move", theme="t-7", demands=("desk:0",)), NoSuchTheme, "'t-7'"),
        ],
    )
    def test_is_refused_in_words(
        self, before: list[Act], act: Act, error: type[ClassificationError], said: str
    ) -> None:
        with pytest.raises(error, match=said) as refused:
            check_act(act, of(*before), members=IN_T1)

        assert refused.value.exit_status == 64

    @pytest.mark.parametrize(
        "act",
        [
            merge("t-1", "t-2"),
            SPLIT,
            Act(kind="pin", theme="t-1"),
            Act(kind="noise", theme="t-1"),
            Act(kind="noise", demands=("desk:0",)),
            Act(kind="name", theme="t-1", name="a"),
            Act(kind="move", theme="t-2", demands=("desk:0",)),
            Act(kind="move", demands=("desk:0",)),
        ],
    )
    def test_is_not_every_one(self, act: Act) -> None:
        check_act(act, of(), members=IN_T1)

    def test_may_be_done_to_a_theme_that_took_others_in(self) -> None:
        assert told("t-2", of(merge("t-1", "t-2"))).merged_from == ("t-1",)


class TestAThemesId:
    def test_is_the_same_for_the_same_and_another_for_another(self) -> None:
        ids = {theme_id(f"centre {n}".encode(), taken=()) for n in range(1_000)}

        assert len(ids) == 1_000
        assert ids == {theme_id(f"centre {n}".encode(), taken=()) for n in range(1_000)}
        assert all(len(one) == 10 for one in ids)

    def test_is_never_one_that_is_taken(self) -> None:
        taken: list[str] = []
        for _ in range(20):
            taken.append(theme_id(b"the same", taken=taken))

        assert len(set(taken)) == 20

    def test_of_a_split_does_not_hang_on_the_order_of_its_examples(self) -> None:
        one = split_id("t-1", ["desk:1", "desk:2"], taken=())

        assert one == split_id("t-1", ["desk:2", "desk:1"], taken=())
        assert one != split_id("t-2", ["desk:1", "desk:2"], taken=())
        assert one != split_id("t-1", ["desk:1", "desk:2"], taken={one})
