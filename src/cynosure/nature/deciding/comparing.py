"""Two models on decisions that taught neither: whether the own one may be used."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cynosure.nature.model import NATURE_MEMBERS
from cynosure.nature.reading.numbers import mixed
from cynosure.texts.arrays import F64

FOLDS = 5
# No model is surer than this of what it has not seen; one slip must not decide all.
_LEAST_CHANCE = 1e-3
# A difference within so many standard errors is chance.
_BEYOND_CHANCE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The own and the shipped model on the same decisions, each kept aside while others taught."""

    decisions: int
    own_right: int  # natures told right
    shipped_right: int
    causes: int  # decisions with a cause, a want, or "nobody asks"
    own_causes_right: int
    shipped_causes_right: int
    own_surprise: float  # mean log loss of what was decided, in nats
    shipped_surprise: float
    gain: float  # by how many of its standard errors the own one is less surprised
    nature_gain: float  # the same of the nature alone
    right_gain: float  # by how many of its standard errors it tells more natures right

    @property
    def own_is_better(self) -> bool:
        """Whether the own model may be used.

        It has to be less surprised by what people decided, by more than chance, also by the
        nature alone, and must not tell fewer natures right, but for chance.
        """
        return (
            self.gain > _BEYOND_CHANCE
            and self.nature_gain >= 0
            and self.right_gain >= -_BEYOND_CHANCE
        )

    @property
    def words(self) -> str:
        """What was compared, as a phrase."""
        return (
            f"on {self.decisions:,} decisions that taught neither, it told the nature of "
            f"{self.own_right:,} right and the shipped one of {self.shipped_right:,}, the cause of "
            f"{self.own_causes_right:,} and {self.shipped_causes_right:,} of {self.causes:,}, "
            f"at a log loss of {self.own_surprise:.2f} and {self.shipped_surprise:.2f}"
        )

    @property
    def verdict(self) -> str:
        """Which of the two is used and why, as a phrase."""
        if self.own_is_better:
            return "it is better than the shipped one by more than chance, so it is used"
        if self.gain < 0 or self.nature_gain < 0 or self.right_gain < -_BEYOND_CHANCE:
            return "it is worse than the shipped one there, so it is not used"
        return "it is not better than the shipped one by more than chance, so it is not used"

    def as_row(self) -> dict[str, Any]:
        """Return the figures by name."""
        return asdict(self)


def folds_of(texts: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return for each text the part, of FOLDS, in which it is kept aside.

    By the text alone: equal texts go together, and neither order nor other texts matter.

    >>> folds_of(np.array([7, 8, 7], dtype=np.uint64)).tolist()[0::2]
    [4, 4]
    """
    return (mixed(texts) % np.uint64(FOLDS)).astype(np.int64)


def compared(
    *, shipped: F64, own: F64, natures: NDArray[np.int64], truth: NDArray[np.int64]
) -> Comparison:
    """Return the comparison of two models' chances of OUTCOMES, row by row of the same decisions.

    `natures` are places in NATURES and `truth` in OUTCOMES, −1 where the cause was left
    open: such a row counts by its nature. The test is that of a mean of paired differences.
    """
    coded, rows = truth >= 0, np.arange(len(natures))

    def surprises(chances: F64) -> tuple[F64, F64]:
        of_nature = (chances @ NATURE_MEMBERS.T)[rows, natures]
        of_outcome = np.where(coded, chances[rows, np.maximum(truth, 0)], of_nature)
        return (
            -np.log(np.maximum(of_outcome, _LEAST_CHANCE)),
            -np.log(np.maximum(of_nature, _LEAST_CHANCE)),
        )

    (theirs, theirs_of_nature), (ours, ours_of_nature) = surprises(shipped), surprises(own)

    def called(chances: F64) -> NDArray[np.int64]:
        natures_called: NDArray[np.int64] = (chances @ NATURE_MEMBERS.T).argmax(axis=1)
        return natures_called

    def right(chances: F64) -> tuple[int, int]:
        outcome = chances.argmax(axis=1)
        return int((called(chances) == natures).sum()), int((outcome == truth)[coded].sum())

    (own_right, own_causes), (shipped_right, shipped_causes) = right(own), right(shipped)
    more = (called(own) == natures).astype(np.float64) - (called(shipped) == natures)
    return Comparison(
        decisions=len(natures),
        own_right=own_right,
        shipped_right=shipped_right,
        causes=int(coded.sum()),
        own_causes_right=own_causes,
        shipped_causes_right=shipped_causes,
        own_surprise=_mean(ours),
        shipped_surprise=_mean(theirs),
        gain=_standardised(theirs - ours),
        nature_gain=_standardised(theirs_of_nature - ours_of_nature),
        right_gain=_standardised(more),
    )


def _mean(values: F64) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0


def _standardised(differences: F64) -> float:
    """Return the mean of paired differences in its standard errors; 0 where nothing differs."""
    if len(differences) < 2:
        return 0.0
    spread = float(differences.std(ddof=1) / np.sqrt(len(differences)))
    return round(float(differences.mean()) / max(spread, 1e-9), 3)
