"""The tools that are held beside each other, each a command from a table of texts to groups."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.watched import Watched, watch

_PROJECT = Path(__file__).parents[2]
_LOCKED = _PROJECT / "requirements" / "bertopic.txt"
_PEER = Path(__file__).with_name("bertopic_run.py")
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
_VENV = _CACHE / "cynosure" / "benchmarks" / "bertopic"
# No look at a hub for newer weights, and both tools get the same two cores.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")
_ALONE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TQDM_DISABLE": "1",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """One way to group texts: `run` takes texts, groups, and where embeddings may be kept."""

    name: str
    run: Callable[[Path, Path, Path], Watched] = field(repr=False)
    before: str = "theme"  # the column of groups before outliers were given away


def two_threads() -> dict[str, str]:
    """Return the environment that holds a tool to two threads, however many cores there are."""
    threads = os.environ.get("CYNOSURE_BENCH_THREADS", "2")
    # A thread that waits for another must not count as work.
    return {**dict.fromkeys(_THREADS, threads), "OMP_WAIT_POLICY": "passive"}


def _ours(texts: Path, groups: Path, _kept: Path) -> Watched:
    return watch(
        "-m", "cynosure", "themes", "group", texts, "--out", groups, environment=two_threads()
    )


def _bertopic(variant: str) -> Callable[[Path, Path, Path], Watched]:
    def run(texts: Path, groups: Path, kept: Path) -> Watched:
        return watch(
            "-W",
            "ignore",
            _PEER,
            texts,
            groups,
            variant,
            kept,
            python=peer_python(),
            environment={**_ALONE, **two_threads()},
        )

    return run


OURS = Tool("ours", _ours)
DEFAULT = Tool("BERTopic, default", _bertopic("default"))
TUNED = Tool("BERTopic, tuned", _bertopic("tuned"), before="before")


def peer_python() -> Path:
    """Return the interpreter of the peer's own environment, made first if it is not there.

    It lies in the user's cache folder: two gigabytes that no work tree should hold twice.
    """
    python = _VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = _VENV / "requirements.txt"
    wanted = _LOCKED.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", _VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", _LOCKED], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python
