"""The rules of time, one after the other, on a history held in memory.

This is the rules in plain words of Python: golden cases, `explain` and the
query over all events are held against it. It walks one demand, one chain and one
merge at a time, so it is for thousands of demands, not for millions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cynosure.clocks.alone import tell_alone
from cynosure.clocks.clock import Clock, Counts, Request, SetAside
from cynosure.clocks.figures import Figures, figures
from cynosure.clocks.fix import first_time_fix
from cynosure.clocks.follow_ups import chains, links
from cynosure.clocks.history import History
from cynosure.clocks.joined import joined
from cynosure.clocks.known import records
from cynosure.clocks.mass_closings import MassClosing, mass_closings
from cynosure.clocks.merges import merge_pairs, outcome, ways_of
from cynosure.clocks.notes import Note
from cynosure.clocks.period import PeriodCounts, count_period
from cynosure.clocks.promises import Promise, promises
from cynosure.clocks.whole import clock_of, named, request_of, without_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that the rules tell of a history, as of one instant."""

    clocks: Mapping[str, Clock]
    requests: Sequence[Request]
    counts: Counts
    set_aside: Sequence[SetAside]
    quarantined: Sequence[str]
    promises: Sequence[Promise]
    mass_closings: Sequence[MassClosing]
    notes: Mapping[str, Sequence[Note]]

    def period(self, *, since: datetime, until: datetime) -> PeriodCounts:
        """Return what a period saw (rule 13); `since` is inside, `until` is not."""
        return count_period(self.clocks.values(), since=since, until=until)

    def figures(self) -> Figures:
        """Return the median time of the requests (rule 7)."""
        return figures(self.requests)


def tell_time(
    history: History,
    *,
    as_of: datetime,
    follow_up_days: int = 14,
    known_at: datetime | None = None,
) -> Told:
    """Return the clocks of a history as of an instant, by the rules of time.

    `as_of` is inside: what is known today about the time up to it, also if it
    arrived later. `known_at` leaves out what was imported later than it. A
    demand that was not asked yet has no entry.

    Examples
    --------
    >>> from datetime import UTC
    >>> from cynosure.demand import Demand, Event
    >>> day = lambda n: datetime(2026, 3, n, 9, tzinfo=UTC)
    >>> told = tell_time(
    ...     History.of(
    ...         [Demand(demand_id="desk:1", source="desk", source_id="1", asker="ana")],
    ...         [
    ...             Event(demand_id="desk:1", at=day(2), kind="asked", actor="ana"),
    ...             Event(demand_id="desk:1", at=day(3), kind="resolved", actor_kind="staff"),
    ...         ],
    ...     ),
    ...     as_of=day(30),
    ... )
    >>> clock = told.clocks["desk:1"]
    >>> clock.state, clock.request_to_resolution_seconds, clock.first_time_fix
    ('resolved', 86400, True)
    """
    there = [
        alone
        for record in records(history, known_at=known_at)
        if (alone := tell_alone(record, as_of=as_of)) is not None
    ]
    clocked = {one.demand.demand_id: one for one in there if one.clocked}
    followed = links(clocked, history.groups, days=follow_up_days)
    requests = chains(clocked, followed)
    ways = ways_of(clocked, followed, requests, as_of)
    outcomes = {name: outcome(name, ways) for name in clocked}
    pairs = [(name, link.to) for name, link in followed.items()] + merge_pairs(ways)
    problems = joined(clocked, pairs)
    closings, closed = mass_closings(clocked.values())
    back = defaultdict(list)
    for name, link in followed.items():
        back[link.to].append(clocked[name].begun)
    clocks = {one.demand.demand_id: without_clock(one) for one in there if not one.clocked}
    for name, alone in clocked.items():
        clocks[name] = clock_of(
            alone,
            outcomes[name],
            link=followed.get(name),
            fixed=first_time_fix(alone, back[name], days=follow_up_days, as_of=as_of),
            request_id=ways.chain_of[name][0],
            problem_id=problems[name],
            mass_closing=named(closed, alone),
            as_of=as_of,
        )
    aside = [
        SetAside(event.demand_id, event.at, event.kind, reason)
        for one in there
        for events, reason in ((one.early, "before_start"), (one.future, "in_future"))
        for event in events
    ]
    quarantined = [one.demand.demand_id for one in there if one.start is None]
    return Told(
        clocks=clocks,
        requests=[request_of(names, clocks, ways, outcomes) for names in requests.values()],
        counts=Counts(
            demands=len(clocked),
            requests=len(requests),
            problems=len(set(problems.values())),
            quarantined=len(quarantined),
            set_aside=len(aside),
        ),
        set_aside=aside,
        quarantined=quarantined,
        promises=[
            promise
            for name, alone in clocked.items()
            for promise in promises(alone, outcomes[name], as_of=as_of)
        ],
        mass_closings=closings,
        notes={one.demand.demand_id: tuple(one.notes.written) for one in there},
    )
