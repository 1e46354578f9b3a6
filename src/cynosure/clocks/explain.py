"""Why a demand's clock says what it says: event by event, which rule did what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cynosure.clocks.clock import Clock
from cynosure.clocks.history import History
from cynosure.clocks.notes import Note, instant, span
from cynosure.clocks.order import in_order
from cynosure.clocks.telling import tell_time
from cynosure.demand import Event
from cynosure.errors import ClockError


class UnknownDemand(ClockError):
    """No demand of this id is in the data."""

    exit_status = 64

    def __init__(self, demand_id: str, near: Sequence[str] = ()) -> None:
        self.demand_id = demand_id
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"There is no demand {demand_id!r}.{hint} Ids are the source and its own number, such "
            "as 'jira:PAY-7'; `cynosure export demands` lists them."
        )


class NotAskedYet(ClockError):
    """The demand comes after the instant of the report."""

    def __init__(self, demand_id: str, as_of: datetime) -> None:
        self.demand_id = demand_id
        super().__init__(
            f"{demand_id} is not in the data as of {instant(as_of)} UTC. Ask with a later --as-of."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One demand's clock, its events in order, and what each rule did."""

    demand_id: str
    as_of: datetime
    clock: Clock
    events: tuple[tuple[Event, tuple[Note, ...]], ...]
    conclusions: tuple[Note, ...]

    def __str__(self) -> str:
        """Return the explanation as plain text."""
        lines = [f"{self.demand_id} as of {instant(self.as_of)} UTC: {state_told(self.clock)}", ""]
        for event, notes in self.events:
            lines.append(f"{instant(event.at)}  {what_happened(event)}")
            lines += [f"{'':21}rule {note.rule}: {note.says}" for note in notes]
        if self.conclusions:
            lines += ["", "In all"]
            lines += [f"  rule {note.rule}: {note.says}" for note in self.conclusions]
        lines += ["", *figures_told(self.clock)]
        return "\n".join(lines)


def explain(
    demand_id: str,
    history: History,
    *,
    as_of: datetime,
    follow_up_days: int = 14,
    known_at: datetime | None = None,
) -> Explanation:
    """Return why a demand's clock says what it says.

    The notes are those that the rules made while `tell_time` applied them.
    `history` must hold the demand and whatever it goes into or follows; events
    after `as_of` are not shown.

    Raises
    ------
    UnknownDemand
        If the history holds no such demand.
    NotAskedYet
        If it is not in the data as of the instant.
    """
    if demand_id not in history.demands:
        raise UnknownDemand(demand_id)
    told = tell_time(history, as_of=as_of, follow_up_days=follow_up_days, known_at=known_at)
    if demand_id not in told.clocks:
        raise NotAskedYet(demand_id, as_of)
    notes = told.notes[demand_id]
    shown = [
        event
        for event in history.events
        if event.demand_id == demand_id
        and (event.at <= as_of or any(note.event is event for note in notes))
        and (known_at is None or event.imported_at is None or event.imported_at <= known_at)
    ]
    return Explanation(
        demand_id=demand_id,
        as_of=as_of,
        clock=told.clocks[demand_id],
        events=tuple(
            (event, tuple(note for note in notes if note.event is event))
            for event in in_order(shown)
        ),
        conclusions=tuple(note for note in notes if note.event is None),
    )


def what_happened(event: Event) -> str:
    """Return an event in words: what, by whom, and what it changed; not masked."""
    who = event.actor or event.actor_kind or "somebody"
    kind = f" ({event.actor_kind})" if event.actor and event.actor_kind else ""
    details = []
    if event.before is not None or event.after is not None:
        details.append(f"{event.before or ''} -> {event.after or ''}".strip(" ->") or "-")
    if event.public is False:
        details.append("inside")
    if event.origin == "claimed":
        details.append("only claimed")
    return f"{event.kind} by {who}{kind}" + (f" [{', '.join(details)}]" if details else "")


def state_told(clock: Clock) -> str:
    """Return the state of a demand, or why it has none."""
    if clock.state is not None:
        return clock.state
    return "quarantined" if "quarantined" in clock.flags else "set aside"


def figures_told(clock: Clock) -> list[str]:
    """Return a clock's figures in lines, each a name and then the figure."""
    return [f"{name:26}{said}" for name, said in figure_words(clock)]


def figure_words(clock: Clock) -> list[tuple[str, str]]:
    """Return a clock's figures in words, each with its name; what is not known is left out."""
    times = {
        "first response": clock.first_response_seconds,
        "response after reopening": clock.response_after_reopening_seconds,
        "request to resolution": clock.request_to_resolution_seconds,
        "to another ending": clock.competing_ending_seconds,
        "known open for": clock.censored_seconds,
        "waited on the asker": clock.waiting_on_asker_seconds,
        "waited on us": clock.waiting_on_us_seconds,
        "waited on others": clock.waiting_on_other_seconds,
    }
    told = [(name, span(value)) for name, value in times.items() if value is not None]
    others = {
        "reopenings": clock.reopenings,
        "hand-offs": clock.hand_offs,
        "follows": clock.follows and f"{clock.follows} ({clock.follows_origin})",
        "request": clock.request_id,
        "problem": clock.problem_id,
        "flags": ", ".join(sorted(clock.flags)) or None,
    }
    fixed = {True: "yes", False: "no", None: "not known"}[clock.first_time_fix]
    told += [(name, str(value)) for name, value in others.items() if value is not None]
    return [*told, ("first-time fix", fixed)]
