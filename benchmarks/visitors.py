"""Pages of a large workspace, asked over loopback by one visitor and then by fifty at once.

`python -m benchmarks.visitors 1000000 --keep DIR` makes the workspace of `benchmarks.pages` where
it is not there yet, serves it, and prints for each page the median and the 95th of a hundred, how
it goes with fifty visitors who read about a second between two pages, and the process's memory.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np

from benchmarks.pages import DEMANDS, make, tell
from cynosure.wiring.told import open_told

TIMES = 30  # a page, by one visitor
VISITORS = 50
SECONDS = 60.0
PATIENCE = 180.0
_SIGNED_IN = """
import sys
from pathlib import Path

from cynosure.web.serving import prepare

folder = Path(sys.argv[1])
prepare(folder)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from cynosure.register.opening import open_database
from cynosure.register.people.models import Member, User, Workspace
from cynosure.register.workspaces import number_of

with open_database(folder):
    workspace = Workspace.objects.get(pk=number_of(folder, folder, create=True))
    user, new = User.objects.get_or_create(email="bench@example.org", defaults={"name": "Bench"})
    Member.objects.get_or_create(user=user, workspace=workspace, defaults={"role": "lead"})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(workspace.slug, session.session_key)
"""


def main(arguments: Sequence[str]) -> None:
    numbers = [int(each) for each in arguments if each.isdigit()]
    n = numbers[0] if numbers else DEMANDS
    kept = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    with tempfile.TemporaryDirectory(prefix="cynosure-bench-") as scratch:
        folder = (kept or Path(scratch)) / str(n)
        if not (folder / "workspace").exists():
            folder.mkdir(parents=True, exist_ok=True)
            make(folder, n)
        workspace = folder / "workspace"
        if open_told(workspace) is None:
            tell(folder)
        slug, session = _signed_in(workspace)
        with _serving(workspace) as (port, process):
            visit(port, process.pid, f"/w/{slug}", session)


def visit(port: int, process: int, desk: str, session: str) -> None:
    """Ask every page, alone and together with others, and print how it went."""
    pages = addresses(port, desk, session)
    for path in pages.values():
        ask(port, path, session)
    print(f"{'ms, one visitor':<40}{'median':>9}{'p95':>9}")
    for name, path in pages.items():
        taken = [_timed(port, path, session) for _ in range(TIMES)]
        median, slow = np.percentile(taken, [50, 95])
        print(f"{name:<40}{median:>9.0f}{slow:>9.0f}", flush=True)
    print(f"memory: {memory(process)}")
    taken, errors = together(port, list(pages.values()), session)
    median, slow = np.percentile(taken, [50, 95])
    print(
        f"{VISITORS} visitors, {SECONDS:.0f} s: {len(taken):,} pages, {errors} errors, "
        f"median {median:.0f} ms, p95 {slow:.0f} ms"
    )
    print(f"memory: {memory(process)}")


def addresses(port: int, desk: str, session: str) -> Mapping[str, str]:
    """Return the pages that are asked, one demand and one theme among them."""
    listed = ask(port, f"{desk}/demands/?nature=failure", session)
    demand = re.search(rf'href="({desk}/demands/[^"?]+/)', listed)
    ranked = ask(port, f"{desk}/dissatisfiers/themes/", session)
    theme = re.search(rf'href="({desk}/dissatisfiers/themes/(?!proposed|undo)[^"/?]+/)', ranked)
    assert demand is not None
    assert theme is not None
    return {
        "Focus": f"{desk}/",
        "measures": f"{desk}/measures/",
        "failure share": f"{desk}/measures/failure-share/",
        "request to resolution, by product": f"{desk}/measures/request-to-resolution/?by=product",
        "harm, by theme": f"{desk}/measures/harm/?by=theme",
        "demands, newest": f"{desk}/demands/",
        "demands, two filters, longest": f"{desk}/demands/?nature=failure&state=open&sort=longest",
        "search, words": f"{desk}/demands/?by=words&q={quote('VAT wrong on the PDF')}",
        "search, words and meaning": f"{desk}/demands/?q={quote('cannot log in')}",
        "one demand": demand[1],
        "dissatisfiers": f"{desk}/dissatisfiers/",
        "a theme": theme[1],
    }


def together(port: int, paths: Sequence[str], session: str) -> tuple[list[float], int]:
    """Return how long each page took, in ms, and how many failed, with all visitors at once."""
    end = time.monotonic() + SECONDS
    taken: list[float] = []
    errors: list[Exception] = []

    def walk(seed: int) -> None:
        chance = random.Random(seed)
        time.sleep(chance.random())
        while time.monotonic() < end:
            try:
                taken.append(_timed(port, chance.choice(paths), session))
            except (OSError, http.client.HTTPException, AssertionError) as error:
                errors.append(error)
            time.sleep(chance.uniform(0.5, 1.5))

    threads = [threading.Thread(target=walk, args=(seed,)) for seed in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for kind in sorted({repr(error)[:200] for error in errors}):
        print(f"error: {kind}")
    return taken, len(errors)


def memory(process: int) -> str:
    """Return what a process holds in memory, and how much of it are pages of mapped files."""
    said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = dict(re.findall(r"^(VmRSS|VmHWM|RssFile):\s+(\d+) kB", said, re.MULTILINE))
    mb = {name: int(kb) / 1024 for name, kb in found.items()}
    return (
        f"{mb['VmRSS']:,.0f} MB resident, {mb['RssFile']:,.0f} MB of it pages of files, "
        f"{mb['VmHWM']:,.0f} MB at most"
    )


def ask(port: int, path: str, session: str) -> str:
    """Return a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path, headers={"Cookie": f"cynosure_session={session}"})
        answer = connection.getresponse()
        said = answer.read().decode()
        assert answer.status == 200, f"{path}: {answer.status}"
        return said
    finally:
        connection.close()


def _timed(port: int, path: str, session: str) -> float:
    began = time.perf_counter()
    ask(port, path, session)
    return 1000 * (time.perf_counter() - began)


def _signed_in(folder: Path) -> tuple[str, str]:
    said = subprocess.run(
        [sys.executable, "-c", _SIGNED_IN, str(folder)], capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise SystemExit(said.stderr)
    slug, session = said.stdout.split()[-2:]
    return slug, session


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = 8_000 + os.getpid() % 20_000
    command = [sys.executable, "-m", "cynosure", "serve", "--workspace", str(folder)]
    command += ["--port", str(port), "--no-worker"]
    log = folder.parent / "serve.log"
    with log.open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                ask(port, "/-/healthy", "")
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"it does not answer:\n{log.read_text()}") from None
                time.sleep(0.2)
            else:
                break
        yield port, process
    finally:
        process.terminate()
        process.wait(60)


if __name__ == "__main__":
    main(sys.argv[1:])
