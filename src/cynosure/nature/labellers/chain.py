"""Labellers one after the other: the first that says something counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.demand import LABELS
from cynosure.nature.labeller import Labeller
from cynosure.nature.labellers.saying import fingerprint

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Spoken:
    """The labels of a batch, and which part of the chain said each."""

    labels: pa.RecordBatch
    part: NDArray[np.int64]  # the part's place in the chain; -1 where none said anything


@dataclass(frozen=True, slots=True)
class Chain:
    """Labellers in an order: of each demand counts what the first says that gives a nature.

    Under the chain's name its labels are kept; the name changes when a part
    does, so labels of other rules are never taken for those of today's. Which
    part spoke is not kept: it follows from the demand, and `spoken` tells it.
    """

    parts: tuple[Labeller, ...]

    @property
    def name(self) -> str:
        """`chain:` and a fingerprint of the parts' names in their order."""
        return f"chain:{fingerprint([part.name for part in self.parts])}"

    def label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return LABELS under the chain's name, row for row; unknown where no part speaks."""
        return self.spoken(batch).labels

    def spoken(self, batch: pa.RecordBatch) -> Spoken:
        """Return what `label` does, and who said it."""
        part = np.full(batch.num_rows, _NOBODY, dtype=np.int64)
        row_of = np.zeros(batch.num_rows, dtype=np.int64)
        found: list[pa.RecordBatch] = []
        before = 0
        for place, labeller in enumerate(self.parts):
            left = np.flatnonzero(part == _NOBODY)
            if not len(left):
                break
            labels = labeller.label(batch.take(pa.array(left)))
            found.append(labels)
            speaks = pc.is_valid(labels["nature"]).to_numpy(zero_copy_only=False)
            part[left[speaks]] = place
            # Where nobody speaks the last one's silence stands.
            row_of[left] = before + np.arange(len(left))
            before += len(left)
        if not found:
            return Spoken(pa.RecordBatch.from_pylist([], schema=LABELS), part)
        together = pa.Table.from_batches(found, schema=LABELS).take(pa.array(row_of))
        (labels,) = together.combine_chunks().to_batches()
        name = pa.repeat(pa.scalar(self.name, pa.string()), batch.num_rows)
        at = LABELS.get_field_index("labeller")
        return Spoken(labels.set_column(at, LABELS.field(at), name), part)

    def left_for(self, place: int, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows of which no part before `place` says anything."""
        if place == 0:
            return batch
        spoken = Chain(self.parts[:place]).spoken(batch).part
        return batch.take(pa.array(np.flatnonzero(spoken == _NOBODY)))


def chain_of(parts: Sequence[Labeller]) -> Labeller:
    """Return the labellers as one; a single one is no chain and keeps its name."""
    return parts[0] if len(parts) == 1 else Chain(tuple(parts))
