"""Settings, Sources: what came from where, as it was last told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cynosure.register import jobs
from cynosure.register.scope import within
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told import open_told
from tests.web.conftest import Desk, now

if TYPE_CHECKING:
    from django.test import Client

ROOM = "settings/"


def page(client: Client, desk: Desk) -> str:
    return client.get(desk.address(ROOM)).content.decode()


class TestSources:
    def test_say_the_next_step_where_nothing_was_taken_in(self, desk: Desk, jonas: Client) -> None:
        said = page(jonas, desk)

        assert "Nothing was taken in yet" in said
        assert f'href="{desk.address("take-in/")}"' in said

    def test_say_so_while_what_was_taken_in_is_being_told(self, desk: Desk, jonas: Client) -> None:
        with within(desk.number):
            jobs.enqueue(RETELL, by="the worker", at=now())

        said = page(jonas, desk)

        assert "Being told" in said
        assert "Nothing was taken in yet" not in said

    def test_add_up_to_what_was_told(self, full_desk: Desk, jonas: Client) -> None:
        told = open_told(full_desk.folder)
        assert told is not None

        answer = jonas.get(full_desk.address(ROOM))

        (source,) = answer.context["sources"]
        (made,) = told.imports
        assert (source.name, source.imports) == ("ledgerly", 1)
        assert (source.demands, source.quarantined) == (made.new, made.quarantined)
        assert (source.last, source.last_sign) == (made.imported_at, made.last_sign_at)
        assert "ledgerly" in answer.content.decode()

    def test_are_not_there_for_an_outsider(self, desk: Desk, ines: Client) -> None:
        assert ines.get(desk.address(ROOM)).status_code == 404
        assert ines.get("/w/other/settings/").status_code == 200


def test_shows_each_visitor_the_pages_of_settings_that_they_may_open(
    desk: Desk, jonas: Client, maria: Client, olga: Client
) -> None:
    owners = {"Trail", "Erasure", "Workspace"}
    for_all = {"Sources", "Mappings", "Labellers", "Weights", "Members", "Tokens"}

    def tabs(client: Client) -> dict[str, str]:
        found = client.get(desk.address(ROOM)).context["tabs"]
        return {tab.label: tab.href for tab in found}

    assert tabs(jonas).keys() == for_all
    assert tabs(maria).keys() == for_all | {"Webhooks"}
    assert tabs(olga).keys() == for_all | {"Webhooks"} | owners
    for client in (jonas, maria, olga):
        assert {client.get(address).status_code for address in tabs(client).values()} == {200}
