"""All benchmarks, one after the other: `make bench`."""

from __future__ import annotations

import runpy

for name in (
    "start",
    "masking",
    "nature",
    "main_job",
    "coverage",
    "nlbse",
    "hundred_decisions",
    "remedies",
):
    print(f"\n== {name}")
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")
