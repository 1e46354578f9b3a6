"""The words that a demand's fields may take."""

from __future__ import annotations

from typing import Literal, get_args

AskerKind = Literal["customer", "staff", "bot"]
ActorKind = Literal["asker", "staff", "bot", "other"]
Origin = Literal["observed", "claimed"]
FollowsOrigin = Literal["declared", "inferred"]
State = Literal["open", "resolved", "declined", "abandoned", "withdrawn", "merged"]
EventKind = Literal[
    "asked",
    "responded",
    "noted",
    "assigned",
    "waits_on_asker",
    "waits_on_us",
    "waits_on_other",
    "resolved",
    "reopened",
    "declined",
    "abandoned",
    "withdrawn",
    "merged",
    "rated",
    "promised",
    "told",
]
Flag = Literal[
    "start_moved",
    "claimed",
    "claim_differs",
    "claim_withdrawn",
    "impossible_order",
    "in_future",
    "quarantined",
    "merge_loop",
    "merged_into_unknown",
    "mass_closing",
]

EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
ENDINGS: tuple[EventKind, ...] = ("resolved", "declined", "abandoned", "withdrawn", "merged")
STATES: tuple[State, ...] = get_args(State)
FLAGS: tuple[Flag, ...] = get_args(Flag)
