"""Finding themes from nothing: what is asked again and again, in whatever words.

The nearest neighbours of each text make a graph; its communities, found several
times over in different orders, are kept where they agree; then those are joined that do not
hold together by themselves, or that have one root. What is like no
theme enough, or is too little to be one, does not recur.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cynosure.texts.arrays import F64, I8, I64, U64, Bools
from cynosure.texts.meaning import LENGTH
from cynosure.themes.centring import middles
from cynosure.themes.communities import Graph, between, communities, graph_of
from cynosure.themes.neighbours import neighbours
from cynosure.themes.placing import place
from cynosure.themes.roots import roots, sums_of

FEWEST = 5  # demands that make a theme
# So many different texts are compared each with each; more are placed by what these show.
LOOKED_AT = 16_000
_ROUNDS = 4  # of looking once more at what is placed nowhere yet
_NEIGHBOURS = 30
# Of so many texts one theme of usual size is a part that stands out.
_SCALE = 1_000
_RUNS = 8
# A theme holds together by itself: so much of what binds its texts binds them to one another.
_OWN = 0.5
# The least likeness to a theme's centre of a text that is in it.
_REACH = 0.40
# And where a theme is all that has one root: a wide one must not take in what is only near.
_REACH_BY_ROOT = 0.6
# Texts that are less alike are not bound: of one trade all are alike by a third.
_BOUND = 0.45
_WEIGHTS = 100  # whole numbers of an edge's weight for a likeness of 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Themes as they were found."""

    theme_of: I64  # (n,) place of its theme, -1: not recurring
    likeness: F64  # (n,) to its theme, or to the nearest
    centres: I8  # (k, dimensions), largest theme first
    reach: F64  # (k,) least likeness that places a demand


def find(meanings: I8, *, by_root: bool = False) -> Found:
    """Return the themes of these meanings, the same whatever their order.

    A theme has at least `FEWEST` demands. Of very many different texts some are looked
    at, the often repeated ones the more likely, and the others are placed; what is then
    in no theme is looked at again, so that a small theme is found in a large crowd.
    By itself it finds what is asked in nearly the same way. `by_root` joins groups that
    differ less from one another than from all the rest: an invoice with the wrong VAT
    number and one with the wrong VAT rate have one root.

    >>> rows = np.zeros((12, 192), np.int8)
    >>> rows[:6, :16], rows[6:11, 16:32], rows[11, 40:56] = 90, 90, 90
    >>> find(rows).theme_of.tolist()
    [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, -1]
    """
    texts, inverse, counts = _different(meanings)
    said = texts.any(axis=1)
    least = _REACH_BY_ROOT if by_root else _REACH
    centres, reach = np.zeros((0, meanings.shape[1]), np.int8), np.zeros(0)
    theme_of, likeness = np.full(len(texts), -1, np.int64), np.zeros(len(texts))
    for _ in range(_ROUNDS):
        free = np.flatnonzero(said & (theme_of < 0))
        looked = free[_lots(texts[free], counts[free])[:LOOKED_AT]]
        looked.sort()
        new = _centres(texts[looked], counts[looked], by_root=by_root)
        centres = np.concatenate([centres, new])
        reach = np.full(len(centres), least)
        theme_of, likeness = place(texts, centres=centres, reach=reach)
        if not len(new) or len(looked) == len(free):
            break
    if by_root and len(centres):
        centres = roots(texts, counts, theme_of, n=len(centres))
        reach = np.full(len(centres), least)
        theme_of, likeness = place(texts, centres=centres, reach=reach)
    sizes = np.bincount(theme_of[theme_of >= 0], counts[theme_of >= 0], minlength=len(centres))
    order = np.argsort(-sizes, kind="stable")
    order = order[sizes[order] >= FEWEST]
    theme_of, likeness = place(texts, centres=centres[order], reach=reach[order])
    return Found(
        theme_of=theme_of[inverse],
        likeness=likeness[inverse],
        centres=centres[order],
        reach=reach[order],
    )


