"""Who speaks, and what counts as an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from cynosure.demand import ENDINGS, Demand, Event

_GIVEN_UP = ("stale", "no_answer")


def speaker(event: Event, demand: Demand) -> Literal["asker", "staff", "bot", "other"]:
    """Return who speaks: the asker is the asker, whatever badge they wear (rule 2).

    >>> ana = Demand(demand_id="desk:1", source="desk", source_id="1", asker="ana")
    >>> at = datetime(2026, 3, 2)
    >>> speaker(Event(demand_id="desk:1", at=at, kind="told", actor="ana", actor_kind="staff"), ana)
    'asker'
    """
    if event.actor is not None and event.actor == demand.asker:
        return "asker"
    return event.actor_kind or "other"


def is_answer(event: Event, demand: Demand) -> bool:
    """Return whether it is a public word of staff to the asker (rule 2)."""
    return (
        event.kind in ("responded", "told")
        and event.public is True
        and speaker(event, demand) == "staff"
    )


def is_word_of_asker(event: Event, demand: Demand) -> bool:
    """Return whether it is a public word of the asker, also asked again or rated (rule 8)."""
    return (
        event.kind in ("asked", "responded", "rated")
        and event.public is True
        and speaker(event, demand) == "asker"
    )


def ends(event: Event) -> bool:
    """Return whether the event is an ending of any kind."""
    return event.kind in ENDINGS


def turns(event: Event) -> bool:
    """Return whether the event ends or reopens."""
    return ends(event) or event.kind == "reopened"


def ends_as(event: Event, demand: Demand) -> str:
    """Return what an ending is: a bot that closes for want of an answer abandons (rule 3)."""
    gave_up = event.after in _GIVEN_UP and speaker(event, demand) == "bot"
    return "abandoned" if event.kind == "resolved" and gave_up else event.kind


def second(moment: datetime) -> datetime:
    """Return an instant cut to its second: what durations and comparisons rest on."""
    return moment.replace(microsecond=0)


def seconds_between(earlier: datetime, later: datetime) -> int:
    """Return whole seconds between two instants, each cut to its second first.

    >>> from datetime import UTC
    >>> seconds_between(datetime(2026, 3, 2, 9, 0, 0, 900000), datetime(2026, 3, 2, 9, 0, 1))
    1
    """
    return round((second(later) - second(earlier)).total_seconds())
