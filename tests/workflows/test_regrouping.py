"""A regrouping proposes, and changes only what is accepted."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cynosure.demand import MEMBERS
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.store import DemandStore
from cynosure.texts.meaning import READ_BY
from cynosure.themes.acts import Act
from cynosure.workflows.regrouping import Regrouped, found_new, regroup
from cynosure.workflows.theming import kept_now
from tests.store.contents import state
from tests.store.incoming import day
from tests.workflows.themes_desk import bring, desk, done, placed, take_in, themes


@pytest.fixture
def themed(store: DemandStore, engine: DuckDBEngine) -> DemandStore:
    take_in(store, desk())
    bring(store, engine)
    return store


def regrouped(store: DemandStore, engine: DuckDBEngine, *acts: Act) -> Regrouped:
    return regroup(kept_now(store.snapshot(), engine, labeller="m1"), engine, acts=done(*acts))


def put(store: DemandStore, theme: str | None, ids: list[str]) -> None:
    rows = [
        {"demand_id": one, "theme_id": theme, "likeness": 0.9, "read_by": READ_BY} for one in ids
    ]
    store.write_members([pa.RecordBatch.from_pylist(rows, schema=MEMBERS)])


def members(store: DemandStore, theme: str) -> list[str]:
    return [one for one, at in placed(store).items() if at == theme]


class TestRegrouping:
    def test_proposes_nothing_and_changes_nothing_where_themes_are_as_found(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        before = state(themed)

        assert regrouped(themed, engine).proposals == ()
        assert state(themed) == before

    def test_founds_what_recurs_in_no_theme_once_that_is_accepted(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        lost = next(iter(themes(themed)))
        ids = members(themed, lost)
        put(themed, None, ids)

        told = regrouped(themed, engine)

        (new,) = [one for one in told.proposals if one.kind == "new"]
        assert (new.demands, told.act(new)) == (len(ids), None)
        founded = found_new(told, new, store=themed, engine=engine, as_of=day(25))
        assert founded not in {None, lost}
        assert members(themed, str(founded)) == ids
        assert themes(themed)[str(founded)]["founders"] == len(ids)

    def test_does_nothing_where_somebody_else_wrote_themes_meanwhile(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        put(themed, None, members(themed, next(iter(themes(themed)))))
        told = regrouped(themed, engine)
        (new,) = [one for one in told.proposals if one.kind == "new"]
        found_new(told, new, store=themed, engine=engine, as_of=day(25))
        before = state(themed)

        assert found_new(told, new, store=themed, engine=engine, as_of=day(26)) is None
        assert state(themed) == before

    def test_proposes_to_split_what_was_put_together_by_examples_that_do_it(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        one, other = list(themes(themed))[:2]
        ids = members(themed, other)
        put(themed, one, ids)

        told = regrouped(themed, engine)

        (split,) = [each for each in told.proposals if each.kind == "split"]
        act = told.act(split)
        assert act is not None
        assert (split.theme, act.theme, len(act.demands)) == (one, one, 3)
        sides = {each in ids for each in act.demands}
        assert len(sides) == 1

    def test_lets_people_s_word_on_single_demands_be(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        ids = members(themed, next(iter(themes(themed))))

        told = regrouped(themed, engine, Act(kind="move", demands=tuple(ids)))

        assert [one for one in told.proposals if one.kind == "new"] == []
