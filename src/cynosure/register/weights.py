"""Weights as the register keeps them, in the words that the core knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cynosure.measures import WeightOf, Weights
from cynosure.register import models
from cynosure.register.scrubbing import scrub


@dataclass(frozen=True, slots=True)
class Weighed:
    """What somebody said that customers of a role or standing weigh."""

    of: WeightOf
    name: str
    weight: float
    by: str
    at: datetime


def keep(weighed: Weighed) -> None:
    """Keep a weight; of two of the same role or standing the later counts."""
    models.Weight.record(
        of=weighed.of, name=weighed.name, weight=weighed.weight, by=weighed.by, at=weighed.at
    )


def take_back(of: WeightOf, name: str, *, by: str, at: datetime) -> Weighed | None:
    """Take back the weight that counts, so that the one before it does.

    Returns what was taken back, None where nothing was set.
    """
    taken = models.Weight.take_back(of=of, name=name, by=by, at=at)
    return None if taken is None else _weighed(taken)


def counting() -> list[Weighed]:
    """Return the weight that counts of each role and standing, in the order they were set."""
    return [_weighed(row) for row in models.Weight.counting()]


def weights() -> Weights:
    """Return the weights that count; who is not named weighs 1."""
    named: dict[str, dict[str, float]] = {"role": {}, "standing": {}}
    for each in counting():
        named[each.of][each.name] = each.weight
    return Weights(role=named["role"], standing=named["standing"])


def setters() -> list[str]:
    """Return the names of all who ever set a weight or took one back."""
    return sorted(models.Weight.objects.values_list("set_by", flat=True).distinct())


def forget(names: Mapping[str, str]) -> int:
    """Replace the names of erased people who set weights; return how many rows changed.

    What was set stays and holds; whose it was is gone from the file, its free
    pages and its log.
    """
    changed = sum(
        models.Weight.objects.filter(set_by=said).update(set_by=token)
        for said, token in names.items()
    )
    scrub()
    return changed


def _weighed(row: models.Weight) -> Weighed:
    # The database's own constraints let in no other word, and no row that says nothing counts.
    of: WeightOf = "role" if row.of == "role" else "standing"
    assert row.weight is not None
    return Weighed(of, row.name, row.weight, row.set_by, row.set_at)
