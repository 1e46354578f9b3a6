"""Rule 8: whose turn it is, a layer that is shown and never subtracted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from cynosure.clocks.endings import Course
from cynosure.clocks.notes import Notes
from cynosure.clocks.speaking import ends, is_word_of_asker, seconds_between
from cynosure.demand import Demand, Event

Whose = Literal["us", "asker", "other", "nobody"]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it was from one instant to another; nobody's while it has ended."""

    whose: Whose
    since: datetime
    until: datetime


def turns_of(
    events: Sequence[Event],
    course: Course,
    demand: Demand,
    *,
    start: datetime,
    as_of: datetime,
    notes: Notes,
) -> list[Turn]:
    """Return whose turn it was from the start to the instant of the report.

    After the start and after a reopening it is ours. A public word of the asker
    ends waiting on them, and so does an ending.
    """
    turns: list[Turn] = []
    whose: Whose = "us"
    since = start
    for event in events:
        now = _after(event, whose, course, demand)
        if now == whose:
            continue
        turns.append(Turn(whose, since, event.at))
        if "nobody" not in (now, whose):
            notes.say(8, _SAYS[now], event)
        whose, since = now, event.at
    return [*turns, Turn(whose, since, as_of)]


def seconds_of(turns: Sequence[Turn], whose: Whose) -> int:
    """Return how many whole seconds it was somebody's turn."""
    return sum(seconds_between(t.since, t.until) for t in turns if t.whose == whose)


_SAYS: dict[Whose, str] = {
    "us": "From here it is our turn.",
    "asker": "From here it waits on the asker; the clock runs on.",
    "other": "From here it waits on others; the clock runs on.",
}


_WAITS: Mapping[str, Whose] = MappingProxyType(
    {"waits_on_asker": "asker", "waits_on_us": "us", "waits_on_other": "other"}
)


def _after(event: Event, whose: Whose, course: Course, demand: Demand) -> Whose:
    if ends(event):
        return "nobody"
    if any(event is reopening for reopening in course.reopenings):
        return "us"
    if whose == "nobody":
        return whose
    if whose == "asker" and is_word_of_asker(event, demand):
        return "us"
    return _WAITS.get(event.kind, whose)


def hand_offs(events: Sequence[Event]) -> int:
    """Return how often a demand was passed on.

    The source's `before` says from whom; where it is silent, the last one who
    had it. The first assignment passes nothing on, nor does taking it from
    somebody and giving it to nobody.
    """
    passed, had = 0, None
    for event in events:
        if event.kind == "assigned":
            had = had if event.before is None else event.before
            if had is not None and event.after is not None and had != event.after:
                passed += 1
            had = event.after
    return passed
