"""Webhooks of GitLab: issues and what is written to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cynosure.intake.deliveries.signatures import (
    Headers,
    Identity,
    Unsigned,
    check_standard,
    check_token,
    digest,
    header,
)
from cynosure.intake.deliveries.told import Meaning, Told, needed
from cynosure.intake.shape import SetAside
from cynosure.intake.shapes.fields import mapping, mappings, text

_TITLE: Final = "GitLab"
_STATES = {"close": "closed", "reopen": "reopened"}


def verify(headers: Headers, body: bytes, secrets: Sequence[str], now: datetime) -> Identity:
    """Return which delivery it is, if it carries one of the secrets or is signed with one.

    A webhook with a signing token is signed as Standard Webhooks say; with a
    secret token it carries that token, which proves the sender and not the body.

    Raises
    ------
    Unsigned, Forged, OutOfTime
        If it is neither.
    """
    event = header(headers, "X-Gitlab-Event") or ""
    if header(headers, "webhook-signature") is not None:
        return Identity(check_standard(_TITLE, headers, body, secrets, now), event)
    token = header(headers, "X-Gitlab-Token")
    if token is None:
        raise Unsigned(_TITLE, "X-Gitlab-Token or webhook-signature")
    check_token(_TITLE, "X-Gitlab-Token", token, secrets)
    # The event's UUID is shared by all that one webhook caused in turn; the key is a delivery's own.
    number = header(headers, "Idempotency-Key") or header(headers, "X-Gitlab-Webhook-Id")
    shared = header(headers, "X-Gitlab-Event-UUID") or ""
    return Identity(number or digest(shared.encode(), body), event)


def records(event: str, payload: Mapping[str, Any], mark: str) -> Meaning:
    """Return the issue that a delivery is about, and what has just happened to it.

    Raises
    ------
    OtherwiseBuilt
        If it holds no issue where it should.
    """
    kind = text(payload.get("object_kind")) or ""
    if kind == "note" and isinstance(payload.get("issue"), Mapping):
        needed(payload, _TITLE, event, ("object_attributes", "project"))
        issue, note = payload["issue"], payload["object_attributes"]
        fields = _as_rest(issue, payload)
        written = {**note, "body": note.get("note"), "author": _account(note, payload)}
        return Told(_subject(fields), issue.get("updated_at"), fields, (), [written])
    if kind not in ("issue", "work_item"):
        return SetAside(f"event {event or kind or 'without a name'!r}")
    needed(payload, _TITLE, event, ("object_attributes", "project"))
    issue = payload["object_attributes"]
    if kind == "work_item" and text(issue.get("type")) not in ("Issue", "Incident", "Ticket"):
        return SetAside(f"work item {text(issue.get('type')) or 'of unknown type'}")
    fields = _as_rest(issue, payload)
    return Told(_subject(fields), issue.get("updated_at"), fields, _changes(payload, issue, mark))


def whole(
    fields: Mapping[str, Any],
    changes: Sequence[Mapping[str, Any]],
    comments: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return an issue as REST writes it, with its state events and notes."""
    return {**fields, "resource_state_events": list(changes), "notes": list(comments)}


def _as_rest(issue: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    project = mapping(payload.get("project"))
    path = text(project.get("path_with_namespace"))
    labels = mappings(payload.get("labels")) or mappings(issue.get("labels"))
    return {
        **issue,
        "author": _account(issue, payload),
        "labels": [text(label.get("title")) for label in labels],
        "web_url": issue.get("url") or issue.get("web_url"),
        "references": {"full": f"{path}#{text(issue.get('iid'))}"} if path else {},
    }


def _account(said: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return who wrote something; GitLab names only who set off the delivery, and numbers others."""
    number, user = said.get("author_id"), mapping(payload.get("user"))
    return dict(user) if user and user.get("id") == number else {"id": number}


def _changes(
    payload: Mapping[str, Any], issue: Mapping[str, Any], mark: str
) -> list[Mapping[str, Any]]:
    state = _STATES.get(text(issue.get("action")) or "")
    if state is None:
        return []
    at = issue.get("closed_at") if state == "closed" else None
    return [
        {
            "id": mark,
            "state": state,
            "created_at": at or issue.get("updated_at"),
            "user": payload.get("user"),
        }
    ]


def _subject(fields: Mapping[str, Any]) -> str:
    return text(mapping(fields["references"]).get("full")) or text(fields.get("web_url")) or ""
