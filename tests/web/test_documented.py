"""The programs that the how-to pages show run as they stand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.docs.pages import blocks
from tests.given import ROOT
from tests.web.api.conftest import token_of
from tests.web.conftest import SLUG, Desk, now
from tests.web.served import free_port


@contextmanager
def listening() -> Iterator[str]:
    """Answer at an address of this machine, in this process."""
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    port = free_port()
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=port, threads=2)
    answering = threading.Thread(target=server.run, daemon=True)
    answering.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        answering.join(10)


def run(page: str) -> None:
    (example,) = blocks(ROOT / f"docs/how-to/{page}.md", "python")
    exec(compile(example, f"{page}.md", "exec"), {})


def kept(desk: Desk) -> list[tuple[str, int | None]]:
    from cynosure.register import inbox
    from cynosure.register.scope import within

    with within(desk.number):
        return [(row.sender, row.demands) for row in inbox.recent()]


def test_sending_a_batch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as address:
        monkeypatch.setenv("CYNOSURE_URL", address)
        monkeypatch.setenv("CYNOSURE_TOKEN", token_of("paul", "demands:write"))

        run("send-demand-by-api")

    assert kept(desk) == [("api", 2)]


def test_signing_a_webhook(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from cynosure.register import webhook_secrets
    from cynosure.register.scope import within

    with within(desk.number):
        secret = webhook_secrets.make("generic", by="Olga", at=now())
    with listening() as address:
        monkeypatch.setenv("CYNOSURE_WEBHOOK", f"{address}/in/{SLUG}/generic/")
        monkeypatch.setenv("CYNOSURE_WEBHOOK_SECRET", secret)

        run("receive-webhooks")

    assert kept(desk) == [("generic", None)]
