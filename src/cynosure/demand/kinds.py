"""The words that a demand's fields may take; the comment beside each is its meaning."""

from __future__ import annotations

from typing import Literal, get_args

AskerKind = Literal["customer", "staff", "bot"]
ActorKind = Literal["asker", "staff", "bot", "other"]
Origin = Literal["observed", "claimed"]
FollowsOrigin = Literal["declared", "inferred"]
Role = Literal["pays", "uses", "supports", "derives_value"]
Standing = Literal["end_user", "intermediary", "internal", "partner"]
State = Literal["open", "resolved", "declined", "abandoned", "withdrawn", "merged"]
# Kinds of event.
EventKind = Literal[
    "asked",  # the customer asked; the first one starts the clock
    "responded",  # somebody wrote to the asker
    "noted",  # an internal note
    "assigned",  # moved to a team or person
    "waits_on_asker",  # from now on it is the asker's turn
    "waits_on_us",  # from now on it is the organisation's turn
    "waits_on_other",  # from now on it is somebody else's turn
    "resolved",  # the organisation says that it is solved
    "reopened",  # it was not, says the asker or staff
    "declined",  # ended without being served: not planned, rejected
    "abandoned",  # ended without an answer: closed for staleness, closed in bulk, expired
    "withdrawn",  # the asker took it back
    "merged",  # goes on in another demand
    "rated",  # the asker's verdict, from 0 to 1
    "promised",  # an agreement made
    "told",  # a status given
]
# Flags of a clock.
Flag = Literal[
    "start_moved",  # imports say different starts; the earliest counts
    "claimed",  # an ending comes from a summary field alone
    "claim_differs",  # the summary says another time than the history; the history counts
    "claim_withdrawn",  # an earlier export called it ended, the newest does not
    "impossible_order",  # it ended before it began; that ending is set aside
    "in_future",  # it holds an event later than its import; that event is set aside
    "quarantined",  # it has no usable start, so it has no clock
    "merge_loop",  # merged in a circle; it counts as open
    "merged_into_unknown",  # merged into what the export does not hold
    "mass_closing",  # ended in bulk, with many others within an hour
]

EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
ENDINGS: tuple[EventKind, ...] = ("resolved", "declined", "abandoned", "withdrawn", "merged")
ROLES: tuple[Role, ...] = get_args(Role)
STANDINGS: tuple[Standing, ...] = get_args(Standing)
STATES: tuple[State, ...] = get_args(State)
FLAGS: tuple[Flag, ...] = get_args(Flag)
