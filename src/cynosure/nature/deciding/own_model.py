"""An organisation's own model: what its people decided, learnt on top of the shipped weights.

The same features and the same shape as the shipped one, so it reads as fast.
What is learnt is a change to the shipped weights, held back as by a normal
prior around them: few decisions move little, many move much
(docs/decisions/0014).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.demand import NATURES
from cynosure.nature.deciding.comparing import FOLDS, Comparison, compared, folds_of
from cynosure.nature.deciding.decisions import Decision
from cynosure.nature.labeller import evidence_in
from cynosure.nature.learning.quantising import in_whole_numbers, real_weights
from cynosure.nature.learning.regression import Fitting, fit
from cynosure.nature.learning.weighing import Settings, design_matrix
from cynosure.nature.model import NATURE_MEMBERS, OUTCOMES, Model, probabilities
from cynosure.nature.reading.evidence import EVIDENCE_COLUMNS
from cynosure.nature.reading.features import features_of
from cynosure.nature.reading.numbers import numbers_of
from cynosure.nature.reading.page import BLOCKS, FIRST_COLUMNS, TEXT_COLUMNS, WORDS
from cynosure.texts.arrays import F32, F64
from cynosure.texts.columns import texts_of

FEWEST = 20  # decisions, before which nothing is learnt

# Chosen by leaving sources out (docs/decisions/0014). What is learnt is what words, pairs,
# the title and the reported type mean here; runs of letters and phrases stay as they
# shipped: they add nothing to an organisation's own words but most of the work.
_LEARNT = ("words", "title", "evidence")
LOUDNESS = {
    block: Settings().loudness[block] if block in _LEARNT else 0.0
    for block in (*BLOCKS, "evidence")
}
OWN = Fitting(trust=6.0, seen_at_least=1, steps=25, intercept_held=6.0)
# Of so many decisions on, a word must occur again in each further thousand, three times at most.
_COMMON_OF = 1_000
# How loud the shipped model's own scores are as features: what it keeps taking for
# something else here is put right by few decisions, before any word is learnt.
_SCORES_LOUD = 0.05
# Beyond so many decisions, one part of them kept aside tells as much as each in its turn.
_ENOUGH_ASIDE = 2_000


@dataclass(frozen=True, slots=True)
class Lessons:
    """Decisions that teach, with the features of what was decided; one row each."""

    ids: tuple[str, ...]
    targets: F64  # places in OUTCOMES by rows; a share where the cause was left open
    truth: NDArray[np.int64]  # place in OUTCOMES; -1 where the cause was left open
    natures: NDArray[np.int64]  # place in NATURES
    texts: NDArray[np.uint64]  # a number of what was read: the same words, the same number
    design: sp.csr_matrix  # features, as loud as they are learnt from
    scores: F64  # of the shipped model

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def digest(self) -> str:
        """A fingerprint of what was decided of which texts, by which a model knows its lessons."""
        digest = hashlib.blake2b(digest_size=8)
        for column in (self.truth, self.natures, self.texts):
            digest.update(np.ascontiguousarray(column).tobytes())
        return digest.hexdigest()


def teaches(decision: Decision) -> bool:
    """Return whether there is anything to learn: doubt and "cannot tell" teach nothing."""
    return decision.nature is not None and not decision.doubtful


def lessons_of(
    demands: pa.RecordBatch, decisions: Mapping[str, Decision], *, shipped: Model
) -> Lessons:
    """Return what decisions teach about these demands, in the order of their ids.

    Demands without a word of text are left out: their type alone was read, and
    what is learnt from words would not reach them. Where a person gave no cause,
    the causes of that nature are shared out as the shipped model would, so that only
    the nature teaches. `demands` are as a labeller gets them.
    """
    taught = [
        one in decisions and teaches(decisions[one]) for one in demands["demand_id"].to_pylist()
    ]
    demands = demands.filter(pa.array(taught, pa.bool_())).sort_by("demand_id")
    sums, counts = shipped.sums(texts_of(demands["title"], demands["body"]), evidence_in(demands))
    worded = counts[:, WORDS] > 0
    demands, scores = demands.filter(pa.array(worded)), shipped.scores(sums[worded])
    ids = tuple(demands["demand_id"].to_pylist())
    said = [decisions[demand_id] for demand_id in ids]
    natures = np.array([NATURES.index(one.nature or "none") for one in said], dtype=np.int64)
    outcomes = ["none" if one.nature == "none" else one.code for one in said]
    truth = np.array([-1 if one is None else OUTCOMES.index(one) for one in outcomes], np.int64)
    shares = probabilities(scores) * NATURE_MEMBERS[natures] + 1e-9
    targets = shares * NATURE_MEMBERS[natures]
    targets /= np.maximum(targets.sum(axis=1, keepdims=True), 1e-300)
    sure = truth >= 0
    targets[sure] = np.eye(len(OUTCOMES))[truth[sure]]
    return Lessons(ids, targets, truth, natures, _texts(demands), _design(demands), scores)


def learn(shipped: Model, lessons: Lessons, how: Fitting = OWN) -> Model:
    """Return the shipped model changed by lessons, of the same shape.

    Maximum a posteriori of a logistic regression with a normal prior around the
    shipped weights, and wider ones around its intercepts and around what its scores mean,
    since organisations differ most in how much of each kind they are asked. Hidden
    units stay as they shipped; what they say onward turns with the scores.
    """
    seen = _Seen.of(lessons)
    change = _change(seen, lessons.targets, how)
    turn, outcomes = change.turn / shipped.temperature, len(OUTCOMES)
    loud = np.concatenate(
        [
            np.repeat([LOUDNESS[block] for block in BLOCKS], np.diff(FIRST_COLUMNS)),
            np.full(EVIDENCE_COLUMNS, LOUDNESS["evidence"]),
        ]
    )
    learnt = change.weights * loud[seen.columns][:, None]
    of_text = seen.columns < TEXT_COLUMNS
    columns = np.union1d(shipped.columns, seen.columns[of_text])
    table = np.zeros((len(columns), len(shipped.start)))
    table[np.searchsorted(columns, shipped.columns)] = real_weights(shipped)
    table[:, :outcomes] = table[:, :outcomes] @ turn
    table[np.searchsorted(columns, seen.columns[of_text]), :outcomes] += learnt[of_text]
    evidence = shipped.evidence.copy()
    evidence[:, :outcomes] = evidence[:, :outcomes] @ turn
    evidence[seen.columns[~of_text] - TEXT_COLUMNS, :outcomes] += learnt[~of_text]
    start = shipped.start.copy()
    start[:outcomes] = start[:outcomes] @ turn
    whole, steps = in_whole_numbers(columns, table)
    return Model(
        columns=columns,
        weights=whole,
        steps=steps,
        evidence=evidence,
        start=start,
        onward=shipped.onward @ turn,
        lean=shipped.lean @ turn + change.intercept,
        temperature=1.0,
        type_alone=shipped.type_alone,
    )


def compare(lessons: Lessons, how: Fitting = OWN) -> Comparison:
    """Return how the own model does beside the shipped one on decisions that taught it nothing.

    Each fifth of the decisions in turn is kept aside while the rest teaches; of very
    many decisions one fifth. Equal texts are kept aside together.
    """
    seen = _Seen.of(lessons)
    own = np.full(seen.offset.shape, np.nan)
    fold = folds_of(lessons.texts)
    for aside in range(FOLDS if len(lessons) <= _ENOUGH_ASIDE else 1):
        held = fold == aside
        if not held.any() or held.all():
            continue
        own[held] = _change(seen[~held], lessons.targets[~held], how).scores(seen[held])
    judged = ~np.isnan(own[:, 0])
    return compared(
        shipped=probabilities(seen.offset[judged]),
        own=probabilities(own[judged]),
        natures=lessons.natures[judged],
        truth=lessons.truth[judged],
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is to learn from: the features, and the scores of the shipped model."""

    design: sp.csr_matrix  # only the columns that occur
    columns: NDArray[np.int64]  # which these are
    offset: F64

    @classmethod
    def of(cls, lessons: Lessons) -> _Seen:
        design = lessons.design
        columns = np.flatnonzero(np.bincount(design.indices, minlength=design.shape[1]))
        return cls(design[:, columns].tocsr(), columns, lessons.scores)

    def __getitem__(self, rows: NDArray[np.bool_]) -> _Seen:
        return _Seen(self.design[rows], self.columns, self.offset[rows])


