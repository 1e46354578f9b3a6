"""Decisions as the register keeps them, in the words that the core knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from cynosure.demand import Nature
from cynosure.nature.deciding.decisions import Decided, Decision
from cynosure.register import models
from cynosure.register.scrubbing import scrub


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
