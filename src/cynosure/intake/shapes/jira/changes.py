"""A change log read for the clocks: endings, reopenings, turns and hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cynosure.demand import Event
from cynosure.demand.kinds import EventKind
from cynosure.intake.dates import read_time
from cynosure.intake.shape import Context
from cynosure.intake.shapes.fields import mapping, mappings, text
from cynosure.intake.shapes.jira.issue import Issue
from cynosure.intake.shapes.jira.people import Person, kind_of, person
from cynosure.intake.shapes.statuses import Ending, ending_of, turn_of

_READ = frozenset({"status", "resolution", "assignee"})


@dataclass(slots=True)
class Change:
    """What one person changed in one moment. Each pair is (from, to)."""

    at: datetime
    author: Person | None
    id: str | None
    status: tuple[str | None, str | None] | None = None
    status_id: str | None = None
    resolution: tuple[str | None, str | None] | None = None
    assignee: tuple[str | None, str | None] | None = None


def changes_in(record: Mapping[str, Any], context: Context) -> list[Change] | None:
    """Return the changes that an issue carries, oldest first; None where it carries no log."""
    log = record.get("changelog")
    histories = mapping(log).get("histories", mapping(log).get("values"))
    if not isinstance(histories, list):
        return None
    changes = [
        change
        for history in mappings(histories)
        if (change := _change(history, mappings(history.get("items")), context)) is not None
    ]
    # Cloud lists the newest first, servers the oldest; ids grow in either.
    changes.sort(key=lambda change: (change.at, _numeric(change.id)))
    return changes


def changes_from(rows: Iterable[Mapping[str, Any]], context: Context) -> list[Change]:
    """Return the changes that a table of field changes holds of one issue, oldest first."""
    together: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        moment = (str(row.get("created")), str(row.get("author")))
        together.setdefault(moment, []).append(row)
    changes = [
        change
        for items in together.values()
        if (change := _change(items[0], items, context)) is not None
    ]
    changes.sort(key=lambda change: change.at)
    return changes


def _numeric(said: str | None) -> int:
    return int(said) if said is not None and said.isdigit() else 0


def _change(
    head: Mapping[str, Any], items: Sequence[Mapping[str, Any]], context: Context
) -> Change | None:
    read = [item for item in items if text(item.get("field")) in _READ]
    if not read:
        return None
    at = read_time(head.get("created"), context)
    if at is None:
        return None
    change = Change(at=at, author=person(head.get("author")), id=text(head.get("id")))
    for item in read:
        pair = (_named(item, "fromString", "from"), _named(item, "toString", "to"))
        if item["field"] == "status":
            change.status, change.status_id = pair, text(item.get("to"))
        elif item["field"] == "resolution":
            change.resolution = pair
        else:
            change.assignee = pair
    return change


def _named(item: Mapping[str, Any], name: str, number: str) -> str | None:
    return text(item.get(name)) or text(item.get(number))


def ending_named(resolution: str | None, status: str | None) -> Ending:
    """Return the ending that a resolution is; one whose words are not known is a resolution.

    >>> ending_named("Won't Do", "Done"), ending_named(None, "Rejected"), ending_named("Shipped", None)
    ('declined', 'declined', 'resolved')
    """
    word = resolution or status
    return (ending_of(word) if word else None) or "resolved"


def is_done(issue: Issue, status: str | None, status_id: str | None) -> bool | None:
    """Return whether a status is one of the done; None where nothing tells.

    The category beats the name, where the category is known: that of the
    issue's own status. A status called Closed whose category was never set is
    believed if the issue has a resolution.
    """
    if status is None:
        return None
    own = status == issue.status or (status_id is not None and status_id == issue.status_id)
    by_name = ending_of(status) is not None
    if own and issue.category is not None:
        return issue.category == "done" or (by_name and issue.resolution is not None)
    if by_name:
        return True
    return False if turn_of(status) is not None else None


@dataclass(slots=True)
class _Course:
    """Where an issue stands while its changes are gone through."""

    issue: Issue
    demand_id: str
    original: str | None
    events: list[Event] = field(default_factory=list)
    ending: int | None = None  # place of the event that ended it
    resolution: str | None = None
    assignee: str | None = None

    def take(self, change: Change) -> None:
        if change.assignee is not None:
            before, after = change.assignee
            if after is not None:
                self._add("assigned", change, before or self.assignee, after)
            # Taken from somebody and given to somebody else a day later is one move of hands.
            self.assignee = after or before or self.assignee
        if change.resolution is not None:
            self.resolution = change.resolution[1]
        if change.status is None and change.resolution is None:
            return
        before, after = change.status or (None, None)
        done = self._done(change)
        if done:
            self._end(change, before, after)
        elif done is False and (self.ending is not None or self._left_an_ending(change)):
            ended = self.events[self.ending] if self.ending is not None else None
            was = (ended.after or ended.before) if ended else self._word_before(change)
            self._add("reopened", change, was, after or "Unresolved")
            self.ending = None
            if after is not None and turn_of(after) not in (None, "waits_on_us"):
                self._add("waits_on_us", change, before, after)
        elif after is not None and self.ending is None:
            # In a tracker a step that nothing else is known of is the organisation's.
            self._add(turn_of(after) or "waits_on_us", change, before, after)

    def _left_an_ending(self, change: Change) -> bool:
        """Return whether the first that is told of a course is that it goes on again.

        So it is where a webhook began after the issue had ended.
        """
        if any(event.kind != "assigned" for event in self.events):
            return False
        resolution = change.resolution[0] if change.resolution else None
        status = change.status[0] if change.status else None
        return resolution is not None or bool(is_done(self.issue, status, None))

    @staticmethod
    def _word_before(change: Change) -> str | None:
        resolution = change.resolution[0] if change.resolution else None
        return resolution or (change.status[0] if change.status else None)

    def _done(self, change: Change) -> bool | None:
        if change.resolution is not None and change.resolution[1] is not None:
            return True
        after = change.status[1] if change.status is not None else None
        told = is_done(self.issue, after, change.status_id)
        if change.resolution is not None and told is not True:
            return False  # the resolution was cleared
        if told is None and self.ending is not None and self.resolution is None:
            return False  # left a done status for one whose name says nothing
        return told

    def _end(self, change: Change, before: str | None, after: str | None) -> None:
        kind = ending_named(self.resolution, after)
        word = self.resolution or after
        if self.ending is not None and change.status is None:
            # The status said only that it ended; the resolution, set later, says how.
            self.events[self.ending] = self._as(self.events[self.ending], kind, word)
            return
        self._add(kind, change, before, word)
        if kind == "merged":
            self.events[-1] = self._as(self.events[-1], kind, word)
        if self.ending is None:
            self.ending = len(self.events) - 1

    def _as(self, event: Event, kind: EventKind, word: str | None) -> Event:
        if kind == "merged":
            return replace(event, kind=kind, before=word, after=self.original)
        return replace(event, kind=kind, after=word)

    def _add(self, kind: EventKind, change: Change, before: str | None, after: str | None) -> None:
        author = change.author
        said = f"{self.demand_id}/history/{change.id}/{kind}" if change.id else None
        self.events.append(
            Event(
                demand_id=self.demand_id,
                at=change.at,
                kind=kind,
                actor=author.id if author else None,
                actor_kind=kind_of(author, self.issue.reporter),
                public=True if kind != "assigned" else None,
                before=before,
                after=after,
                seq=len(self.events),
                event_id=said,
            )
        )


def events_of(
    issue: Issue, changes: Iterable[Change], *, demand_id: str, original: str | None
) -> Iterator[Event]:
    """Yield what the changes mean, oldest first; the issue's status and resolution names beside."""
    course = _Course(issue, demand_id, original)
    for change in changes:
        course.take(change)
    yield from course.events
