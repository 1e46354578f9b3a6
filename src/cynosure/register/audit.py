"""The audit's draws and labels, in the words that the core knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction

from cynosure.demand import Nature
from cynosure.nature.auditing.audit import Draw, Labelled
from cynosure.nature.auditing.strata import Stratum
from cynosure.nature.deciding.decisions import Decision
from cynosure.register.models import AuditDraw, AuditLabel, DrawnDemand, ListenedContact
from cynosure.register.scrubbing import scrub

Role = Literal["first", "second", "settled"]


@dataclass(frozen=True, slots=True)
class KeptDraw:
    """A draw that the register keeps.

    The demands of a simple one are drawn again from the seed; those of one in strata are
    kept with it, because the classifier that made the strata may change.
    """

    number: int
    seed: int
    population: int
    size: int
    drawn_at: datetime
    labeller: str | None = None
    strata: tuple[Stratum, ...] = ()
    demand_ids: tuple[str, ...] = field(default=(), repr=False)
    drawn_from: tuple[int, ...] = field(default=(), repr=False)

    @property
    def as_drawn(self) -> Draw:
        """The sample in strata as it was drawn."""
        return Draw(self.seed, self.population, self.demand_ids, self.strata, self.drawn_from)


def keep_draw(drawn: Draw, *, size: int, at: datetime, labeller: str | None = None) -> KeptDraw:
    """Keep that a sample of `size` was drawn, and return it with its number.

    Of a sample in strata all is kept: `labeller` is whose sureness made them.
    """
    if not drawn.strata:
        kept = AuditDraw.record(
            seed=drawn.seed, population=drawn.population, size=size, drawn_at=at
        )
        return _kept(kept)
    assert labeller is not None
    return _kept(
        AuditDraw.record_stratified(
            seed=drawn.seed,
            size=size,
            labeller=labeller,
            strata=[(each.below, each.population, each.to_draw) for each in drawn.strata],
            demands=list(zip(drawn.demand_ids, drawn.drawn_from, strict=True)),
            drawn_at=at,
        )
    )


def latest_draw() -> KeptDraw | None:
    """Return the newest draw, whose seed the next session goes on with; None before the first."""
    newest = AuditDraw.objects.order_by("pk").last()
    return None if newest is None else _kept(newest)


def draws() -> list[KeptDraw]:
    """Return all draws, oldest first."""
    return [_kept(draw) for draw in AuditDraw.objects.order_by("pk")]


def keep_label(
    decision: Decision, *, draw: KeptDraw, by: str, at: datetime, role: Role = "first"
) -> None:
    """Keep what a person said of a demand; the newest word on it in its role counts."""
    AuditLabel.record(
        draw=AuditDraw.objects.get(pk=draw.number),
        demand_id=decision.demand_id,
        nature=decision.nature,
        code=decision.code,
        doubtful=decision.doubtful,
        role=role,
        labelled_by=by,
        labelled_at=at,
    )


def keep_label_unless_said(
    decision: Decision, *, draw: KeptDraw, by: str, at: datetime, role: Role
) -> str | None:
    """Keep what a person said unless another said it in this role; return that other's name.

    Of two who ask at once one is first: they wait for one another at the draw.
    """
    with transaction.atomic():
        AuditDraw.objects.select_for_update().get(pk=draw.number)
        before = AuditLabel.objects.filter(role=role, demand_id=decision.demand_id)
        known = before.order_by("pk").last()
        if known is not None and known.labelled_by != by:
            return str(known.labelled_by)
        keep_label(decision, draw=draw, by=by, at=at, role=role)
        return None


def said_by(name: str, role: Role) -> list[str]:
    """Return the demands whose label in a role is one person's, the newest label last."""
    return [each.demand_id for each in AuditLabel.newest(role) if each.labelled_by == name]


def said(role: Role) -> dict[str, Labelled]:
    """Return the newest label of each demand in one role."""
    return {
        label.demand_id: Labelled(
            label.demand_id, _nature(label.nature), label.code, label.doubtful
        )
        for label in AuditLabel.newest(role)
    }


def labels() -> dict[str, Labelled]:
    """Return the label that counts of each demand: the settled one, else the first person's."""
    return {**said("first"), **said("settled")}


def labelled_by(role: Role) -> dict[str, str]:
    """Return who said the newest label of each demand in one role."""
    return {label.demand_id: label.labelled_by for label in AuditLabel.newest(role)}


def forget(tokens: Mapping[str, str], *, words: str = "") -> int:
    """Replace the ids of an erased person's demands by tokens, and return how many labels changed.

    Notes on contacts that hold `words` are erased, too. What was said of the demands stays
    and counts; whose they were is gone from the file, its free pages and its log.
    """
    changed = AuditLabel.forget(tokens)
    if words:
        ListenedContact.forget(words)
    scrub()
    return changed


def drawn_ids() -> set[str]:
    """Return the ids that samples in strata hold, judged or not."""
    return set(DrawnDemand.objects.values_list("demand_id", flat=True))


def _kept(draw: AuditDraw) -> KeptDraw:
    drawn = list(draw.drawn.order_by("place").values_list("demand_id", "stratum"))
    return KeptDraw(
        draw.pk,
        draw.seed,
        draw.population,
        draw.size,
        draw.drawn_at,
        labeller=draw.labeller,
        strata=tuple(
            Stratum(below=each.below, population=each.population, to_draw=each.to_draw)
            for each in draw.strata.order_by("place")
        ),
        demand_ids=tuple(demand_id for demand_id, _ in drawn),
        drawn_from=tuple(stratum for _, stratum in drawn),
    )


def _nature(said: str | None) -> Nature | None:
    # The database's own constraint lets in no other word.
    match said:
        case "failure" | "value" | "none":
            return said
        case _:
            return None
