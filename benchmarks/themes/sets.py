"""Four sets of texts whose groups are known, as they lie in the data beside the project.

Every text counts, the ones that occur twice too: a desk gets those as well.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Known:
    """Texts, and the group that people put each in."""

    name: str
    texts: list[str]
    labels: list[str]

    def write(self, path: Path, rows: Rows | None = None) -> None:
        """Write `id` (the row) and `text` as CSV: what a tool is given, without the labels."""
        chosen = range(len(self.texts)) if rows is None else rows.tolist()
        columns = {"id": [str(row) for row in chosen], "text": [self.texts[row] for row in chosen]}
        pyarrow.csv.write_csv(pa.table(columns), path)


def folder() -> Path:
    """Return where the data lie: `CYNOSURE_DATA`, or beside the project."""
    return Path(os.environ.get("CYNOSURE_DATA", "../shared/data"))


def known_set(name: str) -> Known:
    """Return the set of this name, one of `SETS`."""
    pairs = [(text, label) for text, label in SETS[name](folder()) if label]
    return Known(name, [text for text, _ in pairs], [label for _, label in pairs])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _banking(data: Path) -> Iterator[tuple[str, str]]:
    """77 intents of a bank's customers, the training half."""
    for row in _rows(data / "banking77" / "train.csv"):
        yield row["text"], row["category"]


def _clinc(data: Path) -> Iterator[tuple[str, str]]:
    """150 intents of people who speak to an assistant; out of scope is no group, so left out."""
    parts = json.loads((data / "clinc_oos" / "data_small.json").read_text(encoding="utf-8"))
    for part in ("train", "val", "test"):
        yield from ((text, label) for text, label in parts[part])


def _tickets(data: Path) -> Iterator[tuple[str, str]]:
    """Eight topics of an IT desk's tickets, stop words stripped; the last row is cut off."""
    path = data / "it_service_tickets" / "all_tickets_processed_improved_v3.csv"
    for row in _rows(path):
        yield row["Document"], row["Topic_group"]


def _airline(data: Path) -> Iterator[tuple[str, str]]:
    """Ten reasons of dissatisfaction with airlines; "Can't Tell" is the tenth, so it stays."""
    for row in _rows(data / "airline_tweets" / "Tweets.csv"):
        if row["airline_sentiment"] == "negative":
            yield row["text"], row["negativereason"]


SETS: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    "banking": _banking,
    "clinc": _clinc,
    "tickets": _tickets,
    "airline": _airline,
}
