"""The steps of grouping by themselves, and a day's new texts placed: in one process, warm.

python -m benchmarks.themes.day TEXTS.csv NEW.csv SECONDS.json
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from cynosure.texts.arrays import I8
from cynosure.texts.meaning import meanings_of
from cynosure.themes.finding import find
from cynosure.themes.placing import place


def meanings(path: Path) -> tuple[I8, float]:
    """Return what the texts of a table mean, and the seconds from the column to that."""
    texts = pyarrow.csv.read_csv(
        path,
        convert_options=pyarrow.csv.ConvertOptions(
            include_columns=["text"], column_types={"text": pa.string()}
        ),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
    )["text"].combine_chunks()
    began = time.perf_counter()
    found = meanings_of(pa.nulls(len(texts), pa.string()), texts)
    return found, time.perf_counter() - began


def main(texts: Path, new: Path, out: Path) -> None:
    """Write the seconds of each step."""
    meanings(new)  # compiled, if it was not
    rows, read = meanings(texts)
    began = time.perf_counter()
    themes = find(rows)
    found = time.perf_counter() - began
    today, read_today = meanings(new)
    began = time.perf_counter()
    place(today, centres=themes.centres, reach=themes.reach)
    placed = time.perf_counter() - began
    seconds = {
        f"what {len(rows):,} texts mean": read,
        f"themes of {len(rows):,} texts": found,
        f"what {len(today):,} new texts mean": read_today,
        f"{len(today):,} new texts placed": placed,
    }
    out.write_text(json.dumps(seconds), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
