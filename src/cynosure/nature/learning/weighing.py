"""Learn weights from labelled texts: a linear layer and a small hidden one beside it.

Learning goes through the texts one by one (AdaGrad; Duchi, Hazan, Singer,
2011). Each time a fifth of a text's features and half of the hidden units are
left out at random (dropout; Srivastava and others, 2014), so that no single
word is relied upon. Chance comes from a seed, so the same data give the same
weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import scipy.sparse as sp

from cynosure.nature.model import lengths
from cynosure.nature.reading.page import BLOCKS, FIRST_COLUMNS, TEXT_COLUMNS
from cynosure.texts.arrays import F32, F64, I32, I64, U64
from cynosure.texts.native import native

_FIRST_SEED = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen by leaving sources out (docs/decisions/0017)."""

    # How loud each block is; a block of length 2 is believed twice as soon.
    loudness: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                "words": 1.0,
                "phrases": 0.7,
                "title": 1.0,
                "opening": 0.4,
                "closing": 0.4,
                "letters": 1.0,
                "evidence": 0.5,
            }
        )
    )
    hidden: int = 19  # units beside the outcomes; together they fill 32 bytes
    rounds: int = 8  # through all texts
    pace: float = 0.1  # of learning at first; it falls evenly to nought
    features_left_out: float = 0.2
    hidden_left_out: float = 0.5
    shrink: float = 1e-5  # of weights at each step
    # Texts that hold a feature, else it is left out.
    seen_at_least: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({**dict.fromkeys(BLOCKS, 3), "phrases": 6})
    )
    seed: int = 1


def design_matrix(
    texts: sp.csr_matrix, evidence: sp.csr_matrix, settings: Settings
) -> sp.csr_matrix:
    """Return the features as the model weighs them: blocks side by side, each as loud as set."""
    loud = np.concatenate(
        [
            np.full(last - first, settings.loudness[block], dtype=np.float32)
            for block, first, last in zip(
                BLOCKS, FIRST_COLUMNS[:-1], FIRST_COLUMNS[1:], strict=True
            )
        ]
    )
    louder = texts.copy()
    louder.data = texts.data * loud[texts.indices]
    louder.eliminate_zeros()
    said = sp.diags(settings.loudness["evidence"] / lengths(evidence)) @ evidence
    design: sp.csr_matrix = sp.hstack([louder, said], format="csr", dtype=np.float32)
    return design


@dataclass(frozen=True, slots=True)
class Learnt:
    """What learning found: weights of the columns used, by unit, and how hidden units go on."""

    used: I64
    table: F32  # used columns by units
    start: F32  # of units
    onward: F32  # hidden units by outcomes

    def sums(self, design: sp.csr_matrix) -> F64:
        """Return the sums of units, one row a text."""
        summed: F64 = (design[:, self.used] @ self.table).astype(np.float64) + self.start
        return summed

    def scores(self, design: sp.csr_matrix) -> F64:
        """Return the scores of outcomes, one row a text."""
        sums, outcomes = self.sums(design), self.onward.shape[1]
        raised: F64 = sums[:, :outcomes] + np.maximum(sums[:, outcomes:], 0) @ self.onward
        return raised


def learn(design: sp.csr_matrix, targets: F64, importance: F64, settings: Settings) -> Learnt:
    """Return weights learnt from labelled texts.

    `targets` are shares that each text gives to each outcome, so that a
    doubtful label may be split.
    """
    seen = np.bincount(design.indices, minlength=design.shape[1])
    needed = [settings.seen_at_least[block] for block in BLOCKS]
    least = np.ones(design.shape[1], dtype=np.int64)  # what a source said is seldom seldom
    least[:TEXT_COLUMNS] = np.repeat(needed, np.diff(FIRST_COLUMNS))
    used = np.flatnonzero(seen >= least)
    inner = design[:, used].tocsr()
    outcomes, hidden = targets.shape[1], settings.hidden
    chance = np.random.default_rng(settings.seed)
    table = np.zeros((len(used), outcomes + hidden), dtype=np.float32)
    table[:, outcomes:] = chance.normal(0, 0.05, (len(used), hidden))
    start = np.zeros(outcomes + hidden, dtype=np.float32)
    onward = chance.normal(0, 1 / np.sqrt(max(hidden, 1)), (hidden, outcomes)).astype(np.float32)
    state = (
        table,
        np.full_like(table, 0.01),
        start,
        np.ones_like(start),
        onward,
        np.ones_like(onward),
    )
    wanted, weight = targets.astype(np.float32), importance.astype(np.float32)
    for done in range(settings.rounds if len(targets) else 0):
        _round(
            inner.indptr.astype(np.int64),
            inner.indices,
            inner.data.astype(np.float32),
            wanted,
            weight,
            chance.permutation(len(targets)),
            *state,
            np.float32(settings.pace * (1 - done / settings.rounds)),
            settings.features_left_out,
            settings.hidden_left_out,
            np.float32(settings.shrink),
            _FIRST_SEED + np.uint64(settings.seed * 1000 + done),
        )
    return Learnt(used, table, start, onward)


