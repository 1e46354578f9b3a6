"""The audit's draws and labels, in the words that the core knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cynosure.demand import Nature
from cynosure.nature.audit import Draw, Labelled
from cynosure.nature.decisions import Decision
from cynosure.register.models import AuditDraw, AuditLabel
from cynosure.register.scrubbing import scrub


@dataclass(frozen=True, slots=True)
class KeptDraw:
    """A draw that the register keeps; its demands are drawn again from the seed."""

    number: int
    seed: int
    population: int
    size: int
    drawn_at: datetime


def keep_draw(drawn: Draw, *, size: int, at: datetime) -> KeptDraw:
    """Keep that a sample of `size` was drawn, and return it with its number."""
    kept = AuditDraw.record(seed=drawn.seed, population=drawn.population, size=size, drawn_at=at)
    return _kept(kept)


def latest_draw() -> KeptDraw | None:
    """Return the newest draw, whose seed the next session goes on with; None before the first."""
    newest = AuditDraw.objects.order_by("pk").last()
    return None if newest is None else _kept(newest)


def draws() -> list[KeptDraw]:
    """Return all draws, oldest first."""
    return [_kept(draw) for draw in AuditDraw.objects.order_by("pk")]


def keep_label(decision: Decision, *, draw: KeptDraw, by: str, at: datetime) -> None:
    """Keep what a person said of a demand; the newest word on it counts."""
    AuditLabel.record(
        draw=AuditDraw.objects.get(pk=draw.number),
        demand_id=decision.demand_id,
        nature=decision.nature,
        code=decision.code,
        doubtful=decision.doubtful,
        labelled_by=by,
        labelled_at=at,
    )


def labels() -> dict[str, Labelled]:
    """Return the newest label of each demand."""
    return {
        label.demand_id: Labelled(
            label.demand_id, _nature(label.nature), label.code, label.doubtful
        )
        for label in AuditLabel.newest()
    }


def forget(tokens: Mapping[str, str]) -> int:
    """Replace the ids of an erased person's demands by tokens, and return how many labels changed.

    What was said of the demands stays and counts; whose they were is gone from
    the file, its free pages and its log.
    """
    changed = AuditLabel.forget(tokens)
    scrub()
    return changed


def _kept(draw: AuditDraw) -> KeptDraw:
    return KeptDraw(draw.pk, draw.seed, draw.population, draw.size, draw.drawn_at)


def _nature(said: str | None) -> Nature | None:
    # The database's own constraint lets in no other word.
    match said:
        case "failure" | "value" | "none":
            return said
        case _:
            return None
