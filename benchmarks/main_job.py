"""The main job on growing years of the demonstration company, beside a vectorised script.

    python -m benchmarks.main_job [10000 100000 1000000]

Prints time and peak memory of each stage, the whole command, the ratio to the
peer in the same run, and what each added demand costs as the year grows.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from benchmarks.watched import Watched, watch
from cynosure.simulation import Plan, write_year

SIZES = (10_000, 100_000, 1_000_000)
PEER_UP_TO = 100_000  # beyond it the peer holds more than the machine wants to give


def main(sizes: list[int]) -> None:
    """Run every size and print what it took."""
    totals: dict[int, Watched] = {}
    with tempfile.TemporaryDirectory(prefix="cynosure-bench-") as scratch:
        training = Path(scratch) / "training"
        write_year(Plan(demands=10_000, seed=7), training)
        for size in sizes:
            folder = Path(scratch) / str(size)
            export, _ = write_year(Plan(demands=size), folder)
            workspace, out = folder / "workspace", folder / "report.html"
            print(f"\n{size:,} demands")
            stage = ("-m", "benchmarks.stage")
            for name, *paths in (
                ("take-in", export, workspace),
                ("label", workspace),
                ("tell", workspace),
                ("report", workspace, out),
            ):
                _say(name, watch(*stage, name, *paths))
            whole = watch("-m", "cynosure", "report", export, "--out", out)
            totals[size] = whole
            _say("cynosure report, all", whole)
            if size <= PEER_UP_TO:
                peer = watch("-W", "ignore", "-m", "benchmarks.peer", export, training)
                _say("pandas + scikit-learn", peer)
                print(
                    f"  ratio to the peer: time {whole.seconds / peer.seconds:.2f}, "
                    f"memory {whole.megabytes / peer.megabytes:.2f}"
                )
    _say_slopes(totals)


def _say(name: str, took: Watched) -> None:
    print(
        f"  {name:<24}{took.seconds:8.1f} s  {took.cpu_seconds:8.1f} s CPU "
        f"{took.megabytes:8.0f} MB at most",
        flush=True,
    )


def _say_slopes(totals: dict[int, Watched]) -> None:
    sizes = sorted(totals)
    slopes = []
    for small, large in pairwise(sizes):
        added = totals[large].seconds - totals[small].seconds
        slopes.append(added / (large - small))
        print(f"\nEach added demand from {small:,} to {large:,}: {slopes[-1] * 1e6:.0f} µs")
    if len(slopes) == 2:
        print(f"Ratio of the second to the first: {slopes[1] / slopes[0]:.2f}")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or list(SIZES))
