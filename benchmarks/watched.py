"""A command run by itself: how long it took, and how much memory it held at most."""

from __future__ import annotations

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

    The kernel keeps the peak for us; sampling would miss it. `environment` adds
    to ours; `python` is another interpreter, where a peer has one of its own.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [python, *map(str, command)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(map(str, command))} ended with status {status}.")
    return Watched(seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)
