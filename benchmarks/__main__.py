"""All benchmarks, one after the other: `make bench`."""

from __future__ import annotations

import runpy

NAMES = (
    "start",
    "masking",
    "nature",
    "search",
    "main_job",
    "coverage",
    "nlbse",
    "hundred_decisions",
    "themes",
    "remedies",
    "machines",
    "pages",
    "visitors",
)

for name in NAMES:
    print(f"\n== {name}")
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")
