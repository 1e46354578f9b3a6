"""A command run by itself: how long it took, and how much memory it held at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command took."""

    seconds: float
    megabytes: float  # the largest resident set of its process
    cpu_seconds: float


def watch(
    *command: str | Path,
    python: str | Path = sys.executable,
    environment: Mapping[str, str] | None = None,
) -> Watched:
    """Run a Python command in a process of its own and measure it.

    `environment` adds to ours; `python` is another interpreter, where a peer has its own.
    """
    # A process counts what its parent held when it was started as held by itself,
    # so that one is started by a small one: this file, run as a script.
    watcher = subprocess.run(
        [sys.executable, __file__, python, *command],
        stdout=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    if watcher.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with status {watcher.returncode}.")
    return Watched(**json.loads(watcher.stdout))


def _watch(command: list[str]) -> int:
    """Run a command, print what it took, and return how it ended.

    The kernel keeps the peak for us; sampling would miss it.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = {
        "seconds": time.perf_counter() - started,
        "megabytes": usage.ru_maxrss / 1024,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
    }
    print(json.dumps(took))
    return abs(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    raise SystemExit(_watch(sys.argv[1:]))
