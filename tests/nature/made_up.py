"""Made-up demands, with only what matters named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from cynosure.nature import shipped_labeller

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
