"""Rule 12: the order of equal instants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from cynosure.demand import ENDINGS, Event

_WAITS = ("waits_on_asker", "waits_on_us", "waits_on_other")


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events in the order in which they count.

    Where the history numbers all its events of an instant, that order holds; a
    claimed ask then comes before them and any other claim after, since a
    summary knows no order among equal instants. Else kinds decide, and last
    the event's id.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 2, tzinfo=UTC)
    >>> kinds = ("resolved", "waits_on_us", "asked")
    >>> said = [Event(demand_id="desk:1", at=at, kind=kind, event_id=kind) for kind in kinds]
    >>> [event.kind for event in in_order(said)]
    ['asked', 'waits_on_us', 'resolved']
    """
    instants: dict[datetime, list[Event]] = defaultdict(list)
    for event in events:
        instants[event.at].append(event)
    return [event for instant in sorted(instants) for event in _of_one_instant(instants[instant])]


def _of_one_instant(events: list[Event]) -> list[Event]:
    numbered = all(event.seq is not None for event in events if event.origin != "claimed")

    def place(event: Event) -> tuple[int, int, int, str]:
        among, seq = 0, 0
        if numbered and event.origin == "claimed":
            among = 0 if event.kind == "asked" else 2
        elif numbered:
            among, seq = 1, event.seq or 0
        return among, seq, _rank(event), event.event_id or ""

    return sorted(events, key=place)


def _rank(event: Event) -> int:
    match event.kind:
        case "asked":
            return 0
        case "reopened":
            return 1
        case "responded" | "told":
            return 2
        case kind if kind in _WAITS:
            return 4
        case kind if kind in ENDINGS:
            return 5
        case _:
            return 3
