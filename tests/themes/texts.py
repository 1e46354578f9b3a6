"""Made-up demands: kinds of trouble, each told in several ways."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pyarrow as pa

TROUBLES = {
    "export": (
        "CSV export is empty", "Export to CSV gives an empty file", "empty file when I export as csv",
        "the csv export only has a header, file empty", "CSV export empty again", "why is my csv export empty?",
    ),
    "invoice": (
        "Invoice shows the wrong VAT number", "wrong VAT number on the invoice", "VAT number on invoice is wrong",
        "Your invoice has a wrong vat number", "the VAT number printed on invoices is wrong",
    ),
    "sync": (
        "Calendar sync stopped on my phone", "calendar sync stopped working", "sync of the calendar has stopped",
        "The calendar does not sync, it stopped yesterday", "calendar sync stopped after the update",
    ),
    "upload": (
        "Photo upload hangs at half", "upload of a photo hangs", "photo uploads hang forever",
        "Uploading a photo hangs", "my photo upload hangs since Monday",
    ),
}  # fmt: skip
ODD = (
    "green tractor beside the lake", "seven parrots sing opera", "marble staircase without banister",
    "windmill keys dissolved overnight", "librarian juggles pineapples", "velvet umbrellas at dawn",
)  # fmt: skip

Said = tuple[str, str | None, str | None]


def said(times: int = 2) -> list[Said]:
    """Return demands named after their trouble: `export-0`, `odd-3`, …"""
    rows: list[Said] = []
    for name, tellings in TROUBLES.items():
        rows += [(f"{name}-{i}", telling, None) for i, telling in enumerate(tellings * times)]
    return rows + [(f"odd-{i}", telling, None) for i, telling in enumerate(ODD)]


def batches(rows: Sequence[Said], *, size: int = 1_000) -> list[pa.RecordBatch]:
    schema = pa.schema([(name, pa.string()) for name in ("demand_id", "title", "body")])
    parts = [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]
    return [
        pa.RecordBatch.from_arrays(
            [pa.array([row[i] for row in part], pa.string()) for i in range(3)], schema=schema
        )
        for part in parts
    ]


def shuffled(rows: Sequence[Said], seed: int) -> list[Said]:
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)
    return mixed
