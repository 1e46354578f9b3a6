"""Judging a sample: what waits for whom, and keeping what is said; a terminal or a page asks.

All of this asks the register: it has to be open at the workspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from cynosure.errors import MeasureError
from cynosure.nature import draw
from cynosure.nature.auditing.agreement import Agreement, agreement
from cynosure.nature.auditing.audit_session import in_words
from cynosure.nature.deciding.decisions import Decision
from cynosure.wiring.samples import Sample

if TYPE_CHECKING:
    from cynosure.register.audit import KeptDraw, Role


class NothingJudged(MeasureError):
    """Nobody has judged a demand of the workspace yet."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody has judged a demand of this workspace yet. Begin with: "
            "cynosure audit --workspace DIR -n 40"
        )


class SamePerson(MeasureError):
    """A second person has to be another one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} judged all of these demands first, and nobody can be their own second "
            "person. Let somebody else judge them, under their own name: --second --by NAME"
        )


@dataclass(frozen=True, slots=True)
class Round:
    """One going through a sample: in which role, what waits in its order, and of how many."""

    draw: KeptDraw
    role: Role
    waiting: tuple[str, ...]
    of: int

    @property
    def done(self) -> int:
        """How many of it are judged."""
        return self.of - len(self.waiting)


def first_round(sample: Sample) -> Round:
    """Return what of a sample nobody judged yet."""
    from cynosure.register import audit as kept

    said = kept.labels()
    ids = sample.drawn.demand_ids
    return Round(sample.kept, "first", tuple(one for one in ids if one not in said), len(ids))


def second_round(*, by: str, size: int | None = None) -> Round:
    """Return what somebody may judge as the second person: all that others judged, or a random part.

    What was judged a second time, by whomever, does not wait any more.

    Raises
    ------
    NothingJudged
        If there is nothing to judge again.
    SamePerson
        If they judged all of it first themselves.
    """
    from cynosure.register import audit as kept

    newest, firsts, done = kept.latest_draw(), kept.labelled_by("first"), kept.said("second")
    if newest is None or not firsts:
        raise NothingJudged
    others = [one for one, name in firsts.items() if not same_person(name, by)]
    if not others:
        raise SamePerson(by)
    batch = pa.record_batch({"demand_id": pa.array(sorted(others), pa.string())})
    order = draw([batch], size or len(others), seed=f"second person {newest.seed}")
    return Round(newest, "second", tuple(one for one in order if one not in done), len(order))


def settling_round() -> Round:
    """Return what two people called differently and nobody settled.

    Raises
    ------
    NothingJudged
        If nobody judged a second time.
    """
    from cynosure.register import audit as kept

    newest, settled, found = kept.latest_draw(), kept.said("settled"), agreed()
    if newest is None or found is None:
        raise NothingJudged
    return Round(newest, "settled", found.apart, len(found.apart) + len(settled))


def record(this: Round, decision: Decision, *, by: str, at: datetime) -> None:
    """Keep what somebody said of a demand; the newest word on it in its role counts."""
    from cynosure.register import audit as kept

    kept.keep_label(decision, draw=this.draw, by=by, at=at, role=this.role)


def record_unless_said(this: Round, decision: Decision, *, by: str, at: datetime) -> str | None:
    """Keep what somebody said unless another said it in this role meanwhile; return that other.

    For pages, where two may see the same demand at once: the one who is later is told. Their
    own word they may change.
    """
    from cynosure.register import audit as kept

    return kept.keep_label_unless_said(decision, draw=this.draw, by=by, at=at, role=this.role)


def agreed() -> Agreement | None:
    """Return how far two people agree; None where nobody judged a second time."""
    from cynosure.register import audit as kept

    first, second, settled = kept.said("first"), kept.said("second"), kept.said("settled")
    return agreement(first, second, settled) if second else None


def both_words(demand_id: str) -> tuple[str, ...]:
    """Return what two people said of a demand, for who settles it; nothing where one is missing."""
    from cynosure.register import audit as kept

    words = [kept.said(role).get(demand_id) for role in ("first", "second")]
    return tuple(
        f"{who} said: {in_words(said.nature, said.code)}"
        for who, said in zip(("One", "The other"), words, strict=True)
        if said is not None
    )


def same_person(name: str, other: str) -> bool:
    """Return whether two names are one person's.

    >>> same_person("Maria", " maria"), same_person("Maria", "Paul")
    (True, False)
    """
    return name.strip().casefold() == other.strip().casefold()
