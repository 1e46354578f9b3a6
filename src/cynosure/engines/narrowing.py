"""A question without the columns that nobody asks for, so that it is said in a fraction of the time.

A measure names a dozen of a demand's sixty columns, but each step carries them all. Engines leave
them out by themselves when they run a query; Ibis has to write every one of them into it first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.graph import Graph, Node


def narrowed(table: ir.Table) -> ir.Table:
    """Return the same rows, in the same columns, from fewer columns on the way.

    Only what chooses columns is made narrower: selections, joins, aggregates, and what passes
    columns on. Where the columns mean something by themselves (a union, distinct rows) all stay.

    Examples
    --------
    >>> import ibis
    >>> wide = ibis.table({"a": "int64", "b": "int64", "c": "int64"}, name="wide")
    >>> asked = wide.mutate(d=wide.a + 1).filter(wide.b > 0).d.sum().as_table()
    >>> [sorted(each.values) for each in narrowed(asked).op().find(ops.Project)]
    [['b', 'd']]
    """
    root: Any = table.op()
    order = list(Graph.from_bfs(root).toposort()[0])
    needed = _needed(root, order)

    def narrow(node: Node, rewritten: Mapping[str, Any] | None) -> Node:
        if isinstance(node, ops.Field):
            # Of a column that is left out nothing is left that anybody asks for.
            gone = rewritten is None or node.name not in rewritten["rel"].schema
            return node if gone else ops.Field(rewritten["rel"], node.name)  # type: ignore[index]
        parts = dict(zip(node.__argnames__, node.__args__, strict=True)) | dict(rewritten or {})
        of = needed.get(node)
        if isinstance(node, ops.Project | ops.JoinChain) and of is not None:
            kept = {name: value for name, value in parts["values"].items() if name in of}
            if len(kept) < len(parts["values"]):
                return node.__recreate__(parts | {"values": kept})
        elif isinstance(node, ops.Aggregate) and of is not None:
            kept = {name: value for name, value in parts["metrics"].items() if name in of}
            if len(kept) < len(parts["metrics"]):
                return node.__recreate__(parts | {"metrics": kept})
        return node.__recreate__(parts) if rewritten else node

    return root.replace(narrow).to_expr()


def _needed(root: Any, order: list[Any]) -> dict[Any, set[str] | None]:
    """Return which columns of each relation somebody asks for; None: all."""
    needed: dict[Any, set[str] | None] = defaultdict(set)
    needed[root] = None
    for node in reversed(order):  # who asks comes before what is asked
        if not isinstance(node, ops.Relation):
            continue
        of = needed[node]
        if isinstance(node, ops.Project | ops.JoinChain):
            if of is not None and not of:
                of.add(next(iter(node.values)))  # rows that are only counted still have a column
            _ask(needed, (value for name, value in node.values.items() if of is None or name in of))
            if isinstance(node, ops.JoinChain):
                _ask(needed, (each for link in node.rest for each in link.predicates))
        elif isinstance(node, ops.Aggregate):
            if of is not None and not of and not node.groups:
                of.add(next(iter(node.metrics)))
            _ask(needed, node.groups.values())
            _ask(needed, (v for name, v in node.metrics.items() if of is None or name in of))
        elif isinstance(node, ops.Filter | ops.Sort | ops.Limit | ops.Reference):
            _pass_on(needed, node.parent, of)
            if isinstance(node, ops.Filter | ops.Sort):
                _ask(needed, node.predicates if isinstance(node, ops.Filter) else node.keys)
        else:
            for below in _relations_below(node):
                needed[below] = None
    return needed


def _pass_on(needed: dict[Any, set[str] | None], parent: Any, of: set[str] | None) -> None:
    known = needed[parent]
    if of is None:
        needed[parent] = None
    elif known is not None:
        known |= of


def _ask(needed: dict[Any, set[str] | None], values: Any) -> None:
    """Note the columns that values are made from."""
    waiting, seen = list(values), set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, ops.Field):
            known = needed[node.rel]
            if known is not None:
                known.add(node.name)
        elif isinstance(node, ops.CountStar):
            _pass_on(needed, node.arg, set())  # rows are counted, whatever is in them
            waiting += [node.where] if node.where is not None else []
        elif isinstance(node, ops.Relation):
            needed[node] = None  # a question within the question
        else:
            waiting += node.__children__


def _relations_below(node: Any) -> Iterator[Any]:
    for child in node.__children__:
        if isinstance(child, ops.Relation):
            yield child
        else:
            yield from (child.rel,) if isinstance(child, ops.Field) else _relations_below(child)
