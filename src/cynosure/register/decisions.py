"""Decisions as the register keeps them, in the words that the core knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cynosure.demand import Nature
from cynosure.nature.deciding.decisions import Decided, Decision
from cynosure.register import models
from cynosure.register.scrubbing import scrub


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person said of a demand, or took back."""

    decided: Decided  # what was said; of a taking back: what was taken back
    by: str
    at: datetime
    takes_back: bool = False
    taken_back: bool = False  # since, by another step


def keep(decisions: Iterable[Decided]) -> None:
    """Keep decisions, all or none; of two on one demand the later in order counts."""
    with transaction.atomic():
        for each in decisions:
            models.Decision.record(
                demand_id=each.decision.demand_id,
                nature=each.decision.nature,
                code=each.decision.code,
                doubtful=each.decision.doubtful,
                decided_by=each.by,
                decided_at=each.at,
            )


def take_back(demand_id: str, *, by: str, at: datetime) -> Decided | None:
    """Take back the decision that counts, so that the one before it does.

    Returns what was taken back, None where nothing was decided.
    """
    taken = models.Decision.take_back(demand_id, by=by, at=at)
    return None if taken is None else _decided(taken)


def counting() -> dict[str, Decided]:
    """Return the decision that counts of each demand, in the order in which they were made."""
    return {row.demand_id: _decided(row) for row in models.Decision.counting()}


def since(at: datetime) -> dict[str, Decided | None]:
    """Return what counts now of each demand that was decided from `at` on; None: nothing does.

    Taking back counts as deciding: then what was said before counts again, or the machine.
    """
    changed = models.Decision.objects.filter(decided_at__gte=at)
    ids = list(changed.values_list("demand_id", flat=True).distinct())
    if not ids:
        return {}
    rows = models.Decision.counting().filter(demand_id__in=changed.values("demand_id"))
    now = {row.demand_id: _decided(row) for row in rows}
    return {demand_id: now.get(demand_id) for demand_id in ids}


def counting_of(demand_id: str) -> Decided | None:
    """Return the decision that counts of a demand; None where the machine says what it is."""
    row = models.Decision.counting().filter(demand_id=demand_id).last()
    return None if row is None else _decided(row)


def last_by(name: str) -> Decided | None:
    """Return the last decision of this person that stands; None where they have none."""
    row = models.Decision.counting().filter(decided_by=name).last()
    return None if row is None else _decided(row)


def history(demand_id: str) -> list[Step]:
    """Return all that was ever said of a demand and taken back, the oldest first."""
    rows = models.Decision.objects.filter(demand_id=demand_id).order_by("pk")
    steps = []
    for row in rows.select_related("takes_back", "taken_back_by"):
        meant = row if row.takes_back is None else row.takes_back
        steps.append(
            Step(
                decided=_decided(meant),
                by=row.decided_by,
                at=row.decided_at,
                takes_back=row.takes_back is not None,
                taken_back=hasattr(row, "taken_back_by"),
            )
        )
    return steps


def given() -> int:
    """Return how many demands of the open workspace have a decision that counts."""
    return models.Decision.counting().count()


def forget(tokens: Mapping[str, str], deciders: Mapping[str, str]) -> int:
    """Replace ids of an erased person's demands, and their name where they decided themselves.

    What was decided stays and holds; whose it was is gone from the file, its
    free pages and its log. Returns how many rows changed.
    """
    changed = models.Decision.forget(tokens, deciders)
    scrub()
    return changed


def deciders() -> list[str]:
    """Return the names of all who ever decided something or took it back."""
    names = models.Decision.objects.values_list("decided_by", flat=True)
    return sorted(names.distinct())


def ids() -> list[str]:
    """Return the ids of all demands that were ever decided."""
    return sorted(models.Decision.objects.values_list("demand_id", flat=True).distinct())


def _decided(row: models.Decision) -> Decided:
    said = Decision(row.demand_id, _nature(row.nature), row.code, row.doubtful)
    return Decided(said, row.decided_by, row.decided_at)


def _nature(said: str | None) -> Nature | None:
    # The database's own constraint lets in no other word.
    match said:
        case "failure" | "value" | "none":
            return said
        case _:
            return None
