"""How fast the shipped labeller is, beside scikit-learn, and what it needs.

    python -m benchmarks.nature

Made-up texts of about 270 characters: words drawn from a made-up vocabulary
with the frequencies of ordinary text (Zipf), so that batches share words as
real ones do. Run on the training data instead by CYNOSURE_DATA. The peer is
the same features and weights as a scikit-learn pipeline (`benchmarks/scikit.py`),
its vocabulary known beforehand.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.scikit import SameModel
from cynosure.nature import reasons, shipped_labeller
from cynosure.nature.reading.evidence import evidence_of
from cynosure.texts.columns import texts_of

TEXTS, ROUNDS = 40_000, 5
ALONE, PEER = 4_096, 4_000


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
    random.Random(20261122).shuffle(texts)  # they stand by source, the long ones first
    return (texts * (n // len(texts) + 1))[:n]


def halves(text: str) -> tuple[str, str]:
    """Return the first six words as a title, and the rest."""
    words = text.split(" ")
    return " ".join(words[:6]), " ".join(words[6:])


def as_batch(texts: list[str]) -> pa.RecordBatch:
    n = len(texts)
    nothing = pa.nulls(n, pa.string())
    return pa.RecordBatch.from_pydict(
        {
            "demand_id": pa.array([f"made:{i}" for i in range(n)]),
            "title": pa.array([halves(text)[0] for text in texts]),
            "body": pa.array([halves(text)[1] for text in texts]),
            "reported_type": nothing,
            "labels": pa.nulls(n, pa.list_(pa.string())),
            "channel": nothing,
            "language": nothing,
        }
    )


def main() -> None:
    texts = real(TEXTS) if "CYNOSURE_DATA" in os.environ else made_up(TEXTS)
    labeller = shipped_labeller()
    batch = as_batch(texts)
    labeller.label(batch.slice(0, 100))  # compiled, if it was not
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    alone = [batch.slice(first, ALONE) for first in range(0, TEXTS, ALONE)]
    # A batch of this size is one thread's work.
    one_core = TEXTS / best(lambda: [labeller.label(part) for part in alone])
    both = TEXTS / best(lambda: labeller.label(batch))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    some = [halves(text) for text in texts[:PEER]]
    peer = SameModel(labeller.model, some)
    theirs = PEER / best(lambda: peer.sums(some))
    columns = texts_of(batch["title"][:PEER], batch["body"][:PEER])
    evidence = evidence_of(pa.nulls(PEER, pa.string()))
    ours = PEER / best(lambda: labeller.model.scores(labeller.model.sums(columns, evidence)[0]))
    print(f"mean length             {np.mean([len(text) for text in texts]):9,.0f} characters")
    print(f"label, one core         {one_core:9,.0f} texts a second")
    print(f"label, {os.cpu_count()} cores          {both:9,.0f} texts a second")
    print(f"score only, one core    {ours:9,.0f} texts a second")
    print(f"scikit-learn, one core  {theirs:9,.0f} texts a second, scores only")
    print(f"ratio                   {ours / theirs:9.1f}")
    kilo = 1024 if sys.platform != "darwin" else 1024 * 1024
    print(f"memory added by it      {(after - before) / kilo:9,.0f} MB for {TEXTS:,} texts")
    began = time.perf_counter()
    for text in texts[:50]:
        reasons(None, text)
    print(f"reasons                 {(time.perf_counter() - began) / 50 * 1000:9.1f} ms a demand")


def best(work: Callable[[], object]) -> float:
    """Return the least seconds of some runs: other work on the machine only adds."""
    found = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        found = min(found, time.perf_counter() - began)
    return found


if __name__ == "__main__":
    main()
