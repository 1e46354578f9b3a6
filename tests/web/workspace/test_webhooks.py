"""Settings, Webhooks: secrets shown once and ended one by one, deliveries tried again or let go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from cynosure.register import inbox, webhook_secrets
from cynosure.register.scope import within
from tests.intake.deliveries import payloads as of
from tests.web.conftest import Desk, confirmed, now
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client

ROOM = "settings/webhooks/"


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


def page(client: Client, desk: Desk) -> str:
    return client.get(desk.address(ROOM)).content.decode()


def ask_for_a_secret(client: Client, desk: Desk, sender: str = "github", secret: str = "") -> Any:
    address = desk.address(f"{ROOM}{sender}/secret/")
    return client.post(address, {"secret": secret}, follow=True)


def made(client: Client, desk: Desk) -> str:
    """Return a secret that was made for GitHub, as its page shows it."""
    shown = ask_for_a_secret(client, desk)
    found = re.search(
        r'role="status">.*?class="secret">([^<]+)<', shown.content.decode(), re.DOTALL
    )
    assert found
    return found[1]


def holding(desk: Desk, sender: str = "github") -> list[str]:
    """Return the secrets that hold, the newest first."""
    with within(desk.number):
        return webhook_secrets.current(sender)


def send(nobody: Client, secret: str) -> int:
    """Return how a delivery that is signed with a secret is answered."""
    signed = of.signed("github", b"{}", secret=secret, at=now())
    return nobody.generic(
        "POST", "/in/desk/github/", b"{}", content_type="application/json", headers=signed
    ).status_code


def given_up(desk: Desk, identity: str = "a", sender: str = "github") -> int:
    """Return the number of a delivery that was given up."""
    with within(desk.number):
        number = inbox.accept(sender, identity, b"{}", at=now(), event="issues").number
        for _ in range(inbox.MOST_ATTEMPTS):
            begun = inbox.begin(1, named=lambda _: f"import of {identity}")
            assert begun is not None
            inbox.failed(begun.import_id, why="It names no issue.", at=now())
    return number


def rows_of(desk: Desk) -> dict[int, str]:
    with within(desk.number):
        return {row.pk: row.state for row in inbox.recent()}


class TestTheRoom:
    def test_says_where_each_sender_sends_and_what_comes_of_it_without_a_secret(
        self, desk: Desk, maria: Client
    ) -> None:
        said = page(maria, desk)

        for sender in ("github", "gitlab", "jira", "zendesk", "generic"):
            assert f"http://localhost/in/desk/{sender}/</code>" in said
        assert said.count("No secret yet, so whatever comes there is refused.") == 5
        assert "Nothing came yet." in said

    def test_is_for_leads_and_its_secrets_for_owners(
        self, desk: Desk, paul: Client, maria: Client
    ) -> None:
        assert paul.get(desk.address(ROOM)).status_code == 403
        assert "Make a secret" not in page(maria, desk)
        assert ask_for_a_secret(confirmed(maria), desk).status_code == 403
        assert holding(desk) == []


class TestASecret:
    def test_is_shown_once(self, desk: Desk, olga: Client) -> None:
        shown = ask_for_a_secret(confirmed(olga), desk)

        (secret,) = holding(desk)
        said = shown.content.decode()
        assert secret in said
        assert "shown this once" in said
        assert "no-store" in shown["Cache-Control"]
        again = page(olga, desk)
        assert secret not in again
        assert f"{secret[:10]}…" in again
        assert acts(of="Olga") == ["webhook-secret.made"]

    def test_holds_beside_an_older_one_until_that_is_ended(
        self, desk: Desk, olga: Client, nobody: Client
    ) -> None:
        old, new = made(confirmed(olga), desk), made(olga, desk)
        assert old != new
        assert [send(nobody, old), send(nobody, new)] == [202, 200]  # the same delivery, twice
        with within(desk.number):
            number = webhook_secrets.listed()[-1].pk

        after = olga.post(desk.address(f"{ROOM}secrets/{number}/end/"), follow=True)

        assert "what is signed with it is refused" in after.content.decode()
        assert holding(desk) == [new]
        assert [send(nobody, old), send(nobody, new)] == [401, 200]
        assert olga.post(desk.address(f"{ROOM}secrets/{number}/end/")).status_code == 404
        assert acts(of="Olga")[-1] == "webhook-secret.ended"

    def test_that_the_sender_made_is_kept_and_never_shown(self, desk: Desk, olga: Client) -> None:
        theirs = "a secret that Zendesk made by itself"

        after = ask_for_a_secret(confirmed(olga), desk, "zendesk", f"  {theirs} ")

        assert "The secret is kept." in after.content.decode()
        assert theirs not in after.content.decode()
        assert holding(desk, "zendesk") == [theirs]
        assert acts(of="Olga") == ["webhook-secret.kept"]

    @pytest.mark.parametrize(
        ("secret", "says"),
        [
            ("short", "it has 5 characters, and 16 to 500 are needed"),
            ("x" * 501, "at most 500 characters"),
            ("with a \0 in the midst of it", "Null characters are not allowed"),
        ],
    )
    def test_that_protects_nothing_is_refused_in_words_and_none_is_made_instead(
        self, desk: Desk, olga: Client, secret: str, says: str
    ) -> None:
        after = ask_for_a_secret(confirmed(olga), desk, "zendesk", secret)

        said = after.content.decode()
        assert says in said
        assert "notice-wrong" in said
        assert holding(desk, "zendesk") == []
        assert acts(of="Olga") == []

    def test_is_for_no_sender_that_there_is_not(self, desk: Desk, olga: Client) -> None:
        assert ask_for_a_secret(confirmed(olga), desk, "pigeon").status_code == 404

    def test_of_another_workspace_is_not_there(
        self, desk: Desk, olga: Client, ines: Client
    ) -> None:
        secret = made(confirmed(olga), desk)
        with within(desk.number):
            number = webhook_secrets.listed()[0].pk

        answer = confirmed(ines).post(f"/w/other/{ROOM}secrets/{number}/end/")

        assert answer.status_code == 404
        assert holding(desk) == [secret]


class TestADeliveryThatWasGivenUp:
    def test_is_listed_with_why_and_what_can_be_done(self, desk: Desk, maria: Client) -> None:
        given_up(desk)

        said = page(maria, desk)

        assert "0 wait, 1 were given up." in said
        assert "It names no issue." in said
        assert ">Try again<" in said
        assert ">Let go<" in said

    def test_is_tried_again(self, desk: Desk, maria: Client) -> None:
        number = given_up(desk)

        after = maria.post(desk.address(f"{ROOM}deliveries/{number}/again/"), follow=True)

        said = after.content.decode()
        assert "It is tried again." in said
        assert "1 wait, 0 were given up." in said
        assert rows_of(desk) == {number: "waiting"}
        assert acts(of="Maria") == ["delivery.tried-again"]
        twice = maria.post(desk.address(f"{ROOM}deliveries/{number}/again/"))
        assert twice.status_code == 404

    def test_is_let_go_of_for_good_and_stays_in_the_list(self, desk: Desk, maria: Client) -> None:
        number = given_up(desk)

        after = maria.post(desk.address(f"{ROOM}deliveries/{number}/let-go/"), follow=True)

        said = after.content.decode()
        assert "Its words are gone. That it came stays in the list." in said
        assert "0 wait, 0 were given up." in said
        assert ">Let go</span>" in said
        assert "Try again" not in said
        assert acts(of="Maria") == ["delivery.let-go"]
        for act in ("again", "let-go"):
            address = desk.address(f"{ROOM}deliveries/{number}/{act}/")
            assert maria.post(address).status_code == 404
        assert rows_of(desk) == {number: "failed"}

    def test_of_another_workspace_is_not_there(
        self, desk: Desk, maria: Client, ines: Client
    ) -> None:
        number = given_up(desk)

        for act in ("again", "let-go"):
            address = f"/w/other/{ROOM}deliveries/{number}/{act}/"
            assert ines.post(address).status_code == 404
        assert rows_of(desk) == {number: "failed"}

    def test_that_waits_is_neither_tried_again_nor_let_go_of(
        self, desk: Desk, maria: Client
    ) -> None:
        with within(desk.number):
            number = inbox.accept("github", "w", b"{}", at=now()).number

        for act in ("again", "let-go"):
            address = desk.address(f"{ROOM}deliveries/{number}/{act}/")
            assert maria.post(address).status_code == 404
        assert "Try again" not in page(maria, desk)
        assert rows_of(desk) == {number: "waiting"}
