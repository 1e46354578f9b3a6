"""`cynosure serve` really running, on SQLite and on PostgreSQL, with people who can sign in."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

PATIENCE = 90.0  # seconds; two cores may be busy


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    address: str  # http://127.0.0.1:port
    folder: Path
    owner_link: str | None  # that makes the first owner, where there was none
    process: subprocess.Popen[str]
    log: Path


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Run `cynosure serve` on a folder until the block ends, then stop it gracefully."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder.parent / f"serve-{port}.log"
    command = [
        sys.executable, "-m", "cynosure", "serve",
        "--workspace", str(folder), "--port", str(port), *options,
    ]  # fmt: skip
    known = {**os.environ, "CYNOSURE_URL": address, **(environment or {})}
    with log.open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, text=True, env=known)
    try:
        _wait_for(address, process, log)
        found = re.search(r"http://\S+/join/\S+", log.read_text())
        yield Served(address, folder, found.group() if found else None, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[str], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}:\n{log.read_text()}")
        try:
            with urlopen(f"{address}/accounts/login/", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer:\n{log.read_text()}")


def until(page: Page, words: str) -> None:
    """Look again until the page says this."""
    end = time.monotonic() + PATIENCE
    while not page.get_by_text(words).count():
        if time.monotonic() > end:
            raise AssertionError(f"{words!r} is not said:\n{page.inner_text('main')}")
        page.wait_for_timeout(1_000)
        page.reload()
