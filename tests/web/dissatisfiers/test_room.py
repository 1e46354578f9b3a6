"""The room of dissatisfiers: ranked as the command ranks, changed by leads, shown at once."""

from __future__ import annotations

import threading

import pytest
from django.test import Client

from cynosure.measures import Weights
from cynosure.register import jobs, remedies, themes
from cynosure.register.people import trail
from cynosure.register.scope import within
from cynosure.wiring import open_place
from cynosure.wiring.dissatisfiers import dissatisfiers_in
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.reporting import Wish
from cynosure.wiring.showing_themes import show_lines
from cynosure.wiring.told import open_told
from cynosure.wiring.told.theme_files import themes_of
from cynosure.wiring.working import work
from cynosure.workflows.description_lines import lines_of
from cynosure.workflows.told.theme_pages import RANKED
from tests.web.conftest import Desk, now

ROOM, THEMES = "dissatisfiers/", "dissatisfiers/themes/"
PAGES = (ROOM, THEMES, "dissatisfiers/remedies/", "dissatisfiers/themes/proposed/")


@pytest.fixture
def two(full_desk: Desk) -> tuple[str, str]:
    """The two largest themes."""
    told = open_told(full_desk.folder)
    assert told is not None
    one, other = (each.theme_id for each in told.themes[:2])
    return one, other


def of(desk: Desk, theme: str, act: str = "") -> str:
    return desk.address(f"{THEMES}{theme}/{act}")


class TestTheRank:
    def test_is_that_of_the_command(self, full_desk: Desk, jonas: Client) -> None:
        told = open_told(full_desk.folder)
        assert told is not None
        with within(full_desk.number):
            found = themes_of(told)
        assert found is not None
        with open_place(full_desk.folder) as place:
            theirs = dissatisfiers_in(place, Wish(), first=RANKED, what_if=Weights())

        ours = found.all.dissatisfiers
        assert [(one.theme, one.ranked, one.harm.value) for one in ours.first] == [
            (one.theme, one.ranked, one.harm.value) for one in theirs.first
        ]
        said = jonas.get(full_desk.address(ROOM)).content.decode()
        places = [said.index(f">{one.name}</a>") for one in theirs.first]
        assert places == sorted(places)

    def test_counts_of_the_list_add_up(self, full_desk: Desk, jonas: Client) -> None:
        page = jonas.get(full_desk.address(THEMES))
        parts = page.context["parts"]

        assert parts.failure == parts.in_themes + parts.not_recurring + parts.noise
        assert parts.in_themes == sum(one.size for one in page.context["themes"])

    def test_a_theme_says_what_the_command_says(
        self, full_desk: Desk, jonas: Client, two: tuple[str, str]
    ) -> None:
        page = jonas.get(of(full_desk, two[0])).context["page"]

        with open_place(full_desk.folder) as place:
            lines = list(show_lines(place, two[0]))

        described = [
            line
            for line in lines_of(page.description)[1:]
            if "ypical:" not in line and "Only just" not in line
        ]
        assert described
        assert all(line in lines for line in described)
        assert [one.demand_id for one in page.typical] == [
            line.split()[0] for line in lines[lines.index("\nTypical:") + 1 :][: len(page.typical)]
        ]
        assert [f"  {month:%Y-%m}  {n:,}" for month, n in page.months] == lines[-len(page.months) :]

    @pytest.mark.parametrize("address", PAGES)
    def test_says_the_next_step_where_nothing_was_told(
        self, desk: Desk, jonas: Client, address: str
    ) -> None:
        assert "Nothing is told yet" in jonas.get(desk.address(address)).content.decode()

    @pytest.mark.parametrize("address", PAGES)
    def test_is_not_there_for_an_outsider(
        self, full_desk: Desk, ines: Client, address: str
    ) -> None:
        assert ines.get(full_desk.address(address)).status_code == 404

    @pytest.mark.parametrize("theme", ["t-00000000", "..", "theme-x"])
    def test_knows_no_theme_that_is_none(self, full_desk: Desk, jonas: Client, theme: str) -> None:
        assert jonas.get(of(full_desk, theme)).status_code == 404


