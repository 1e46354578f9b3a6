"""An issue's own history: its timeline or events, and its comments, as events of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cynosure.demand import Event
from cynosure.demand.kinds import EventKind
from cynosure.intake.dates import read_time
from cynosure.intake.shape import Context
from cynosure.intake.shapes.fields import mapping, mappings, text
from cynosure.intake.shapes.github.endings import ending_of_closing
from cynosure.intake.shapes.github.people import association_of, kind_of, login_of
from cynosure.intake.shapes.statuses import turn_of

# GitHub's own way of naming the original: a comment that begins with these words.
_DUPLICATE_OF = re.compile(
    r"^\s*duplicate of (?:#(?P<here>\d+)|(?P<repository>[\w.-]+/[\w.-]+)#(?P<there>\d+)"
    r"|https?://\S+?/(?P<path>[\w.-]+/[\w.-]+)/issues/(?P<number>\d+))",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<!^)(?=[A-Z])")
COMMENTS = ("comments", "comments_data", "comment_list")
TIMELINES = ("timeline", "timeline_data", "timelineItems", "events", "events_data")


@dataclass(slots=True)
class Issue:
    """What of an issue its history has to be read with."""

    demand_id: str
    repository: str | None
    asker: str | None
    labels: tuple[str, ...]
    duplicate_of: str | None = None
    events: dict[str, Event] = field(default_factory=dict)  # by their id, so that none comes twice


def comments_of(fields: Mapping[str, Any]) -> Sequence[Mapping[str, Any]] | None:
    """Return the comments that an issue carries; None where it carries only their number."""
    return _listed(fields, COMMENTS)


def timeline_of(fields: Mapping[str, Any]) -> Sequence[Mapping[str, Any]] | None:
    """Return the timeline that an issue carries; None where it carries none."""
    return _listed(fields, TIMELINES)


def _listed(
    fields: Mapping[str, Any], names: tuple[str, ...]
) -> Sequence[Mapping[str, Any]] | None:
    for name in names:
        held = fields.get(name)
        if isinstance(held, Mapping) and isinstance(held.get("nodes"), list):
            held = held["nodes"]
        if isinstance(held, list):
            return mappings(held)
    return None


def read_comments(issue: Issue, comments: Sequence[Mapping[str, Any]], context: Context) -> None:
    """Add what was written to the issue, and the original that a comment names."""
    for comment in comments:
        _read_comment(issue, comment, None, context)


def read_timeline(issue: Issue, timeline: Sequence[Mapping[str, Any]], context: Context) -> None:
    """Add what happened to the issue, in the order of GitHub's list."""
    kinds = [_kind(item) for item in timeline]
    history = _History(issue)
    stands = _last_closing(kinds)
    for place, (kind, item) in enumerate(zip(kinds, timeline, strict=True)):
        # Many are labelled just after they were closed, so the closing that stands has all labels.
        history.told = "labeled" in kinds and place != stands
        if kind == "commented":
            _read_comment(issue, item, place, context)
            continue
        meaning = _MEANINGS.get(kind or "")
        if meaning is None:
            continue
        at = read_time(item.get("created_at") or item.get("createdAt"), context)
        if at is not None and (said := meaning(history, item)) is not None:
            _put(issue, _event(issue, item, place, at, said))


def _last_closing(kinds: Sequence[str | None]) -> int | None:
    """Return the place of the closing that no reopening follows.

    >>> _last_closing(["closed", "reopened", "closed", "labeled"]), _last_closing(["closed", "reopened"])
    (2, None)
    """
    for place in range(len(kinds) - 1, -1, -1):
        if kinds[place] in ("closed", "reopened"):
            return place if kinds[place] == "closed" else None
    return None


@dataclass(slots=True)
class _Said:
    """What one item of a timeline means."""

    kind: EventKind
    before: str | None = None
    after: str | None = None


