"""Demands read for what they mean: their texts pass by, their numbers stay."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.texts.arrays import F64, I8, I64, Bools
from cynosure.texts.meaning import DIMENSIONS, meanings_of
from cynosure.workflows.engine import Engine
from cynosure.workflows.take_in import Progress, unwatched

STAGE = "Reading for themes"
_AT_ONCE = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Demands in the order of their ids: what each means, and where it was placed before."""

    ids: pa.Array
    meanings: I8  # (n, DIMENSIONS)
    was: pa.Array  # the id of its theme; null: in none, or not placed yet
    likeness: F64  # to that theme, or to the nearest; 0 where it was not placed yet

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, rows: I64 | Bools) -> Read:
        """Return some of these demands."""
        places = np.flatnonzero(rows) if rows.dtype == bool else rows
        if rows.dtype == bool and len(places) == len(self):
            return self  # of a million demands no second copy
        wanted = pa.array(places)
        return Read(
            ids=self.ids.take(wanted),
            meanings=self.meanings[places],
            was=self.was.take(wanted),
            likeness=self.likeness[places],
        )

    def beside(self, other: Read) -> Read:
        """Return these demands and others, in the order of their ids."""
        if not len(other):
            return self
        together = Read(
            ids=pa.concat_arrays([self.ids, other.ids]),
            meanings=np.concatenate([self.meanings, other.meanings]),
            was=pa.concat_arrays([self.was, other.was]),
            likeness=np.concatenate([self.likeness, other.likeness]),
        )
        return together.only(pc.sort_indices(together.ids).to_numpy().astype(np.int64))


def read_meanings(
    engine: Engine, wanted: ir.Table, demands: ir.Table, *, progress: Progress = unwatched
) -> Read:
    """Return what demands mean, in the order of their ids.

    `wanted` has the columns demand_id, theme_id and likeness. A demand takes as many
    bytes as DIMENSIONS, and its id; its texts are let go of a batch at a time.
    """
    texts = wanted.inner_join(demands.select("demand_id", "title", "body"), "demand_id")
    ids, was, likeness, meanings, n = [], [], [], [], 0
    for batch in engine.batches(texts, rows=_AT_ONCE):
        ids.append(batch["demand_id"])
        was.append(batch["theme_id"].cast(pa.string()))
        likeness.append(pc.fill_null(batch["likeness"].cast(pa.float64()), 0.0).to_numpy())
        meanings.append(meanings_of(batch["title"], batch["body"]))
        n += batch.num_rows
        progress(STAGE, n)
    known = pa.chunked_array(ids, pa.string()).combine_chunks()
    order = pc.sort_indices(known)
    # Put into their order a batch at a time, so that they are never there twice.
    rank = np.empty(n, np.int64)
    rank[order.to_numpy()] = np.arange(n)
    sorted_meanings = np.zeros((n, DIMENSIONS), np.int8)
    start = 0
    while meanings:
        part = meanings.pop(0)
        sorted_meanings[rank[start : start + len(part)]] = part
        start += len(part)
    return Read(
        ids=known.take(order),
        meanings=sorted_meanings,
        was=pa.chunked_array(was, pa.string()).combine_chunks().take(order),
        likeness=np.concatenate([np.zeros(0), *likeness])[order.to_numpy()],
    )