class TestWhatLeadsDo:
    @pytest.mark.parametrize("act", ["name/", "merge/", "split/", "mark/", "remedy/"])
    def test_is_theirs_alone(
        self, full_desk: Desk, paul: Client, ines: Client, two: tuple[str, str], act: str
    ) -> None:
        assert paul.post(of(full_desk, two[0], act), {}).status_code == 403
        assert ines.post(of(full_desk, two[0], act), {}).status_code == 404

    def test_a_name_shows_at_once_everywhere_in_the_room(
        self, full_desk: Desk, maria: Client, two: tuple[str, str]
    ) -> None:
        maria.post(of(full_desk, two[0], "name/"), {"name": "<b>Charged twice</b>"})

        for address in (ROOM, THEMES, f"{THEMES}{two[0]}/"):
            said = maria.get(full_desk.address(address)).content.decode()
            assert "&lt;b&gt;Charged twice&lt;/b&gt;" in said
            assert "<b>Charged" not in said

    def test_a_merge_says_first_what_it_would_do_then_shows_at_once(
        self, full_desk: Desk, maria: Client, two: tuple[str, str]
    ) -> None:
        one, other = two
        before = {
            each.theme_id: each.size
            for each in maria.get(full_desk.address(THEMES)).context["themes"]
        }

        asked = maria.get(of(full_desk, one, "merge/"), {"into": other})
        assert f"{before[one] + before[other]} then" in asked.content.decode()
        with within(full_desk.number):
            assert themes.acts() == []

        maria.post(of(full_desk, one, "merge/"), {"into": other})
        after = {
            each.theme_id: each.size
            for each in maria.get(full_desk.address(THEMES)).context["themes"]
        }
        assert one not in after
        assert after[other] == before[one] + before[other]
        assert maria.get(of(full_desk, one)).headers["Location"] == of(full_desk, other)

    def test_what_the_next_telling_counts_is_what_was_shown(
        self, full_desk: Desk, maria: Client, two: tuple[str, str]
    ) -> None:
        one, other = two
        maria.post(of(full_desk, one, "merge/"), {"into": other})
        maria.post(of(full_desk, other, "name/"), {"name": "Sent twice"})
        shown = {
            each.theme_id: (each.size, each.theme.name)
            for each in maria.get(full_desk.address(THEMES)).context["themes"]
        }

        work(full_desk.root, now=now, stop=threading.Event(), drain=True)

        told = open_told(full_desk.folder)
        assert told is not None
        assert {each.theme_id: (each.size, each.name) for each in told.themes} == shown

    def test_a_split_is_carried_out_by_the_next_telling(
        self, full_desk: Desk, maria: Client, two: tuple[str, str]
    ) -> None:
        rows = maria.get(of(full_desk, two[0], "split/")).context["rows"]
        like = [row.demand_id for row in rows[:2]]

        maria.post(of(full_desk, two[0], "split/"), {"demands": like})
        assert "being counted" in maria.get(full_desk.address(THEMES)).content.decode()
        work(full_desk.root, now=now, stop=threading.Event(), drain=True)

        listed = maria.get(full_desk.address(THEMES)).context["themes"]
        assert any(
            each.theme_id != two[0] and (each.size or 0) >= 2 and each.line for each in listed
        )
        assert "being counted" not in maria.get(full_desk.address(THEMES)).content.decode()

    @pytest.mark.parametrize(
        ("act", "given", "says"),
        [
            ("name/", {"name": "   "}, "Not kept"),
            ("name/", {"name": "x" * 201}, "Not kept"),
            ("merge/", {"into": "t-none"}, "Not kept"),
            ("split/", {}, "Not split"),
            ("split/", {"demands": "ledgerly:never"}, "Nothing was changed|Not in"),
            ("mark/", {"mark": "loud"}, "Nothing was changed"),
            ("mark/", {"mark": "unpin"}, "Nothing was changed"),
            ("remedy/", {"what": "", "at": "2026-01-01"}, "Not kept"),
            ("remedy/", {"what": "x", "at": "2999-01-01"}, "yet to come"),
            (
                "remedy/",
                {"what": "x", "at": "2026-01-01", "url": "javascript:alert(1)"},
                "Not kept",
            ),
        ],
    )
    def test_what_cannot_be_is_said_and_not_kept(
        self,
        full_desk: Desk,
        maria: Client,
        two: tuple[str, str],
        act: str,
        given: dict[str, str],
        says: str,
    ) -> None:
        said = maria.post(of(full_desk, two[0], act), given, follow=True).content.decode()

        assert any(each in said for each in says.split("|"))
        with within(full_desk.number):
            assert themes.acts() == []
            assert remedies.counting() == []

    def test_undo_takes_the_last_back_whoever_did_it(
        self, full_desk: Desk, maria: Client, olga: Client, two: tuple[str, str]
    ) -> None:
        maria.post(of(full_desk, two[0], "name/"), {"name": "Wrong word"})

        said = olga.post(full_desk.address(f"{THEMES}undo/"), follow=True).content.decode()

        assert "Taken back" in said
        assert "It was done by Maria" in said
        again = olga.post(full_desk.address(f"{THEMES}undo/"), follow=True).content.decode()
        assert "Nothing was done" in again

    def test_acts_stand_in_the_trail_without_words_and_are_told_once(
        self, full_desk: Desk, maria: Client, two: tuple[str, str]
    ) -> None:
        maria.post(of(full_desk, two[0], "name/"), {"name": "A customer's name"})
        maria.post(of(full_desk, two[0], "mark/"), {"mark": "pin"})

        entries = [(entry.did, entry.of, entry.by) for entry in trail.entries(full_desk.number)]
        assert entries[:2] == [("theme.pin", two[0], "Maria"), ("theme.name", two[0], "Maria")]
        assert "customer" not in str([entry.details for entry in trail.entries(full_desk.number)])
        with within(full_desk.number):
            assert [job.kind for job in jobs.recent()] == [RETELL]


