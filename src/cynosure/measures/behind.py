"""The demands behind a figure: a reader follows it to exactly what it is of."""

from __future__ import annotations

from typing import Unpack

import ibis.expr.types as ir

from cynosure.measures.ask import Asked, choice, scoped, understood
from cynosure.measures.facts import Facts


def demands_behind(measure: str, facts: Facts, **asked: Unpack[Asked]) -> ir.Table:
    """Return the rows of `facts.demands` that the `n` of an answer are, each once.

    A request stands there as its first demand, which describes it.

    Raises
    ------
    UnknownMeasure
        If the catalogue does not have it.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [{"start": march, "nature": nature} for nature in ("failure", "value", "none")]
    >>> facts = Facts.of(asked, as_of=march)
    >>> demands_behind("failure-share", facts).nature.to_pyarrow().to_pylist()
    ['failure', 'value']
    """
    wanted, question = understood(measure, facts, asked)
    rows, _ = scoped(wanted, facts, question)
    rows = wanted.counting(rows, question)
    for column, value in choice(wanted, question).items():
        if column in rows.columns:
            rows = rows.filter(rows[column] == value)
    if wanted.base == "requests":
        return facts.demands.semi_join(rows.select(demand_id="request_id"), "demand_id")
    return rows.select(*facts.demands.columns)
