"""The weights and their card: everything is chosen by leaving sources out; gold only measures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cynosure.demand import nature_of
from cynosure.nature.labeller import ModelLabeller
from cynosure.nature.learning.calibrating import best_temperature, fit_type_alone, leaning_to_value
from cynosure.nature.learning.judging import calibration_bins, figures, natures_of
from cynosure.nature.learning.quantising import as_model
from cynosure.nature.learning.weighing import Settings, design_matrix, learn
from cynosure.nature.model import NATURE_MEMBERS, Model, probabilities, save_model
from cynosure.nature.training.further_labels import further_rows
from cynosure.nature.training.leaving_out import (
    best_lean,
    by,
    folds,
    held_out_counts,
    learnt_from,
    scores_without,
)
from cynosure.nature.training.rows import Labelled, Row, as_demands, labelled, read_rows, without
from cynosure.nature.unaudited import band_of, contained, misses
from cynosure.statistics import cohens_kappa
from cynosure.texts.arrays import F64

# Sources with fewer rows drawn at random say nothing of a source's miss.
_JUDGED_FROM = 100
_CURVE = (0.125, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What there is to learn from and to measure by."""

    rows: list[Row]  # labelled, gold ones dropped
    gold: list[Row]
    trained_on: dict[str, Any]  # of the card


def material(
    data: Path,
    *,
    gold: Path | None = None,
    further: Path | None = None,
    invented: Path | None = None,
    twice: Path | None = None,
) -> Material:
    """Return the labelled rows that may be learnt from: given, our own, and invented ones.

    `data` is labelled.csv; the raw sets that `further` names texts of lie
    beside its folder. `twice` holds what the annotators of `further` said of
    rows of `data` whose labels they did not see: it only tells how far they agree.
    """
    gold_rows = read_rows(gold) if gold else []
    given = read_rows(data)
    ours, lost = further_rows(further, data.parent.parent) if further else ([], 0)
    made_up = read_rows(invented) if invented else []
    of_world = without([*given, *ours], gold_rows)
    rows = [*of_world, *made_up]
    told = {
        "file": data.name,
        "sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
        "rows": len(rows),
        "given": len(given),
        "ours": len(ours),
        "ours_without_a_text": lost,
        "invented": len(made_up),
        "dropped_as_gold_or_twice": len(given) + len(ours) - len(of_world),
        "by_source": by(row["source"] for row in rows),
        "annotators": "language models that read each text once by the codebook",
    }
    if twice:
        told["labelled_twice"] = _agreement(given, read_rows(twice, ("source", "id", "code")))
    return Material(rows=rows, gold=gold_rows, trained_on=told)


def _agreement(given: Sequence[Row], again: Sequence[Row]) -> dict[str, Any]:
    """Return how far two annotators agree on the rows that both labelled."""
    first = {(row["source"], row["id"]): row["code"] for row in given}
    pairs = [(first[row["source"], row["id"]], row["code"]) for row in again]
    told: dict[str, Any] = {"rows": len(pairs)}
    for what, name in (("nature", _nature), ("code", str)):
        met = cohens_kappa([name(one) for one, _ in pairs], [name(other) for _, other in pairs])
        told[what] = {
            "same": met.same,
            "kappa": None if met.kappa is None else round(met.kappa, 4),
        }
    return told


def _nature(code: str) -> str:
    return nature_of(code or None) or "none"


