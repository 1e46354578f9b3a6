"""Communities of a weighted graph: nodes that hold together more than chance would have it.

The Louvain method (Blondel, Guillaume, Lambiotte, Lefebvre: Fast unfolding of
communities in large networks, 2008) for modularity with a resolution (Reichardt and
Bornholdt, 2006), refined on the way back down (Rotta and Noack, 2011). Weights and
gains are whole numbers, and nodes are looked at in the order of their numbers: the
same graph has the same communities on every machine.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cynosure.texts.arrays import I64
from cynosure.texts.native import native


class Graph(NamedTuple):
    """Edges of each node, both ways: node i has `ends[starts[i]:starts[i + 1]]`."""

    starts: I64
    ends: I64
    weights: I64  # above 0; a node may have an edge to itself
    degrees: I64  # the sum of a node's weights, with those inside it once it stands for many


def communities(graph: Graph, *, resolution: tuple[int, int], order: I64 | None = None) -> I64:
    """Return the number of each node's community, from 0 on in the order of nodes.

    `resolution` is a fraction: the larger, the smaller the communities. `order` is the
    order in which nodes are looked at first.

    >>> pairs = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]
    >>> graph = graph_of(6, np.array(pairs), np.ones(7, np.int64))
    >>> communities(graph, resolution=(1, 1)).tolist()
    [0, 0, 0, 1, 1, 1]
    """
    levels: list[tuple[Graph, I64]] = []
    level = graph
    looked = np.arange(len(graph.degrees)) if order is None else order
    total = int(graph.degrees.sum())
    while True:
        group = np.arange(len(level.degrees))
        moved = _settle(level, group, looked, resolution[0], resolution[1], total)
        group, n = _numbered(group)
        levels.append((level, group))
        if not moved or n == len(group):
            break
        level = _coarser(level, group, n)
        looked = np.arange(n)
    group = levels[-1][1]
    for level, finer in reversed(levels[:-1]):
        group = group[finer]
        nodes = np.arange(len(level.degrees))
        _settle(level, group, nodes, resolution[0], resolution[1], total)
        group, _ = _numbered(group)
    return group


def graph_of(nodes: int, pairs: I64, weights: I64) -> Graph:
    """Return the graph of pairs of nodes, each pair once; of two weights the larger stands.

    >>> graph_of(2, np.array([(0, 1), (1, 0)]), np.array([3, 5])).weights.tolist()
    [5, 5]
    """
    one = np.concatenate([pairs[:, 0], pairs[:, 1]])
    two = np.concatenate([pairs[:, 1], pairs[:, 0]])
    both = np.concatenate([weights, weights])
    kept = (one != two) & (both > 0)
    one, two, both = one[kept], two[kept], both[kept]
    sort = np.lexsort((-both, two, one))
    one, two, both = one[sort], two[sort], both[sort]
    first = np.ones(len(one), bool)
    first[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    one, two, both = one[first], two[first], both[first].astype(np.int64)
    starts = np.searchsorted(one, np.arange(nodes + 1)).astype(np.int64)
    sums = np.concatenate([[0], np.cumsum(both)])
    return Graph(starts, two.astype(np.int64), both, sums[starts[1:]] - sums[starts[:-1]])


def between(graph: Graph, group: I64) -> I64:
    """Return the weight of edges between each two groups, both ways; inside one, twice.

    >>> graph = graph_of(3, np.array([(0, 1), (1, 2)]), np.array([2, 3]))
    >>> between(graph, np.array([0, 0, 1])).tolist()
    [[4, 3], [3, 0]]
    """
    n = int(group.max()) + 1 if len(group) else 0
    source = np.repeat(group, np.diff(graph.starts))
    cells = np.bincount(source * n + group[graph.ends], weights=graph.weights, minlength=n * n)
    return cells.astype(np.int64).reshape(n, n)


@native
def _settle(
    graph: Graph, group: I64, order: I64, numerator: int, denominator: int, total: int
) -> int:
    """Move single nodes to the community that gains most, until none gains; return the moves."""
    n = len(graph.degrees)
    sums = np.zeros(n, np.int64)
    for node in range(n):
        sums[group[node]] += graph.degrees[node]
    linked, seen = np.zeros(n, np.int64), np.empty(n, np.int64)
    queue, queued = order.copy(), np.ones(n, np.bool_)
    head, waiting, moves = 0, n, 0
    while waiting > 0:
        node = queue[head]
        head, waiting = (head + 1) % n, waiting - 1
        queued[node] = False
        own, degree, near = group[node], graph.degrees[node], 1
        seen[0], linked[own] = own, 0
        for edge in range(graph.starts[node], graph.starts[node + 1]):
            if graph.ends[edge] == node:
                continue
            other = group[graph.ends[edge]]
            if linked[other] == 0 and other != own:
                seen[near] = other
                near += 1
            linked[other] += graph.weights[edge]
        sums[own] -= degree
        # Twice the modularity's gain, times total and denominator: a whole number.
        best = own
        most = linked[own] * total * denominator - numerator * degree * sums[own]
        for place in range(1, near):
            other = seen[place]
            gain = linked[other] * total * denominator - numerator * degree * sums[other]
            if gain > most or (gain == most and best != own and other < best):
                best, most = other, gain
        for place in range(near):
            linked[seen[place]] = 0
        sums[best] += degree
        if best != own:
            group[node] = best
            moves += 1
            for edge in range(graph.starts[node], graph.starts[node + 1]):
                other = graph.ends[edge]
                if group[other] != best and not queued[other]:
                    queued[other] = True
                    queue[(head + waiting) % n] = other
                    waiting += 1
    return moves


@native
def _numbered(group: I64) -> tuple[I64, int]:
    """Return the groups numbered from 0 on in the order of nodes, and how many there are."""
    new, numbers, n = np.empty(len(group), np.int64), np.full(len(group), -1, np.int64), 0
    for node in range(len(group)):
        if numbers[group[node]] < 0:
            numbers[group[node]] = n
            n += 1
        new[node] = numbers[group[node]]
    return new, n


@native
def _coarser(graph: Graph, group: I64, n: int) -> Graph:
    """Return the graph in which each group is one node; edges inside count in its degree."""
    degrees, sizes = np.zeros(n, np.int64), np.zeros(n + 1, np.int64)
    for node in range(len(group)):
        degrees[group[node]] += graph.degrees[node]
        sizes[group[node] + 1] += 1
    firsts = np.cumsum(sizes)
    members, at = np.empty(len(group), np.int64), firsts[:-1].copy()
    for node in range(len(group)):
        members[at[group[node]]] = node
        at[group[node]] += 1
    linked, seen = np.zeros(n, np.int64), np.empty(n, np.int64)
    starts, used = np.zeros(n + 1, np.int64), 0
    ends = np.empty(len(graph.ends), np.int64)
    weights = np.empty(len(graph.ends), np.int64)
    for one in range(n):
        near = 0
        for place in range(firsts[one], firsts[one + 1]):
            node = members[place]
            for edge in range(graph.starts[node], graph.starts[node + 1]):
                other = group[graph.ends[edge]]
                if other == one:
                    continue
                if linked[other] == 0:
                    seen[near] = other
                    near += 1
                linked[other] += graph.weights[edge]
        for other in np.sort(seen[:near]):
            ends[used], weights[used] = other, linked[other]
            linked[other] = 0
            used += 1
        starts[one + 1] = used
    return Graph(starts, ends[:used].copy(), weights[:used].copy(), degrees)
