"""How fast a million demands are searched, beside SQLite's full-text index, and what it needs.

    python -m benchmarks.search [1000000]

Made-up texts of about 270 characters: words with the frequencies of ordinary
text (Zipf), and in each fourth an id of its own. The process is warm and the
index open; an answer is twenty demands with masked titles and excerpts. The
peer answers with ids and nothing else, by BM25 over any of the words, from
the index of the same texts (FTS5, in memory-mapped files as it comes).
"""

from __future__ import annotations

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cynosure.demand import DEMANDS
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.store.search_index import SearchIndexFolder
from cynosure.workflows.searching import Searcher, searcher_of

DEMANDS_AT_ALL, ADDED, ASKED = 1_000_000, 5_000, 50
ASKED_OF_PEER = 10  # of the same; it takes seconds for each
A_FILE = 125_000
WORDS, TITLE = 42, 6
CHANCE = np.random.default_rng(20261127)


@dataclass
class Files:
    """Stands for a snapshot of the store: the files of its demands."""

    paths: list[str]

    def files(self, table: str) -> list[str]:
        return self.paths if table == "demands" else []


def vocabulary() -> pa.Array:
    letters = np.array(list("etaoinshrdlucmfwypvbgkqjxz"))
    odds = 1 / np.arange(1, 27)
    lengths = CHANCE.integers(2, 11, size=50_000)
    return pa.array(["".join(CHANCE.choice(letters, k, p=odds / odds.sum())) for k in lengths])


def made_up(first: int, n: int, words: pa.Array) -> pa.Table:
    """Return demands with the numbers from `first` on."""

    def texts(length: int) -> pa.Array:
        ranks = np.minimum(CHANCE.zipf(1.25, size=n * length) - 1, len(words) - 1)
        bounds = pa.array(np.arange(0, n * length + 1, length, dtype=np.int32))
        return pc.binary_join(pa.ListArray.from_arrays(bounds, words.take(pa.array(ranks))), " ")

    numbers = pa.array(np.arange(first, first + n)).cast(pa.string())
    named = pc.if_else(
        pa.array(np.arange(n) % 4 == 0), pc.binary_join_element_wise(" REF-", numbers, ""), ""
    )
    columns = {
        "demand_id": pc.binary_join_element_wise("made:", numbers, ""),
        "title": texts(TITLE),
        "body": pc.binary_join_element_wise(texts(WORDS - TITLE), named, ""),
        "asker": pc.binary_join_element_wise("asker", numbers, ""),
        "asker_kind": pa.array(["customer"] * n),
    }
    return pa.table(
        {name: columns.get(name, pa.nulls(n, DEMANDS.field(name).type)) for name in DEMANDS.names}
    )


def written(folder: Path, first: int, n: int, words: pa.Array) -> str:
    path = folder / f"{first}.parquet"
    pq.write_table(made_up(first, n, words), path, row_group_size=20_480)
    return str(path)


def questions(paths: list[str]) -> list[str]:
    """Return two to five neighbouring words of some demands."""
    table = pq.read_table(paths[0], columns=["body"]).slice(0, 20_000)["body"].to_pylist()
    asked = []
    for row in CHANCE.integers(0, len(table), ASKED):
        said, start, n = table[row].split(" "), CHANCE.integers(0, 30), CHANCE.integers(2, 6)
        asked.append(" ".join(said[start : start + n]))
    return asked


def say_times(name: str, work: Callable[[str], object], asked: list[str]) -> None:
    """Print milliseconds from question to answer, and of them those of the processor."""
    taken = []
    for one in asked:
        began, cpu = time.perf_counter(), time.process_time()
        work(one)
        taken.append((time.perf_counter() - began, time.process_time() - cpu))
    figures = np.percentile(np.array(taken) * 1000, [50, 95], axis=0).ravel()
    print(f"{name:<28}{''.join(f'{figure:10.0f} ms' for figure in figures)}", flush=True)


def say_search(searcher: Searcher, asked: list[str], rows: int) -> None:
    like = [f"made:{n}" for n in CHANCE.integers(0, rows, ASKED)]
    searcher.search(asked[0])
    searcher.neighbours(like[0])
    print(f"{'':<28}{'median':>13}{'its CPU':>13}{'95 of 100':>13}{'its CPU':>13}")
    say_times("by both", searcher.search, asked)
    say_times("by words", lambda one: searcher.search(one, by="words"), asked)
    say_times("by meaning", lambda one: searcher.search(one, by="meaning"), asked)
    say_times("demands like this one", searcher.neighbours, like)


def say_peer(folder: Path, paths: list[str], asked: list[str]) -> None:
    """Let SQLite do the same by words."""
    began = time.perf_counter()
    database = sqlite3.connect(folder / "peer.sqlite")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, title, body)")
    for path in paths:
        for batch in pq.ParquetFile(path).iter_batches(columns=["demand_id", "title", "body"]):
            database.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows_of(batch))
    database.commit()
    size = (folder / "peer.sqlite").stat().st_size / 1e6
    print(f"SQLite FTS5: made in {time.perf_counter() - began:,.0f} s, {size:,.0f} MB on disk")

    def ask(text: str, how: str) -> object:
        words = how.join(f'"{word}"' for word in text.split(" "))
        command = "SELECT id FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 0, 3, 1) LIMIT 20"
        return database.execute(command, [words]).fetchall()

    ask(asked[0], " OR ")
    say_times("SQLite FTS5, any word", lambda one: ask(one, " OR "), asked)
    say_times("SQLite FTS5, every word", lambda one: ask(one, " AND "), asked)


def rows_of(batch: pa.RecordBatch) -> Iterator[tuple[str, ...]]:
    yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def peak() -> float:
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main(rows: int) -> None:
    words = vocabulary()
    with tempfile.TemporaryDirectory(prefix="cynosure-bench-") as scratch:
        folder = Path(scratch)
        kept = SearchIndexFolder(folder, wait_seconds=60)
        paths = [
            written(folder, first, min(A_FILE, rows - first), words)
            for first in range(0, rows, A_FILE)
        ]
        engine = DuckDBEngine(spill=folder / "spill", memory="600MB")
        asked = questions(paths)
        print(f"{rows:,} demands; {peak():,.0f} MB held before")
        for what, files in (
            ("index made", paths),
            (f"{ADDED:,} added", [*paths, written(folder, rows, ADDED, words)]),
            ("index opened, as it was", [*paths, str(folder / f"{rows}.parquet")]),
        ):
            began, cpu = time.perf_counter(), time.process_time()
            searcher = searcher_of(kept, lambda files=files: Files(files), engine)  # type: ignore[misc]
            print(
                f"{what:<28}{time.perf_counter() - began:8.1f} s{time.process_time() - cpu:8.1f} s"
                f" CPU; at most {peak():,.0f} MB",
                flush=True,
            )
        size = sum(path.stat().st_size for path in (folder / "cache").rglob("*.*")) / 1e6
        print(f"{size:,.0f} MB on disk in {len(searcher.index.parts)} segments")
        say_search(searcher, asked, rows)
        print(f"at most {peak():,.0f} MB, pages of mapped files among them")
        say_peer(folder, paths, asked[:ASKED_OF_PEER])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEMANDS_AT_ALL)
