"""One demand: read, decided, taken back, moved, unmasked; by whom, and what the page keeps."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cynosure.clocks import figure_words
from cynosure.nature.deciding.decisions import as_labels
from cynosure.register.models import Job
from cynosure.register.people.models import TrailEntry
from cynosure.register.scope import within
from cynosure.wiring import open_place
from cynosure.wiring.decisions import decided_in
from cynosure.wiring.themes import acts_in
from cynosure.wiring.told import Told, list_demands, open_told
from cynosure.workflows.explaining import explain_demand
from cynosure.workflows.take_in import take_in
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.listing import ListedDemand
from tests.web.conftest import SLUG, Desk

AT = datetime(2026, 3, 2, tzinfo=UTC)
EVIL = "Refund <script>alert(1)</script>"
ODD = ("a/b", "a/../c", "x?y#z", "50%25", "tab\there", "ünï", "'\"><img src=x>")


def told_of(folder: Path) -> Told:
    told = open_told(folder)
    assert told is not None
    return told


def failing(desk: Desk, n: int = 0) -> ListedDemand:
    rows = list_demands(told_of(desk.folder), Filters(nature=("failure",), decided=False)).rows
    return rows[n]


def page(client: Client, desk: Desk, demand_id: str, query: str = "") -> str:
    answered = client.get(address("demand", demand_id) + query)
    assert answered.status_code == 200, answered.status_code
    return answered.content.decode()


def address(name: str, demand_id: str) -> str:
    return reverse(name, args=[SLUG, demand_id])


@pytest.fixture
def odd_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A desk of demands whose every word was written by somebody who means harm."""
    from cynosure.wiring.told import retell

    rows = ["id,title,body,created,url,product"]
    for number, name in enumerate(ODD):
        quoted = name.replace('"', '""')
        rows.append(
            f'"{quoted}","{EVIL} {number}","=cmd|calc and {EVIL}",2026-02-0{number + 1},'
            f'"{"javascript:alert(1)" if number else "https://desk.example.org/1"}","=1+1"'
        )
    export = tmp_path / "odd.csv"
    export.write_text("\n".join(rows), encoding="utf-8")
    with open_place(desk.folder) as place:
        take_in([export], store=place.store, labeller=place.labeller, imported_at=AT, source="desk")
        with within(desk.number):
            retell(place, at=AT)
    return desk


class TestThePage:
    def test_tells_what_the_command_explains(self, full_desk: Desk, jonas: Client) -> None:
        row = failing(full_desk)
        with open_place(full_desk.folder) as place:
            story = explain_demand(
                row.demand_id,
                snapshot=place.store.snapshot(),
                engine=place.engine,
                labeller=place.labeller.name,
                decisions=as_labels(one.decision for one in decided_in(place).values()),
                acts=acts_in(place),
            )

        said = html.unescape(page(jonas, full_desk, row.demand_id))

        assert said.count("<li><p><time") >= len(story.events)
        for _, notes in story.events:
            for note in notes:
                assert f"Rule {note.rule}: " in said
        for name, figure in figure_words(story.clock):
            assert f"<dt>{name.capitalize()}</dt><dd>{figure}</dd>" in said

    def test_leads_on_in_the_list_that_one_came_from(self, full_desk: Desk, jonas: Client) -> None:
        query = "?sort=longest&nature=failure"
        rows = list_demands(
            told_of(full_desk.folder), Filters(nature=("failure",)), sort="longest"
        ).rows

        said = page(jonas, full_desk, rows[3].demand_id, query)

        for rel, row in (("prev", rows[2]), ("next", rows[4])):
            link = re.search(rf'rel="{rel}" href="([^"]+)"', said)
            assert link
            assert html.unescape(link[1]) == address("demand", row.demand_id) + query

    def test_shows_what_was_told_where_the_store_cannot_be_read(
        self, full_desk: Desk, jonas: Client
    ) -> None:
        row = failing(full_desk)
        for file in (full_desk.folder / "demands").glob("*.parquet"):
            file.unlink()

        said = page(jonas, full_desk, row.demand_id)

        assert "The store cannot be read now" in said
        assert "Traceback" not in said

    def test_finds_what_is_like_it(self, full_desk: Desk, jonas: Client) -> None:
        row = failing(full_desk)

        said = jonas.get(address("demand-similar", row.demand_id)).content.decode()

        assert said.count("<tr data-row>") >= 3
        assert f'href="{address("demand", row.demand_id)}"' in said  # back

    @pytest.mark.parametrize("demand_id", ["ledgerly:nine", "desk:1", "ledgerly:0000001' OR 1=1--"])
    def test_of_a_guessed_id_is_not_there(
        self, full_desk: Desk, maria: Client, demand_id: str
    ) -> None:
        for name in ("demand", "demand-similar"):
            assert maria.get(address(name, demand_id)).status_code == 404
        for name in ("demand-decide", "demand-undo", "demand-unmask", "demand-move"):
            answered = maria.post(address(name, demand_id), {"what": "none"})
            assert answered.status_code == 404, name


