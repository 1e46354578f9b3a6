"""Rows of several tables, one below the other."""

from __future__ import annotations

import ibis.expr.types as ir


def stacked(first: ir.Table, *rest: ir.Table) -> ir.Table:
    """Return the rows of all tables in the columns of the first.

    Ibis stacks only what agrees to the last detail; whether a column may be
    null is no detail that matters here.
    """
    kinds = {name: kind.copy(nullable=True) for name, kind in first.schema().items()}
    whole = first.cast(kinds)
    for table in rest:
        whole = whole.union(table.select(*kinds).cast(kinds))
    return whole
