"""Train from the command line: `make train`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cynosure.nature.labeller import WEIGHTS
from cynosure.nature.learning.weighing import Settings
from cynosure.nature.training.making import material, train


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and print what the card says; `made_on` is asked for, so that it is repeatable."""
    parser = argparse.ArgumentParser(prog="python -m cynosure.nature.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled.csv")
    parser.add_argument("--gold", type=Path, help="gold.csv; measures, never trains")
    parser.add_argument("--further", type=Path, help="labels of our own, by set and key")
    parser.add_argument("--invented", type=Path, help="invented demands, labelled")
    parser.add_argument("--twice", type=Path, help="rows of labelled.csv labelled a second time")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder for weights and card")
    parser.add_argument("--made-on", type=date.fromisoformat, required=True, metavar="2026-02-28")
    asked = parser.parse_args(arguments)
    what = material(
        asked.data,
        gold=asked.gold,
        further=asked.further,
        invented=asked.invented,
        twice=asked.twice,
    )
    card = train(what, asked.out, made_on=asked.made_on, settings=Settings())
    summary = {name: card.get(name) for name in ("trained_on", "gold")}
    sys.stdout.write(json.dumps(summary, indent=1) + "\n")


if __name__ == "__main__":
    main()
