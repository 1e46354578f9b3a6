"""What happened to a ticket: comments, changes of fields, audits and metric events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from cynosure.demand import Event
from cynosure.demand.kinds import ActorKind, EventKind
from cynosure.intake.dates import read_time
from cynosure.intake.shape import Context
from cynosure.intake.shapes.fields import mapping, mappings, number, text, truth
from cynosure.intake.shapes.zendesk.ticket import Ticket

ENDED = frozenset({"solved", "closed"})
_TURNS: Mapping[str, EventKind] = {
    "new": "waits_on_us",
    "open": "waits_on_us",
    "pending": "waits_on_asker",
    "hold": "waits_on_other",
}
_HANDS = frozenset({"group_id", "assignee_id"})
_STAFF = frozenset({"agent", "admin"})
# Zendesk's own account, by which triggers and automations act.
_SYSTEM = frozenset({"-1", "0"})
_MERGED_INTO = re.compile(
    r"\b(?:closed and )?merged into (?:request|ticket) #?(?P<id>\d+)", re.IGNORECASE
)
_TERMS: Mapping[str, str] = {
    "reply_time": "first_response",
    "requester_wait_time": "resolution",
    "resolution_time": "resolution",
}


def plain_status(said: str) -> str:
    """Return a status as the API names it.

    >>> plain_status("On-hold"), plain_status("Solved")
    ('hold', 'solved')
    """
    plain = said.strip().lower()
    return "hold" if plain in ("on-hold", "on hold") else plain


@dataclass(slots=True)
class History:
    """What is known of a ticket's course so far."""

    ticket: Ticket
    demand_id: str
    asked_at: datetime
    events: list[Event] = field(default_factory=list)
    merged_into: str | None = None
    status: str | None = None
    hands: dict[str, str] = field(default_factory=dict)

    def read_comments(self, comments: Iterable[Mapping[str, Any]], context: Context) -> None:
        """Add what was written: public to the asker, or a note among staff.

        The comment of the moment of creation is the ticket's own description,
        whoever typed it, and no answer to it.
        """
        for comment in comments:
            at = read_time(comment.get("created_at") or comment.get("created"), context)
            if at is None or at <= self.asked_at:
                continue
            body = text(comment.get("plain_body")) or text(comment.get("body"))
            into = _MERGED_INTO.search(body) if body else None
            if into is not None and self.merged_into is None:
                self.merged_into = f"{context.source}:{into['id']}"
            author = text(comment.get("author_id")) or text(comment.get("user_id"))
            public = truth(comment.get("public")) is not False
            said = text(comment.get("id"))
            self._add(
                at,
                "responded" if public else "noted",
                author,
                actor_kind=self._kind(author, comment),
                public=public,
                said_id=f"comment/{said}" if said else None,
            )

    def read_changes(self, changes: Iterable[Mapping[str, Any]], context: Context) -> None:
        """Add what became of the status and of who has it, from a table of field changes."""
        timed = []
        for change in changes:
            at = read_time(change.get("updated") or change.get("created_at"), context)
            if at is not None:
                timed.append((at, change))
        for at, change in sorted(timed, key=lambda pair: pair[0]):
            name, value = text(change.get("field_name")), text(change.get("value"))
            self._change(at, name, value, text(change.get("user_id")))

    def read_audits(self, audits: Iterable[Mapping[str, Any]], context: Context) -> None:
        """Add what audits tell: each is a moment in which several things happened."""
        timed = []
        for audit in audits:
            at = read_time(audit.get("created_at"), context)
            if at is not None:
                timed.append((at, audit))
        for at, audit in sorted(timed, key=lambda pair: pair[0]):
            author = text(audit.get("author_id"))
            for event in mappings(audit.get("events")):
                kind = event.get("type")
                if kind == "Comment":
                    self.read_comments(
                        [{"author_id": author, "created_at": audit.get("created_at"), **event}],
                        context,
                    )
                elif kind in ("Change", "Create"):
                    name = text(event.get("field_name"))
                    self._was(name, text(event.get("previous_value")))
                    self._change(at, name, text(event.get("value")), author)

    def read_metric_events(self, events: Sequence[Mapping[str, Any]], context: Context) -> None:
        """Add what Zendesk's clocks saw: they start, pause and end where somebody acted.

        What comments and changes tell already is not told a second time.
        """
        known = {event.kind for event in self.events}
        answers, moves = "responded" not in known, not known & {"resolved", *_TURNS.values()}
        timed = []
        for event in events:
            at = read_time(event.get("time"), context)
            if at is not None and truth(event.get("deleted")) is not True:
                timed.append((at, number(event.get("id")) or 0.0, event))
        for at, _, event in sorted(timed, key=lambda each: each[:2]):
            metric, kind = text(event.get("metric")), text(event.get("type"))
            said = text(event.get("id"))
            said_id = f"metric/{said}" if said else None
            again = (number(event.get("instance_id")) or 1) > 1
            if kind == "apply_sla":
                self._promise(at, metric, mapping(event.get("sla")), said_id)
            elif metric == "reply_time" and answers:
                self._answered(at, kind, said_id, again=again)
            elif moves:
                self._moved(at, metric, kind, said_id, again=again)

    def _answered(
        self, at: datetime, kind: str | None, said_id: str | None, *, again: bool
    ) -> None:
        if kind == "fulfill":
            self._add(at, "responded", None, actor_kind="staff", public=True, said_id=said_id)
        elif kind == "activate" and again:
            self._add(
                at,
                "responded",
                self.ticket.requester,
                actor_kind="asker",
                public=True,
                said_id=said_id,
            )

    def _moved(
        self,
        at: datetime,
        metric: str | None,
        kind: str | None,
        said_id: str | None,
        *,
        again: bool,
    ) -> None:
        if metric == "resolution_time" and kind == "fulfill":
            self._add(
                at,
                "resolved",
                None,
                actor_kind="staff",
                public=True,
                after="solved",
                said_id=said_id,
            )
        elif metric == "resolution_time" and kind == "activate" and again:
            self._add(
                at, "reopened", None, public=True, before="solved", after="open", said_id=said_id
            )
        elif metric == "requester_wait_time" and kind == "pause":
            self._add(
                at, "waits_on_asker", None, actor_kind="staff", after="pending", said_id=said_id
            )
        elif metric == "requester_wait_time" and kind == "activate" and again:
            self._add(at, "waits_on_us", None, after="open", said_id=said_id)

    def _promise(
        self, at: datetime, metric: str | None, sla: Mapping[str, Any], said_id: str | None
    ) -> None:
        target, term = number(sla.get("target")), _TERMS.get(metric or "")
        if target is None or term is None:
            return
        business = truth(sla.get("business_hours")) is True
        policy = mapping(sla.get("policy"))
        snapshot = {
            "agreement": text(policy.get("title")) or text(policy.get("id")) or metric,
            "calendar": "business_hours" if business else "around_the_clock",
            "pauses": ["waits_on_asker"] if metric == "requester_wait_time" else [],
            "target_seconds": round(target * 60),
            "term": term,
        }
        after = orjson.dumps(snapshot, option=orjson.OPT_SORT_KEYS).decode()
        self._add(
            at, "promised", None, actor_kind="staff", public=True, after=after, said_id=said_id
        )

    def _was(self, name: str | None, before: str | None) -> None:
        """Believe what a change says was before, where nothing before it was told."""
        if before is None or name is None:
            return
        if name == "status":
            self.status = self.status or plain_status(before)
        elif name in _HANDS:
            self.hands.setdefault(name, before)

    def _change(
        self, at: datetime, name: str | None, value: str | None, author: str | None
    ) -> None:
        if name == "status" and value is not None:
            self._move(at, plain_status(value), author)
        elif name in _HANDS and value is not None:
            before, self.hands[name] = self.hands.get(name), value
            if before != value:
                self._add(at, "assigned", author, before=before, after=value)

    def _move(self, at: datetime, status: str, author: str | None) -> None:
        before, self.status = self.status, status
        if status in ENDED:
            # From solved to closed is Zendesk's own housekeeping some days later.
            self._add(at, "resolved", author, public=True, before=before, after=status)
        elif before in ENDED and status in _TURNS:
            self._add(at, "reopened", author, public=True, before=before, after=status)
            if _TURNS[status] != "waits_on_us":
                self._add(at, _TURNS[status], author, before=before, after=status)
        elif status in _TURNS:
            self._add(at, _TURNS[status], author, before=before, after=status)

    def _kind(self, who: str | None, said: Mapping[str, Any]) -> ActorKind | None:
        if who is not None and who == self.ticket.requester:
            return "asker"
        channel = text(mapping(said.get("via")).get("channel"))
        if who in _SYSTEM or channel in ("rule", "system"):
            return "bot"
        role = text(mapping(said.get("author")).get("role"))
        if role is not None:
            return "staff" if role in _STAFF else "other"
        return "staff" if who is not None else None

    def _add(
        self,
        at: datetime,
        kind: EventKind,
        actor: str | None,
        *,
        actor_kind: ActorKind | None = None,
        public: bool | None = None,
        before: str | None = None,
        after: str | None = None,
        said_id: str | None = None,
    ) -> None:
        self.events.append(
            Event(
                demand_id=self.demand_id,
                at=at,
                kind=kind,
                actor=actor,
                actor_kind=actor_kind or self._kind(actor, {}),
                public=public,
                before=before,
                after=after,
                seq=len(self.events),
                event_id=f"{self.demand_id}/{said_id}" if said_id else None,
            )
        )

    def note_merge(self) -> None:
        """Turn the closing that a merge made into one: Zendesk stamps the ticket as solved."""
        ended: int | None = None
        for place, event in sorted(enumerate(self.events), key=lambda pair: pair[1].at):
            if event.kind == "reopened":
                ended = None
            elif event.kind == "resolved" and ended is None:
                ended = place
        if ended is not None:
            event = self.events[ended]
            self.events[ended] = replace(
                event, kind="merged", before=event.after, after=self.merged_into
            )
