"""What templates may say: figures, addresses, rooms, and the choice of light or dark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from cynosure.answers import Interval
from cynosure.web.design.figures import shown
from cynosure.web.design.keeping import kept_together
from cynosure.web.design.rooms import ROOMS, doors
from tests.reports.made_up import answer, unknown
from tests.web.design.invented import around
from tests.web.design.showing import rendered


@pytest.fixture
def addressed() -> Iterator[None]:
    """All rooms have an address."""
    with override_settings(
        ROOT_URLCONF="tests.web.design.addresses", MIDDLEWARE=[], ALLOWED_HOSTS=["testserver"]
    ):
        yield


@pytest.fixture
def visitor(addressed: None) -> Client:
    """Somebody with a browser."""
    return Client()


def said(template: str, **context: Any) -> str:
    return Template("{% load design %}" + template).render(Context(context))


class TestAFigure:
    def test_that_nobody_audited_is_shown_as_its_range(self) -> None:
        told = shown(answer(value=0.34, interval=Interval(0.29, 0.41, "unaudited", "transfer")))

        assert (told.figure, told.badge) == ("29–41 %", "unaudited")
        assert told.certainty == ("best single guess", "34 %")

    def test_that_was_audited_is_shown_with_its_range(self) -> None:
        told = shown(answer(value=0.34, interval=Interval(0.31, 0.38, "audit", "PPI++")))

        assert (told.figure, told.badge) == ("34 %", "audited")
        assert told.certainty == ("likely between", "31–38 %")

    def test_that_is_not_known_says_why_and_is_no_zero(self) -> None:
        told = shown(unknown("this export holds no replies, so nothing tells the first answer"))

        assert (told.figure, told.known) == ("not known", False)
        assert told.note == "This export holds no replies, so nothing tells the first answer."

    def test_stands_with_what_it_is_of(self) -> None:
        page = rendered("design/_answer.html", around() | {"answer": answer(), "href": "/behind/"})

        assert '<a href="/behind/">of 2,871 failure and value demand of customers</a>' in (
            page.replace("\N{NO-BREAK SPACE}", " ")
        )

    def test_does_not_let_its_words_become_markup(self) -> None:
        page = rendered("design/_answer.html", around() | {"answer": answer(of="<b>demands</b>")})

        assert "<b>" not in page

    @given(st.text())
    def test_kept_with_its_unit_changes_nothing_but_spaces(self, text: str) -> None:
        assert kept_together(text).replace("\N{NO-BREAK SPACE}", " ") == text.replace(
            "\N{NO-BREAK SPACE}", " "
        )


class TestAMoment:
    def test_is_written_for_people_and_for_machines(self) -> None:
        at = datetime(2026, 3, 2, 23, 5, tzinfo=UTC)

        assert said("{{ at|moment }}", at=at) == (
            '<time datetime="2026-03-02T23:05:00+00:00">2 Mar 2026, 23:05 UTC</time>'
        )

    def test_that_is_missing_is_unknown(self) -> None:
        assert said("{{ at|day }}", at=None) == "unknown"


class TestTheQueryString:
    @pytest.mark.parametrize(
        ("change", "left"),
        [
            ('sort="asked"', "?nature=failure&amp;after=x&amp;sort=asked"),
            ("after=None", "?nature=failure"),
            ('after=None nature=""', "?"),
            ('nature="a&b"', "?nature=a%26b&amp;after=x"),
        ],
    )
    def test_changes_only_what_it_is_told(self, change: str, left: str) -> None:
        request = RequestFactory().get("/", {"nature": "failure", "after": "x"})

        assert said(f"{{% query {change} %}}", request=request) == left


@pytest.mark.usefixtures("addressed")
class TestTheRooms:
    @pytest.mark.parametrize(
        ("path", "room"),
        [
            ("/w/desk/", "focus"),
            ("/w/desk/demands/", "demands"),
            ("/w/desk/demands/desk:1/", "demands"),
            ("/w/desk/elsewhere/", ""),
        ],
    )
    def test_mark_the_one_that_the_visitor_is_in(self, path: str, room: str) -> None:
        here = [door.room.name for door in doors("desk", path) if door.here]

        assert here == [room] * bool(room)

    def test_are_marked_by_name_where_the_address_does_not_tell(self) -> None:
        (here,) = (
            door for door in doors("desk", "/w/desk/themes/1/", "dissatisfiers") if door.here
        )

        assert here.room.name == "dissatisfiers"

    def test_each_have_a_key_of_their_own(self) -> None:
        assert len({room.key for room in ROOMS}) == len(ROOMS)


class TestRoomsThatAreNotBuilt:
    def test_are_left_out(self) -> None:
        with override_settings(ROOT_URLCONF="cynosure.web.design.urls"):
            assert doors("desk", "/w/desk/") == ()


class TestTheChoiceOfLightOrDark:
    def test_is_kept_and_leads_back(self, visitor: Client) -> None:
        answered = visitor.post("/appearance/", {"appearance": "dark", "back": "/w/desk/?a=1"})

        assert answered["Location"] == "/w/desk/?a=1"
        assert visitor.cookies["appearance"].value == "dark"

    def test_is_forgotten_where_the_system_decides(self, visitor: Client) -> None:
        visitor.post("/appearance/", {"appearance": "dark"})
        visitor.post("/appearance/", {"appearance": "system"})

        assert visitor.cookies["appearance"].value == ""

    @pytest.mark.parametrize(
        "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1", ""]
    )
    def test_leads_nowhere_else(self, visitor: Client, back: str) -> None:
        assert visitor.post("/appearance/", {"back": back})["Location"] == "/"

    def test_takes_no_word_of_another_kind(self) -> None:
        request = RequestFactory().get("/")
        request.COOKIES["appearance"] = '"><script>'

        assert said("{% appearance %}", request=request) == ""


class TestPagesOfErrors:
    @pytest.mark.parametrize("name", ["403", "404", "413", "429", "503", "bare", "home"])
    def test_stand_without_a_workspace(self, name: str) -> None:
        page = rendered(f"design/{name}.html", {"memberships": []})

        assert page.lstrip().startswith("<!doctype html>")
        assert "<h1>" in page

    @pytest.mark.parametrize("name", ["404", "403", "500", "403_csrf"])
    def test_are_where_django_looks_for_them(self, name: str) -> None:
        assert "Cynosure" in rendered(f"{name}.html", {})