@dataclass(frozen=True, slots=True)
class _Change:
    """What was learnt: `turn` makes new scores of shipped ones, the rest is added."""

    weights: F32
    intercept: F64
    turn: F64

    def scores(self, seen: _Seen) -> F64:
        scores: F64 = seen.offset @ self.turn + seen.design @ self.weights + self.intercept
        return scores


def _change(seen: _Seen, targets: F64, how: Fitting) -> _Change:
    outcomes = targets.shape[1]
    least = how.seen_at_least + min(len(targets) // _COMMON_OF, 2)
    # What all outcomes have in common says nothing.
    centring = (np.eye(outcomes) - 1 / outcomes) * _SCORES_LOUD
    design = sp.hstack([seen.design, seen.offset @ centring], format="csr", dtype=np.float32)
    weights, intercept = fit(
        design,
        targets,
        np.ones(len(targets)),
        replace(how, seen_at_least=least),
        offset=seen.offset,
    )
    wide = seen.design.shape[1]
    turn = np.eye(outcomes) + centring @ weights[wide:].astype(np.float64)
    return _Change(weights[:wide], intercept, turn)


def _design(demands: pa.RecordBatch) -> sp.csr_matrix:
    texts = features_of(demands["title"], demands["body"])
    return design_matrix(texts, evidence_in(demands), replace(Settings(), loudness=LOUDNESS))


def _texts(demands: pa.RecordBatch) -> NDArray[np.uint64]:
    both = [
        f"{title or ''}\n{body or ''}".strip().lower()
        for title, body in zip(
            demands["title"].to_pylist(), demands["body"].to_pylist(), strict=True
        )
    ]
    return numbers_of(pa.array(both, pa.string()))
