"""A telling of made-up failure demands, some of them in a theme, and who its members are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import pyarrow as pa

from cynosure.demand import DEMANDS, MEMBERS
from cynosure.measures import DEMAND_FACTS, REQUEST_FACTS, Facts
from cynosure.workflows.describing import ThemeDescription, describe
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling
from tests.measures.facts import AS_OF, Row, facts, result

THEME = "theme-1"


@dataclass(frozen=True, slots=True)
class Said:
    """A fact with its words, and how like the theme it is; None: it is not in it."""

    row: Row
    title: str = "Export to CSV is empty"
    body: str | None = None
    labels: tuple[str, ...] = ()
    likeness: float | None = None


def describe_with(
    engine: Engine, said: Sequence[Said], *, name: str = "CSV export"
) -> ThemeDescription:
    """Describe the theme of those that have a likeness."""
    ids = [f"desk:{place:04}" for place in range(len(said))]
    rows: list[Row] = [
        {"nature": "failure", **one.row, "demand_id": demand_id, "request_id": demand_id}
        for demand_id, one in zip(ids, said, strict=True)
    ]
    made = facts(*rows)
    texts = [
        {
            "demand_id": i,
            "source": "desk",
            "source_id": i,
            "title": one.title,
            "body": one.body,
            "labels": list(one.labels),
        }
        for i, one in zip(ids, said, strict=True)
    ]
    members = [
        {
            "demand_id": i,
            "theme_id": None if one.likeness is None else THEME,
            "likeness": 0.1 if one.likeness is None else one.likeness,
        }
        for i, one in zip(ids, said, strict=True)
    ]
    telling = Telling(
        as_of=AS_OF,
        as_of_from="as you asked",
        imports=[],
        demands=engine.take(pa.Table.from_pylist(texts, schema=DEMANDS)),
        labels=cast("Any", None),
        machine=cast("Any", None),
        clocks=cast("Any", None),
        facts=Facts(
            demands=engine.take(result(made.demands).cast(DEMAND_FACTS)),
            requests=engine.take(result(made.requests).cast(REQUEST_FACTS)),
            as_of=AS_OF,
        ),
    )
    return describe(
        telling,
        engine,
        THEME,
        members=engine.take(pa.Table.from_pylist(members, schema=MEMBERS)),
        name=name,
    )
