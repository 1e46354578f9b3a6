"""What a summary claims, beside a history that shows the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from cynosure.demand import ENDINGS, Event

_A_MOMENT = timedelta(seconds=2)


def as_precise(claimed: Event, history: Iterable[Event]) -> Event:
    """Return the claim at the instant of the ending in the history that it is the summary of.

    Sources cut the fractions of a second off one and not off the other, or set
    both a moment apart; that is no difference to be told of.

    >>> from datetime import UTC, datetime
    >>> shown = Event(demand_id="desk:1", at=datetime(2026, 3, 5, 9, 0, 1, tzinfo=UTC), kind="resolved")
    >>> claim = replace(shown, at=datetime(2026, 3, 5, 9, tzinfo=UTC), origin="claimed")
    >>> as_precise(claim, [shown]).at == shown.at
    True
    """
    near = min(
        (
            event.at
            for event in history
            if event.kind in ENDINGS and abs(event.at - claimed.at) <= _A_MOMENT
        ),
        key=lambda at: abs(at - claimed.at),
        default=None,
    )
    return claimed if near is None else replace(claimed, at=near)
