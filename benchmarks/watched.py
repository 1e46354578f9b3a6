"""A command run by itself: how long it took, and how much memory it held at most."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command took."""

    seconds: float
    megabytes: float  # the largest resident set of its process
    cpu_seconds: float


def watch(*command: str | Path) -> Watched:
    """Run a Python command in a process of its own and measure it.

    The kernel keeps the peak for us; sampling would miss it.
    """
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(map(str, command))} ended with status {status}.")
    return Watched(seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)
