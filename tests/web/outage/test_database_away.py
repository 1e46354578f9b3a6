"""A team's PostgreSQL that goes away and comes back while pages are served."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from cynosure.register.database import ADDRESS
from tests.postgresql import own_server
from tests.web.served import PATIENCE, Served, served


def asked(server: Served, path: str, body: bytes | None = None) -> tuple[int, str]:
    """Return status and words of an answer."""
    address = path if path.startswith("http") else f"{server.address}{path}"
    request = Request(address, data=body, headers={"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def checks(server: Served) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(asked(server, "/-/ready")[1])["checks"]
    return found


@pytest.mark.slow
def test_takes_pages_away_only_as_long_as_it_is_away(tmp_path: Path) -> None:
    with own_server() as database:
        team = {ADDRESS: database.address}
        with served(tmp_path / "desk", environment=team) as server:
            assert server.owner_link
            assert asked(server, server.owner_link)[0] == 200

            database.stop()
            away = {
                "page": asked(server, server.owner_link),
                "delivery": asked(server, "/in/desk/github/", b"{}"),
                "ready": asked(server, "/-/ready"),
                "healthy": asked(server, "/-/healthy"),
            }

            assert {name: status for name, (status, _) in away.items()} == {
                "page": 503, "delivery": 503, "ready": 503, "healthy": 200,
            }  # fmt: skip
            assert "The register does not answer" in away["page"][1]
            assert "127.0.0.1" not in away["page"][1]

            database.start()
            end = time.monotonic() + PATIENCE
            while (
                asked(server, server.owner_link)[0] != 200 or not checks(server)["worker"]["well"]
            ):
                assert time.monotonic() < end, "it does not come back"
                time.sleep(0.5)
            assert asked(server, "/-/ready")[0] == 200
        lines = [
            json.loads(line) for line in server.log.read_text().splitlines() if line[:1] == "{"
        ]
        of_pages = [line for line in lines if line.get("logger") == "cynosure.web"]
        assert any(line["message"] == "out of service" for line in of_pages)
        assert not [line for line in of_pages if "Traceback" in str(line)]
