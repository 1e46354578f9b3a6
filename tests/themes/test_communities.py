"""Communities: what holds together more than chance would have it, on any graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from cynosure.texts.arrays import I64
from cynosure.themes.communities import Graph, between, communities, graph_of

Edge = tuple[int, int, int]

NODES = 12
EDGES = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(0, 9)), max_size=40
)
RESOLUTIONS = st.sampled_from([(1, 1), (1, 2), (3, 1), (100, 7)])


def graph_from(nodes: int, edges: Sequence[Edge]) -> Graph:
    pairs = np.array([edge[:2] for edge in edges], np.int64).reshape(-1, 2)
    return graph_of(nodes, pairs, np.array([edge[2] for edge in edges], np.int64))


def clique(*nodes: int, weight: int = 1) -> list[Edge]:
    return [(one, other, weight) for one, other in combinations(nodes, 2)]


def modularity(graph: Graph, group: I64, resolution: tuple[int, int] = (1, 1)) -> int:
    """Return the modularity, times the square of all weight and the resolution's denominator.

    As Reichardt and Bornholdt write it, in whole numbers.
    """
    numerator, denominator = resolution
    total = int(graph.degrees.sum())
    inside = int(np.diag(between(graph, group)).sum())
    sums = np.bincount(group, graph.degrees).astype(np.int64)
    return denominator * total * inside - numerator * int((sums * sums).sum())


def partitions(n: int, groups: int = 0) -> Iterator[list[int]]:
    """Yield each way to put n nodes into groups that are numbered in the order of nodes."""
    if n == 0:
        yield []
        return
    for number in range(groups + 1):
        for rest in partitions(n - 1, max(groups, number + 1)):
            yield [number, *rest]


def parts(graph: Graph) -> I64:
    """Return the connected part of each node, as SciPy tells it."""
    n = len(graph.degrees)
    held = csr_array((graph.weights, graph.ends, graph.starts), shape=(n, n))
    numbers: I64 = connected_components(held, directed=False)[1].astype(np.int64)
    return numbers


class TestCommunities:
    def test_are_two_cliques_that_one_edge_joins(self) -> None:
        graph = graph_from(10, [*clique(*range(5)), *clique(*range(5, 10)), (4, 5, 1)])

        assert communities(graph, resolution=(1, 1)).tolist() == [0] * 5 + [1] * 5

    def test_are_cut_where_edges_weigh_least(self) -> None:
        ring = [(n, (n + 1) % 6, 1 if n % 3 == 2 else 9) for n in range(6)]

        assert communities(graph_from(6, ring), resolution=(1, 1)).tolist() == [0] * 3 + [1] * 3

    def test_are_smaller_the_larger_the_resolution(self) -> None:
        chain = [edge for n in range(6) for edge in clique(*range(4 * n, 4 * n + 4))]
        graph = graph_from(24, chain + [(4 * n + 3, 4 * n + 4, 2) for n in range(5)])

        many = [int(communities(graph, resolution=(n, 10)).max()) + 1 for n in (1, 10, 100)]

        assert many[0] < many[1] == 6 < many[2]

    def test_of_nodes_without_edges_are_each_alone(self) -> None:
        assert communities(graph_from(3, []), resolution=(1, 1)).tolist() == [0, 1, 2]
        assert communities(graph_from(0, []), resolution=(1, 1)).tolist() == []

    @given(EDGES, RESOLUTIONS, st.permutations(range(NODES)))
    def test_reach_over_no_gap_and_are_no_worse_than_each_alone(
        self, edges: list[Edge], resolution: tuple[int, int], order: list[int]
    ) -> None:
        graph = graph_from(NODES, edges)

        group = communities(graph, resolution=resolution, order=np.array(order))

        assert len({*zip(parts(graph), group, strict=True)}) == group.max() + 1
        alone = np.arange(NODES)
        assert modularity(graph, group, resolution) >= modularity(graph, alone, resolution)
        # Numbered from 0 on, in the order of nodes.
        first = [group.tolist().index(number) for number in range(group.max() + 1)]
        assert all(one < other for one, other in pairwise(first))

    @given(EDGES, st.randoms())
    def test_do_not_depend_on_how_pairs_are_written(
        self, edges: list[Edge], random: Random
    ) -> None:
        mixed = [(b, a, w) if (a + b + w) % 2 else (a, b, w) for a, b, w in edges]
        random.shuffle(mixed)

        one, other = graph_from(NODES, edges), graph_from(NODES, mixed)

        assert [part.tolist() for part in one] == [part.tolist() for part in other]
        found = [communities(graph, resolution=(1, 1)).tolist() for graph in (one, other)]
        assert found[0] == found[1]

    def test_are_nearly_the_best_there_are_on_every_graph_of_five_nodes(self) -> None:
        pairs = list(combinations(range(5), 2))
        ways = np.array(list(partitions(5)))
        best, found = [], []
        for chosen in range(1, 1 << len(pairs)):
            graph = graph_from(5, [(*pair, 1) for n, pair in enumerate(pairs) if chosen >> n & 1])
            square = int(graph.degrees.sum()) ** 2
            best.append(max(modularity(graph, way) for way in ways) / square)
            found.append(modularity(graph, communities(graph, resolution=(1, 1))) / square)

        short = np.array(best) - np.array(found)

        assert len(ways) == 52
        assert short.min() >= 0
        assert (short == 0).mean() > 0.9
        assert short.max() < 0.125

    def test_find_again_what_was_planted(self) -> None:
        # Forty groups of twenty-five: a node has six edges inside and two outside.
        random = np.random.default_rng(7)
        planted = np.repeat(np.arange(40), 25)
        inside = [(n, 25 * (n // 25) + int(random.integers(25)), 1) for n in [*range(1_000)] * 3]
        outside = [(n, int(random.integers(1_000)), 1) for n in range(1_000)]
        graph = graph_from(1_000, inside + outside)

        group = communities(graph, resolution=(1, 1))

        assert modularity(graph, group) >= 0.98 * modularity(graph, planted)


class TestAGraph:
    @given(EDGES)
    def test_has_each_edge_both_ways_once_and_none_to_itself(self, edges: list[Edge]) -> None:
        graph = graph_from(NODES, edges)

        held: dict[tuple[int, int], int] = {}
        for one, other, weight in edges:
            if one != other and weight:
                for pair in ((one, other), (other, one)):
                    held[pair] = max(weight, held.get(pair, 0))
        source = np.repeat(np.arange(NODES), np.diff(graph.starts)).tolist()
        ends, weights = graph.ends.tolist(), graph.weights.tolist()
        assert list(zip(source, ends, strict=True)) == sorted(held)
        assert dict(zip(zip(source, ends, strict=True), weights, strict=True)) == held
        assert graph.degrees.tolist() == np.bincount(source, weights, NODES).tolist()

    @given(EDGES, st.lists(st.integers(0, 3), min_size=NODES, max_size=NODES))
    def test_between_groups_has_all_its_weight(self, edges: list[Edge], of: list[int]) -> None:
        graph, group = graph_from(NODES, edges), np.array([3, *of[1:]])

        weight = between(graph, group)

        assert weight.shape == (4, 4)
        assert (weight == weight.T).all()
        assert weight.sum(axis=1).tolist() == np.bincount(group, graph.degrees, 4).tolist()


@pytest.mark.parametrize("n", range(6))
def test_there_are_as_many_partitions_as_bell_says(n: int) -> None:
    assert len({tuple(way) for way in partitions(n)}) == (1, 1, 2, 5, 15, 52)[n]
