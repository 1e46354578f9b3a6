"""The centre of demands that belong together, and how like a demand is to it."""

from __future__ import annotations

import numpy as np

from cynosure.texts.arrays import F64, I8, I64
from cynosure.texts.meaning import LENGTH
from cynosure.themes.placing import place

_LEFT_OUT = 0.05


def centre_of(meanings: I8) -> I8:
    """Return what these demands mean together: the mean of their directions.

    Each counts the same, however much it says. Without any that says something it is 0.

    >>> centre_of(np.array([[127, 0], [0, 127]], np.int8)).tolist()
    [127, 127]
    """
    lengths = np.linalg.norm(meanings.astype(np.float32), axis=1, keepdims=True)
    mean = (meanings / np.maximum(lengths, 1e-9)).sum(axis=0, dtype=np.float64)
    centre: I8 = middles(mean[np.newaxis])[0]
    return centre


def middles(sums: I64 | F64) -> I8:
    """Return the direction of each sum of meanings, at the length of a meaning.

    A single number above what a byte holds is cut: it says hardly less.

    >>> middles(np.array([[3, 4], [0, 0]])).tolist()
    [[127, 127], [0, 0]]
    """
    length = np.sqrt((sums.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
    scaled = np.rint(sums * LENGTH / np.maximum(length, 1e-9))
    made: I8 = np.clip(scaled, -127, 127).astype(np.int8)
    return made


def likeness_to(meanings: I8, centre: I8) -> F64:
    """Return how like each demand is to a centre, from 0 to 1.

    >>> likeness_to(np.array([[127, 0], [0, 127]], np.int8), np.array([127, 0], np.int8)).tolist()
    [1.0, 0.0]
    """
    return place(meanings, centres=centre[np.newaxis], reach=np.zeros(1))[1]


def reach_of(likeness: F64) -> float:
    """Return the least likeness that places a demand, from that of those who belong.

    One in twenty of them may lie beyond it: the odd ones must not widen a theme.

    >>> reach_of(np.array([0.4, 0.8, 0.9]))
    0.44
    """
    return round(float(np.quantile(likeness, _LEFT_OUT)), 6) if len(likeness) else 1.0
