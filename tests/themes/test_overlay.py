"""What people did, laid over themes: laws that hold for any history of acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import ibis
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import MEMBERS, THEMES
from cynosure.errors import ClassificationError
from cynosure.themes.acts import Act, Done
from cynosure.themes.allowed import check_act
from cynosure.themes.overlay import Overlay, laid_over, overlay

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
IDS = ("t-1", "t-2", "t-3", "t-4")
FOUND = pa.Table.from_pylist(
    [{"theme_id": one, "name": f"name {one}", "founded_at": MONDAY} for one in IDS], schema=THEMES
)
PLACED: dict[str, str | None] = {f"desk:{n}": (*IDS, None)[n % 5] for n in range(20)}


def done(*acts: Act) -> list[Done]:
    return [Done(act, "Maria", MONDAY) for act in acts]


def of(*acts: Act) -> Overlay:
    return overlay(FOUND, done(*acts))


def places(told: Overlay) -> dict[str, tuple[str | None, bool]]:
    found = {one: told.place_of(one, theme) for one, theme in PLACED.items()}
    return {one: (place.theme, place.noise) for one, place in found.items()}


def merge(theme: str, into: str) -> Act:
    return Act(kind="merge", theme=theme, into=into)


themes = st.sampled_from(IDS)
demands = st.lists(st.sampled_from(sorted(PLACED)), min_size=1, max_size=3, unique=True).map(tuple)
any_act = st.one_of(
    st.builds(merge, themes, themes),
    st.builds(
        lambda kind, theme: Act(kind=kind, theme=theme),
        st.sampled_from(["pin", "unpin", "noise", "not_noise"]),
        themes,
    ),
    st.builds(lambda t, n: Act(kind="name", theme=t, name=n), themes, st.sampled_from("abc")),
    st.builds(lambda t, d: Act(kind="move", theme=t, demands=d), st.none() | themes, demands),
    st.builds(lambda k, d: Act(kind=k, demands=d), st.sampled_from(["noise", "not_noise"]), demands),
    st.builds(
        lambda t, d, n: Act(kind="split", theme=t, into=f"t-new-{n}", demands=d),
        themes, demands, st.integers(0, 3),
    ),
)  # fmt: skip
histories = st.lists(any_act, max_size=12)


def allowed(acts: Sequence[Act]) -> list[Act]:
    """Return those acts that could be entered, one after the other."""
    entered: list[Act] = []
    for act in acts:
        told = of(*entered)
        members = [one for one, place in places(told).items() if place[0] == act.theme]
        if act.kind == "split" and act.into in told.counts_as:
            continue
        try:
            check_act(act, told, members=members)
        except ClassificationError:
            continue
        entered.append(act)
    return entered


class TestAnyHistory:
    @given(histories, any_act)
    def test_is_as_before_once_the_last_act_is_taken_back(self, acts: list[Act], act: Act) -> None:
        before = done(*acts)
        if act.kind == "split":  # one that was there before is another matter
            act = replace(act, into="t-only-here")

        after = overlay(FOUND, [*before, replace(done(act)[0], taken_back=True)])

        assert after == overlay(FOUND, before)

    @given(histories)
    def test_counts_every_demand_in_exactly_one_told_place(self, acts: list[Act]) -> None:
        told = of(*acts)

        where = Counter(
            "noise" if noise else "in themes" if theme else "not recurring"
            for theme, noise in places(told).values()
        )

        assert sum(where.values()) == len(PLACED)
        assert {theme for theme, _ in places(told).values()} <= {None, *told.themes}
        sizes = Counter(theme for theme, noise in places(told).values() if theme and not noise)
        assert sum(sizes.values()) == where["in themes"]

    @given(histories)
    def test_never_goes_in_circles_and_forgets_no_theme(self, acts: list[Act]) -> None:
        told = of(*acts)

        assert set(IDS) <= set(told.counts_as)
        assert set(told.counts_as.values()) == set(told.themes)
        assert all(told.counts_as[whole] == whole for whole in told.themes)
        parts = [part for theme in told.themes.values() for part in theme.merged_from]
        assert sorted([*parts, *told.themes]) == sorted(told.counts_as)

    @given(histories)
    def test_that_could_be_entered_could_be_entered_up_to_any_act(self, acts: list[Act]) -> None:
        entered = allowed(acts)

        assert all(allowed(entered[:n]) == entered[:n] for n in range(len(entered)))

    @given(histories)
    def test_gives_engines_the_same_places_as_one_demand_at_a_time(self, acts: list[Act]) -> None:
        told = of(*acts)
        members = pa.Table.from_pylist(
            [{"demand_id": one, "theme_id": theme} for one, theme in PLACED.items()],
            schema=MEMBERS,
        )

        rows = laid_over(
            ibis.memtable(members),
            counted=ibis.memtable(told.counted()),
            said=ibis.memtable(told.said()),
        ).to_pyarrow()

        found = {row["demand_id"]: (row["theme"], row["noise"]) for row in rows.to_pylist()}
        assert found == places(told)


class TestMerging:
    def test_goes_all_the_way(self) -> None:
        told = of(merge("t-1", "t-2"), merge("t-2", "t-3"))

        assert told.counts_as["t-1"] == told.counts_as["t-2"] == "t-3"
        assert told.themes["t-3"].merged_from == ("t-1", "t-2")
        assert sorted(told.themes) == ["t-3", "t-4"]

    def test_takes_the_members_along_and_keeps_the_name_of_what_it_went_into(self) -> None:
        told = of(Act(kind="name", theme="t-1", name="mine"), merge("t-1", "t-2"))

        assert told.themes["t-2"].name == "name t-2"
        assert told.place_of("desk:0", "t-1").theme == "t-2"


class TestNaming:
    def test_lets_the_last_name_stand_and_says_that_people_gave_it(self) -> None:
        first, last = (Act(kind="name", theme="t-1", name=name) for name in ("one", "two"))

        told = of(first, last)

        assert (told.themes["t-1"].name, told.themes["t-1"].named_by_people) == ("two", True)
        assert not told.themes["t-2"].named_by_people


class TestSplitting:
    SPLIT = Act(kind="split", theme="t-1", into="t-9", demands=("desk:0",))

    def test_holds_for_the_examples_before_anything_was_regrouped(self) -> None:
        told = of(self.SPLIT)

        assert told.place_of("desk:0", "t-1").theme == "t-9"
        assert told.place_of("desk:5", "t-1").theme == "t-1"

    def test_taken_back_gives_all_that_went_along_to_the_old_theme(self) -> None:
        row = {"theme_id": "t-9", "name": "csv", "founded_at": MONDAY}
        found = pa.concat_tables([FOUND, pa.Table.from_pylist([row], schema=THEMES)])

        told = overlay(found, [Done(self.SPLIT, "Maria", MONDAY, taken_back=True)])

        assert told.place_of("desk:0", "t-9").theme == told.place_of("desk:5", "t-9").theme == "t-1"
        assert "t-9" not in told.themes


class TestNoise:
    def test_of_a_theme_takes_all_of_it_along(self) -> None:
        told = of(Act(kind="noise", theme="t-1"))

        assert told.themes["t-1"].noise
        assert places(told)["desk:0"] == ("t-1", True)
        assert places(told)["desk:1"] == ("t-2", False)

    def test_of_a_single_demand_ends_when_it_is_moved(self) -> None:
        noise = Act(kind="noise", demands=("desk:0",))
        move = Act(kind="move", theme="t-2", demands=("desk:0",))

        assert places(of(noise))["desk:0"] == (None, True)
        assert places(of(noise, move))["desk:0"] == ("t-2", False)
        assert places(of(move, noise))["desk:0"] == (None, True)

    def test_taken_off_lets_the_demand_be_where_it_was(self) -> None:
        noise = Act(kind="noise", demands=("desk:0",))

        told = of(noise, Act(kind="not_noise", demands=("desk:0",)))

        assert places(told)["desk:0"] == ("t-1", False)


class TestMoving:
    def test_goes_before_what_was_found_and_follows_a_merge(self) -> None:
        move = Act(kind="move", theme="t-2", demands=("desk:0",))

        assert of(move).place_of("desk:0", "t-1").theme == "t-2"
        assert of(move, merge("t-2", "t-3")).place_of("desk:0", None).theme == "t-3"

    def test_to_none_makes_a_demand_not_recurring(self) -> None:
        assert places(of(Act(kind="move", demands=("desk:0",))))["desk:0"] == (None, False)
