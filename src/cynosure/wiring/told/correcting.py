"""What people say on pages: a decision, its taking back, a move to another theme.

Each holds at once, and asks for the figures to be told anew. The register has to be open.
"""

from __future__ import annotations

from datetime import datetime

from cynosure.nature.deciding.decisions import Decided, Decision
from cynosure.themes.acts import Act, Done, NoSuchTheme, NothingWouldChange
from cynosure.wiring.changing_themes import NoSuchDemand
from cynosure.wiring.decisions import NothingDecided
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told.corrected import corrected_since
from cynosure.wiring.told.listing import demand_called
from cynosure.wiring.told.reading import Told


def decide_told(told: Told, decision: Decision, *, by: str, at: datetime) -> Decided:
    """Keep what a person says of a demand that was told of.

    Raises
    ------
    UnknownDemand
        If it was not told of.
    """
    from cynosure.register import decisions, jobs

    demand_called(told, decision.demand_id)
    made = Decided(decision, by, at)
    decisions.keep([made])
    jobs.enqueue(RETELL, by=by, at=at, once=True)
    return made


def take_back_told(demand_id: str, *, by: str, at: datetime) -> tuple[Decided, Decided | None]:
    """Take the decision on a demand back; return it, and the one that counts again if any does.

    Raises
    ------
    NothingDecided
        If there is none.
    """
    from cynosure.register import decisions, jobs

    taken = decisions.take_back(demand_id, by=by, at=at)
    if taken is None:
        raise NothingDecided(demand_id)
    jobs.enqueue(RETELL, by=by, at=at, once=True)
    return taken, decisions.counting_of(demand_id)


def move_told(told: Told, demand_id: str, theme: str | None, *, by: str, at: datetime) -> Act:
    """Keep that a failure demand belongs to another theme, or to none; return the act.

    The next telling counts it there.

    Raises
    ------
    UnknownDemand
        If it was not told of.
    NoSuchDemand
        If it is no failure demand of a customer: only those have themes.
    NoSuchTheme
        If there is no such theme.
    NothingWouldChange
        If it is there already.
    """
    from cynosure.register import jobs, themes

    (row,) = corrected_since(told).over([demand_called(told, demand_id)])
    if row.nature != "failure" or (row.asker_kind or "customer") != "customer":
        raise NoSuchDemand([demand_id], (), kept=True)
    if theme is not None and theme not in {one.theme_id for one in told.themes}:
        raise NoSuchTheme(theme, [one.theme_id for one in told.themes])
    last = moved_since(told, demand_id)
    if theme == (row.theme if last is None else last.act.theme):
        raise NothingWouldChange(f"{demand_id} is there already.")
    act = Act(kind="move", theme=theme, demands=(demand_id,))
    themes.keep(Done(act, by, at))
    jobs.enqueue(RETELL, by=by, at=at, once=True)
    return act


def moved_since(told: Told, demand_id: str) -> Done | None:
    """Return the last move of a demand that stands and was made since the telling; else None."""
    from cynosure.register import themes

    moves = [
        done
        for done in themes.acts()
        if done.act.kind == "move"
        and demand_id in done.act.demands
        and not done.taken_back
        and done.at >= told.told_at
    ]
    return moves[-1] if moves else None
