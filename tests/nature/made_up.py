"""Made-up demands, with only what matters named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from cynosure.nature import shipped_labeller
from cynosure.nature.features import WIDTHS
from cynosure.nature.learning import Settings, as_model
from cynosure.nature.model import OUTCOMES, Model

SCHEMA = pa.schema(
    [
        ("demand_id", pa.string()),
        ("title", pa.string()),
        ("body", pa.string()),
        ("reported_type", pa.string()),
        ("labels", pa.list_(pa.string())),
        ("channel", pa.string()),
        ("language", pa.string()),
    ]
)


def demand(
    body: str | None = None,
    *,
    title: str | None = None,
    reported_type: str | None = None,
    labels: Sequence[str] = (),
    language: str | None = None,
    demand_id: str = "desk:1",
) -> dict[str, Any]:
    return {
        "demand_id": demand_id,
        "title": title,
        "body": body,
        "reported_type": reported_type,
        "labels": list(labels),
        "channel": None,
        "language": language,
    }


def batch(*demands: dict[str, Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(demands), schema=SCHEMA)


def labelled(*demands: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shipped_labeller().label(batch(*demands)).to_pylist()
    return found


def label_of(body: str | None = None, **fields: Any) -> dict[str, Any]:
    return labelled(demand(body, **fields))[0]


def small_model(seed: int) -> Model:
    """Return a model of a few random weights."""
    chance = np.random.default_rng(seed)
    weights = np.zeros((sum(WIDTHS.values()), len(OUTCOMES)), dtype=np.float32)
    weights[chance.integers(0, len(weights), 50)] = chance.normal(size=(50, len(OUTCOMES)))
    return as_model(
        weights,
        chance.normal(size=len(OUTCOMES)),
        Settings(),
        temperature=1.0,
        type_alone=np.zeros((WIDTHS["evidence"] + 1, len(OUTCOMES))),
    )
