"""Labelled demands: read, kept apart from the gold ones, and laid out for learning."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.errors import ClassificationError
from cynosure.nature.learning.judging import Codes, outcome_places
from cynosure.nature.model import OUTCOMES
from cynosure.nature.reading.evidence import evidence_of, hidden_where
from cynosure.nature.reading.features import features_of
from cynosure.texts.arrays import F64

# One project in two drawers is one source: left out together.
_SAME_SOURCE = {"hf-datasets-pr": "hf-datasets"}
# Its "reported types" are the intents that its authors assigned, not what an asker said.
_NOT_REPORTED = frozenset({"banking77"})
# Texts of one kind; what is not named is an issue of a software project.
KINDS = {
    "google-play": "reviews",
    "maalej-reviews": "reviews",
    "pan-reviews": "reviews",
    "arminer": "reviews",
    "airline-tweets": "messages to support",
    "spotify-tweets": "messages to support",
    "care-tweets": "messages to support",
    "banking77": "bank questions",
    "it-desk": "the desk",
}
ISSUES = "issues of software projects"
_WAYS_IN = {
    "reviews": "app store",
    "messages to support": "twitter",
    "bank questions": "chat",
    "the desk": "e-mail",
}
_STARS = re.compile(r"\brating(one|two|three|four|five)\b")
_STAR_WORDS = ("one", "two", "three", "four", "five")
# A second-best code gets a part of the label, more where the annotator was unsure.
_SECOND_SHARE, _SECOND_SHARE_IN_DOUBT = 0.1, 0.35
# Rows chosen because a model was torn on them are rarer in the world than here, and
# invented ones are nowhere.
_COUNTS_AS = {"random": 1.0, "chosen": 0.7, "invented": 0.25}
# Of so many texts all that was said beside them is hidden, because it may be missing.
_HIDDEN = 0.3
_SAME_START = 120
NEEDED = ("source", "title", "body", "reported_type", "code", "nature")

Row = dict[str, str]


class UnusableTrainingData(ClassificationError):
    """A file of labelled demands cannot be learnt from."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path} cannot be learnt from: {problem}. It needs the columns source, title, body, "
            "reported_type, draw, nature, code, second_code and doubt."
        )


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labelled demands as columns; `evidence` is hidden from some, for learning."""

    source: NDArray[np.str_]
    truth: Codes
    targets: F64
    importance: F64
    drawn_at_random: NDArray[np.bool_]
    texts: sp.csr_matrix
    evidence: sp.csr_matrix

    def __len__(self) -> int:
        return len(self.truth)

    @property
    def kind(self) -> NDArray[np.str_]:
        """The kind of text of each row."""
        return np.array([KINDS.get(str(source), ISSUES) for source in self.source])


def starts_like(title: str, body: str) -> str:
    """Return how a text starts, by which it is known as one that must not be trained on.

    >>> starts_like("It  BREAKS", "when") == starts_like("it breaks ", " When")
    True
    """
    return re.sub(r"\s+", " ", f"{title} {body}".lower()).strip()[:_SAME_START]


def read_rows(path: Path, needed: Sequence[str] = NEEDED) -> list[Row]:
    """Return the rows of a CSV file of labelled demands.

    Raises
    ------
    UnusableTrainingData
        If the file is not there, is empty or lacks a column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as problem:
        raise UnusableTrainingData(path, problem.strerror or str(problem)) from problem
    missing = sorted(set(needed) - set(rows[0])) if rows else ["any row"]
    if missing:
        raise UnusableTrainingData(path, f"it lacks {', '.join(missing)}")
    return rows


def without(rows: Sequence[Row], kept_aside: Sequence[Row]) -> list[Row]:
    """Return the rows that start like none of those kept aside, each start once.

    >>> row = {"title": "", "body": "It breaks"}
    >>> without([row, {"title": "", "body": "Thanks"}, row], [row])
    [{'title': '', 'body': 'Thanks'}]
    """
    met = {starts_like(row["title"], row["body"]) for row in kept_aside}
    kept = []
    for row in rows:
        start = starts_like(row["title"], row["body"])
        if start not in met:
            met.add(start)
            kept.append(row)
    return kept


def labelled(rows: Sequence[Row], *, hide: bool = True) -> Labelled:
    """Return rows as columns, features made, hints hidden from three in ten where `hide`."""
    truth = outcome_places([row["code"] for row in rows])
    targets = np.zeros((len(rows), len(OUTCOMES)))
    for i, row in enumerate(rows):
        second = row.get("second_code") or ""
        other = OUTCOMES.index(second) if second in OUTCOMES else int(truth[i])
        part = _SECOND_SHARE_IN_DOUBT if row.get("doubt") == "1" else _SECOND_SHARE
        targets[i, truth[i]] += 1 - part
        targets[i, other] += part
    draws = [row.get("draw") or "random" for row in rows]
    batch = as_demands(rows)
    evidence = evidence_of(
        batch["reported_type"], batch["labels"], batch["channel"], batch["satisfaction"]
    )
    if hide:
        hidden = np.random.default_rng(7).random(len(rows)) < _HIDDEN
        evidence = hidden_where(hidden, evidence)
    return Labelled(
        source=np.array([_SAME_SOURCE.get(row["source"], row["source"]) for row in rows]),
        truth=truth,
        targets=targets,
        importance=np.array([_COUNTS_AS[draw] for draw in draws]),
        drawn_at_random=np.array([draw == "random" for draw in draws]),
        texts=features_of(batch["title"], batch["body"]),
        evidence=evidence,
    )


def as_demands(rows: Sequence[Row]) -> pa.RecordBatch:
    """Return labelled rows as a labeller gets them, their labels unseen."""
    kinds = [KINDS.get(row["source"], ISSUES) for row in rows]
    said = [None if row["source"] in _NOT_REPORTED else row["reported_type"] for row in rows]
    return pa.RecordBatch.from_pydict(
        {
            "demand_id": pa.array([row.get("id", "") for row in rows]),
            "title": pa.array([row["title"] for row in rows], pa.string()),
            "body": pa.array([row["body"] for row in rows], pa.string()),
            "reported_type": pa.array(said, pa.string()),
            "labels": pa.nulls(len(rows), pa.list_(pa.string())),
            "channel": pa.array([_WAYS_IN.get(kind) for kind in kinds], pa.string()),
            "language": pa.nulls(len(rows), pa.string()),
            "satisfaction": pa.array(
                [
                    _satisfaction(row) if kind == "reviews" else None
                    for row, kind in zip(rows, kinds, strict=True)
                ],
                pa.float64(),
            ),
        }
    )


def _satisfaction(row: Row) -> float | None:
    """Return a review's stars from 0 to 1, as its row or its text says them."""
    if row.get("stars"):
        return (float(row["stars"]) - 1) / 4
    said = _STARS.search(row["body"])
    return _STAR_WORDS.index(said[1]) / 4 if said else None
