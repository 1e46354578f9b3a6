"""Labels of our own, by set and key, joined with the texts that stand in the raw sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cynosure.nature.training.raw_texts import key_of, raw_texts
from cynosure.nature.training.rows import Row, read_rows

_LABEL_COLUMNS = ("source", "key", "code", "second_code", "doubt", "draw")


def further_rows(labels: Path, folder: Path) -> tuple[list[Row], int]:
    """Return our labels with their texts, and how many found no text in the raw sets.

    >>> further_rows(Path("no/labels.csv"), Path())
    Traceback (most recent call last):
    ...
    cynosure.nature.training.rows.UnusableTrainingData: no/labels.csv cannot be learnt from: ...
    """
    waiting = {(row["source"], row["key"]): row for row in read_rows(labels, _LABEL_COLUMNS)}
    found: list[Row] = []
    for text in raw_texts(folder):
        said = waiting.pop((text["source"], key_of(text["title"], text["body"])), None)
        if said is not None:
            found.append({**text, **said, "id": said["key"], "nature": ""})
    return found, len(waiting)


def write_labels(path: Path, rows: Sequence[Row]) -> None:
    """Write labels without their texts, in an order of their own."""
    lines = sorted(",".join(row.get(name, "") for name in _LABEL_COLUMNS) for row in rows)
    path.write_text("\n".join([",".join(_LABEL_COLUMNS), *lines]) + "\n", encoding="utf-8")
