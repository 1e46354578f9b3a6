"""From what the rules found to the rows that others read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from cynosure.clocks.alone import Alone
from cynosure.clocks.clock import Clock, Request
from cynosure.clocks.follow_ups import Link
from cynosure.clocks.merges import Outcome, Ways, chain_outcome
from cynosure.clocks.notes import span
from cynosure.clocks.speaking import seconds_between
from cynosure.clocks.turns import hand_offs, seconds_of


def without_clock(alone: Alone) -> Clock:
    """Return the row of a demand that is quarantined or set aside."""
    first = alone.course.first_resolution
    answer = alone.responses.first
    start = alone.start.at if alone.start else None
    return Clock(
        demand_id=alone.demand.demand_id,
        start=start,
        first_response_seconds=seconds_between(start, answer.at) if start and answer else None,
        first_resolved_at=first.at if first else None,
        claimed="claimed" in alone.flags,
        flags=alone.flags,
    )


def clock_of(
    alone: Alone,
    outcome: Outcome,
    *,
    link: Link | None,
    fixed: bool | None,
    request_id: str,
    problem_id: str,
    mass_closing: bool,
    as_of: datetime,
) -> Clock:
    """Return the row of a demand that has a clock."""
    first, answer = alone.course.first_resolution, alone.responses.first
    flags = {
        "merge_loop": outcome.circle,
        "merged_into_unknown": outcome.unknown,
        "mass_closing": mass_closing,
    }
    resolved, otherwise, censored = times(alone.begun, outcome, as_of)
    _note(alone, outcome, resolved, otherwise, censored)
    again = alone.responses.after_reopening_seconds
    reopenings = alone.course.reopenings
    return Clock(
        demand_id=alone.demand.demand_id,
        start=alone.begun,
        state=alone.state,
        ended_at=outcome.ended_at,
        first_response_seconds=seconds_between(alone.begun, answer.at) if answer else None,
        response_after_reopening_seconds=None if alone.ageing.reopenings else again,
        request_to_resolution_seconds=resolved,
        competing_ending_seconds=otherwise,
        censored_seconds=censored,
        reopenings=len(alone.course.reopenings) + alone.ageing.reopenings,
        reopened_at=reopenings[-1].at if reopenings and not alone.ageing.reopenings else None,
        first_resolved_at=first.at if first else None,
        first_time_fix=fixed,
        waiting_on_asker_seconds=seconds_of(alone.turns, "asker"),
        waiting_on_us_seconds=seconds_of(alone.turns, "us"),
        waiting_on_other_seconds=seconds_of(alone.turns, "other"),
        hand_offs=hand_offs(alone.events),
        follows=link.to if link else None,
        follows_origin=link.origin if link else None,
        request_id=request_id,
        problem_id=problem_id,
        claimed="claimed" in alone.flags,
        flags=alone.flags | {name for name, holds in flags.items() if holds},
    )


def request_of(
    members: Sequence[str], clocks: Mapping[str, Clock], ways: Ways, outcomes: Mapping[str, Outcome]
) -> Request:
    """Return the row of a chain of follow-ups; most are of one demand."""
    name = members[0]
    first = clocks[name]
    found = outcomes[name] if len(members) == 1 else chain_outcome(members, ways)
    inside = found.decided_by in members and not found.unknown
    start = ways.clocked[name].begun
    resolved, otherwise, censored = times(start, found, ways.as_of)
    answers = [a.at for m in members if (a := ways.clocked[m].responses.first) is not None]
    alone = len(members) == 1
    decides = first if alone or not found.decided_by else clocks[found.decided_by]
    return Request(
        request_id=name,
        demands=tuple(members),
        start=start,
        state=found.ends_as if inside else "merged",
        ended_at=found.ended_at,
        first_response_seconds=seconds_between(start, min(answers)) if answers else None,
        request_to_resolution_seconds=resolved,
        competing_ending_seconds=otherwise,
        censored_seconds=censored,
        first_time_fix=first.first_time_fix,
        claimed=decides.claimed,
    )


def times(
    start: datetime, outcome: Outcome, as_of: datetime
) -> tuple[int | None, int | None, int | None]:
    """Return seconds to the resolution, to another ending, to the last moment known open.

    Exactly one has a value (rules 6 and 7).
    """
    spent = seconds_between(start, outcome.ended_at or as_of)
    if outcome.ends_as == "resolved":
        return spent, None, None
    if outcome.ends_as in ("declined", "abandoned"):
        return None, spent, None
    return None, None, spent


def _note(
    alone: Alone,
    outcome: Outcome,
    resolved: int | None,
    otherwise: int | None,
    censored: int | None,
) -> None:
    say = alone.notes.say
    if outcome.circle:
        say(4, "Its merges run in a circle: it is open.")
    elif outcome.unknown:
        say(4, "It went into something that is not in the data: known to wait until the merge.")
    elif alone.state == "merged" and outcome.decided_by:
        say(4, f"It follows {outcome.decided_by}, and never ends before its merge.")
    if resolved is not None:
        say(3, f"From the first ask to the resolution: {span(resolved)}.")
    elif otherwise is not None:
        say(6, f"From the first ask to this ending, which is no resolution: {span(otherwise)}.")
    elif censored is not None and outcome.ended_at is None:
        say(7, f"Open as of the report, and counted so: {span(censored)} so far.")
    elif censored is not None:
        say(6, f"Known to have waited {span(censored)}; nobody knows how much longer.")


def named(marked: AbstractSet[str], alone: Alone) -> bool:
    """Return whether a demand's ending is part of a mass closing, and note it."""
    holds = alone.demand.demand_id in marked
    if holds:
        alone.notes.say(14, "Its ending is one of a mass closing; the state stays as recorded.")
    return holds