class TestWords:
    def test_of_people_who_mean_harm_stay_words(self, odd_desk: Desk, maria: Client) -> None:
        told = told_of(odd_desk.folder)
        rows = list_demands(told, Filters()).rows
        assert {row.source_id for row in rows} == set(ODD)

        for row in rows:
            said = page(maria, odd_desk, row.demand_id)
            assert "<script>alert" not in said
            assert "<img src=x" not in said
            assert 'href="javascript' not in said
        whole = maria.get(odd_desk.address("demands/?columns=product")).content.decode()
        assert "<script>alert" not in whole and "&lt;script&gt;" in whole

    def test_of_a_source_lead_there_only_where_that_is_on_the_web(
        self, odd_desk: Desk, maria: Client
    ) -> None:
        first = page(maria, odd_desk, f"desk:{ODD[0]}")

        assert 'href="https://desk.example.org/1" rel="noopener noreferrer"' in first

    def test_that_run_in_a_spreadsheet_do_not_in_a_file(
        self, odd_desk: Desk, maria: Client
    ) -> None:
        answered = maria.get(odd_desk.address("demands-export/?columns=product&format=csv"))

        said = b"".join(answered.streaming_content).decode()  # type: ignore[attr-defined]
        assert "'=1+1" in said
        assert not re.search(r"(^|,)=", said, re.MULTILINE)

    def test_of_ids_lead_back_to_their_demand(self, odd_desk: Desk, maria: Client) -> None:
        whole = maria.get(odd_desk.address("demands/")).content.decode()

        links = re.findall(r'<td class="wide"><a href="([^"]+)"', whole)
        assert len(links) == len(ODD)
        for link in links:
            assert maria.get(html.unescape(link)).status_code == 200, link


class TestADecision:
    def test_holds_at_once_on_page_and_list_until_it_is_taken_back(
        self, full_desk: Desk, paul: Client
    ) -> None:
        row = failing(full_desk)
        before = _listed(paul, full_desk, row.demand_id)

        done = paul.post(
            address("demand-decide", row.demand_id),
            {"what": "value/advice", "query": "?nature=failure"},
        )
        assert done["Location"] == address("demand", row.demand_id) + "?nature=failure"
        said = page(paul, full_desk, row.demand_id)
        assert "decided by Paul" in said and "Paul: Value demand, advice" in said
        listed = _listed(paul, full_desk, row.demand_id)
        assert "Advice" in listed and "decided" in listed
        assert "1 correction" in paul.get(full_desk.address("demands/")).content.decode()
        exported = _exported(paul, full_desk, row.demand_id)
        assert ",value,advice,true" in exported

        paul.post(address("demand-undo", row.demand_id))
        assert _listed(paul, full_desk, row.demand_id) == before
        assert "Paul took back what Paul said" in page(paul, full_desk, row.demand_id)

    def test_that_was_told_gives_way_to_the_model_when_taken_back(
        self, full_desk: Desk, paul: Client
    ) -> None:
        from cynosure.wiring.told import retell

        row = failing(full_desk)
        before = _nature(_listed(paul, full_desk, row.demand_id))
        paul.post(address("demand-decide", row.demand_id), {"what": "none"})
        with open_place(full_desk.folder) as place, within(full_desk.number):
            retell(place, at=datetime.now(UTC))
        assert "decided" in _listed(paul, full_desk, row.demand_id)

        paul.post(address("demand-undo", row.demand_id))

        assert _nature(_listed(paul, full_desk, row.demand_id)) == before

    def test_asks_once_for_figures_and_is_in_the_trail(self, full_desk: Desk, paul: Client) -> None:
        for n in range(3):
            paul.post(address("demand-decide", failing(full_desk, n).demand_id), {"what": "none"})

        with within(full_desk.number):
            assert Job.objects.filter(kind="retell").count() == 1
        noted = TrailEntry.objects.filter(did="demand.decided")
        assert {entry.of for entry in noted} == {failing(full_desk, n).demand_id for n in range(3)}

    @pytest.mark.parametrize("what", ["", "failure/advice", "good", "value/broken"])
    def test_that_the_codebook_does_not_know_is_none(
        self, full_desk: Desk, paul: Client, what: str
    ) -> None:
        row = failing(full_desk)

        paul.post(address("demand-decide", row.demand_id), {"what": what})

        assert "decided by" not in page(paul, full_desk, row.demand_id)

    def test_leads_nowhere_else(self, full_desk: Desk, paul: Client) -> None:
        row = failing(full_desk)
        said = {"what": "none", "query": "//evil.example/", "next": "https://evil.example/"}

        done = paul.post(address("demand-decide", row.demand_id), said)

        assert done["Location"] == address("demand", row.demand_id)

    def test_needs_the_form_of_our_own_page(self, full_desk: Desk, paul: Client) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = paul.cookies

        done = strict.post(address("demand-decide", failing(full_desk).demand_id), {"what": "none"})

        assert done.status_code == 403

    def test_is_no_viewers(self, full_desk: Desk, jonas: Client) -> None:
        row = failing(full_desk)

        for name in ("demand-decide", "demand-undo", "demand-move", "demand-unmask"):
            assert jonas.post(address(name, row.demand_id), {"what": "none"}).status_code == 403
        assert 'data-key="f"' not in page(jonas, full_desk, row.demand_id)


