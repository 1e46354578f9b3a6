"""Make the weights that ship, from demands labelled by the codebook: `make train`.

Everything is chosen by leaving sources out of the labelled demands; the gold
ones only measure. The seed of nothing is needed: there is no chance in it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.errors import ClassificationError
from cynosure.nature.features import Features, features_of
from cynosure.nature.judging import Codes, figures, natures_of, outcome_places
from cynosure.nature.labeller import WEIGHTS, ModelLabeller
from cynosure.nature.learning import (
    Settings,
    as_model,
    best_temperature,
    design_matrix,
    fit,
    fit_type_alone,
    leaning_to_value,
)
from cynosure.nature.model import F64, NATURE_MEMBERS, OUTCOMES, probabilities, save_model
from cynosure.nature.unaudited import HeldOut, band_of, contained, misses

# One project in two drawers is one source: left out together.
_SAME_SOURCE = {"hf-datasets-pr": "hf-datasets"}
# Its "reported types" are the intents that its authors assigned, not what an asker said.
_NOT_REPORTED = frozenset({"banking77"})
# A second-best code gets a part of the label, more where the annotator was unsure.
_SECOND_SHARE, _SECOND_SHARE_IN_DOUBT = 0.1, 0.35
# Rows chosen because a model was torn on them are rarer in the world than here.
_CHOSEN_COUNTS = 0.7
_SAME_START = 120


class UnusableTrainingData(ClassificationError):
    """A file of labelled demands cannot be learnt from."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path} cannot be learnt from: {problem}. It needs the columns source, title, body, "
            "reported_type, draw, nature, code, second_code and doubt."
        )


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labelled demands as columns."""

    source: NDArray[np.str_]
    truth: Codes
    targets: F64
    importance: F64
    drawn_at_random: NDArray[np.bool_]
    features: Features

    def __len__(self) -> int:
        return len(self.truth)


def starts_like(title: str, body: str) -> str:
    """Return how a text starts, by which it is known as one that must not be trained on.

    >>> starts_like("It  BREAKS", "when") == starts_like("it breaks ", " When")
    True
    """
    return re.sub(r"\s+", " ", f"{title} {body}".lower()).strip()[:_SAME_START]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file of labelled demands."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as problem:
        raise UnusableTrainingData(path, problem.strerror or str(problem)) from problem
    needed = {"source", "title", "body", "reported_type", "code", "nature"}
    missing = sorted(needed - set(rows[0])) if rows else ["any row"]
    if missing:
        raise UnusableTrainingData(path, f"it lacks {', '.join(missing)}")
    return rows


def without_gold(
    rows: Sequence[dict[str, str]], gold: Sequence[dict[str, str]]
) -> list[dict[str, str]]:
    """Return the rows that start like no gold row."""
    kept_aside = {starts_like(row["title"], row["body"]) for row in gold}
    return [row for row in rows if starts_like(row["title"], row["body"]) not in kept_aside]


def labelled(rows: Sequence[dict[str, str]]) -> Labelled:
    """Return rows as columns, features made."""
    truth = outcome_places([row["code"] for row in rows])
    second = [row.get("second_code") or "" for row in rows]
    doubtful = np.array([row.get("doubt") == "1" for row in rows])
    targets = np.zeros((len(rows), len(OUTCOMES)))
    for i, code in enumerate(second):
        other = OUTCOMES.index(code) if code in OUTCOMES else int(truth[i])
        part = _SECOND_SHARE_IN_DOUBT if doubtful[i] else _SECOND_SHARE
        targets[i, truth[i]] += 1 - part
        targets[i, other] += part
    at_random = np.array([row.get("draw", "random") == "random" for row in rows])
    return Labelled(
        source=np.array([_SAME_SOURCE.get(row["source"], row["source"]) for row in rows]),
        truth=truth,
        targets=targets,
        importance=np.where(at_random, 1.0, _CHOSEN_COUNTS),
        drawn_at_random=at_random,
        features=features_of(
            pa.array([row["title"] for row in rows], pa.string()),
            pa.array([row["body"] for row in rows], pa.string()),
            _reported(rows),
        ),
    )


def as_demands(rows: Sequence[dict[str, str]]) -> pa.RecordBatch:
    """Return labelled rows as a labeller gets them, their labels unseen."""
    columns = {name: pa.array([row[name] for row in rows]) for name in ("title", "body")}
    return pa.RecordBatch.from_pydict(
        {
            "demand_id": pa.array([row["id"] for row in rows]),
            **columns,
            "reported_type": _reported(rows),
            "labels": pa.nulls(len(rows), pa.list_(pa.string())),
            "channel": pa.nulls(len(rows), pa.string()),
            "language": pa.nulls(len(rows), pa.string()),
        }
    )


def _reported(rows: Sequence[dict[str, str]]) -> pa.Array:
    said = [None if row["source"] in _NOT_REPORTED else row["reported_type"] for row in rows]
    return pa.array(said, pa.string())


def left_out_scores(data: Labelled, design: sp.csr_matrix, settings: Settings) -> F64:
    """Return for each row the scores of a model that was trained without its source."""
    scores = np.zeros(data.targets.shape)
    for source in np.unique(data.source):
        out = data.source == source
        weights, intercept = fit(design[~out], data.targets[~out], data.importance[~out], settings)
        scores[out] = design[out] @ weights + intercept
    return scores


def best_lean(data: Labelled, scores: F64) -> float:
    """Return how far to lean towards value so that called shares miss to neither side.

    Without it the share of labels is too high on nearly every source left
    out, because failure is the common nature and the safe bet in doubt.
    """
    leans = np.round(np.arange(-1.0, 1.5, 0.05), 2)
    sides = []
    for lean in leans:
        chances = probabilities(scores + leaning_to_value(float(lean)))
        sides.append(abs(float(np.mean(misses(held_out_counts(data, chances))))))
    return float(leans[int(np.argmin(sides))])


def held_out_counts(data: Labelled, chances: F64) -> list[HeldOut]:
    """Return what each left-out source held and what it was called, among rows drawn at random."""
    called = _called_natures(chances)
    true = natures_of(data.truth)
    rows = []
    for source in np.unique(data.source):
        here = (data.source == source) & data.drawn_at_random
        counts = [int((some[here] == nature).sum()) for some in (true, called) for nature in (0, 1)]
        if counts[0] + counts[1]:
            rows.append(HeldOut(str(source), *counts))
    return rows


def _called_natures(chances: F64) -> Codes:
    called: Codes = (chances @ NATURE_MEMBERS.T).argmax(axis=1)
    return called


def train(
    data_path: Path, gold_path: Path | None, out: Path, *, made_on: date, settings: Settings
) -> dict[str, Any]:
    """Write `model.npz` and `card.json` to `out` and return the card."""
    gold_rows = read_rows(gold_path) if gold_path else []
    rows = read_rows(data_path)
    kept = without_gold(rows, gold_rows)
    data = labelled(kept)
    design = design_matrix(data.features, settings)
    scores = left_out_scores(data, design, settings)
    temperature = best_temperature(
        scores, natures_of(data.truth), data.importance * data.drawn_at_random
    )
    lean = best_lean(data, scores / temperature)
    chances = probabilities(scores / temperature + leaning_to_value(lean))
    counts = held_out_counts(data, chances)
    missed = misses(counts)
    lowest, highest = band_of(missed)
    weights, intercept = fit(design, data.targets, data.importance, settings)
    intercept = intercept + leaning_to_value(lean) * temperature
    type_alone = fit_type_alone(data.features.blocks["evidence"], data.targets, data.importance)
    model = as_model(weights, intercept, settings, temperature=temperature, type_alone=type_alone)
    out.mkdir(parents=True, exist_ok=True)
    fingerprint = save_model(out / "model.npz", model)
    card = {
        "made_on": made_on.isoformat(),
        "fingerprint": fingerprint,
        "trained_on": {
            "file": data_path.name,
            "sha256": hashlib.sha256(data_path.read_bytes()).hexdigest(),
            "rows": len(kept),
            "dropped_as_gold": len(rows) - len(kept),
            "by_source": _by(data.source),
            "annotators": "language models that read each text once by the codebook",
        },
        "temperature": round(temperature, 4),
        "lean_to_value": lean,
        "held_out_by_source": {
            "all": figures(chances[data.drawn_at_random], data.truth[data.drawn_at_random]),
            **{
                str(source): figures(chances[here], data.truth[here])
                for source in np.unique(data.source)
                for here in [(data.source == source) & data.drawn_at_random]
            },
        },
        "unaudited": {
            "sources": [
                {
                    "source": each.source,
                    "failure": each.failure,
                    "value": each.value,
                    "called_failure": each.called_failure,
                    "called_value": each.called_value,
                    "miss": round(miss, 4),
                }
                for each, miss in zip(counts, missed, strict=True)
            ],
            "lowest": round(lowest, 4),
            "highest": round(highest, 4),
            "contained": contained(counts),
        },
    }
    if gold_rows:
        gold = labelled(gold_rows)
        found = ModelLabeller(model).chances(as_demands(gold_rows))
        card["gold"] = {
            "all": figures(found, gold.truth),
            **{
                str(source): figures(
                    found[gold.source == source], gold.truth[gold.source == source]
                )
                for source in np.unique(gold.source)
            },
        }
    text = json.dumps(card, indent=1, sort_keys=False)
    (out / "card.json").write_text(text + "\n", encoding="utf-8")
    return card


def _by(values: NDArray[np.str_]) -> dict[str, int]:
    names, counts = np.unique(values, return_counts=True)
    return {str(name): int(count) for name, count in zip(names, counts, strict=True)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line; `made_on` is asked for, so that the result is repeatable."""
    parser = argparse.ArgumentParser(prog="python -m cynosure.nature.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled.csv")
    parser.add_argument("--gold", type=Path, help="gold.csv; measures, never trains")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder for weights and card")
    parser.add_argument("--made-on", type=date.fromisoformat, required=True, metavar="2026-02-28")
    asked = parser.parse_args(arguments)
    card = train(asked.data, asked.gold, asked.out, made_on=asked.made_on, settings=Settings())
    summary = {name: card.get(name) for name in ("trained_on", "gold")}
    sys.stdout.write(json.dumps(summary, indent=1) + "\n")


if __name__ == "__main__":
    main()
