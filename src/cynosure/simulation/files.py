"""The invented year as files: an export to take in, and the truth beside it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pyarrow.parquet as pq

from cynosure.demand import DEMANDS, EVENTS
from cynosure.simulation.company import year
from cynosure.simulation.plan import Plan
from cynosure.simulation.truth import TRUTH


def write_year(plan: Plan, folder: Path) -> tuple[Path, Path]:
    """Write the year into `folder`; return the export's folder and the truth's file.

    The export holds `demands.parquet` and `events.parquet` under the field
    names that `cynosure export` writes, so that it is read like any other.
    """
    export, truth = folder / "export", folder / "truth.parquet"
    export.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        writers = [
            files.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
            for path, schema in (
                (export / "demands.parquet", DEMANDS),
                (export / "events.parquet", EVENTS),
                (truth, TRUTH),
            )
        ]
        for block in year(plan):
            for writer, rows in zip(
                writers, (block.demands, block.events, block.truth), strict=True
            ):
                writer.write_batch(rows)
    return export, truth
