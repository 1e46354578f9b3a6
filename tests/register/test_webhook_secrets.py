"""Secrets of webhooks are shown once, kept encrypted, and changed without a gap."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings

from cynosure.register import Register, webhook_secrets
from cynosure.register.models import WebhookSecret
from cynosure.register.webhook_secrets import UnusableSecret

AT = datetime(2026, 3, 9, 9, tzinfo=UTC)
ONE, OTHER = "first-secret-of-the-server", "second-secret-of-the-server"


@pytest.fixture(autouse=True)
def server(register: Register, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A server with a key of its own; a register opened by the command line has none."""
    return keyed(monkeypatch, ONE)


def keyed(server: pytest.MonkeyPatch, key: str, *before: str) -> pytest.MonkeyPatch:
    server.setitem(vars(settings), "SECRET_KEY", key)
    server.setitem(vars(settings), "SECRET_KEY_FALLBACKS", list(before))
    return server


def make(sender: str = "github") -> str:
    return webhook_secrets.make(sender, by="Olga", at=AT)


class TestASecret:
    def test_holds_for_its_sender_only(self) -> None:
        secret = make()

        assert webhook_secrets.current("github") == [secret]
        assert webhook_secrets.current("jira") == []

    def test_lies_encrypted_in_the_register(self) -> None:
        secret = make()

        (row,) = WebhookSecret.objects.all()
        assert secret not in str(vars(row))

    def test_holds_beside_another_until_it_is_ended(self) -> None:
        first, second = make(), make()
        assert set(webhook_secrets.current("github")) == {first, second}

        old = webhook_secrets.listed()[-1]
        assert webhook_secrets.end(old.pk, at=AT)

        assert webhook_secrets.current("github") == [second]
        assert not webhook_secrets.end(old.pk, at=AT)

    def test_may_come_from_the_sender(self) -> None:
        webhook_secrets.keep("zendesk", " dGhpcyBpcyBpbnZlbnRlZA== ", by="Olga", at=AT)

        assert webhook_secrets.current("zendesk") == ["dGhpcyBpcyBpbnZlbnRlZA=="]

    @pytest.mark.parametrize("secret", ["", "short", "x" * 501])
    def test_that_protects_nothing_is_refused_and_not_repeated(self, secret: str) -> None:
        with pytest.raises(UnusableSecret) as refused:
            webhook_secrets.keep("zendesk", secret, by="Olga", at=AT)

        assert not secret or secret not in str(refused.value)

    def test_holds_on_when_the_servers_key_changes_and_the_old_one_is_named(
        self, server: pytest.MonkeyPatch
    ) -> None:
        secret = make()

        keyed(server, OTHER, ONE)
        assert webhook_secrets.current("github") == [secret]

        keyed(server, OTHER)
        assert webhook_secrets.current("github") == []
