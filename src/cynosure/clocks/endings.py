"""Rules 3, 6, 10 and 11: endings, reopenings, and which claims are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cynosure.clocks.notes import Notes
from cynosure.clocks.speaking import ends, ends_as, second, turns
from cynosure.demand import Demand, Event


@dataclass(slots=True)
class Course:
    """How a demand ended and was reopened, event by event."""

    endings: list[Event] = field(default_factory=list)  # those with an effect
    reopenings: list[Event] = field(default_factory=list)
    standing: Event | None = None
    standing_as: str = "open"
    first_resolution: Event | None = None
    reopened_after_fix: Event | None = None
    any_ending: bool = False

    @property
    def ended(self) -> bool:
        """Whether it has ended, as of the last event."""
        return self.standing is not None


def run(events: Sequence[Event], demand: Demand, notes: Notes | None = None) -> Course:
    """Return the course of endings and reopenings among events that are in order."""
    course = Course()
    say = (notes or Notes()).say
    for event in events:
        if ends(event):
            course.any_ending = True
            if course.ended:
                say(3, "Changes nothing: it had ended already.", event)
                continue
            course.standing, course.standing_as = event, ends_as(event, demand)
            course.endings.append(event)
            if course.standing_as == "resolved" and course.first_resolution is None:
                course.first_resolution = event
            say(*_ending_says(event, course.standing_as), event)
        elif event.kind == "reopened":
            if not course.ended:
                say(3, "Changes nothing: it was open.", event)
                continue
            course.standing, course.standing_as = None, "open"
            course.reopenings.append(event)
            if course.first_resolution is not None and course.reopened_after_fix is None:
                course.reopened_after_fix = event
            say(3, "Reopened: the ending did not stand, the clock has run all the time.", event)
    return course


def _ending_says(event: Event, as_what: str) -> tuple[int, str]:
    if as_what == "resolved":
        return 3, "Resolved: the clock stops here unless it is reopened."
    if as_what == "merged":
        return 4, f"Merged into {event.after or 'something unknown'}: from here it follows that."
    if as_what == "withdrawn":
        return 6, "The asker took it back: known to have waited until here."
    if as_what == "abandoned" and event.kind == "resolved":
        return 3, "A bot closed it for want of an answer: abandoned, no resolution."
    return 6, f"Ended without being served: {as_what}."


def used_claims(
    observed: Sequence[Event], claimed: Sequence[Event], demand: Demand, notes: Notes
) -> list[Event]:
    """Return the claims that count beside the history (rule 11).

    A claimed ending or reopening is used only where the history leaves the
    demand open, and later than its last reopening.
    """
    told = [event for event in observed if turns(event)]
    if not told:
        return list(claimed)
    ended = run(told, demand).ended
    reopened_at = max((e.at for e in told if e.kind == "reopened"), default=None)
    used = []
    for event in claimed:
        late = reopened_at is None or event.at > reopened_at
        if turns(event) and (ended or not late):
            notes.say(11, "Claimed only; the history knows better and counts.", event)
        else:
            used.append(event)
    return used


def ending_claim_differs(claimed: Sequence[Event], used: Sequence[Event], course: Course) -> bool:
    """Return whether the summary claims an ending that is not how the history left it."""
    claims = [event for event in claimed if ends(event)]
    if not claims or any(ends(event) for event in used):
        return False
    stands = course.standing
    return not any(
        stands is not None and second(e.at) == second(stands.at) and e.kind == stands.kind
        for e in claims
    )


def impossible(early: Sequence[Event], notes: Notes) -> list[Event]:
    """Return the endings that lie before the start: set aside (rule 10)."""
    aside = [event for event in early if ends(event)]
    for event in aside:
        notes.say(10, "Set aside: an ending before the start is impossible.", event)
    return aside


def reopened_between(course: Course, since: datetime, until: datetime | None) -> bool:
    """Return whether the course shows a reopening from `since` to `until`, both inside."""
    return any(
        since <= event.at and (until is None or event.at <= until) for event in course.reopenings
    )
