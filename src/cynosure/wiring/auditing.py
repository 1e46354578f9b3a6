"""The audit of a workspace at a terminal, and what its labels come to so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cynosure.measures import Audit
from cynosure.nature.auditing.agreement import Agreement
from cynosure.nature.auditing.audit_session import audit_session
from cynosure.nature.deciding.decisions import Decision
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.wiring import judging
from cynosure.wiring.demands import items
from cynosure.wiring.judging import NothingJudged, SamePerson
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.wiring.samples import (
    Design,
    NoCustomer,
    PoolOfPlace,
    audit_of_sample,
    draw_in_turn,
)
from cynosure.wiring.terminal import read_key, write

__all__ = [
    "Design",
    "NoCustomer",
    "NothingJudged",
    "SamePerson",
    "agreement_so_far",
    "audit_in_terminal",
    "audit_so_far",
    "judge_again",
    "settle",
]


def audit_so_far(place: Place) -> Audit | None:
    """Return what people said of a random sample of this workspace; None before the first label."""
    if not has_register(place.folder):
        return None
    with open_register(place.folder, create=False):
        return audit_of_sample(PoolOfPlace(place))


def agreement_so_far(place: Place) -> Agreement | None:
    """Return how far two people agree; None where nobody judged a second time."""
    if not has_register(place.folder):
        return None
    with open_register(place.folder, create=False):
        return judging.agreed()


def audit_in_terminal(
    place: Place, *, size: int, design: Design | None, by: str, now: Callable[[], datetime]
) -> None:
    """Show a random sample of customers' demands, and keep each decision.

    Without a design the last one goes on. The same seed goes on with it: a larger sample only
    adds to a smaller one, and what was judged before counts in the new sample, too.
    """
    bring_up_to_date(place)
    with open_register(place.folder):
        drawn = draw_in_turn(place, size=size, design=design, at=now())
        this = judging.first_round(drawn)

        def record(decision: Decision) -> None:
            judging.record(this, decision, by=by, at=now())

        audit_session(items(place, this.waiting), read_key, write, record)
    # A demand that was drawn may have taught the own model before.
    bring_up_to_date(place)


def judge_again(place: Place, *, size: int | None, by: str, now: Callable[[], datetime]) -> None:
    """Show judged demands to a second person, who sees neither the first's word nor the machine's.

    All of them, or a random part. What the second judged before is not shown again.

    Raises
    ------
    NothingJudged
        If there is nothing to judge again.
    SamePerson
        If the second is the first.
    """
    with open_register(place.folder):
        this = judging.second_round(by=by, size=size)

        def record(decision: Decision) -> None:
            judging.record(this, decision, by=by, at=now())

        if not this.waiting:
            write("All of these have been judged a second time.\n")
        again = [
            replace(item, predicted_nature=None, predicted_code=None, probability=None)
            for item in items(place, this.waiting)
        ]
        audit_session(again, read_key, write, record, blind=True)


def settle(place: Place, *, by: str, now: Callable[[], datetime]) -> None:
    """Show what two people called differently, with both words; what is decided now counts.

    Raises
    ------
    NothingJudged
        If nobody judged a second time.
    """
    with open_register(place.folder):
        this = judging.settling_round()
        if not this.waiting:
            write("The two agree on everything, or it is settled.\n")
            return

        def record(decision: Decision) -> None:
            judging.record(this, decision, by=by, at=now())

        again = [
            replace(item, said=judging.both_words(item.demand_id))
            for item in items(place, this.waiting)
        ]
        audit_session(again, read_key, write, record, blind=True)