@native
def _next(seed: np.uint64) -> np.uint64:
    """Return the next number of a xorshift series (Marsaglia, 2003)."""
    seed ^= seed << np.uint64(13)
    seed ^= seed >> np.uint64(7)
    return seed ^ (seed << np.uint64(17))


@native
def _unit(seed: np.uint64) -> float:
    return np.float64(seed >> np.uint64(40)) / 16777216.0


@native
def _look(
    starts: I64,
    columns: I32,
    values: F32,
    text: int,
    left_out: float,
    seed: U64,
    kept: I64,
    worth: F32,
) -> int:
    """Write down the features of a text that are looked at this time; return how many."""
    louder = np.float32(1 / (1 - left_out))
    n = 0
    for place in range(starts[text], starts[text + 1]):
        seed[0] = _next(seed[0])
        if _unit(seed[0]) >= left_out:
            kept[n], worth[n] = columns[place], values[place] * louder
            n += 1
    return n


@native
def _say(sums: F32, onward: F32, left_out: float, seed: U64, scores: F32, lit: F32) -> None:
    """Write which hidden units are lit, and the chance of each outcome."""
    outcomes = len(scores)
    lighter = np.float32(1 / (1 - left_out))
    scores[:] = sums[:outcomes]
    for hidden in range(len(lit)):
        seed[0] = _next(seed[0])
        lit[hidden] = 0.0
        if sums[outcomes + hidden] > 0 and _unit(seed[0]) >= left_out:
            lit[hidden] = lighter * sums[outcomes + hidden]
            for outcome in range(outcomes):
                scores[outcome] += onward[hidden, outcome] * lit[hidden]
    scores -= np.max(scores)
    scores[:] = np.exp(scores)
    scores /= np.sum(scores)


@native
def _slope_of_hidden(
    lit: F32, onward: F32, onward_met: F32, pace: np.float32, left_out: float, slope: F32
) -> None:
    """Teach what lit units say onward, and write the slope at each unit behind the outcomes."""
    outcomes = onward.shape[1]
    lighter = np.float32(1 / (1 - left_out))
    for hidden in range(len(lit)):
        back = np.float32(0)
        if lit[hidden] > 0:
            for outcome in range(outcomes):
                back += onward[hidden, outcome] * slope[outcome]
                step = lit[hidden] * slope[outcome]
                onward_met[hidden, outcome] += step * step
                onward[hidden, outcome] -= pace * step / np.sqrt(onward_met[hidden, outcome])
        slope[outcomes + hidden] = back * lighter


@native
def _round(
    starts: I64,
    columns: I32,
    values: F32,
    targets: F32,
    importance: F32,
    order: I64,
    table: F32,
    table_met: F32,
    start: F32,
    start_met: F32,
    onward: F32,
    onward_met: F32,
    pace: np.float32,
    features_left_out: float,
    hidden_left_out: float,
    shrink: np.float32,
    first_seed: np.uint64,
) -> None:
    """Go once through the texts; `…_met` are the sums of squared slopes so far."""
    outcomes, units = targets.shape[1], len(start)
    sums, slope = np.zeros(units, np.float32), np.zeros(units, np.float32)
    scores, lit = np.zeros(outcomes, np.float32), np.zeros(units - outcomes, np.float32)
    most = np.max(starts[1:] - starts[:-1])
    kept, worth = np.zeros(most, np.int64), np.zeros(most, np.float32)
    seed = np.full(1, first_seed, dtype=np.uint64)
    for text in order:
        n = _look(starts, columns, values, text, features_left_out, seed, kept, worth)
        sums[:] = start
        for place in range(n):
            for unit in range(units):
                sums[unit] += worth[place] * table[kept[place], unit]
        _say(sums, onward, hidden_left_out, seed, scores, lit)
        for outcome in range(outcomes):
            slope[outcome] = (scores[outcome] - targets[text, outcome]) * importance[text]
        _slope_of_hidden(lit, onward, onward_met, pace, hidden_left_out, slope)
        for unit in range(units):
            start_met[unit] += slope[unit] * slope[unit]
            start[unit] -= pace * slope[unit] / np.sqrt(start_met[unit])
        for place in range(n):
            column = kept[place]
            for unit in range(units):
                step = worth[place] * slope[unit] + shrink * table[column, unit]
                table_met[column, unit] += step * step
                table[column, unit] -= pace * step / np.sqrt(table_met[column, unit])
