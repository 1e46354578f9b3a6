"""A demand's clock and a request's, as the rules tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the rules make of one demand: a row of CLOCKS.

    `ended_at` is when the asker's clock ended, for a merged demand that of what
    it went into; None while open. Of the three times exactly one has a value
    wherever there is a state.
    """

    demand_id: str
    start: datetime | None = None
    state: str | None = None
    ended_at: datetime | None = None
    first_response_seconds: int | None = None
    response_after_reopening_seconds: int | None = None
    request_to_resolution_seconds: int | None = None
    competing_ending_seconds: int | None = None
    censored_seconds: int | None = None
    reopenings: int | None = None
    reopened_at: datetime | None = None
    first_resolved_at: datetime | None = None
    first_time_fix: bool | None = None
    waiting_on_asker_seconds: int | None = None
    waiting_on_us_seconds: int | None = None
    waiting_on_other_seconds: int | None = None
    hand_offs: int | None = None
    follows: str | None = None
    follows_origin: str | None = None
    request_id: str | None = None
    problem_id: str | None = None
    claimed: bool = False
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the rules make of one chain of follow-ups: a row of REQUESTS, with its demands.

    `state` is `merged` where the ending that decides lies outside the chain.
    """

    request_id: str
    demands: tuple[str, ...]
    start: datetime
    state: str
    ended_at: datetime | None
    first_response_seconds: int | None
    request_to_resolution_seconds: int | None
    competing_ending_seconds: int | None
    censored_seconds: int | None
    first_time_fix: bool | None
    claimed: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Demands with a clock, their requests and problems; demands quarantined, events set aside."""

    demands: int
    requests: int
    problems: int
    quarantined: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event that was left out, and why: `before_start` or `in_future`."""

    demand_id: str
    at: datetime
    kind: str
    reason: str
