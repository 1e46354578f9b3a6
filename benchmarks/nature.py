"""How fast the shipped labeller is on one core, and what it needs.

    OMP_NUM_THREADS=1 python benchmarks/nature.py

Made-up texts of about 270 characters: words drawn from a made-up vocabulary
with the frequencies of ordinary text (Zipf), so that batches share words as
real ones do. Run on the training data instead by CYNOSURE_DATA.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from cynosure.nature import ModelLabeller, reasons, shipped_labeller

TEXTS, ROUNDS = 40_000, 3


def made_up(n: int) -> list[str]:
    chance = np.random.default_rng(20261122)
    letters = np.array(list("etaoinshrdlucmfwypvbgkqjxz"))
    odds = 1 / np.arange(1, 27)
    lengths = chance.integers(2, 11, size=50_000)
    vocabulary = ["".join(chance.choice(letters, k, p=odds / odds.sum())) for k in lengths]
    ranks = np.minimum(chance.zipf(1.25, size=(n, 42)) - 1, len(vocabulary) - 1)
    return [" ".join(vocabulary[rank] for rank in row) for row in ranks]


def real(n: int) -> list[str]:
    path = Path(os.environ["CYNOSURE_DATA"]) / "labelled" / "labelled.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        texts = [f"{row['title']} {row['body']}".strip() for row in csv.DictReader(lines)]
    return (texts * (n // len(texts) + 1))[:n]


def as_batch(texts: list[str]) -> pa.RecordBatch:
    n = len(texts)
    nothing = pa.nulls(n, pa.string())
    return pa.RecordBatch.from_pydict(
        {
            "demand_id": pa.array([f"made:{i}" for i in range(n)]),
            "title": nothing,
            "body": pa.array(texts),
            "reported_type": nothing,
            "labels": pa.nulls(n, pa.list_(pa.string())),
            "channel": nothing,
            "language": nothing,
        }
    )


def main() -> None:
    texts = real(TEXTS) if "CYNOSURE_DATA" in os.environ else made_up(TEXTS)
    began = time.perf_counter()
    labeller = shipped_labeller()
    print(f"load the weights        {time.perf_counter() - began:8.2f} s")
    assert isinstance(labeller, ModelLabeller)
    batch = as_batch(texts)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        labeller.label(batch)
        best = min(best, time.process_time() - began)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"mean length             {np.mean([len(text) for text in texts]):8.0f} characters")
    print(f"label, of one core      {len(texts) / best:8.0f} texts a second of CPU")
    kilo = 1024 if sys.platform != "darwin" else 1024 * 1024
    print(f"memory added by it      {(after - before) / kilo:8.0f} MB for {len(texts)} texts")
    began = time.process_time()
    for text in texts[:50]:
        reasons(None, text)
    print(f"reasons                 {(time.process_time() - began) / 50 * 1000:8.1f} ms a demand")


if __name__ == "__main__":
    main()
