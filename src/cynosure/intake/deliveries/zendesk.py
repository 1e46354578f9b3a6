"""Webhooks of Zendesk: ticket events, and what a trigger was told to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cynosure.intake.deliveries.signatures import (
    Headers,
    Identity,
    Unsigned,
    check_base64,
    check_written,
    digest,
    header,
)
from cynosure.intake.deliveries.told import Meaning, OtherwiseBuilt, Told
from cynosure.intake.shape import SetAside
from cynosure.intake.shapes.fields import mapping, text

_TITLE: Final = "Zendesk"
_TICKETS: Final = "zen:event-type:ticket."
_GONE = {
    "soft_deleted": "deleted ticket",
    "permanently_deleted": "deleted ticket",
    "marked_as_spam": "spam",
}
# Which field an event is a change of, by what the event is called.
_CHANGED = {
    "status_changed": "status",
    "agent_assignment_changed": "assignee_id",
    "group_assignment_changed": "group_id",
}
_UPPER = ("status", "priority", "type")  # that an event shouts and an export does not


def verify(headers: Headers, body: bytes, secrets: Sequence[str], now: datetime) -> Identity:
    """Return which delivery it is, if Zendesk signed it with one of the secrets just now.

    Raises
    ------
    Unsigned, Forged, OutOfTime
        If it is not.
    """
    names = ("X-Zendesk-Webhook-Signature", "X-Zendesk-Webhook-Signature-Timestamp")
    signature, sent_at = (header(headers, name) for name in names)
    if signature is None:
        raise Unsigned(_TITLE, names[0])
    if sent_at is None:
        raise Unsigned(_TITLE, names[1])
    check_written(names[1], sent_at, now)
    check_base64(_TITLE, names[0], signature, sent_at.encode() + body, secrets)
    return Identity(digest(sent_at.encode(), body), "")  # the event stands in the body only


def records(event: str, payload: Mapping[str, Any], mark: str) -> Meaning:
    """Return the ticket that a delivery is about, and what has just happened to it.

    A trigger or automation sends what it was told to: a ticket under `ticket`, or by itself.

    Raises
    ------
    OtherwiseBuilt
        If it holds no ticket where it should.
    """
    del mark  # a change is known again by its moment, a comment by its number
    event = event or text(payload.get("type")) or ""
    if not event.startswith("zen:"):
        ticket = mapping(payload.get("ticket")) or payload
        if text(ticket.get("id")) is None:
            raise OtherwiseBuilt(_TITLE, event or "of a trigger", "ticket")
        return Told(f"{ticket['id']}", ticket.get("updated_at"), ticket)
    kind = event.removeprefix(_TICKETS)
    if not event.startswith(_TICKETS) or kind in _GONE:
        return SetAside(_GONE.get(kind) or f"event {event!r}")
    ticket = mapping(payload.get("detail"))
    if text(ticket.get("id")) is None:
        raise OtherwiseBuilt(_TITLE, event, "detail")
    changes, comments = _happened(kind, payload, ticket)
    return Told(
        text(ticket["id"]) or "", ticket.get("updated_at"), _quiet(ticket), changes, comments
    )


def whole(
    fields: Mapping[str, Any],
    changes: Sequence[Mapping[str, Any]],
    comments: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return a ticket as the API writes it, with its audits and comments."""
    return {**fields, "audits": list(changes), "comments": list(comments)}


def _happened(
    kind: str, payload: Mapping[str, Any], ticket: Mapping[str, Any]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    said = mapping(payload.get("event"))
    at, who = payload.get("time"), ticket.get("actor_id")
    if kind in _CHANGED:
        change = {
            "type": "Change",
            "field_name": _CHANGED[kind],
            "value": _quietly(said.get("current")),
            "previous_value": _quietly(said.get("previous")),
        }
        return [{"created_at": at, "author_id": who, "events": [change]}], []
    comment = mapping(said.get("comment"))
    if kind != "comment_added" or not comment:
        return [], []
    author = mapping(comment.get("author"))
    return [], [
        {
            "id": comment.get("id"),
            "created_at": at,
            "author_id": author.get("id") or who,
            "author": {"role": "agent" if author.get("is_staff") is True else "end-user"},
            "public": comment.get("is_public"),
            "body": comment.get("body"),
        }
    ]


def _quiet(ticket: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _quietly(value) if name in _UPPER else value for name, value in ticket.items()}


def _quietly(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
