"""What measures are made from: a row for each demand and one for each request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.demand import CLOCKS, REQUESTS

_DESCRIPTION = [
    ("source", pa.string()),
    ("channel", pa.string()),
    ("product", pa.string()),
    ("customer", pa.string()),
    ("language", pa.string()),
    ("role", pa.string()),
    ("standing", pa.string()),
    ("reported_type", pa.string()),
    ("priority", pa.string()),
    ("asker_kind", pa.string()),
    ("nature", pa.string()),
    ("code", pa.string()),
    ("probability", pa.float64()),
    ("theme", pa.string()),  # the id of its theme; null: not recurring, or no failure demand
    ("effort_minutes", pa.float64()),
]
_TELLS = ("endings", "history", "responses", "waiting", "hand_offs", "effort", "text")

# What a demand's source can tell is part of the fact: a figure that rests on
# something that is not told is unknown, not zero.
_TOLD = [(f"tells_{thing}", pa.bool_()) for thing in _TELLS]

# What a machine called the demand, whatever people decided since, and its place in the audit.
# Filled in only where there is an audit: nobody else asks for it.
_AUDITED = [
    ("audit_place", pa.int64()),
    ("called_nature", pa.string()),
    ("called_code", pa.string()),
    ("failure_probability", pa.float64()),
    ("value_probability", pa.float64()),
    ("code_probability", pa.float64()),
]

DEMAND_FACTS: pa.Schema = pa.schema([*CLOCKS, *_DESCRIPTION, *_TOLD, *_AUDITED])
REQUEST_FACTS: pa.Schema = pa.schema([*REQUESTS, *_DESCRIPTION, *_TOLD])


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Demands and requests with what is known about each, as of an instant.

    `demands` holds the columns of `DEMAND_FACTS`, `requests` those of
    `REQUEST_FACTS` (a request is described by its first demand). More columns
    do no harm; where there are `labels`, the reconciliation counts a demand
    under each of its labels that is a type, as trackers do.
    """

    demands: ir.Table
    requests: ir.Table
    as_of: datetime

    @classmethod
    def of(
        cls,
        demands: Iterable[Mapping[str, object]],
        *,
        as_of: datetime,
        requests: Iterable[Mapping[str, object]] | None = None,
    ) -> Facts:
        """Return facts of a few demands, to try a measure on.

        What is not given is unknown; what a source can tell, it tells; and
        without `requests` each demand is a request of its own.

        >>> from datetime import UTC
        >>> facts = Facts.of([{"nature": "failure"}], as_of=datetime(2026, 3, 1, tzinfo=UTC))
        >>> facts.demands.count().to_pyarrow().as_py()
        1
        """
        rows = list(demands)
        return cls(
            demands=ibis.memtable(_filled(rows, DEMAND_FACTS)),
            requests=ibis.memtable(
                _filled(rows if requests is None else list(requests), REQUEST_FACTS)
            ),
            as_of=as_of,
        )


def _filled(rows: list[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    dull: dict[str, object] = {name: True for name, _ in _TOLD}
    columns = []
    for field in schema:
        values = [row.get(field.name, dull.get(field.name)) for row in rows]
        if field.name in {"demand_id", "request_id"}:
            values = [value or f"made-up:{place}" for place, value in enumerate(values)]
        columns.append(pa.array(values, type=field.type))
    return pa.Table.from_arrays(columns, schema=schema)
