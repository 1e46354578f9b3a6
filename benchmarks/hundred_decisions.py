"""How much of the way a hundred decisions go, on products that the model has never seen.

    python -m benchmarks.hundred_decisions --cache /tmp/left-out

For each source of the labelled demands: a model trained without it, the same after a
hundred decisions on it, and one trained with all that is not held back of it. Judged on
rows of the source that were drawn at random, each half held back in its turn. The
decisions are simulated: the labels of the rows that were offered. Models by source are
trained as the shipped one is, but on the given labels alone, which takes a quarter of an
hour, and are kept in the cache. `gold` has no part in it.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.demand import Nature, nature_of
from cynosure.nature.deciding.decisions import Decision
from cynosure.nature.deciding.own_model import FEWEST, compare, learn, lessons_of
from cynosure.nature.deciding.teaching import AT_ONCE, likeness, teach_most
from cynosure.nature.labeller import WEIGHTS, ModelLabeller
from cynosure.nature.learning.calibrating import leaning_to_value
from cynosure.nature.learning.judging import natures_of
from cynosure.nature.learning.quantising import as_model
from cynosure.nature.learning.weighing import Settings, design_matrix
from cynosure.nature.learning.weighing import learn as learn_weights
from cynosure.nature.model import NATURE_MEMBERS, Model, load_model, save_model
from cynosure.nature.reading.numbers import numbers_of
from cynosure.nature.training.making import material
from cynosure.nature.training.rows import as_demands, labelled
from cynosure.texts.arrays import F64

DECISIONS = 100
DRAWS = 2_000
METRICS = ("nature", "cause", "log loss")
Rows = list[dict[str, str]]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Judged:
    """One source: rows held back by models by metrics, and how often the own model was used."""

    source: str
    left_out: F64
    taught: F64
    at_random: F64
    trained: F64
    used: int


class Sources:
    """The labelled demands, and models trained without parts of them."""

    def __init__(self, data: Path, gold: Path, cache: Path) -> None:
        self.rows = material(data, gold=gold).rows
        self.data = labelled(self.rows)
        self.half = (numbers_of(pa.array([row["id"] for row in self.rows])) & np.uint64(1)) > 0
        self._cache = cache
        self._settings = Settings()
        self._design = design_matrix(self.data.texts, self.data.evidence, self._settings)
        self._card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
        cache.mkdir(parents=True, exist_ok=True)

    def without(self, out: NDArray[np.bool_], name: str) -> Model:
        """Return the model trained without some rows, calibrated as the shipped one is."""
        path = self._cache / f"{name}.npz"
        if not path.exists():
            learnt = learn_weights(
                self._design[~out],
                self.data.targets[~out],
                self.data.importance[~out],
                self._settings,
            )
            temperature = float(self._card["temperature"])
            model = as_model(
                learnt,
                self._settings,
                lean=leaning_to_value(float(self._card["lean_to_value"])) * temperature,
                temperature=temperature,
                type_alone=load_model(WEIGHTS / "model.npz").type_alone,
            )
            save_model(path, model)
        return load_model(path)


def taught(
    left_out: Model, demands: pa.RecordBatch, rows: Rows, pool: Places, choose: str
) -> tuple[Model, bool]:
    """Return what a workspace would use after the decisions, and whether that is its own model."""
    offered = pool
    decisions: dict[str, Decision] = {}
    some = demands.take(pa.array(pool))
    reader = left_out

    def decide(places: Sequence[int]) -> None:
        for place in places:
            row = rows[offered[place]]
            decisions[row["id"]] = Decision(row["id"], _nature(row), row["code"] or None)

    if choose == "at random":
        lots = numbers_of(pa.array([f"lot {rows[place]['id']}" for place in pool]))
        decide(np.argsort(lots)[:DECISIONS].tolist())
    else:
        alike = likeness(some)
        ids = [rows[place]["id"] for place in pool]
        while len(decisions) < min(DECISIONS, len(pool)):
            done = np.array([i for i, one in enumerate(ids) if one in decisions], dtype=np.int64)
            n = min(AT_ONCE, DECISIONS - len(decisions))
            decide(teach_most(alike, ModelLabeller(reader).chances(some), done, n).tolist())
            lessons = lessons_of(some, decisions, shipped=left_out)
            if len(lessons) >= FEWEST and len(decisions) < DECISIONS:
                reader = learn(left_out, lessons)
    lessons = lessons_of(some, decisions, shipped=left_out)
    if len(lessons) < FEWEST or not compare(lessons).own_is_better:
        return left_out, False
    return learn(left_out, lessons), True


def _nature(row: dict[str, str]) -> Nature:
    return nature_of(row["code"] or None) or "none"


def measured(model: Model, demands: pa.RecordBatch, truth: NDArray[np.int64]) -> F64:
    """Return for each demand: nature right, cause right, log loss of the nature."""
    chances = ModelLabeller(model).chances(demands)
    by_nature, nature = chances @ NATURE_MEMBERS.T, natures_of(truth)
    known = chances.any(axis=1)
    of_truth = np.where(known, by_nature[np.arange(len(truth)), nature], 1 / 3)
    return np.column_stack(
        [
            known & (by_nature.argmax(axis=1) == nature),
            known & (chances.argmax(axis=1) == truth),
            -np.log(np.maximum(of_truth, 1e-6)),
        ]
    )


def judged(sources: Sources, source: str) -> Judged:
    """Return how each model does on the random rows of a source that it never saw."""
    of_source = sources.data.source == source
    here = np.flatnonzero(of_source)
    rows = [sources.rows[place] for place in here]
    demands, truth = as_demands(rows), sources.data.truth[here]
    random, half = sources.data.drawn_at_random[here], sources.half[here]
    left_out = sources.without(of_source, f"without-{source}")
    found: dict[str, list[F64]] = {"left out": [], "taught": [], "at random": [], "trained": []}
    used = 0
    for side in (False, True):
        held = np.flatnonzero(random & (half == side))
        pool = np.flatnonzero(~(random & (half == side)))
        aside = np.zeros(len(of_source), dtype=np.bool_)
        aside[here[held]] = True
        own, better = taught(left_out, demands, rows, pool, "what teaches most")
        used += better
        models = {
            "left out": left_out,
            "taught": own,
            "at random": taught(left_out, demands, rows, pool, "at random")[0],
            "trained": sources.without(aside, f"with-{source}-{int(side)}"),
        }
        some = demands.take(pa.array(held))
        for name, model in models.items():
            found[name].append(measured(model, some, truth[held]))
    left, taught_, random_, trained = (np.concatenate(parts) for parts in found.values())
    return Judged(source, left, taught_, random_, trained, used)


def closed(sources: Sequence[Judged], pick: Callable[[Judged], F64], metric: int) -> float:
    """Return the sum of gains over the sum of distances, over sources."""
    gains = sum(float((pick(each) - each.left_out)[:, metric].mean()) for each in sources)
    distances = sum(float((each.trained - each.left_out)[:, metric].mean()) for each in sources)
    return gains / distances


def bootstrapped(
    sources: Sequence[Judged], pick: Callable[[Judged], F64], metric: int
) -> tuple[float, float]:
    """Return the 95 % interval of `closed` over resampled rows, within each source."""
    chance = np.random.default_rng(20261127)
    drawn = []
    for _ in range(DRAWS):
        again = []
        for each in sources:
            n = len(each.left_out)
            rows = chance.integers(0, n, n)
            again.append(
                Judged(
                    each.source,
                    each.left_out[rows],
                    each.taught[rows],
                    each.at_random[rows],
                    each.trained[rows],
                    each.used,
                )
            )
        drawn.append(closed(again, pick, metric))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def main() -> None:
    data = Path(os.environ.get("CYNOSURE_DATA", "../shared/data"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/cynosure-left-out"))
    cache = parser.parse_args().cache
    sources = Sources(data / "labelled/labelled.csv", data / "gold/gold.csv", cache)
    names = [str(name) for name in np.unique(sources.data.source)]
    print(f"{'source':<18}{'rows':>6}  left out → taught (at random) | trained with; own used")
    found = []
    for name in names:
        each = judged(sources, name)
        found.append(each)
        told = [
            f"{each.left_out[:, m].mean():.3f} → {each.taught[:, m].mean():.3f} "
            f"({each.at_random[:, m].mean():.3f}) | {each.trained[:, m].mean():.3f}"
            for m in range(len(METRICS))
        ]
        print(
            f"{name:<18}{len(each.left_out):>6}  {'   '.join(told)}   {each.used} of 2", flush=True
        )
    picks: dict[str, Callable[[Judged], F64]] = {
        "what teaches most": lambda each: each.taught,
        "at random": lambda each: each.at_random,
    }
    for how, pick in picks.items():
        for m, metric in enumerate(METRICS):
            low, high = bootstrapped(found, pick, m)
            print(
                f"{DECISIONS} decisions, {how}: {closed(found, pick, m):.0%} of the distance in "
                f"{metric} ({low:.0%} to {high:.0%})"
            )


if __name__ == "__main__":
    main()
