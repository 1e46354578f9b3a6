"""Rule 15: promises, judged by the snapshot taken when they were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

import orjson

from cynosure.clocks.alone import Alone
from cynosure.clocks.merges import Outcome
from cynosure.clocks.notes import Notes
from cynosure.clocks.speaking import seconds_between
from cynosure.clocks.turns import Turn, Whose
from cynosure.demand import Event

Kept = Literal["kept", "missed", "not_yet_due"]
_PAUSES: Mapping[str, Whose] = MappingProxyType(
    {"waits_on_asker": "asker", "waits_on_us": "us", "waits_on_other": "other"}
)


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise and its outcome.

    None: it cannot be judged by these clocks, because it is about another term,
    or its target is on a calendar of which the snapshot holds only the name.
    """

    demand_id: str
    at: datetime
    agreement: str | None
    term: str | None
    outcome: Kept | None


def promises(alone: Alone, outcome: Outcome, *, as_of: datetime) -> list[Promise]:
    """Return the promises of one demand with what became of them.

    Done exactly at the due time is kept; a resolution that did not stand keeps
    nothing. What the asker takes back before it was due is neither kept nor
    missed: nothing was owed any more.
    """
    found = []
    for event in alone.events:
        snapshot = _snapshot(event)
        if snapshot is None:
            continue
        term = snapshot.get("term")
        done_at, withdrawn_at = None, None
        if term == "first_response" and alone.responses.first is not None:
            done_at = alone.responses.first.at
        if term == "resolution" and outcome.ends_as == "resolved":
            done_at = outcome.ended_at
        if outcome.ends_as == "withdrawn":
            withdrawn_at = outcome.ended_at
        until = done_at or withdrawn_at or as_of
        late = _late(event, snapshot, until, alone.turns)
        kept: Kept | None = None
        if late is not None and term in ("first_response", "resolution"):
            kept = "missed" if late else ("kept" if done_at else "not_yet_due")
        _note(alone.notes, event, kept)
        agreement = snapshot.get("agreement")
        found.append(Promise(event.demand_id, event.at, agreement, term, kept))
    return found


def attained(
    due_and_done: Sequence[tuple[datetime, datetime | None]], *, as_of: datetime
) -> list[Kept]:
    """Return what became of promises of which the due time and the moment done are known.

    What was done after the instant is not done as of it; exactly at the due
    time is in time, and overdue begins after it.

    >>> from datetime import UTC
    >>> day = lambda n: datetime(2026, 3, n, tzinfo=UTC)
    >>> attained([(day(5), day(5)), (day(5), None), (day(9), None)], as_of=day(6))
    ['kept', 'missed', 'not_yet_due']
    """
    outcomes: list[Kept] = []
    for due, done in due_and_done:
        done_by_then = done is not None and done <= as_of
        until = done if done is not None and done_by_then else as_of
        outcomes.append("missed" if until > due else ("kept" if done_by_then else "not_yet_due"))
    return outcomes


def share_kept(outcomes: Sequence[Kept | None]) -> float | None:
    """Return the share of promises kept among those that fell due; None where none did.

    Open and overdue is missed and belongs to the base: a share of the closed
    alone grows by leaving alone what is late.

    >>> share_kept(["kept", "missed", "missed", "not_yet_due"])
    0.3333333333333333
    """
    kept, missed = outcomes.count("kept"), outcomes.count("missed")
    return kept / (kept + missed) if kept + missed else None


def _snapshot(event: Event) -> dict[str, Any] | None:
    if event.kind != "promised" or event.after is None:
        return None
    try:
        read = orjson.loads(event.after)
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}


def _late(
    event: Event, snapshot: Mapping[str, Any], until: datetime, turns: Sequence[Turn]
) -> bool | None:
    if snapshot.get("due"):
        return until > datetime.fromisoformat(snapshot["due"])
    target = snapshot.get("target_seconds")
    if target is None or snapshot.get("calendar", "around_the_clock") != "around_the_clock":
        return None
    stops = {_PAUSES[name] for name in snapshot.get("pauses", ()) if name in _PAUSES}
    paused = 0
    for turn in turns:
        since, end = max(turn.since, event.at), min(turn.until, until)
        if turn.whose in stops and since < end:
            paused += seconds_between(since, end)
    return seconds_between(event.at, until) - paused > int(target)


def _note(notes: Notes, event: Event, kept: Kept | None) -> None:
    says = {
        "kept": "This promise was kept.",
        "missed": "This promise was missed.",
        "not_yet_due": "This promise is not due yet.",
        None: "This promise cannot be judged by these clocks.",
    }
    notes.say(15, says[kept], event)
