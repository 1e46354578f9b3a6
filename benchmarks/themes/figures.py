"""What groups are worth: beside known labels, and beside groups found on other texts."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from benchmarks.themes.sets import Rows

SEED = 20261127
_LEFT_OUT = 0.1  # of the texts by each of two samples, not the same ones: they share 80 %

Groups = Mapping[str, str]  # of a text's id its theme; empty where it was left unplaced


@dataclass(frozen=True, slots=True)
class Quality:
    """How well groups fit the known labels. Unplaced texts are one group more, for each tool."""

    nmi: float  # normalised mutual information, 0 to 1
    ari: float  # adjusted Rand index, 0 for chance, 1 for the same groups
    placed: float  # share of the texts
    themes: int


def read_groups(path: Path, column: str = "theme") -> dict[str, str]:
    """Return the theme of every id in a table of groups."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row[column] for row in csv.DictReader(lines)}


def quality(groups: Groups, labels: Sequence[str]) -> Quality:
    """Return how well groups fit labels; ids are the labels' places."""
    found = [groups[str(row)] for row in range(len(labels))]
    return Quality(
        normalized_mutual_info_score(labels, found),
        adjusted_rand_score(labels, found),
        sum(map(bool, found)) / len(found),
        len(set(found) - {""}),
    )


def samples(n: int, pair: int) -> tuple[Rows, Rows]:
    """Return two samples of n texts that share 80 % of them, each in the texts' own order."""
    order = np.random.default_rng((SEED, pair)).permutation(n)
    aside = round(_LEFT_OUT * n)
    return np.sort(order[aside:]), np.sort(order[:-aside])


def agreement(one: Groups, other: Groups) -> float:
    """Return the adjusted Rand index of two groupings on the texts that both saw."""
    both = sorted(one.keys() & other.keys())
    return float(adjusted_rand_score([one[each] for each in both], [other[each] for each in both]))