@dataclass(slots=True)
class _History:
    """What has happened so far: GitHub's items tell the new state, not the old one."""

    issue: Issue
    told: bool = False  # the labels of this moment are known, so those of the end need not do
    labels: dict[str, None] = field(default_factory=dict)
    assigned: str | None = None
    closed_as: str | None = None

    def labeled(self, item: Mapping[str, Any]) -> _Said | None:
        label = text(mapping(item.get("label")).get("name"))
        if label is None:
            return None
        self.labels[label] = None
        return _Said("waits_on_asker", after=label) if _asks_back(label) else None

    def unlabeled(self, item: Mapping[str, Any]) -> _Said | None:
        label = text(mapping(item.get("label")).get("name"))
        if label is None:
            return None
        self.labels.pop(label, None)
        return _Said("waits_on_us", before=label) if _asks_back(label) else None

    def given_to(self, item: Mapping[str, Any]) -> _Said | None:
        before, self.assigned = self.assigned, login_of(item.get("assignee"))
        if self.assigned is None or self.assigned == before:
            self.assigned = self.assigned or before
            return None
        return _Said("assigned", before=before, after=self.assigned)

    def closed(self, item: Mapping[str, Any]) -> _Said:
        reason = text(item.get("state_reason") or item.get("stateReason"))
        actor = item.get("actor")
        ending, self.closed_as = ending_of_closing(
            reason=reason.lower() if reason else None,
            labels=self.labels if self.told else self.issue.labels,
            closer=kind_of(actor, asker=self.issue.asker, unknown="staff") if actor else None,
        )
        if ending == "merged":
            return _Said("merged", before=self.closed_as, after=self.issue.duplicate_of)
        return _Said(ending, before="open", after=self.closed_as)

    def reopened(self, _: Mapping[str, Any]) -> _Said:
        return _Said("reopened", before=self.closed_as, after="open")


_MEANINGS: Mapping[str, Callable[[_History, Mapping[str, Any]], _Said | None]] = {
    "labeled": _History.labeled,
    "unlabeled": _History.unlabeled,
    "assigned": _History.given_to,
    "closed": _History.closed,
    "reopened": _History.reopened,
}


def _asks_back(label: str) -> bool:
    return turn_of(label) == "waits_on_asker"


def _kind(item: Mapping[str, Any]) -> str | None:
    said = item.get("event")
    if isinstance(said, str):
        return said
    graph = item.get("__typename") or item.get("eventType")
    if not isinstance(graph, str):
        return None
    if graph == "IssueComment":
        return "commented"
    return _CAMEL.sub("_", graph.removesuffix("Event")).lower()


def _read_comment(
    issue: Issue, comment: Mapping[str, Any], place: int | None, context: Context
) -> None:
    at = read_time(comment.get("created_at") or comment.get("createdAt"), context)
    if at is None:
        return
    writer = comment.get("user") or comment.get("author") or comment.get("actor")
    body = comment.get("body")
    named = _DUPLICATE_OF.match(body) if isinstance(body, str) else None
    if named is not None and issue.duplicate_of is None:
        issue.duplicate_of = _original(issue, named, context)
    _put(
        issue,
        Event(
            demand_id=issue.demand_id,
            at=at,
            kind="responded",
            actor=login_of(writer),
            actor_kind=kind_of(
                writer, asker=issue.asker, association=association_of(comment), unknown="other"
            ),
            public=True,
            seq=place,
            event_id=_event_id(issue, "comment", comment),
        ),
    )


def _original(issue: Issue, named: re.Match[str], context: Context) -> str | None:
    repository = named["repository"] or named["path"] or issue.repository
    number = named["here"] or named["there"] or named["number"]
    said = f"{repository}#{number}" if repository else number
    original = f"{context.source}:{said}"
    return None if original == issue.demand_id else original


def _event(issue: Issue, item: Mapping[str, Any], place: int, at: datetime, said: _Said) -> Event:
    actor = item.get("actor")
    return Event(
        demand_id=issue.demand_id,
        at=at,
        kind=said.kind,
        actor=login_of(actor),
        # Only who may write to a repository labels, assigns, closes or reopens in it.
        actor_kind=kind_of(actor, asker=issue.asker, unknown="staff"),
        public=True,
        before=said.before,
        after=said.after,
        seq=place,
        event_id=_event_id(issue, "event", item),
    )


def _event_id(issue: Issue, sort: str, item: Mapping[str, Any]) -> str | None:
    said = text(item.get("node_id")) or text(item.get("id"))
    return f"{issue.demand_id}/{sort}/{said}" if said else None


def _put(issue: Issue, event: Event) -> None:
    key = event.event_id or f"{event.at.isoformat()} {event.kind} {event.actor} {event.seq}"
    # The place in a timeline is worth more than the comment alone, which may have come first.
    if key not in issue.events or issue.events[key].seq is None:
        issue.events[key] = event


def look_for_original(
    issue: Issue, comments: Sequence[Mapping[str, Any]], context: Context
) -> None:
    """Look in advance for the original that a comment names, since a closing may stand before it."""
    for comment in comments:
        body = comment.get("body")
        if isinstance(body, str) and (named := _DUPLICATE_OF.match(body)) is not None:
            issue.duplicate_of = _original(issue, named, context)
            return


def all_events(issue: Issue) -> Iterator[Event]:
    """Yield the events of an issue's history, each once."""
    yield from issue.events.values()
