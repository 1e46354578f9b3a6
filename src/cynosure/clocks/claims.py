"""Rule 16: claims age. What earlier imports claimed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cynosure.clocks.endings import Course, reopened_between
from cynosure.clocks.known import Record
from cynosure.clocks.notes import Notes, instant
from cynosure.clocks.speaking import ends
from cynosure.demand import Event


@dataclass(frozen=True, slots=True)
class Ageing:
    """Reopenings that only the change of claims shows, at times that nobody knows."""

    reopenings: int = 0
    withdrawn: bool = False
    against_history: bool = False


def aged(
    record: Record, course: Course, *, start: datetime, as_of: datetime, notes: Notes
) -> Ageing:
    """Return what the change of a demand's claimed ending from import to import means.

    Where by the history alone it has ended, the history counts and nothing is added.
    """
    for event in record.outdated:
        notes.say(16, "Counts no more: the newest import that holds the demand lacks it.", event)
    claimed = [_claimed_ending(one, start) for one in record.by_import]
    known = [at for at in claimed if at is not None]
    by_history = course.standing is not None and course.standing.origin != "claimed"
    reopenings = 0
    for before, after in pairwise(known):
        if before < after and before <= as_of and not by_history:
            if reopened_between(course, before, after):
                continue
            reopenings += 1
            notes.say(
                16,
                f"The claimed ending moved from {instant(before)} to {instant(after)}: "
                "one reopening at an unknown time.",
            )
    if not known or known[-1] > as_of or _newest_claims_ending(record):
        return Ageing(reopenings)
    if by_history:
        notes.say(11, "The newest import claims no ending any more: differs from the history.")
        return Ageing(reopenings, against_history=True)
    if not reopened_between(course, known[-1], None):
        reopenings += 1
        notes.say(
            16,
            f"The ending claimed for {instant(known[-1])} was withdrawn: open again, "
            "one reopening at an unknown time.",
        )
    return Ageing(reopenings, withdrawn=True)


def _claimed_ending(claims: tuple[Event, ...], start: datetime) -> datetime | None:
    # What one import says of the ending: the first after its last reopening.
    claims = tuple(event for event in claims if event.at >= start)
    reopened = max((event.at for event in claims if event.kind == "reopened"), default=None)
    return min(
        (e.at for e in claims if ends(e) and (reopened is None or e.at > reopened)), default=None
    )


def _newest_claims_ending(record: Record) -> bool:
    # Also one that is impossible: the import does not lack it.
    future = [event for event in record.future if event.origin == "claimed"]
    return any(ends(event) for event in (*record.claims, *future))
