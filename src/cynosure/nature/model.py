"""The shipped weights: how they lie on disk, and what they make of features."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.demand import CODES, NATURES, nature_of
from cynosure.errors import ClassificationError
from cynosure.nature.features import WIDTHS, Features, lengths

F64 = NDArray[np.float64]

# What the model chooses between: every cause and want, and "nobody asks".
OUTCOMES: tuple[str, ...] = (*CODES, "none")
OUTCOME_NATURES: tuple[str, ...] = tuple(nature_of(outcome) or "none" for outcome in OUTCOMES)
NATURE_MEMBERS = np.array(
    [[nature == of for of in OUTCOME_NATURES] for nature in NATURES]
)  # natures by outcomes
BLOCKS: tuple[str, ...] = ("words", "letters", "title", "evidence")
_FORMAT = 1
# A word's letters are rounded to this part of a weight's step, so that sums stay whole numbers.
_FINE = 256


class UnusableWeights(ClassificationError):
    """A file of weights is not what this version of Cynosure can read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The weights in {path} cannot be used: {why}. "
            "Install Cynosure again, or make weights of your own with `make train`."
        )


@dataclass(frozen=True, slots=True)
class Model:
    """Whole-number weights with the size of one step, by block and outcome.

    Only columns seen in training have weights: `rows` leads from a block's
    column to its row in `weights`, whose first row, all zeros, is that of
    every column never seen. Scores are sums of whole numbers, so they do not
    depend on the order of summing: the same text gets the same label in any
    batch on any machine.
    """

    weights: Mapping[str, NDArray[np.int32]]
    rows: Mapping[str, NDArray[np.int32]]
    steps: Mapping[str, F64]
    intercept: F64
    temperature: float
    type_alone: F64
    fingerprint: str = "unsaved"

    def scores(self, features: Features) -> F64:
        """Return the logarithmic odds of every outcome, one row a text."""
        total = np.tile(self.intercept, (features.words.texts, 1))
        for name, ones in features.blocks.items():
            summed = self.weigh(name, ones)
            total += summed / lengths(ones)[:, None] * self.steps[name]
        texts = features.words_of_texts
        summed = texts @ self.letters(features.letters_of_words)
        total += summed / lengths(texts)[:, None] * (self.steps["letters"] / _FINE)
        return total / self.temperature

    def scores_of_type(self, evidence: sp.csr_matrix) -> tuple[F64, NDArray[np.bool_]]:
        """Return the scores from reported types alone, and which types are a hint at all.

        `type_alone` was fitted apart, on types without their texts; its last
        row is the intercept. A kind that training hardly saw has no weights.
        """
        weights, intercept = self.type_alone[:-1], self.type_alone[-1]
        hints = evidence @ np.any(weights != 0, axis=1).astype(np.float64) > 0
        return (evidence @ weights) / lengths(evidence)[:, None] + intercept, hints

    def weigh(self, block: str, ones: sp.csr_matrix) -> NDArray[np.int32]:
        """Return for each row of ones the sum of their weights, in whole steps."""
        weights = self.weights[block]
        places = self.rows[block][ones.indices]
        known = sp.csr_matrix((ones.data, places, ones.indptr), shape=(ones.shape[0], len(weights)))
        summed: NDArray[np.int32] = known @ weights
        return summed

    def letters(self, letters_of_words: sp.csr_matrix) -> NDArray[np.int64]:
        """Return what the letters of each word weigh, in steps of 1/256."""
        summed = self.weigh("letters", letters_of_words)
        shares = summed * float(_FINE) / lengths(letters_of_words)[:, None]
        whole: NDArray[np.int64] = np.rint(shares).astype(np.int64)
        return whole


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


def save_model(path: Path, model: Model) -> str:
    """Write the weights and return their fingerprint: a hash of all numbers in them."""
    arrays: dict[str, NDArray[np.generic]] = {
        "format": np.array([_FORMAT], dtype=np.int64),
        "intercept": model.intercept,
        "temperature": np.array([model.temperature], dtype=np.float64),
        "type_alone": model.type_alone,
    }
    for block in BLOCKS:
        arrays[f"columns_{block}"] = np.flatnonzero(model.rows[block]).astype(np.uint32)
        arrays[f"weights_{block}"] = model.weights[block][1:].astype(np.int8)
        arrays[f"steps_{block}"] = model.steps[block]
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # stubs know no keywords
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
        weights={block: led(arrays[f"weights_{block}"]) for block in BLOCKS},
        rows={block: leading(arrays[f"columns_{block}"], block) for block in BLOCKS},
        steps={block: arrays[f"steps_{block}"] for block in BLOCKS},
        intercept=arrays["intercept"],
        temperature=float(arrays["temperature"][0]),
        type_alone=arrays["type_alone"],
        fingerprint=_fingerprint(arrays),
    )


def _check(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    found = int(arrays["format"][0])
    if found != _FORMAT:
        raise UnusableWeights(path, f"they have format {found}, this version reads {_FORMAT}")
    if arrays["type_alone"].shape != (WIDTHS["evidence"] + 1, len(OUTCOMES)):
        raise UnusableWeights(path, f"type_alone is {arrays['type_alone'].shape}")
    for block in BLOCKS:
        columns = arrays[f"columns_{block}"]
        shape, expected = arrays[f"weights_{block}"].shape, (len(columns), len(OUTCOMES))
        if shape != expected:
            raise UnusableWeights(path, f"{block} is {shape}, not {expected}")
        if len(columns) and int(columns.max()) >= WIDTHS[block]:
            raise UnusableWeights(path, f"{block} is wider than {WIDTHS[block]} columns")


def led(weights: NDArray[np.generic]) -> NDArray[np.int32]:
    """Return weights with a first row of zeros before them."""
    return np.vstack([np.zeros((1, weights.shape[1])), weights]).astype(np.int32)


def leading(columns: NDArray[np.generic], block: str) -> NDArray[np.int32]:
    """Return for each column of a block its row in the led weights; 0 for one never seen."""
    rows = np.zeros(WIDTHS[block], dtype=np.int32)
    rows[columns.astype(np.int64)] = np.arange(1, len(columns) + 1)
    return rows


def _fingerprint(arrays: Mapping[str, NDArray[np.generic]]) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
