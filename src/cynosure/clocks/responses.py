"""Rule 2: first responses, and the one after a reopening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cynosure.clocks.endings import Course
from cynosure.clocks.notes import Notes
from cynosure.clocks.speaking import is_answer, second, seconds_between, speaker
from cynosure.demand import Demand, Event

_NO_ANSWER = {
    "bot": "No response: a bot's word is none.",
    "asker": "No response: the asker's own words.",
    "other": "No response: another person's words.",
}


@dataclass(frozen=True, slots=True)
class Responses:
    """The first response, the wait for one after the latest reopening, and a flag."""

    first: Event | None = None
    after_reopening_seconds: int | None = None
    claim_differs: bool = False


def find_responses(
    events: Sequence[Event], course: Course, demand: Demand, notes: Notes
) -> Responses:
    """Return the responses among the events from the start on.

    Claimed ones count only where the history holds none.
    """
    observed = [e for e in events if is_answer(e, demand) and e.origin != "claimed"]
    claimed = [e for e in events if is_answer(e, demand) and e.origin == "claimed"]
    answers = observed or claimed
    for event in events:
        if event.kind in ("responded", "told"):
            _note(event, answers, demand, notes)
    differs = bool(observed and claimed) and second(observed[0].at) != second(claimed[0].at)
    return Responses(
        first=answers[0] if answers else None,
        after_reopening_seconds=_after_reopening(events, answers, course),
        claim_differs=differs,
    )


def _after_reopening(
    events: Sequence[Event], answers: Sequence[Event], course: Course
) -> int | None:
    if not course.reopenings:
        return None
    reopened = course.reopenings[-1]
    later = events[next(i for i, event in enumerate(events) if event is reopened) :]
    answer = next((e for e in later if any(e is one for one in answers)), None)
    return None if answer is None else seconds_between(reopened.at, answer.at)


def _note(event: Event, answers: Sequence[Event], demand: Demand, notes: Notes) -> None:
    if answers and event is answers[0]:
        notes.say(2, "The first response.", event)
    elif not any(event is answer for answer in answers):
        who = speaker(event, demand)
        reason = _NO_ANSWER.get(who, "No response: the asker could not see it.")
        if event.origin == "claimed":
            reason = "Claimed only; the history knows better and counts."
        notes.say(2, reason, event)
