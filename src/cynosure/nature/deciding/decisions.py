"""A person's word on a demand: it holds at once, in the place of what a machine says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from cynosure.demand import LABELS, Nature

# The labeller of a decision. Who it was is said where one demand is explained, not
# beside every label: a table of labels by name would soon be one of persons.
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of one demand; no nature means that they could not tell."""

    demand_id: str
    nature: Nature | None
    code: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with who made it and when."""

    decision: Decision
    by: str
    at: datetime


def as_labels(decisions: Iterable[Decision]) -> pa.Table:
    """Return decisions as LABELS: certain, by a person, without a second guess.

    What the person left open stays open: a failure without a cause has no cause
    here, even where a classifier had one.

    >>> as_labels([Decision("desk:1", "value", "advice")]).to_pylist()[0]["value_probability"]
    1.0
    """
    rows = [
        {
            "demand_id": one.demand_id,
            "nature": one.nature,
            "code": one.code,
            "probability": None if one.nature is None else 1.0,
            "failure_probability": None if one.nature is None else float(one.nature == "failure"),
            "value_probability": None if one.nature is None else float(one.nature == "value"),
            "code_probability": None if one.code is None else 1.0,
            "second_code": None,
            "labeller": PERSON,
        }
        for one in decisions
    ]
    return pa.Table.from_pylist(rows, schema=LABELS)
