"""The shipped weights: how they lie on disk, and what they make of demands."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.demand import CODES, NATURES, nature_of
from cynosure.errors import ClassificationError
from cynosure.nature.reading.evidence import EVIDENCE_COLUMNS
from cynosure.nature.reading.page import BLOCKS, COUNTED, TEXT_COLUMNS
from cynosure.nature.reading.scoring import Desk, add_hidden, new_desk, sum_texts
from cynosure.texts.arrays import F64, I8, I32, I64
from cynosure.texts.columns import Texts

# What the model chooses between: every cause and want, and "nobody asks".
OUTCOMES: tuple[str, ...] = (*CODES, "none")
OUTCOME_NATURES: tuple[str, ...] = tuple(nature_of(outcome) or "none" for outcome in OUTCOMES)
NATURE_MEMBERS = np.array(
    [[nature == of for of in OUTCOME_NATURES] for nature in NATURES]
)  # natures by outcomes
_FORMAT = 2


class UnusableWeights(ClassificationError):
    """A file of weights is not what this version of Cynosure can read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The weights in {path} cannot be used: {why}. "
            "Install Cynosure again, or make weights of your own with `make train`."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights of features by unit: the outcomes first, then hidden units.

    A text's sum in an outcome's unit is what its features say for the
    outcome directly. A hidden unit that sums to more than nought is lit, and
    says by `onward` what it means for each outcome: what several words mean
    together. Weights are whole numbers of one byte, with the size of one step
    by block and unit, so sums do not depend on the order of summing: the same
    text gets the same label in any batch on any machine.

    `columns` are those seen in training, ascending; row i + 1 of `weights` is
    that of columns[i], and the first row, all zeros, that of all others.
    """

    columns: I64
    weights: I8
    steps: F64  # blocks by units
    evidence: F64  # evidence columns by units
    start: F64  # what each unit sums to without any feature
    onward: F64  # hidden units by outcomes
    lean: F64  # added to the scores of outcomes
    temperature: float
    type_alone: F64
    fingerprint: str = "unsaved"
    rows: I32 = field(init=False)
    _desks: list[Desk] = field(init=False, default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        rows = np.zeros(TEXT_COLUMNS, dtype=np.int32)
        rows[self.columns] = np.arange(1, len(self.columns) + 1, dtype=np.int32)
        object.__setattr__(self, "rows", rows)

    def sums(self, texts: Texts, evidence: sp.csr_matrix) -> tuple[F64, I64]:
        """Return the sums of units, one row a text, and what was counted of each text.

        Several threads may ask at once: each takes a desk of its own, and
        leaves it with the words that it has met for the next.
        """
        n = len(texts.title_bounds) - 1
        sums, counts = np.zeros((n, len(self.start))), np.zeros((n, COUNTED), dtype=np.int64)
        desk = self._desks.pop() if self._desks else new_desk(len(self.start))
        sum_texts(self.rows, self.weights, self.steps, desk, texts, sums, counts)
        self._desks.append(desk)
        sums += self.start
        sums += (evidence @ self.evidence) / lengths(evidence)[:, None]
        return sums, counts

    def scores(self, sums: F64) -> F64:
        """Return the logarithmic odds of every outcome, one row a text."""
        scores = np.zeros((len(sums), len(OUTCOMES)))
        add_hidden(sums, len(OUTCOMES), self.onward, scores)
        raised: F64 = (scores + self.lean) / self.temperature
        return raised

    def scores_of_type(self, evidence: sp.csr_matrix) -> tuple[F64, NDArray[np.bool_]]:
        """Return the scores from reported types alone, and which types are a hint at all.

        `type_alone` was fitted apart, on types without their texts; its last
        row is the intercept. A kind that training hardly saw has no weights.
        """
        weights, intercept = self.type_alone[:-1], self.type_alone[-1]
        hints = evidence @ np.any(weights != 0, axis=1).astype(np.float64) > 0
        return (evidence @ weights) / lengths(evidence)[:, None] + intercept, hints


def lengths(ones: sp.csr_matrix) -> F64:
    """Return what each row of a matrix of ones is divided by to have length one."""
    counted: F64 = np.sqrt(np.maximum(np.diff(ones.indptr), 1).astype(np.float64))
    return counted


def probabilities(scores: F64) -> F64:
    """Return the probability of every outcome.

    Rounded to a millionth, because exponentials differ by a hair between
    processors and a label must not.

    >>> probabilities(np.array([[0.0, 0.0, np.log(2.0)]])).tolist()
    [[0.25, 0.25, 0.5]]
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    rounded: F64 = np.round(powers / powers.sum(axis=1, keepdims=True), 6)
    return rounded


_STORED = (
    "columns", "weights", "steps", "evidence", "start", "onward", "lean", "temperature", "type_alone",
)  # fmt: skip


def save_model(path: Path, model: Model) -> str:
    """Write the weights and return their fingerprint: a hash of all numbers in them."""
    arrays: dict[str, NDArray[np.generic]] = {
        name: np.asarray(getattr(model, name)) for name in _STORED
    }
    arrays["columns"] = model.columns.astype(np.uint32)
    arrays["format"] = np.array([_FORMAT], dtype=np.int64)
    with path.open("wb") as file:
        # Not compressed: a tenth of a second at each start for a quarter of the size.
        np.savez(file, **arrays)  # type: ignore[arg-type]  # stubs know no keywords
    return _fingerprint(arrays)


def load_model(path: Path) -> Model:
    """Return the model in a file of weights.

    Raises
    ------
    UnusableWeights
        If the file is missing, cut short or made for other features.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        _check(path, arrays)
    except (
        OSError,
        ValueError,
        KeyError,
        EOFError,
        RuntimeError,  # of zipfile: a damaged file may look encrypted, or packed in another way
        BadZipFile,
        zlib.error,
    ) as problem:
        raise UnusableWeights(path, str(problem) or type(problem).__name__) from problem
    return Model(
        columns=arrays["columns"].astype(np.int64),
        weights=arrays["weights"].astype(np.int8),
        steps=arrays["steps"],
        evidence=arrays["evidence"],
        start=arrays["start"],
        onward=arrays["onward"],
        lean=arrays["lean"],
        temperature=float(arrays["temperature"]),
        type_alone=arrays["type_alone"],
        fingerprint=_fingerprint(arrays),
    )


def _check(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    found = int(arrays["format"][0])
    if found != _FORMAT:
        raise UnusableWeights(path, f"they have format {found}, this version reads {_FORMAT}")
    columns, units = arrays["columns"], len(arrays["start"])
    expected = {
        "weights": (len(columns) + 1, units),
        "steps": (len(BLOCKS), units),
        "evidence": (EVIDENCE_COLUMNS, units),
        "onward": (units - len(OUTCOMES), len(OUTCOMES)),
        "lean": (len(OUTCOMES),),
        "type_alone": (EVIDENCE_COLUMNS + 1, len(OUTCOMES)),
    }
    for name, shape in expected.items():
        if arrays[name].shape != shape:
            raise UnusableWeights(path, f"{name} is {arrays[name].shape}, not {shape}")
    if len(columns) and int(columns.max()) >= TEXT_COLUMNS:
        raise UnusableWeights(path, f"a column is beyond {TEXT_COLUMNS}")


def _fingerprint(arrays: Mapping[str, NDArray[np.generic]]) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
