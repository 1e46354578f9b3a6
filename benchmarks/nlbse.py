"""The features and the learner of nature on another task: NLBSE'24's bug, feature, question.

    python -m benchmarks.nlbse

The training half of the competition, five folds by the order of a hash: learnt within each
project and on all five together, and judged by the mean F1 of the three labels over projects.
Once from the issues alone, once with what a model of nature and cause says of them that learnt
from all other sources: of these five projects' texts nothing, so none of a test fold.
Beside it stand the published figures, on the test half, which is not given.
"""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from cynosure.nature.learning.regression import Fitting, fit
from cynosure.nature.learning.weighing import Settings, design_matrix, learn
from cynosure.nature.reading.evidence import evidence_of
from cynosure.nature.reading.features import features_of
from cynosure.nature.reading.numbers import numbers_of
from cynosure.nature.training.making import material
from cynosure.nature.training.rows import labelled, without
from cynosure.texts.arrays import F64

LABELS = ("bug", "feature", "question")
PUBLISHED = {"SetFit": 0.827, "RoBERTa": 0.792, "fastText": 0.718}
FOLDS = 5
Folds = NDArray[np.uint64]
# Few texts: what two hold may be learnt.
FITTING = Fitting(trust=8.0, seen_at_least=2, steps=80)
_SCORES_LOUD = 0.15


def features(texts: list[tuple[str, str]]) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    titles, bodies = (pa.array(column) for column in zip(*texts, strict=True))
    nothing = evidence_of(pa.nulls(len(texts), pa.string()))
    return features_of(titles, bodies), nothing


def of_other_sources(folder: Path, texts: list[tuple[str, str]]) -> F64:
    """Return what a model says of texts that learnt from all sources but theirs."""
    rows = material(
        folder / "labelled" / "labelled.csv",
        gold=folder / "gold" / "gold.csv",
        further=Path("training/labels.csv"),
        invented=Path("training/invented.csv"),
    ).rows
    theirs = [{"title": title, "body": body} for title, body in texts]
    data = labelled(without([r for r in rows if r["source"] != "nlbse2024-train"], theirs))
    settings = replace(Settings(), rounds=4)
    learnt = learn(
        design_matrix(data.texts, data.evidence, settings), data.targets, data.importance, settings
    )
    return learnt.scores(design_matrix(*features(texts), settings))


def scores(design: sp.csr_matrix, truth: NDArray[np.int64], groups: list[str], fold: Folds) -> F64:
    """Return for each text the scores of a model that learnt from the other folds of its group."""
    said = np.zeros((len(truth), len(LABELS)))
    for group in sorted(set(groups)):
        here = np.array([one == group for one in groups])
        for aside in range(FOLDS):
            held, taught = here & (fold == aside), here & (fold != aside)
            wanted = np.eye(len(LABELS))[truth[taught]]
            weights, start = fit(design[taught], wanted, np.ones(len(wanted)), FITTING)
            said[held] = design[held] @ weights + start
    return said


def mean_f1(truth: NDArray[np.int64], called: NDArray[np.int64], projects: list[str]) -> float:
    """Return the mean over projects of the mean F1 of the three labels."""
    found = []
    for project in sorted(set(projects)):
        here = np.array([one == project for one in projects])
        for label in range(len(LABELS)):
            is_so, said = truth[here] == label, called[here] == label
            found.append(2 * int((is_so & said).sum()) / max(int(is_so.sum() + said.sum()), 1))
    return float(np.mean(found))


def main() -> None:
    folder = Path(os.environ.get("CYNOSURE_DATA", "../shared/data")) / "nlbse2024"
    csv.field_size_limit(1 << 30)
    with (folder / "issues_train.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    texts = [(row["title"], row["body"]) for row in rows]
    truth = np.array([LABELS.index(row["label"]) for row in rows])
    projects = [row["repo"] for row in rows]
    fold = numbers_of(pa.array([title + body for title, body in texts])) % np.uint64(FOLDS)
    alone = design_matrix(*features(texts), Settings())
    centred = of_other_sources(folder.parent, texts) @ (np.eye(13) - 1 / 13)
    said = sp.csr_matrix(centred * _SCORES_LOUD)
    both = sp.hstack([alone, said], format="csr", dtype=np.float32)
    print(f"| macro F1 of {len(rows):,} issues, five folds | |\n|---|---|")
    for name, design in (("", alone), (", with what other sources taught", both)):
        for where, groups in (("within each project", projects), ("on all together", None)):
            said = scores(design, truth, groups or ["all"] * len(rows), fold).argmax(axis=1)
            print(f"| ours, learnt {where}{name} | {mean_f1(truth, said, projects):.3f} |")
    for name, published in PUBLISHED.items():
        print(f"| {name}, as published, on the test half | {published:.3f} |")


if __name__ == "__main__":
    main()
