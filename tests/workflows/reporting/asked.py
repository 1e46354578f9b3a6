"""A telling of few demands, asked where the facts are: no store and no engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.demand.periods import Period
from cynosure.workflows.engine import Engine
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.telling import Telling
from tests.measures.facts import AS_OF, Row, facts, result


class InPlace:
    """Runs each question where its rows are."""

    def result(self, table: ir.Table) -> pa.Table:
        return result(table)

    def sql(self, table: ir.Table) -> str:
        del table
        return ""


def asking(
    *rows: Row,
    people: Sequence[tuple[str | None, str | None]] = (),
    tells: Sequence[str] = ("endings", "text"),
) -> Asking:
    """Ask these demands; `people` are pairs of customer and asker."""
    schema = pa.schema([("customer", pa.string()), ("asker", pa.string())])
    pairs = [{"customer": customer, "asker": asker} for customer, asker in people]
    telling = Telling(
        as_of=AS_OF,
        as_of_from="as you asked",
        imports=[{"tells": list(tells), "files": ["desk/export.csv"], "notes": []}],
        demands=ibis.memtable(pa.Table.from_pylist(pairs, schema=schema)),
        labels=cast("Any", None),
        machine=cast("Any", None),
        clocks=cast("Any", None),
        facts=facts(*rows),
    )
    return Asking(telling=telling, engine=cast("Engine", InPlace()), period=Period())
