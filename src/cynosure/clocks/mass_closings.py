"""Rule 14: one actor ends more than 5 % of what was open, and at least 20, within an hour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cynosure.clocks.alone import Alone
from cynosure.clocks.speaking import second
from cynosure.demand import Event

AT_LEAST = 20
_HOUR = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class MassClosing:
    """Endings by one actor in hours that overlap; both instants are of endings."""

    actor: str
    count: int
    since: datetime
    until: datetime


def mass_closings(clocked: Iterable[Alone]) -> tuple[list[MassClosing], set[str]]:
    """Return the mass closings, and the demands whose ending that stands is part of one.

    Every kind of ending with an effect counts. The 5 % are of what was open
    when the hour began, what it ended at once included. Both ends of the hour
    are inside, instants are cut to the second; hours that overlap are one.
    """
    opened: list[datetime] = []
    closed: list[datetime] = []
    by_actor: dict[str, list[tuple[datetime, str, Event, bool]]] = defaultdict(list)
    for alone in clocked:
        opened += [second(alone.begun), *(second(e.at) for e in alone.course.reopenings)]
        for event in alone.course.endings:
            closed.append(second(event.at))
            if event.actor is not None:
                stands = event is alone.course.standing
                by_actor[event.actor].append((second(event.at), event.demand_id, event, stands))
    opened.sort()
    closed.sort()
    found: list[MassClosing] = []
    marked: set[str] = set()
    for actor, ends in by_actor.items():
        if len(ends) < AT_LEAST:
            continue
        ends.sort(key=lambda one: one[:2])
        times = [one[0] for one in ends]
        hours = [
            begins
            for begins in sorted(set(times))
            if _too_many(
                bisect_right(times, begins + _HOUR) - bisect_left(times, begins),
                bisect_right(opened, begins) - bisect_left(closed, begins),
            )
        ]
        for since, until in _overlapping(hours):
            inside = [one for one in ends if since <= one[0] <= until]
            moments = [event.at for _, _, event, _ in inside]
            found.append(MassClosing(actor, len(inside), min(moments), max(moments)))
            marked |= {name for _, name, _, stands in inside if stands}
    return found, marked


def _too_many(ended: int, were_open: int) -> bool:
    return ended >= AT_LEAST and ended * 20 > were_open


def _overlapping(hours: list[datetime]) -> list[tuple[datetime, datetime]]:
    spans: list[tuple[datetime, datetime]] = []
    for begins in hours:
        if spans and begins <= spans[-1][1]:
            spans[-1] = (spans[-1][0], begins + _HOUR)
        else:
            spans.append((begins, begins + _HOUR))
    return spans
