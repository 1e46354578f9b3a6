"""One demand by its own events alone: what merges and follow-ups mean comes later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cynosure.clocks.claims import Ageing, aged
from cynosure.clocks.endings import Course, ending_claim_differs, impossible, run, used_claims
from cynosure.clocks.known import Record
from cynosure.clocks.notes import Notes
from cynosure.clocks.order import in_order
from cynosure.clocks.responses import Responses, find_responses
from cynosure.clocks.speaking import turns
from cynosure.clocks.start import Start, find_start, since_start
from cynosure.clocks.turns import Turn, turns_of
from cynosure.demand import Demand, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """A demand that is in the data as of the instant, by its own events.

    `start` is None where it is quarantined; `clocked` is False there, and where
    no ending is left though one was claimed.
    """

    demand: Demand
    notes: Notes
    start: Start | None = None
    clocked: bool = False
    events: tuple[Event, ...] = ()  # those that count, from the start on
    course: Course
    responses: Responses = field(default_factory=Responses)
    ageing: Ageing = field(default_factory=Ageing)
    turns: tuple[Turn, ...] = ()
    early: tuple[Event, ...] = ()  # endings before the start
    future: tuple[Event, ...] = ()  # what is later than its import
    flags: frozenset[str] = frozenset()

    @property
    def state(self) -> str | None:
        """The state; None where there is no clock."""
        return self.course.standing_as if self.clocked else None

    @property
    def ended_at(self) -> datetime | None:
        """When the ending that stands was."""
        standing = self.course.standing
        return standing.at if self.clocked and standing else None

    @property
    def begun(self) -> datetime:
        """When the clock started; only where there is one."""
        assert self.start is not None
        return self.start.at


def tell_alone(record: Record, *, as_of: datetime) -> Alone | None:
    """Return what a demand's own events tell, or None where it is not in the data yet."""
    notes = Notes()
    for event in record.future:
        notes.say(10, "Set aside: later than its import, it cannot have happened yet.", event)
    start = find_start(record, as_of=as_of, notes=notes)
    happened = [event for event in record.observed if event.at <= as_of]
    claimed = [event for event in record.claims if event.at <= as_of]
    if start is None:
        told = (*record.observed, *record.claims, *record.future)
        if told and not (happened or claimed or record.future):
            return None
        flags = {"quarantined"} | ({"in_future"} if record.future else set())
        return Alone(
            demand=record.demand,
            notes=notes,
            course=Course(),
            future=record.future,
            flags=frozenset(flags),
        )
    if start.at > as_of:
        return None
    return _with_start(record, start, happened, claimed, as_of, notes)


def _with_start(  # noqa: PLR0917  # one call, and all of it is one record
    record: Record,
    start: Start,
    happened: list[Event],
    claimed: list[Event],
    as_of: datetime,
    notes: Notes,
) -> Alone:
    demand = record.demand
    early, since = since_start(in_order((*happened, *claimed)), start.at)
    aside = impossible(early, notes)
    observed = [event for event in since if event.origin != "claimed"]
    claims = [event for event in since if event.origin == "claimed"]
    used = used_claims(observed, claims, demand, notes)
    kept = {id(event) for event in (*observed, *used)}
    events = [event for event in since if id(event) in kept]
    first = next((event for event in events if event.kind == "asked"), None)
    if first is not None and first.at == start.at:
        notes.say(1, "The clock starts.", first)
    course = run(events, demand, notes)
    ageing = aged(record, course, start=start.at, as_of=as_of, notes=notes)
    responses = find_responses(events, course, demand, notes)
    only_claimed = not happened
    claimed_end = course.standing is not None and course.standing.origin == "claimed"
    differs = (
        start.claim_differs
        or responses.claim_differs
        or ageing.against_history
        or (any(turns(e) for e in observed) and ending_claim_differs(claims, used, course))
    )
    flags = {
        "start_moved": start.moved,
        "claimed": only_claimed or claimed_end,
        "claim_differs": differs,
        "claim_withdrawn": ageing.withdrawn,
        "impossible_order": bool(aside),
        "in_future": bool(record.future),
    }
    clocked = course.any_ending or not aside
    if not clocked:
        notes.say(10, "No ending is left though one was claimed: set aside, not counted as open.")
    return Alone(
        demand=demand,
        notes=notes,
        start=start,
        clocked=clocked,
        events=tuple(events),
        course=course,
        responses=responses,
        ageing=ageing,
        turns=tuple(turns_of(events, course, demand, start=start.at, as_of=as_of, notes=notes)),
        early=tuple(aside),
        future=record.future,
        flags=frozenset(name for name, holds in flags.items() if holds),
    )