class TestRemedies:
    def test_are_marked_judged_and_taken_back(
        self, full_desk: Desk, maria: Client, jonas: Client, two: tuple[str, str]
    ) -> None:
        given = {"what": "Matched by number", "at": "2026-05-01", "url": "https://example.org/1"}
        maria.post(of(full_desk, two[0], "remedy/"), given)
        listed = full_desk.address("dissatisfiers/remedies/")
        assert "Its verdict is being reckoned" in jonas.get(listed).content.decode()

        work(full_desk.root, now=now, stop=threading.Event(), drain=True)
        said = jonas.get(listed).content.decode()
        assert "Its verdict is being reckoned" not in said
        assert "Week by week" in said

        number = jonas.get(listed).context["rows"][0]["remedy"].number
        assert jonas.post(full_desk.address(f"dissatisfiers/remedies/{number}/")).status_code == 403
        maria.post(full_desk.address(f"dissatisfiers/remedies/{number}/"))
        assert "No remedy is marked" in jonas.get(listed).content.decode()
        again = maria.post(full_desk.address(f"dissatisfiers/remedies/{number}/"))
        assert again.status_code == 404


class TestProposals:
    def test_are_asked_for_shown_and_taken_one_by_one(
        self, full_desk: Desk, maria: Client, jonas: Client
    ) -> None:
        address = full_desk.address("dissatisfiers/themes/proposed/")
        assert jonas.post(address).status_code == 403
        maria.post(address)
        maria.post(address)
        with within(full_desk.number):
            assert [job.kind for job in jobs.recent()] == ["regroup"]

        work(full_desk.root, now=now, stop=threading.Event(), drain=True)

        said = maria.get(address).content.decode()
        assert "Found" in said
        page = maria.post(address, {"number": "99", "of": "0"}, follow=True)
        assert "There is no such proposal" in page.content.decode()
