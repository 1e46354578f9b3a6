"""Which demands of a theme to read: some that are most like it, and one that only just belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import ibis.expr.types as ir

from cynosure.themes import at_the_edge, typical
from cynosure.workflows.engine import Engine

TYPICAL = 3
# Of so many demands at either end of the likeness the texts are read.
READ = 60
_BODY = 600  # characters of each


class ToReadOfTheme(NamedTuple):
    """Ids of demands: the typical ones first, and the one at the edge, if there is one."""

    typical: tuple[str, ...]
    edge: str | None


def typical_demands(engine: Engine, mine: ir.Table, demands: ir.Table) -> ToReadOfTheme:
    """Return what to read of a theme, the same on every engine.

    `mine` has the columns demand_id and likeness, of those that the machine placed in
    it: what people moved there is like another theme. `demands` holds the texts.
    """
    liked = mine.select("demand_id", likeness=mine.likeness.fill_null(0.0))
    # The ids, too, so that equal ones come in the same order on every engine.
    best = liked.order_by([liked.likeness.desc(), liked.demand_id]).limit(READ)
    worst = liked.order_by([liked.likeness, liked.demand_id]).limit(READ)
    likeness = {
        row["demand_id"]: row["likeness"]
        for table in (best, worst)
        for row in engine.result(table).to_pylist()
    }
    if not likeness:
        return ToReadOfTheme((), None)
    texts = _texts(engine, demands, likeness)
    ids = sorted(texts)
    values, said = [likeness[one] for one in ids], [texts[one] for one in ids]
    edge = at_the_edge(values, said)
    chosen = typical(values, said, count=TYPICAL)
    return ToReadOfTheme(
        typical=tuple(ids[i] for i in chosen), edge=None if edge is None else ids[edge]
    )


def _texts(engine: Engine, demands: ir.Table, ids: Mapping[str, float]) -> dict[str, str]:
    rows = demands.filter(demands.demand_id.isin(list(ids))).select("demand_id", "title", "body")
    return {
        row["demand_id"]: f"{row['title'] or ''}\n{(row['body'] or '')[:_BODY]}".strip()
        for row in engine.result(rows).to_pylist()
    }
