"""Programs with tokens of the cast, and what they ask with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ALL = ("demands:read", "demands:write", "decisions:write", "measures:read", "exports:read")
API = "/api/v1"


def anybody() -> Client:
    """Return somebody without a token."""
    from django.test import Client

    return Client(SERVER_NAME="localhost", raise_request_exception=True)


@dataclass
class Program:
    """Something that asks with a token."""

    token: str

    def ask(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        *,
        kind: str = "application/json",
        **headers: str,
    ) -> Answer:
        known = {"Authorization": f"Bearer {self.token}", **headers}
        return anybody().generic(
            method, f"{API}{address}", body or b"", content_type=kind, headers=known
        )

    def get(self, address: str) -> Answer:
        return self.ask("GET", address)

    def send(self, address: str, said: Any, **headers: str) -> Answer:
        return self.ask("POST", address, orjson.dumps(said), **headers)

    def batch(self, *lines: Any, **headers: str) -> Answer:
        body = b"\n".join(orjson.dumps(line) for line in lines)
        return self.ask("POST", "/demands/batch", body, kind="application/x-ndjson", **headers)


def token_of(name: str, *scopes: str, slug: str = "desk") -> str:
    from cynosure.register.people import tokens
    from cynosure.register.people.models import User, Workspace

    now = datetime.now(UTC)
    return tokens.make(
        Workspace.objects.get(slug=slug),
        User.objects.get(email=f"{name}@example.org"),
        name="CRM",
        scopes=scopes or ALL,
        at=now,
        until=now + timedelta(days=1),
    )


def entries_of(number: int) -> list[tuple[str, str]]:
    """Return what the trail says was done, and by whom, but for tokens made."""
    from cynosure.register.people import trail

    found = [(entry.did, entry.by) for entry in trail.entries(number)]
    return [each for each in found if each[0] != "token.made"]


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


@pytest.fixture
def program(full_desk: object) -> Program:
    """May all that Paul, a contributor, may."""
    return Program(token_of("paul"))


@pytest.fixture
def stranger(full_desk: object) -> Program:
    """May all in another workspace."""
    return Program(token_of("ines", slug="other"))


Saying = Callable[..., dict[str, Any]]


@pytest.fixture
def demand() -> Saying:
    def say(number: int = 7, **fields: Any) -> dict[str, Any]:
        asked = "2026-03-02T10:00:00+01:00"
        return {
            "source": "desk",
            "source_id": str(number),
            "title": "Late",
            "asked_at": asked,
            **fields,
        }

    return say
