"""Who says what a demand is: the protocol, and the labeller that ships."""

from __future__ import annotations

import functools
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.demand import CODES, LABELS, NATURES
from cynosure.nature.model import NATURE_MEMBERS, Model, load_model, probabilities
from cynosure.nature.reading.evidence import evidence_of, says_nothing
from cynosure.nature.reading.language import not_english
from cynosure.nature.reading.page import WORDS
from cynosure.texts.arrays import F64
from cynosure.texts.columns import texts_of

WEIGHTS = Path(__file__).parent / "weights"
# Texts that a worker takes at a time: enough to be worth a thread, few enough to share out.
_AT_ONCE = 4096
# A text in a language hardly learnt from: its scores say half as much, and
# a nature less likely than this is not given.
_FOREIGN_TEMPERATURE = 2.0
_FOREIGN_LEAST = 0.6
# A type without a text: the codebook wants low confidence.
_TYPE_TEMPERATURE = 2.5


class Labeller(Protocol):
    """Says nature and code of demands; what it says depends on nothing but the demand."""

    @property
    def name(self) -> str:
        """The labeller's name and version, kept beside every label of its."""

    def label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return LABELS, row for row.

        Reads demand_id, title, body, reported_type, labels, channel and language, and
        satisfaction where the batch has it; a labeller of the organisation's own also
        product, source_id and asker, where the batch has them.
        """


@dataclass(frozen=True, slots=True)
class ModelLabeller:
    """Labels by a linear model over words, letters, title and reported type."""

    model: Model
    kind: str = "shipped"  # or "own": an organisation's, learnt on top

    @property
    def name(self) -> str:
        """The kind, with the fingerprint of the weights as its version."""
        return f"{self.kind}:{self.model.fingerprint}"

    def label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the labels of a batch in the order of its rows.

        Without a word of text the reported type decides, if it has a general
        meaning ("Bug", "Feature request"); else nature and all that follows is
        null: unknown, which is not "nobody asks".
        """
        parts = [batch.slice(first, _AT_ONCE) for first in range(0, batch.num_rows, _AT_ONCE)]
        workers = min(len(parts), _cores())
        if workers < 2:  # a thread costs more than it gives
            labelled = [self._label(part) for part in parts]
        else:
            with ThreadPoolExecutor(workers) as pool:
                labelled = list(pool.map(self._label, parts))
        table = pa.Table.from_batches(labelled, schema=LABELS).combine_chunks()
        if not parts:
            return pa.RecordBatch.from_pylist([], schema=LABELS)
        return table.to_batches()[0]

    def chances(self, batch: pa.RecordBatch) -> F64:
        """Return the probability of each of OUTCOMES, one row a demand; all 0 for unknown."""
        evidence = evidence_in(batch)
        texts = texts_of(batch["title"], batch["body"])
        sums, counts = self.model.sums(texts, evidence)
        scores = self.model.scores(sums)
        wordless = counts[:, WORDS] == 0
        by_type, hints = self.model.scores_of_type(evidence)
        foreign = not_english(counts, batch["language"])
        scores[foreign] /= _FOREIGN_TEMPERATURE
        scores[wordless] = by_type[wordless] / _TYPE_TEMPERATURE
        chances = probabilities(scores)
        likeliest = (chances @ NATURE_MEMBERS.T).max(axis=1)
        unsure = foreign & says_nothing(evidence) & (likeliest < _FOREIGN_LEAST)
        chances[(wordless & ~hints) | unsure] = 0.0
        return chances

    def _label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return _as_labels(batch["demand_id"], self.chances(batch), self.name)


def evidence_in(batch: pa.RecordBatch) -> sp.csr_matrix:
    """Return what the source says beside the texts of a batch; a rating may have no column."""
    rated = batch["satisfaction"] if "satisfaction" in batch.schema.names else None
    return evidence_of(batch["reported_type"], batch["labels"], batch["channel"], rated)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _as_labels(ids: pa.Array, chances: F64, labeller: str) -> pa.RecordBatch:
    """Return LABELS: the likeliest nature, and within it the likeliest code.

    `code_probability` is the chance of that code outright, not given the
    nature. The second code may be of another nature.
    """
    rows, by_nature = np.arange(len(chances)), chances @ NATURE_MEMBERS.T
    unknown = np.asarray(~np.any(chances, axis=1))
    nature = by_nature.argmax(axis=1)
    of_codes = chances[:, : len(CODES)]
    allowed = np.where(NATURE_MEMBERS[nature][:, : len(CODES)], of_codes, -1.0)
    code = allowed.argmax(axis=1)
    no_code = unknown | (nature == NATURES.index("none"))
    others = of_codes.copy()
    others[rows[~no_code], code[~no_code]] = -1.0
    second = others.argmax(axis=1)

    def chosen(
        names: tuple[str, ...], which: NDArray[np.int64], out: NDArray[np.bool_]
    ) -> pa.Array:
        indices = pa.array(which, type=pa.int32(), mask=out)
        return pa.DictionaryArray.from_arrays(indices, pa.array(names)).cast(pa.string())

    def number(values: F64, out: NDArray[np.bool_]) -> pa.Array:
        return pa.array(np.round(values, 6), type=pa.float64(), mask=out)

    columns = {
        "demand_id": ids.cast(pa.string()),
        "nature": chosen(NATURES, nature, unknown),
        "code": chosen(CODES, code, no_code),
        "probability": number(by_nature[rows, nature], unknown),
        "failure_probability": number(by_nature[:, 0], unknown),
        "value_probability": number(by_nature[:, 1], unknown),
        "code_probability": number(of_codes[rows, code], no_code),
        "second_code": chosen(CODES, second, unknown),
        "labeller": pa.array([labeller]).take(pa.array(np.zeros(len(rows), dtype=np.int64))),
    }
    return pa.RecordBatch.from_arrays([columns[field.name] for field in LABELS], schema=LABELS)


@functools.cache
def shipped_labeller() -> ModelLabeller:
    """Return the labeller whose weights ship with Cynosure; it needs no network and no model key.

    >>> demands = pa.RecordBatch.from_pylist([{
    ...     "demand_id": "desk:1", "title": "App crashes", "body": "It crashes when I save a file.",
    ...     "reported_type": None, "labels": [], "channel": None, "language": None}])
    >>> label = shipped_labeller().label(demands).to_pylist()[0]
    >>> label["nature"], label["code"]
    ('failure', 'broken')
    """
    return ModelLabeller(load_model(WEIGHTS / "model.npz"))