def train(what: Material, out: Path, *, made_on: date, settings: Settings) -> dict[str, Any]:
    """Write `model.npz` and `card.json` to `out` and return the card."""
    data = labelled(what.rows)
    real = data.source != "invented"
    sources = np.where(real, data.source, "")
    judged = data.drawn_at_random & np.isin(data.source, _large_enough(data))
    scores = scores_without(data, sources, settings)
    temperature = best_temperature(
        scores[real], natures_of(data.truth[real]), (data.importance * data.drawn_at_random)[real]
    )
    lean = best_lean(data, scores / temperature, judged)
    chances = probabilities(scores / temperature + leaning_to_value(lean))
    counts = held_out_counts(data, chances, judged)
    missed = misses(counts)
    lowest, highest = band_of(missed)
    learnt = learn(
        design_matrix(data.texts, data.evidence, settings), data.targets, data.importance, settings
    )
    model = as_model(
        learnt,
        settings,
        lean=leaning_to_value(lean) * temperature,
        temperature=temperature,
        type_alone=fit_type_alone(data.evidence, data.targets, data.importance),
    )
    out.mkdir(parents=True, exist_ok=True)
    card = {
        "made_on": made_on.isoformat(),
        "fingerprint": save_model(out / "model.npz", model),
        "trained_on": what.trained_on,
        "temperature": round(temperature, 4),
        "lean_to_value": lean,
        "held_out_by_source": _by(chances, data, data.drawn_at_random & real, data.source),
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
        "kinds": _kinds(data, real, settings),
    }
    if what.gold:
        card |= _measured_on_gold(what, data, model, settings)
    text = json.dumps(card, indent=1, sort_keys=False)
    (out / "card.json").write_text(text + "\n", encoding="utf-8")
    return card


def _large_enough(data: Labelled) -> list[str]:
    return [
        name
        for name, n in by(data.source[data.drawn_at_random]).items()
        if n >= _JUDGED_FROM or len(data) < 1000
    ]


def _by(
    chances: F64, data: Labelled, rows: NDArray[np.bool_], names: NDArray[np.str_]
) -> dict[str, Any]:
    """Return the figures of rows, together and by name."""
    parts: Mapping[str, NDArray[np.bool_]] = {
        "all": rows,
        **{str(name): rows & (names == name) for name in np.unique(names[rows])},
    }
    return {name: figures(chances[here], data.truth[here]) for name, here in parts.items()}


def _kinds(data: Labelled, real: NDArray[np.bool_], settings: Settings) -> dict[str, Any]:
    """Return how well each kind of text is read without any of its kind, and with it."""
    rows = data.drawn_at_random & real
    without_kind = scores_without(data, np.where(real, data.kind, ""), settings)
    fold = np.where(real, folds(len(data)).astype(str), "")
    with_kind = scores_without(data, fold, settings)
    return {
        "without_the_kind": _by(probabilities(without_kind), data, rows, data.kind),
        "with_the_kind": _by(probabilities(with_kind), data, rows, data.kind),
        "with_the_source": _by(probabilities(with_kind), data, rows, data.source),
    }


def _measured_on_gold(
    what: Material, data: Labelled, model: Model, settings: Settings
) -> dict[str, Any]:
    gold = labelled(what.gold, hide=False)
    found = ModelLabeller(model).chances(as_demands(what.gold))
    everything = np.ones(len(gold), dtype=np.bool_)
    sure, right = _sure_and_right(found, gold)
    return {
        "gold": _by(found, gold, everything, gold.source),
        "gold_by_cause": _by(found, gold, everything, _names_of(what.gold)),
        "gold_calibration": calibration_bins(sure, right),
        "curve": _curve(data, gold, settings),
    }


def _sure_and_right(chances: F64, gold: Labelled) -> tuple[F64, NDArray[np.bool_]]:
    of_natures = chances @ NATURE_MEMBERS.T
    right: NDArray[np.bool_] = of_natures.argmax(axis=1) == natures_of(gold.truth)
    return of_natures.max(axis=1), right


def _names_of(rows: Sequence[Row]) -> NDArray[np.str_]:
    return np.array([row["code"] or "none" for row in rows])


def _curve(data: Labelled, gold: Labelled, settings: Settings) -> list[dict[str, Any]]:
    """Return the figures on gold of models that learnt from ever more of the labels."""
    design = design_matrix(data.texts, data.evidence, settings)
    asked = design_matrix(gold.texts, gold.evidence, settings)
    order = np.random.default_rng(13).permutation(len(data))
    points = []
    for part in _CURVE:
        rows = np.zeros(len(data), dtype=np.bool_)
        rows[order[: round(part * len(data))]] = True
        chances = probabilities(learnt_from(data, design, rows, settings, asked))
        points.append({"labels": int(rows.sum()), **figures(chances, gold.truth)})
    return points
