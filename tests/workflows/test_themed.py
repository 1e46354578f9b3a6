"""Each failure demand is told with its theme, as people left it, and follow-ups go by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cynosure.engines.duckdb import DuckDBEngine
from cynosure.nature.deciding.decisions import Decision, as_labels
from cynosure.store import DemandStore
from cynosure.themes.acts import Act, Done
from cynosure.workflows.explaining import explain_demand
from cynosure.workflows.telling import Telling, tell
from tests.store.incoming import day, demand
from tests.workflows.themes_desk import bring, desk, done, placed, take_in, themes


@pytest.fixture
def themed(store: DemandStore, engine: DuckDBEngine) -> DemandStore:
    take_in(store, desk())
    bring(store, engine)
    return store


def telling(store: DemandStore, engine: DuckDBEngine, *acts: Act) -> Telling:
    return tell(store.snapshot(), engine, labeller="m1", as_of=day(25), acts=done(*acts))


def told(engine: DuckDBEngine, one: Telling) -> dict[str, str | None]:
    rows = engine.result(one.facts.demands.select("demand_id", "theme")).to_pylist()
    return {row["demand_id"]: row["theme"] for row in rows}


def check_sums(one: Telling) -> None:
    assert one.recurring is not None
    parts = one.recurring
    assert parts.failure == parts.in_themes + parts.not_recurring + parts.noise
    assert parts.in_themes == sum(theme.size for theme in one.themes if not theme.noise)


class TestFacts:
    def test_have_the_theme_of_each_demand(self, themed: DemandStore, engine: DuckDBEngine) -> None:
        one = telling(themed, engine)

        assert told(engine, one) == placed(themed)
        requests = engine.result(one.facts.requests.select("request_id", "theme")).to_pylist()
        assert {row["request_id"]: row["theme"] for row in requests} == placed(themed)

    def test_have_none_before_anything_was_found(
        self, store: DemandStore, engine: DuckDBEngine
    ) -> None:
        take_in(store, desk())

        one = telling(store, engine)

        assert set(told(engine, one).values()) == {None}
        assert (one.themes, one.recurring) == ((), None)

    def test_have_none_for_what_is_no_failure_demand_any_more(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        member = next(each for each, theme in placed(themed).items() if theme)

        one = tell(
            themed.snapshot(),
            engine,
            labeller="m1",
            decisions=as_labels([Decision(member, "value", "advice")]),
        )

        assert told(engine, one) == placed(themed) | {member: None}
        assert one.recurring is not None
        assert one.recurring.failure == len(placed(themed)) - 1
        check_sums(one)


class TestThemesOfATelling:
    def test_are_told_with_their_sizes_largest_first(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        one = telling(themed, engine)

        found = list(placed(themed).values())
        assert {each.theme_id: each.size for each in one.themes} == {
            name: found.count(name) for name in themes(themed)
        }
        assert [each.size for each in one.themes] == sorted(
            (each.size for each in one.themes), reverse=True
        )
        assert {each.name for each in one.themes} == {
            row["name"] for row in themes(themed).values()
        }
        assert one.recurring is not None
        assert one.recurring.not_recurring == found.count(None)
        check_sums(one)

    def test_are_as_people_left_them(self, themed: DemandStore, engine: DuckDBEngine) -> None:
        first, second, third = list(themes(themed))[:3]
        member = next(each for each, theme in placed(themed).items() if theme == third)
        loose = next(each for each, theme in placed(themed).items() if theme is None)

        one = telling(
            themed,
            engine,
            Act(kind="merge", theme=first, into=second),
            Act(kind="name", theme=second, name="Files and figures"),
            Act(kind="pin", theme=second),
            Act(kind="move", theme=second, demands=(loose,)),
            Act(kind="noise", demands=(member,)),
        )

        by_id = {each.theme_id: each for each in one.themes}
        found = list(placed(themed).values())
        whole = by_id[second]
        assert whole.size == found.count(first) + found.count(second) + 1
        assert (whole.name, whole.named_by_people, whole.pinned, whole.merged_from) == (
            "Files and figures",
            True,
            True,
            (first,),
        )
        assert by_id[third].size == found.count(third) - 1
        assert told(engine, one)[loose] == second
        assert told(engine, one)[member] is None
        assert one.recurring is not None
        assert one.recurring.noise == 1
        check_sums(one)

    def test_that_are_noise_keep_their_size_and_leave_the_facts(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        first = next(iter(themes(themed)))

        one = telling(themed, engine, Act(kind="noise", theme=first))

        (noise,) = [each for each in one.themes if each.noise]
        assert noise.size == list(placed(themed).values()).count(first)
        assert first not in told(engine, one).values()
        check_sums(one)

    def test_count_what_was_asked_by_the_instant(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        title = desk()[0].title
        take_in(themed, [demand(900, title=title, asked_at=day(15))])
        bring(themed, engine)

        before = tell(themed.snapshot(), engine, labeller="m1", as_of=day(10))

        assert before.recurring is not None
        assert before.recurring.failure == len(desk())
        check_sums(before)


def followed(store: DemandStore, engine: DuckDBEngine, *acts: Act) -> dict[str, str | None]:
    clocks = telling(store, engine, *acts).clocks.clocks
    rows = engine.result(clocks.select("demand_id", "follows")).to_pylist()
    return {row["demand_id"]: row["follows"] for row in rows if row["follows"]}


class TestFollowUps:
    @pytest.fixture
    def asked_again(self, store: DemandStore) -> DemandStore:
        """One asker asks thrice: twice of one trouble, then of another, always of one cause."""
        say: Sequence[tuple[str, str, int]] = (
            ("a", "CSV export is empty", 1),
            ("b", "CSV export empty again", 4),
            ("c", "photo upload hangs", 5),
        )
        asked = [demand(n, title=title, asked_at=day(at), asker="zoe") for n, title, at in say]
        resolved = {"a": day(3)}
        take_in(store, [*desk(), *asked], code="broken", resolved=resolved)
        return store

    def test_are_inferred_within_a_cause_before_there_are_themes(
        self, asked_again: DemandStore, engine: DuckDBEngine
    ) -> None:
        assert followed(asked_again, engine) == {"desk:b": "desk:a", "desk:c": "desk:a"}

    def test_are_inferred_within_a_theme_once_there_are_some(
        self, asked_again: DemandStore, engine: DuckDBEngine
    ) -> None:
        bring(asked_again, engine)
        assert placed(asked_again)["desk:a"] == placed(asked_again)["desk:b"] is not None

        assert followed(asked_again, engine) == {"desk:b": "desk:a"}

    def test_are_not_inferred_for_what_is_in_no_theme(
        self, asked_again: DemandStore, engine: DuckDBEngine
    ) -> None:
        bring(asked_again, engine)

        assert followed(asked_again, engine, Act(kind="noise", demands=("desk:b",))) == {}
        assert followed(asked_again, engine, Act(kind="move", demands=("desk:a",))) == {}

    def test_are_explained_as_they_are_told(
        self, asked_again: DemandStore, engine: DuckDBEngine
    ) -> None:
        bring(asked_again, engine)

        def story(one: str, acts: Sequence[Done] = ()) -> str:
            return str(
                explain_demand(
                    one,
                    snapshot=asked_again.snapshot(),
                    engine=engine,
                    labeller="m1",
                    as_of=day(25),
                    acts=acts,
                )
            )

        assert "taken as its follow-up" in story("desk:b")
        assert "taken as its follow-up" not in story("desk:c")
        moved = done(Act(kind="move", demands=("desk:b",)))
        assert "taken as its follow-up" not in story("desk:b", moved)
        again = [replace(moved[0], taken_back=True)]
        assert story("desk:b", again) == story("desk:b")