def _different(meanings: I8) -> tuple[I8, I64, I64]:
    """Return the different meanings in an order of their own, whose each row is, and how many."""
    whole = np.ascontiguousarray(meanings).view(np.dtype((np.void, meanings.shape[1])))
    texts, inverse, counts = np.unique(whole.ravel(), return_inverse=True, return_counts=True)
    return (
        texts.view(np.int8).reshape(-1, meanings.shape[1]),
        inverse.ravel().astype(np.int64),
        counts.astype(np.int64),
    )


def _lots(texts: I8, counts: I64) -> I64:
    """Return the texts in the order of lots drawn by what they mean, those said often favoured."""
    number: U64 = np.full(len(texts), 0xCBF29CE484222325, np.uint64)
    for column in range(texts.shape[1]):
        number = (number ^ texts[:, column].astype(np.uint8)) * np.uint64(0x100000001B3)
    number ^= number >> np.uint64(29)
    number *= np.uint64(0xBF58476D1CE4E5B9)
    number ^= number >> np.uint64(32)
    return np.argsort(number // counts.astype(np.uint64), kind="stable")


def _centres(texts: I8, counts: I64, *, by_root: bool) -> I8:
    """Return the centres of the themes among different texts, each of so many demands."""
    if not len(texts):
        return np.zeros((0, texts.shape[1]), np.int8)
    graph = _graph(texts)
    group = _agreed(graph)
    if not by_root:  # what is joined by its root needs the small groups as they are
        group = _held_together(graph, group)
    sizes = np.bincount(group, counts)
    centres = middles(sums_of(texts, counts, group, n=int(group.max()) + 1))
    return centres[(sizes >= FEWEST) & centres.any(axis=1)]


def _graph(texts: I8) -> Graph:
    n = len(texts)
    count = max(1, min(_NEIGHBOURS, n - 1, 4 + n // 40))
    near, product = neighbours(texts, count=count)
    weights = np.maximum(product * _WEIGHTS // int(LENGTH * LENGTH), 0)
    one = np.repeat(np.arange(n), count)
    kept = (near.ravel() >= 0) & (weights.ravel() >= int(_BOUND * _WEIGHTS))
    pairs = np.column_stack([one[kept], near.ravel()[kept]])
    return graph_of(n, pairs, weights.ravel()[kept])


def _agreed(graph: Graph) -> I64:
    """Return communities on which runs in different orders agree (Lancichinetti, Fortunato 2012)."""
    n = len(graph.degrees)
    resolution = (max(100, 100 * n // _SCALE), 100)
    source = np.repeat(np.arange(n), np.diff(graph.starts))
    together = np.zeros(len(graph.ends), np.int64)
    for run in range(_RUNS):
        order = np.random.default_rng(run).permutation(n)
        group = communities(graph, resolution=resolution, order=order)
        together += group[source] == group[graph.ends]
    kept: Bools = (2 * together >= _RUNS) & (source < graph.ends)
    pairs = np.column_stack([source[kept], graph.ends[kept]])
    return communities(graph_of(n, pairs, together[kept]), resolution=resolution)


def _held_together(graph: Graph, group: I64) -> I64:
    """Return the groups, those joined that do not hold together by themselves.

    The least held one first joins the one that it is most bound to for its size.
    """
    bound = between(graph, group).astype(np.float64)
    n = len(bound)
    alive, becomes = np.ones(n, bool), np.arange(n)
    while alive.sum() > 1:
        volume = np.maximum(bound.sum(axis=1), 1)
        own = np.where(alive, np.diag(bound) / volume, 2.0)
        weakest = int(own.argmin())
        if own[weakest] >= _OWN:
            break
        pull = np.where(alive, bound[weakest] / volume, -1.0)
        pull[weakest] = -1.0
        strongest = int(pull.argmax())
        if pull[strongest] <= 0:
            alive[weakest] = False
            continue
        bound[strongest] += bound[weakest]
        bound[:, strongest] += bound[:, weakest]
        bound[weakest] = bound[:, weakest] = 0
        alive[weakest] = False
        becomes[becomes == weakest] = strongest
    return np.unique(becomes[group], return_inverse=True)[1]
