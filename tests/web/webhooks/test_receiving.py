"""What other systems send: kept for good before 202, refused where nobody proves who sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.intake.deliveries import payloads as of
from tests.web.conftest import Desk, now

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PROBLEM = "application/problem+json"
SENDERS = ("github", "gitlab", "jira", "zendesk", "generic")


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


@pytest.fixture
def secret(desk: Desk) -> str:
    """The secret of each sender of the desk."""
    from cynosure.register import webhook_secrets
    from cynosure.register.scope import within

    with within(desk.number):
        for sender in SENDERS:
            webhook_secrets.keep(sender, of.SECRET, by="Olga", at=now())
    return of.SECRET


def send(
    sender: str, body: bytes, *, slug: str = "desk", secret: str = of.SECRET, **headers: str
) -> Answer:
    signed = of.signed(sender, body, secret=secret, at=now())
    return Client(SERVER_NAME="localhost").generic(
        "POST",
        f"/in/{slug}/{sender}/",
        body,
        content_type="application/json",
        headers={**signed, **headers},
    )


def kept(number: int) -> list[Any]:
    from cynosure.register import inbox
    from cynosure.register.scope import within

    with within(number):
        return list(inbox.recent(100))


@pytest.mark.parametrize("sender", SENDERS)
class TestADelivery:
    def test_is_kept_and_then_answered(self, desk: Desk, secret: str, sender: str) -> None:
        answer = send(sender, b'{"a": 1}')

        assert answer.status_code == 202
        (row,) = kept(desk.number)
        assert (row.pk, row.sender, row.state) == (answer.json()["delivery"], sender, "waiting")

    def test_sent_again_is_kept_once_and_said_so(
        self, desk: Desk, secret: str, sender: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        at = now()
        monkeypatch.setattr("tests.web.webhooks.test_receiving.now", lambda: at)
        first, second = send(sender, b"{}"), send(sender, b"{}")

        assert (first.status_code, second.status_code) == (202, 200)
        assert second.json()["detail"] == "seen before"
        assert len(kept(desk.number)) == 1

    def test_that_is_forged_is_refused_and_not_kept(
        self, desk: Desk, secret: str, sender: str
    ) -> None:
        answer = send(sender, b"{}", secret="guessed by somebody")

        assert answer.status_code == 401
        assert answer["Content-Type"] == PROBLEM
        assert secret not in answer.content.decode()
        assert not kept(desk.number)

    def test_to_another_workspace_needs_its_secret(
        self, desk: Desk, secret: str, sender: str
    ) -> None:
        assert send(sender, b"{}", slug="other").status_code == 401
        assert not kept(desk.other_number)

    def test_to_no_workspace_is_answered_as_one_with_another_secret(
        self, desk: Desk, secret: str, sender: str
    ) -> None:
        nowhere, other = send(sender, b"{}", slug="nowhere"), send(sender, b"{}", slug="other")

        assert (nowhere.status_code, nowhere.content) == (other.status_code, other.content)

    def test_that_is_no_json_is_kept_all_the_same(
        self, desk: Desk, secret: str, sender: str
    ) -> None:
        # Its sender would only send it again; it lies in quarantine, where people look.
        assert send(sender, b"\xff{").status_code == 202


class TestARefusal:
    def test_of_what_is_too_large_comes_before_it_is_read(self, desk: Desk, secret: str) -> None:
        answer = send("github", b" " * (25 * 1024 * 1024 + 1))

        assert answer.status_code == 413
        assert not kept(desk.number)

    def test_of_an_unknown_sender_names_the_known(self, desk: Desk) -> None:
        answer = Client(SERVER_NAME="localhost").post("/in/desk/pigeon/")

        assert answer.status_code == 404
        assert "zendesk" in answer.json()["detail"]

    def test_of_another_method_says_which_one(self, desk: Desk) -> None:
        answer = Client(SERVER_NAME="localhost").get("/in/desk/github/")

        assert (answer.status_code, answer["Allow"]) == (405, "POST")

    def test_names_the_header_that_is_missing(self, desk: Desk, secret: str) -> None:
        answer = Client(SERVER_NAME="localhost").post("/in/desk/github/", b"{}", "application/json")

        assert answer.status_code == 401
        assert "X-Hub-Signature-256" in answer.json()["detail"]

    def test_comes_slower_to_who_guesses(self, desk: Desk, secret: str) -> None:
        with override_settings(API_REFUSALS_A_MINUTE=2):
            statuses = [send("github", b"{}", secret="guess").status_code for _ in range(8)]

            assert statuses[0] == 401
            assert 429 in statuses
            # Who knows the secret is not held up by who does not.
            assert send("github", b"{}").status_code == 202


class TestSecrets:
    def test_are_changed_without_a_gap(self, desk: Desk, secret: str) -> None:
        from cynosure.register import webhook_secrets
        from cynosure.register.scope import within

        with within(desk.number):
            new = webhook_secrets.make("github", by="Olga", at=now())
            (old,) = [
                row.pk
                for row in webhook_secrets.listed()
                if row.sender == "github" and of.SECRET.startswith(row.begins_with)
            ]
        assert send("github", b'{"n": 1}').status_code == 202
        assert send("github", b'{"n": 2}', secret=new).status_code == 200  # the same id

        with within(desk.number):
            webhook_secrets.end(old, at=now())

        assert send("github", b"{}").status_code == 401
        headers = {"X-GitHub-Delivery": "guid-2"}
        assert send("github", b"{}", secret=new, **headers).status_code == 202


def test_a_delivery_ends_in_the_store(desk: Desk, secret: str) -> None:
    import threading

    from cynosure.wiring import open_place
    from cynosure.wiring.working import work

    body = of.body_of(of.github("opened", of.github_issue()))
    send("github", body)

    work(desk.root, now=now, stop=threading.Event(), drain=True)

    with open_place(desk.folder) as place:
        (only,) = place.imports()
    assert (only["shape"], only["new"]) == ("github", 1)
    assert [row.state for row in kept(desk.number)] == ["moved"]
