"""The harm of every theme in one pass, with what a ranking needs to be sure of its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.answers import Answer
from cynosure.measures.ask import (
    Asked,
    Result,
    Sql,
    chosen,
    counted,
    finished,
    scoped,
    understood,
    unsaid,
)
from cynosure.measures.facts import Facts
from cynosure.measures.harm import harm_a_demand
from cynosure.measures.tallies import only
from cynosure.measures.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeHarm:
    """The harm of one theme; `theme` None is what is not recurring."""

    theme: str | None
    answer: Answer
    amounts: NDArray[np.float64]  # distinct customer-days of one demand
    n: NDArray[np.int64]  # how many demands have each


def theme_harms(
    facts: Facts, *, result: Result, sql: Sql = unsaid, **asked: Unpack[Asked]
) -> tuple[ThemeHarm, ...]:
    """Return the harm of each theme, the largest first, and last of what is not recurring.

    The demands and the customer-days of all add up to those of `harm` asked
    without themes.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 3, 8)]
    >>> asked = [
    ...     {"start": days[0], "state": "open", "theme": "t-1"},
    ...     {"start": days[1], "state": "open", "theme": "t-2"},
    ...     {"start": days[1], "state": "open", "theme": "t-2"},
    ...     {"start": days[1], "state": "open"},
    ... ]
    >>> facts = Facts.of(asked, as_of=days[2])
    >>> found = theme_harms(facts, result=lambda table: table.to_pyarrow())
    >>> [(each.theme, each.answer.value) for each in found]
    [('t-2', 10.0), ('t-1', 7.0), (None, 5.0)]
    """
    measure, question = understood("harm", facts, asked)
    rows, keys = scoped(measure, facts, question)
    counts = counted(measure, rows, [*keys, "theme"])
    query, table = sql(counts), result(counts)
    weights = question.weights or Weights()
    found = []
    for theme in dict.fromkeys(table["theme"].to_pylist()):
        mine = only(table, theme=theme)
        told = finished(measure, mine, question, query=query)
        amounts, n = harm_a_demand(_clear(chosen(mine, measure, question)), weights)
        # A theme that only staff wrote about is none of customers; one whose waiting is unknown is.
        if told.n or told.instead:
            found.append(ThemeHarm(theme=theme, answer=told, amounts=amounts, n=n))
    return tuple(
        sorted(found, key=lambda each: (each.theme is None, -(each.answer.value or 0), each.theme))
    )


def _clear(counts: pa.Table) -> pa.Table:
    return only(counts, unclear=False)
