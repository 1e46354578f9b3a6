"""Themes are found once and stay: new demand joins them, and what recurs anew founds another."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cynosure.demand import MEMBERS
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.store import DemandStore, open_store
from cynosure.texts.meaning import DIMENSIONS, READ_BY
from cynosure.themes.acts import Act
from cynosure.workflows import theming
from cynosure.workflows.theming import ThemesKeptChanging
from tests.store.contents import rows, state
from tests.store.incoming import day, demand, incoming
from tests.themes.texts import TROUBLES
from tests.workflows.themes_desk import bring, desk, done, placed, take_in, themes

MAIL = "planted.person@example.org"


@pytest.fixture
def themed(store: DemandStore, engine: DuckDBEngine) -> DemandStore:
    """A store in which the troubles were found."""
    take_in(store, desk())
    bring(store, engine)
    return store


class TestTheFirstTime:
    def test_finds_the_troubles_and_leaves_the_odd_ones_out(self, themed: DemandStore) -> None:
        found = placed(themed)

        titles = {row["demand_id"]: row["title"] for row in rows(themed, "demands")}
        kinds = {telling: name for name, tellings in TROUBLES.items() for telling in tellings}
        odd = [one for one, title in titles.items() if title not in kinds]
        assert all(found[one] is None for one in odd)
        of_theme: dict[str, set[str]] = {}
        for one, theme in found.items():
            if theme:
                of_theme.setdefault(theme, set()).add(kinds[titles[one]])
        assert len(of_theme) >= 3
        assert all(len(told) == 1 for told in of_theme.values())
        assert set(of_theme) == set(themes(themed))

    def test_keeps_how_many_founded_it_when_and_by_which_reading(self, themed: DemandStore) -> None:
        sizes = [theme for theme in placed(themed).values() if theme]
        for name, row in themes(themed).items():
            assert row["founders"] == sizes.count(name)
            assert row["founded_at"] == day(20)
            assert (row["read_by"], len(row["centre"])) == (READ_BY, DIMENSIONS)

    def test_names_each_differently(self, themed: DemandStore) -> None:
        names = [row["name"] for row in themes(themed).values()]

        assert len(set(names)) == len(names)
        assert all(names)

    def test_is_the_same_whatever_the_order_and_the_folder(
        self, themed: DemandStore, engine: DuckDBEngine, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        other = open_store(tmp_path_factory.mktemp("other"), create=True)
        take_in(other, desk()[::-1])
        bring(other, engine)

        assert placed(other) == placed(themed)
        assert themes(other) == themes(themed)

    def test_reads_customers_failure_demand_alone(
        self, store: DemandStore, engine: DuckDBEngine
    ) -> None:
        asked = desk()
        take_in(store, [replace(one, asker_kind="staff") for one in asked[:3]])
        take_in(store, asked[3:6], nature="value")
        take_in(store, asked[6:])
        bring(store, engine)

        assert set(placed(store)) == {one.demand_id for one in asked[6:]}

    def test_takes_no_address_into_a_name(self, store: DemandStore, engine: DuckDBEngine) -> None:
        said = [demand(n, title=f"Mail to {MAIL} bounces", asker=f"p{n}") for n in range(12)]
        take_in(store, said)
        bring(store, engine)

        (name,) = [row["name"] for row in themes(store).values()]
        assert "planted" not in name

    @pytest.mark.parametrize(
        "titles",
        [[], ["", None], [":-)"] * 20, ["x"] * 20, ["the same again"] * 20, ["ok"]],
        ids=["none", "empty", "emoji", "a letter", "all equal", "one"],
    )
    def test_bears_odd_texts(
        self, store: DemandStore, engine: DuckDBEngine, titles: list[str | None]
    ) -> None:
        take_in(store, [demand(n, title=title) for n, title in enumerate(titles)])
        bring(store, engine)

        assert len(placed(store)) == len(titles)
        assert not bring(store, engine)


class TestWhereNothingIsToDo:
    def test_nothing_is_written(self, themed: DemandStore, engine: DuckDBEngine) -> None:
        before = themed.snapshot()

        assert not bring(themed, engine)

        assert themed.snapshot() == before


class TestNewDemand:
    def test_joins_the_theme_of_its_like(self, themed: DemandStore, engine: DuckDBEngine) -> None:
        like = next(one for one, theme in placed(themed).items() if theme)
        title = next(r["title"] for r in rows(themed, "demands") if r["demand_id"] == like)
        before = themes(themed)

        take_in(themed, [demand(900, title=title)])
        assert bring(themed, engine)

        assert placed(themed)["desk:900"] == placed(themed)[like]
        assert themes(themed) == before

    def test_founds_a_theme_only_once_there_is_evidence(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        before = themes(themed)
        take_in(themed, [demand(900 + n, title="gift voucher code rejected") for n in range(2)])
        bring(themed, engine)
        assert themes(themed) == before

        take_in(themed, [demand(910 + n, title="gift voucher code rejected") for n in range(8)])
        bring(themed, engine, as_of=day(25))

        (new,) = set(themes(themed)) - set(before)
        assert {placed(themed)[f"desk:{n}"] for n in (900, 901, 910, 917)} == {new}
        assert themes(themed)[new]["founded_at"] == day(25)
        assert themes(themed)[new]["founders"] == 10
        assert {name: row for name, row in themes(themed).items() if name != new} == before

    @settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(cut=st.integers(10, 40))
    def test_in_two_halves_never_changes_a_theme_or_who_is_in_it(
        self, engine: DuckDBEngine, tmp_path_factory: pytest.TempPathFactory, cut: int
    ) -> None:
        store = open_store(tmp_path_factory.mktemp("halves"), create=True)
        asked = desk()
        take_in(store, asked[::2][:cut])
        bring(store, engine)
        before, were = themes(store), placed(store)

        take_in(store, [one for one in asked if one.demand_id not in were])
        bring(store, engine, as_of=day(25))

        assert {name: themes(store)[name] for name in before} == before
        now = placed(store)
        assert set(now) == {one.demand_id for one in asked}
        assert all(now[one] == theme for one, theme in were.items() if theme)


class TestADemandThatChanges:
    def test_is_read_again_when_its_words_change(
        self, themed: DemandStore, engine: DuckDBEngine
    ) -> None:
        one = next(one for one, theme in placed(themed).items() if theme)
        said = next(each for each in desk() if each.demand_id == one)

        take_in(themed, [replace(said, title="velvet umbrellas sing", payload_hash="new")])
        bring(themed, engine)

        assert placed(themed)[one] is None


class TestANewReading:
    def test_makes_new_centres_and_leaves_names_ids_and_members(
        self, themed: DemandStore, engine: DuckDBEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, were = themes(themed), placed(themed)
        monkeypatch.setattr(theming, "READ_BY", "words:next")

        assert bring(themed, engine)

        assert placed(themed) == were
        assert {row["read_by"] for row in rows(themed, "members")} == {"words:next"}
        for name, row in themes(themed).items():
            assert (row["name"], row["founded_at"]) == (
                before[name]["name"],
                before[name]["founded_at"],
            )
            assert row["read_by"] == "words:next"
            assert row["reach"] != before[name]["reach"]
        assert not bring(themed, engine)


class TestASplit:
    def test_takes_along_what_is_nearer_to_its_examples(
        self, store: DemandStore, engine: DuckDBEngine
    ) -> None:
        one, other = "photo upload hangs", "photo upload hangs forever daily"
        asked = [demand(n, title=(one, other)[n % 2], asker=f"p{n}") for n in range(20)]
        take_in(store, asked)
        bring(store, engine)
        (old,) = themes(store)
        split = Act(kind="split", theme=old, into="t-new", demands=("desk:1", "desk:3"))

        assert bring(store, engine, split)

        assert {placed(store)[f"desk:{n}"] for n in range(1, 20, 2)} == {"t-new"}
        assert {placed(store)[f"desk:{n}"] for n in range(0, 20, 2)} == {old}
        assert themes(store)["t-new"]["founders"] == 10
        assert themes(store)["t-new"]["reach"] == themes(store)[old]["reach"]
        assert not bring(store, engine, split)

        take_in(store, [demand(50, title=other), demand(51, title=one)])
        bring(store, engine, split)
        assert (placed(store)["desk:50"], placed(store)["desk:51"]) == ("t-new", old)

    def test_taken_back_is_not_carried_out(self, themed: DemandStore, engine: DuckDBEngine) -> None:
        old = next(iter(themes(themed)))
        member = next(one for one, theme in placed(themed).items() if theme == old)
        (act,) = done(Act(kind="split", theme=old, into="t-new", demands=(member,)))
        before = state(themed)

        theming.theme_new(
            store=themed,
            engine=engine,
            labeller="m1",
            as_of=day(20),
            acts=[replace(act, taken_back=True)],
        )

        assert state(themed) == before


class TestTwoAtOnce:
    def test_think_again_when_the_other_wrote_themes_meanwhile(
        self, store: DemandStore, engine: DuckDBEngine
    ) -> None:
        take_in(store, desk())
        meddler = _Meddler(store, engine, times=1)

        theming.theme_new(store=meddler, engine=engine, labeller="m1", as_of=day(22))

        assert {row["founded_at"] for row in themes(store).values()} == {day(20)}

    def test_say_so_when_that_never_ends(self, store: DemandStore, engine: DuckDBEngine) -> None:
        take_in(store, desk())

        with pytest.raises(ThemesKeptChanging, match="try again"):
            theming.theme_new(store=_Refuser(store), engine=engine, labeller="m1", as_of=day(22))


class _Meddler:
    """A store into which another process writes its themes just before ours."""

    def __init__(self, store: DemandStore, engine: DuckDBEngine, *, times: int) -> None:
        self.store, self.engine, self.times = store, engine, times
        self.snapshot = store.snapshot

    def write_themes(
        self, themes: pa.Table, members: object = (), *, since: object = None
    ) -> int | None:
        if self.times:
            self.times -= 1
            bring(self.store, self.engine)
        return self.store.write_themes(themes, members, since=since)  # type: ignore[arg-type]  # handed on


class _Refuser:
    """A store that somebody else always changed since."""

    def __init__(self, store: DemandStore) -> None:
        self.snapshot = store.snapshot

    def write_themes(
        self, themes: pa.Table, members: object = (), *, since: object = None
    ) -> int | None:
        return None


class TestAWorkspaceOfAnEarlierVersion:
    def test_is_themed_when_it_is_first_used(
        self, store: DemandStore, engine: DuckDBEngine
    ) -> None:
        store.take_in(incoming("i1", *desk()))
        assert not bring(store, engine)  # nothing is labelled, so nothing is failure demand

        take_in(store, desk())
        assert bring(store, engine)
        assert pa.Table.from_pylist(rows(store, "members"), schema=MEMBERS).num_rows == len(desk())
