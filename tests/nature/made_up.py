"""Made-up demands, with only what matters named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from cynosure.nature import shipped_labeller
from cynosure.nature.learning.quantising import as_model
from cynosure.nature.learning.weighing import Learnt, Settings
from cynosure.nature.model import OUTCOMES, Model
from cynosure.nature.reading.evidence import EVIDENCE_COLUMNS
from cynosure.nature.reading.page import TEXT_COLUMNS

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
    settings = Settings()
    units = len(OUTCOMES) + settings.hidden
    return as_model(
        Learnt(
            used=np.unique(chance.integers(0, TEXT_COLUMNS, 50)),
            table=chance.normal(size=(50, units)).astype(np.float32),
            start=chance.normal(size=units).astype(np.float32),
            onward=chance.normal(size=(settings.hidden, len(OUTCOMES))).astype(np.float32),
        ),
        settings,
        lean=np.zeros(len(OUTCOMES)),
        temperature=1.0,
        type_alone=np.zeros((EVIDENCE_COLUMNS + 1, len(OUTCOMES))),
    )
