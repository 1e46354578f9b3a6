"""The list of demands: narrowed, paged, searched, exported, saved."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pyarrow.parquet as pq
import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import CODES, NATURES
from cynosure.register.scope import within
from cynosure.web.demands.columns import COLUMNS, exported
from cynosure.web.demands.wanted import Wanted
from cynosure.wiring import open_place
from cynosure.wiring.search import open_search
from cynosure.wiring.told import Told, count_demands, facets_of, list_demands, open_told
from cynosure.workflows.told.filters import UNKNOWN, Filters
from cynosure.workflows.told.listing import SORTS
from tests.web.conftest import Desk


def told_of(desk: Desk) -> Told:
    told = open_told(desk.folder)
    assert told is not None
    return told


def ids_on(page: str, desk: Desk) -> list[str]:
    """Return the ids that a list links to, in its order."""
    found = re.findall(rf'<td class="wide"><a href="{desk.address("demands/")}([^"?]+)/', page)
    return [html.unescape(one) for one in found]


def pages(client: Client, desk: Desk, query: str) -> Iterator[str]:
    address: str | None = desk.address("demands/") + query
    while address:
        page = client.get(address).content.decode()
        yield page
        further = re.search(r'rel="next" href="([^"]+)"', page)
        address = desk.address("demands/") + html.unescape(further[1]) if further else None


class TestAnAddress:
    @given(
        st.builds(
            Wanted,
            words=st.text("abc &=?", max_size=9).map(str.strip),
            sort=st.sampled_from(sorted(SORTS)),
            chosen=st.sets(st.sampled_from(sorted(COLUMNS)), min_size=1).map(
                lambda names: tuple(name for name in COLUMNS if name in names)
            ),
            filters=st.builds(
                Filters,
                nature=st.lists(st.sampled_from([*NATURES, UNKNOWN]), unique=True).map(tuple),
                code=st.lists(st.sampled_from(CODES), unique=True).map(tuple),
                product=st.lists(
                    st.text("x;&=ü ", min_size=1, max_size=5), unique=True, max_size=3
                ).map(tuple),
                open_days=st.none() | st.floats(0, 900),
                decided=st.none() | st.booleans(),
            ),
        )
    )
    def test_says_all_that_the_list_is_asked_for(self, wanted: Wanted) -> None:
        query = QueryDict(wanted.address.lstrip("?"))

        again = Wanted.from_query(dict(query.lists()))

        assert again.address == wanted.address
        assert again.filters == wanted.filters
        assert (again.words, again.sort) == (wanted.words, wanted.sort)
        assert {column.name for column in again.columns} == set(wanted.chosen)

    @pytest.mark.parametrize(
        "query", ["nature=good", "sort=best", "columns=asker", "n=7", "after=x", "open_days=long"]
    )
    def test_that_asks_for_what_there_is_not_is_told_so(
        self, full_desk: Desk, jonas: Client, query: str
    ) -> None:
        page = jonas.get(full_desk.address(f"demands/?{query}"))

        assert page.status_code == 422
        assert "This list cannot be shown" in page.content.decode()


class TestPages:
    @pytest.mark.parametrize("sort", SORTS)
    def test_together_are_the_whole_and_hold_no_row_twice(
        self, full_desk: Desk, jonas: Client, sort: str
    ) -> None:
        told, filters = told_of(full_desk), Filters(nature=("failure",))

        listed = [
            one
            for page in pages(jonas, full_desk, f"?nature=failure&sort={sort}")
            for one in ids_on(page, full_desk)
        ]

        assert len(listed) == len(set(listed)) == count_demands(told, filters)
        whole = list_demands(told, filters, sort=sort, limit=10_000)  # type: ignore[arg-type]
        assert listed == [row.demand_id for row in whole.rows]

    def test_say_how_many_there_are(self, full_desk: Desk, jonas: Client) -> None:
        page = jonas.get(full_desk.address("demands/?nature=value")).content.decode()
        told = told_of(full_desk)

        n, everything = (
            count_demands(told, Filters(nature=("value",))),
            count_demands(told, Filters()),
        )
        assert f"50 of {n} demands, {everything} in all" in page


class TestFacets:
    def test_lead_to_as_many_demands_as_they_say(self, full_desk: Desk, jonas: Client) -> None:
        told = told_of(full_desk)
        of = Filters(nature=("failure",), product=("Invoices",))

        for name, words in facets_of(told, of).items():
            for word, n in words:
                narrowed = Filters.from_query({**of.to_query(), name: [word]})
                assert count_demands(told, narrowed) == n, (name, word)

    def test_are_links_that_narrow_the_list(self, full_desk: Desk, jonas: Client) -> None:
        page = jonas.get(full_desk.address("demands/")).content.decode()

        links = re.findall(r'<a href="(\?nature=[^"]+)"', page)
        assert links
        assert jonas.get(full_desk.address(f"demands/{links[0]}")).status_code == 200


class TestASearch:
    def test_finds_what_the_command_finds_in_the_same_order(
        self, full_desk: Desk, jonas: Client
    ) -> None:
        with open_place(full_desk.folder) as place:
            command = [one.demand_id for one in open_search(place).search("invoice is wrong")]

        page = jonas.get(full_desk.address("demands/?q=invoice+is+wrong")).content.decode()

        assert command
        assert ids_on(page, full_desk)[: len(command)] == command

    def test_looks_only_among_what_the_filters_leave(self, full_desk: Desk, jonas: Client) -> None:
        page = jonas.get(full_desk.address("demands/?q=invoice&product=Invoices&n=1000")).content

        told = told_of(full_desk)
        rows = list_demands(told, Filters(product=("Invoices",)), limit=10_000).rows
        found = ids_on(page.decode(), full_desk)
        assert found
        assert set(found) <= {row.demand_id for row in rows}

    def test_that_finds_nothing_says_what_to_loosen(self, full_desk: Desk, jonas: Client) -> None:
        page = jonas.get(full_desk.address("demands/?nature=none&state=merged")).content.decode()

        assert "No demand is like that" in page
        assert "Merged" in page
        assert 'href="?nature=none"' in page


class TestAnExport:
    @pytest.mark.parametrize(
        "query", ["?nature=failure&sort=longest", "?q=invoice&product=Invoices"]
    )
    def test_holds_exactly_what_the_list_shows(
        self, full_desk: Desk, jonas: Client, query: str
    ) -> None:
        shown = [one for page in pages(jonas, full_desk, query) for one in ids_on(page, full_desk)]
        address = full_desk.address(f"demands-export/{query}")

        rows = list(csv.DictReader(io.StringIO(_read(jonas, f"{address}&format=csv").decode())))
        lines = _read(jonas, f"{address}&format=ndjson").decode().splitlines()
        table = pq.read_table(io.BytesIO(_read(jonas, f"{address}&format=parquet")))

        assert [row["demand_id"] for row in rows] == shown
        assert [json.loads(line)["demand_id"] for line in lines] == shown
        assert table["demand_id"].to_pylist() == shown

    def test_has_the_columns_that_were_chosen(self, full_desk: Desk, jonas: Client) -> None:
        query = "?columns=channel&columns=sure&format=csv"
        said = _read(jonas, full_desk.address(f"demands-export/{query}")).decode()

        head = said.splitlines()[0].split(",")
        assert head == list(exported([COLUMNS["sure"], COLUMNS["channel"]]))

    def test_of_another_form_is_not_there(self, full_desk: Desk, jonas: Client) -> None:
        assert jonas.get(full_desk.address("demands-export/?format=xlsx")).status_code == 404


class TestAView:
    def test_that_is_shared_is_seen_by_all_and_one_of_ones_own_by_oneself(
        self, full_desk: Desk, jonas: Client, maria: Client
    ) -> None:
        query = urlencode({"nature": "failure", "sort": "longest"})
        for name, shared in (("Long waits", "on"), ("Mine", "")):
            said = {"name": name, "query": query, **({"shared": shared} if shared else {})}
            assert maria.post(full_desk.address("views/"), said).status_code == 302

        seen = jonas.get(full_desk.address("demands/")).content.decode()
        own = maria.get(full_desk.address("demands/")).content.decode()

        assert "Long waits" in seen
        assert "Mine" not in seen
        assert "Long waits" in own
        assert "Mine" in own
        assert "?sort=longest&amp;nature=failure" in seen

    def test_is_let_go_of_by_its_maker_or_a_lead_alone(
        self, full_desk: Desk, jonas: Client, paul: Client, maria: Client
    ) -> None:
        from cynosure.register.models import SavedView

        paul.post(full_desk.address("views/"), {"name": "Ours", "query": "", "shared": "on"})
        with within(full_desk.number):
            number = SavedView.objects.get().pk

        assert jonas.post(full_desk.address(f"views/{number}/")).status_code == 404
        assert maria.post(full_desk.address(f"views/{number}/")).status_code == 302
        assert "Ours" not in paul.get(full_desk.address("demands/")).content.decode()

    def test_keeps_nothing_that_the_list_does_not_know(
        self, full_desk: Desk, maria: Client
    ) -> None:
        said = {"name": "Bad", "query": "nature=good&next=//evil.example"}
        page = maria.post(full_desk.address("views/"), said, follow=True).content.decode()

        assert "The view was not kept" in page


def test_a_desk_without_demands_leads_to_taking_in(desk: Desk, jonas: Client) -> None:
    page = jonas.get(desk.address("demands/")).content.decode()

    assert "Nothing is told yet" in page
    assert desk.address("take-in/") in page


def test_the_list_of_another_workspace_is_not_there(full_desk: Desk, ines: Client) -> None:
    for rest in ("demands/", "demands-export/", "labels/", "demands/ledgerly:0000001/"):
        assert ines.get(full_desk.address(rest)).status_code == 404


def _read(client: Client, address: str) -> bytes:
    answered = client.get(address)
    assert answered.status_code == 200
    return b"".join(answered.streaming_content)  # type: ignore[attr-defined]
