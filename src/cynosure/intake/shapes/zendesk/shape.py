"""Zendesk tickets, with the metrics, comments and histories that came along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from cynosure.demand import ENDINGS, Demand, Event
from cynosure.intake.bots import is_bot
from cynosure.intake.dates import read_time
from cynosure.intake.shape import (
    Context,
    Record,
    Sample,
    SetAside,
    Tells,
    Translated,
    UnreadableRecord,
)
from cynosure.intake.shapes.claims import as_precise
from cynosure.intake.shapes.fields import mapping, mappings, offset_of, opened, text, truth
from cynosure.intake.shapes.zendesk.history import ENDED, History
from cynosure.intake.shapes.zendesk.metrics import figures_in
from cynosure.intake.shapes.zendesk.ticket import Ticket, plain_names, read_ticket

_PARTS: tuple[tuple[str, frozenset[str]], ...] = (
    ("metric_events", frozenset({"ticket_id", "metric", "type", "time"})),
    ("audits", frozenset({"ticket_id", "events", "author_id"})),
    ("changes", frozenset({"ticket_id", "field_name", "value"})),
    ("comments", frozenset({"ticket_id", "public", "body"})),
)
_OF_ZENDESK = frozenset({"via", "via_channel", "submitter_id", "brand_id", "ticket_form_id"})
_OF_ITS_VIEWS = frozenset(
    {
        "solved_at", "via_channel", "group_stations", "satisfaction_rating", "reopens",
        "ticket_form", "summation_column",
    }
)  # fmt: skip
_METRICS = ("reply_time_in_minutes", "full_resolution_time_in_minutes", "group_stations")
_SCORES = {"good": 1.0, "good_with_comment": 1.0, "goodwithcomment": 1.0, "bad": 0.0,
           "bad_with_comment": 0.0, "badwithcomment": 0.0}  # fmt: skip
_MERGED = "closed_by_merge"


class UnreadableTicket(UnreadableRecord):
    """A ticket lacks what every demand needs."""

    def __init__(self, ticket: str, lacks: str) -> None:
        super().__init__(
            f"Zendesk ticket {ticket} has no {lacks!r}. Export it again with that field."
        )


class AbsentTicket(UnreadableRecord):
    """A record about a ticket that the export does not hold."""

    def __init__(self, ticket: str | None, part: str) -> None:
        super().__init__(
            f"Zendesk ticket {ticket or 'of unknown id'} has {part.replace('_', ' ')}, but is not "
            "among the tickets. Export both of the same time."
        )


class Zendesk:
    """The shape of Zendesk's tickets."""

    name: Final = "zendesk"
    title: Final = "Zendesk tickets"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" for tickets, or which table about tickets a file is."""
        names = set(plain_names(dict.fromkeys(sample.fields)))
        if "ticket_id" in names and "subject" not in names:
            for part, needed in _PARTS:
                if names >= needed:
                    return part
            return "metrics" if _has_metrics(names) else None
        if not names >= {"id", "status", "created_at"} or "responder_id" in names:
            return None
        if "requester_id" in names and names & _OF_ZENDESK:
            return "main"
        if "requester" in names and ("via" in names or names & _OF_ITS_VIEWS):
            return "main"
        return None

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what these tickets tell."""
        names = _all_names(samples)
        told: set[Tells] = {"text"}
        if "solved_at" in names or _has_metrics(names):
            told.add("endings")
        if {"changes", "audits", "metric_events"} & samples.keys() or names & {
            "audits",
            "metric_events",
        }:
            told |= {"endings", "history", "waiting"}
        if {"changes", "audits"} & samples.keys() or "audits" in names:
            told.add("hand_offs")
        if {"comments", "audits", "metric_events"} & samples.keys() or (
            names & {"comments", "audits", "metric_events"} or _has_metrics(names)
        ):
            told.add("responses")
        return frozenset(told)

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return what these tickets cannot tell."""
        tells = self.tells(samples)
        names = _all_names(samples)
        notes = []
        if "endings" not in tells:
            notes.append(
                "Tickets alone do not say when they were solved. Their last change is taken, "
                "which is the latest it can have been. Export the ticket metrics with them."
            )
        if "history" not in tells:
            notes.append(
                "Only the last solution of a ticket is known: how often it was reopened is "
                "Zendesk's own count, and whose turn it was is not known."
            )
        if "responses" not in tells:
            notes.append("Neither comments nor metrics say when somebody first answered.")
        elif not names & {"comments", "audits"} and not {"comments", "audits"} & samples.keys():
            notes.append("The first answer is the one that Zendesk's metrics claim.")
        notes.append(
            "A closed ticket cannot be reopened in Zendesk; its asker gets a follow-up ticket, "
            "which is joined to it here."
        )
        return tuple(notes)

    def key(self, record: Record) -> str | None:
        """Return the ticket's id, by which metrics, comments and changes belong to it."""
        if record.part != "main":
            return text(record.fields.get("ticket_id"))
        return text(plain_names(record.fields).get("id"))

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the ticket and its events; a deleted one is set aside.

        Raises
        ------
        UnreadableTicket
            If it has no id or no time of creation.
        AbsentTicket
            If there are only records about it.
        """
        parts: dict[str, list[Mapping[str, Any]]] = {}
        for record in group:
            parts.setdefault(record.part, []).append(record.fields)
        if "main" not in parts:
            raise AbsentTicket(text(group[0].fields.get("ticket_id")), group[0].part)
        # An incremental export repeats what changed while it ran; the later is the newer.
        fields = parts["main"][-1]
        ticket = read_ticket(fields)
        if ticket is None:
            raise UnreadableTicket(f"at {group[0].place}", "id")
        if ticket.status == "deleted" or truth(fields.get("_fivetran_deleted")):
            return SetAside("deleted ticket")
        asked_at = read_time(ticket.created, context)
        if asked_at is None:
            raise UnreadableTicket(ticket.id, "created_at")
        return _translated(ticket, fields, parts, asked_at, context)


def _translated(
    ticket: Ticket,
    fields: Mapping[str, Any],
    parts: Mapping[str, Sequence[Mapping[str, Any]]],
    asked_at: datetime,
    context: Context,
) -> Translated:
    demand_id = f"{context.source}:{ticket.id}"
    history = History(ticket, demand_id, asked_at)
    history.read_comments([*parts.get("comments", ()), *_list(fields, "comments")], context)
    history.read_audits([*parts.get("audits", ()), *_list(fields, "audits")], context)
    history.read_changes(parts.get("changes", ()), context)
    clocks = [*parts.get("metric_events", ()), *_metric_events(fields)]
    history.read_metric_events(clocks, context)
    merged = _MERGED in ticket.tags
    if merged:
        history.note_merge()
    metrics = next(iter(parts.get("metrics", ())), ticket.metrics)
    figures = figures_in(metrics)
    updated_at = read_time(ticket.updated, context)
    observed = bool(history.events)
    events = [
        Event(
            demand_id=demand_id,
            at=asked_at,
            kind="asked",
            actor=ticket.requester,
            actor_kind="asker",
            public=True,
            origin="observed" if observed else "claimed",
        ),
        *history.events,
    ]
    reply = figures.get("first_reply_minutes")
    if reply is not None and not any(_is_answer(event) for event in history.events):
        answered_at = asked_at + timedelta(minutes=reply)
        events.append(_claim(demand_id, answered_at, "responded"))
    if ticket.status in ENDED:
        ended_at = read_time(metrics.get("solved_at") or ticket.solved, context)
        if ended_at is None and not any(event.kind in ENDINGS for event in history.events):
            ended_at = updated_at
        if ended_at is not None:
            claimed = (
                _claim(demand_id, ended_at, "merged", _MERGED, history.merged_into)
                if merged
                else _claim(demand_id, ended_at, "resolved", None, ticket.status)
            )
            events.append(as_precise(claimed, history.events))
    latest = max(event.at for event in events)
    follows = f"{context.source}:{ticket.follows}" if ticket.follows else None
    return Translated(
        demand=Demand(
            demand_id=demand_id,
            source=context.source,
            source_id=ticket.id,
            url=ticket.url,
            asker=ticket.requester,
            asker_kind=(
                "bot"
                if is_bot(ticket.requester)
                else "staff"
                if ticket.requester_role in ("agent", "admin")
                else "customer"
            ),
            customer=ticket.organisation,
            channel=ticket.channel,
            product=ticket.brand,
            title=ticket.subject,
            body=ticket.description,
            reported_type=ticket.kind,
            labels=ticket.tags,
            priority=ticket.priority,
            asked_at=asked_at,
            zone=offset_of(ticket.created) or str(context.zone),
            satisfaction=_SCORES.get(ticket.score or ""),
            duplicate_of=history.merged_into if merged else None,
            follows=follows,
            follows_origin="declared" if follows else None,
        ),
        events=events,
        figures=figures,
        last_sign_at=max(updated_at, latest) if updated_at else latest,
    )


def _claim(
    demand_id: str,
    at: datetime,
    kind: Any,
    before: str | None = None,
    after: str | None = None,
) -> Event:
    return Event(
        demand_id=demand_id,
        at=at,
        kind=kind,
        actor_kind="staff",
        public=True,
        before=before,
        after=after,
        origin="claimed",
    )


def _is_answer(event: Event) -> bool:
    return event.kind == "responded" and event.actor_kind == "staff"


def _list(fields: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    return mappings(opened(fields.get(name)))


def _metric_events(fields: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Yield the metric events that came inside a ticket, where they lie by their metric."""
    held = fields.get("metric_events")
    if isinstance(held, list):
        yield from mappings(held)
    for metric, events in mapping(held).items():
        for event in mappings(events):
            yield {"metric": metric, **event}


def _all_names(samples: Mapping[str, Sample]) -> set[str]:
    names: set[str] = set()
    for part, sample in samples.items():
        if part in ("main", "metrics"):
            for record in sample.records:
                for name, value in plain_names(record).items():
                    if value not in (None, "", []):
                        names.add(name)
                        names |= set(value) if isinstance(value, Mapping) else set()
    return names


def _has_metrics(names: Iterable[str]) -> bool:
    return any(name.startswith(_METRICS) or name == "first_reply_time_in_minutes" for name in names)


ZENDESK: Final = Zendesk()
