"""A list of demands: each once, whatever the order, page by page."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cynosure.clocks import UnknownDemand
from cynosure.measures.question import DIMENSIONS
from cynosure.wiring.told import (
    Told,
    count_demands,
    demand_called,
    list_demands,
    rows_behind,
    search_demands,
    words_of,
)
from cynosure.workflows.told.filters import UNKNOWN, Filters
from cynosure.workflows.told.listing import SORTS, ListedDemand, Sort, UnusablePage

FAILURE = Filters(nature=("failure",), asker_kind=("customer",))


def pages(told: Told, filters: Filters, sort: Sort, limit: int) -> list[ListedDemand]:
    found: list[ListedDemand] = []
    page = list_demands(told, filters, sort=sort, limit=limit)
    found += page.rows
    while page.next is not None:
        page = list_demands(told, filters, sort=sort, limit=limit, after=page.next)
        found += page.rows
    return found


class TestAList:
    @pytest.mark.parametrize("sort", SORTS)
    @pytest.mark.parametrize("filters", [Filters(), FAILURE], ids=["all", "failure"])
    def test_shows_each_demand_once_page_by_page(
        self, told: Told, sort: Sort, filters: Filters
    ) -> None:
        whole = list_demands(told, filters, sort=sort, limit=10_000).rows

        assert pages(told, filters, sort, 37) == [*whole]
        assert len({each.demand_id for each in whole}) == count_demands(told, filters)

    def test_has_the_newest_the_longest_or_the_least_sure_first(self, told: Told) -> None:
        newest = [each.start for each in pages(told, FAILURE, "newest", 100) if each.start]
        longest = [each.waited_seconds or 0 for each in pages(told, FAILURE, "longest", 100)]
        unsure = [each.probability for each in pages(told, FAILURE, "unsure", 100)]

        assert newest == sorted(newest, reverse=True)
        assert longest == sorted(longest, reverse=True)
        assert unsure == sorted(unsure, key=lambda sure: 2 if sure is None else sure)

    @pytest.mark.parametrize("dimension", DIMENSIONS)
    def test_is_divided_by_the_words_of_a_filter(self, told: Told, dimension: str) -> None:
        words = [word for word, _ in words_of(told, dimension)]
        each = [count_demands(told, Filters(**{dimension: (word,)})) for word in words]  # type: ignore[arg-type]
        none = count_demands(told, Filters(**{dimension: (UNKNOWN,)}))  # type: ignore[arg-type]

        assert each == [n for _, n in words_of(told, dimension)]
        assert sum(each) + none == count_demands(told, Filters())

    def test_of_what_is_open_holds_what_has_not_ended(self, told: Told) -> None:
        waiting = pages(told, Filters(open_days=30), "longest", 100)

        assert waiting
        assert all(
            each.ended_at is None and (each.waited_seconds or 0) > 30 * 86_400 for each in waiting
        )

    @pytest.mark.parametrize("after", ["", "x", "bm9uZQ", "WyJvbGRlc3QiLCAxLCAiYSJd", "\x00é"])
    def test_refuses_a_page_that_it_did_not_name(self, told: Told, after: str) -> None:
        with pytest.raises(UnusablePage, match="Take what the page before gave as next"):
            list_demands(told, Filters(), after=after)

    def test_is_written_out_as_it_is_shown(self, told: Told) -> None:
        shown = pages(told, FAILURE, "longest", 100)

        batches = list(rows_behind(told, FAILURE, columns=["title", "demand_id"], sort="longest"))
        rows = pa.Table.from_batches(batches).to_pylist()

        assert rows == [{"title": each.title, "demand_id": each.demand_id} for each in shown]

    def test_has_no_column_of_who_asked(self, told: Told) -> None:
        assert "asker" not in told.facts.demands.columns
        with pytest.raises(UnusablePage, match="no column 'asker'"):
            rows_behind(told, Filters(), columns=["asker"])


class TestOneDemand:
    def test_is_found_by_its_id(self, told: Told) -> None:
        (one,) = list_demands(told, FAILURE, limit=1).rows

        assert demand_called(told, one.demand_id) == one

    def test_that_is_not_there_is_said(self, told: Told) -> None:
        with pytest.raises(UnknownDemand):
            demand_called(told, "ledgerly:none")


class TestSearch:
    def test_finds_among_what_the_filters_leave(self, told: Told) -> None:
        found = search_demands(told, "VAT on the exported PDF", FAILURE, limit=20)

        assert found
        assert all(row.nature == "failure" and row.asker_kind == "customer" for _, row in found)
        assert all(text.demand_id == row.demand_id for text, row in found)