class TestUnmasking:
    def test_is_a_leads_for_one_answer_and_in_the_trail(
        self, full_desk: Desk, maria: Client, paul: Client
    ) -> None:
        row = failing(full_desk)

        shown = maria.post(address("demand-unmask", row.demand_id))

        assert "as they were written" in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert TrailEntry.objects.get(did="demand.unmasked").of == row.demand_id
        assert "as they were written" not in page(maria, full_desk, row.demand_id)
        assert paul.post(address("demand-unmask", row.demand_id)).status_code == 403
        assert maria.get(address("demand-unmask", row.demand_id)).status_code in {403, 405}


class TestAMove:
    def test_is_kept_and_said_until_figures_follow(self, full_desk: Desk, maria: Client) -> None:
        row = failing(full_desk)
        told = told_of(full_desk.folder)
        other = next(one for one in told.themes if one.theme_id != row.theme)

        maria.post(address("demand-move", row.demand_id), {"theme": other.theme_id})

        assert "by Maria" in page(maria, full_desk, row.demand_id)
        with open_place(full_desk.folder) as place:
            (done,) = acts_in(place)
        assert (done.act.kind, done.act.theme) == ("move", other.theme_id)

    def test_of_a_value_demand_or_to_a_theme_that_is_not_there_is_refused(
        self, full_desk: Desk, maria: Client
    ) -> None:
        told = told_of(full_desk.folder)
        value = list_demands(told, Filters(nature=("value",))).rows[0]
        themes = [(value, told.themes[0].theme_id), (failing(full_desk), "t-nothere")]

        for row, theme in themes:
            maria.post(address("demand-move", row.demand_id), {"theme": theme})

        with open_place(full_desk.folder) as place:
            assert acts_in(place) == []


def _listed(client: Client, desk: Desk, demand_id: str) -> str:
    """Return the row of a demand in the whole list, as it is shown."""
    told = told_of(desk.folder)
    rows = [row.demand_id for row in list_demands(told, Filters(), limit=10_000).rows]
    at = rows.index(demand_id)
    page: str = client.get(desk.address("demands/")).content.decode()
    for _ in range(at // 50):
        further = re.search(r'rel="next" href="([^"]+)"', page)
        assert further
        page = client.get(desk.address("demands/") + html.unescape(further[1])).content.decode()
    row = re.search(
        rf"<tr data-row><td class=\"wide\"><a href=\"[^\"]*{demand_id}/.*?</tr>", page, re.DOTALL
    )
    assert row
    return re.sub(r'href="[^"]*"', "", row[0])


def _nature(row: str) -> str:
    found = re.search(r'<span class="nature.*?</td>', row, re.DOTALL)
    assert found
    return found[0]


def _exported(client: Client, desk: Desk, demand_id: str) -> str:
    answered = client.get(desk.address("demands-export/?columns=nature&format=csv"))
    said = b"".join(answered.streaming_content).decode()  # type: ignore[attr-defined]
    return next(line for line in said.splitlines() if line.startswith(demand_id))
