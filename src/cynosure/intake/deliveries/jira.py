"""Webhooks of Jira: issues with the changes of one moment, and comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cynosure.intake.deliveries.signatures import (
    Headers,
    Identity,
    check_hex,
    digest,
    header,
)
from cynosure.intake.deliveries.told import Meaning, Told, needed
from cynosure.intake.shape import SetAside
from cynosure.intake.shapes.fields import mapping, mappings, text

_TITLE: Final = "Jira"
_ISSUES = frozenset({"jira:issue_created", "jira:issue_updated"})
_COMMENTS = frozenset({"comment_created", "comment_updated"})


def verify(headers: Headers, body: bytes, secrets: Sequence[str], now: datetime) -> Identity:
    """Return which delivery it is, if Jira signed it with one of the secrets.

    Jira signs no time, so `now` says nothing here. Its servers number no deliveries;
    there the body itself is the id.

    Raises
    ------
    Unsigned, Forged
        If it is not signed: webhooks of apps (OAuth) are not, those of an administrator are.
    """
    del now
    check_hex(_TITLE, headers, "X-Hub-Signature", body, secrets)
    number = header(headers, "X-Atlassian-Webhook-Identifier")
    return Identity(number or digest(body), "")  # the event stands in the body only


def records(event: str, payload: Mapping[str, Any], mark: str) -> Meaning:
    """Return the issue that a delivery is about, and what was changed in it or written to it.

    Raises
    ------
    OtherwiseBuilt
        If it holds no issue where it should.
    """
    del mark  # Jira numbers changes and comments itself
    event = event or text(payload.get("webhookEvent")) or ""
    if event not in _ISSUES and event not in _COMMENTS:
        gone = "issue deleted" if event == "jira:issue_deleted" else None
        return SetAside(gone or f"event {event or 'without a name'!r}")
    needed(payload, _TITLE, event, ("issue",))
    issue = payload["issue"]
    fields = mapping(issue.get("fields"))
    comment = mapping(payload.get("comment"))
    return Told(
        subject=text(issue.get("key")) or text(issue.get("id")) or "",
        said_at=fields.get("updated") or payload.get("timestamp"),
        fields=issue,
        changes=_changes(payload),
        comments=[comment] if comment else [],
        # Deliveries of comments name the issue and leave out most of it.
        partial=not fields.get("created"),
    )


def whole(
    fields: Mapping[str, Any],
    changes: Sequence[Mapping[str, Any]],
    comments: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return an issue as REST writes it, with its change log and comments."""
    inner = dict(mapping(fields.get("fields")))
    known = mappings(mapping(inner.get("comment")).get("comments"))
    inner["comment"] = {"comments": [*known, *comments]}
    return {**fields, "fields": inner, "changelog": {"histories": list(changes)}}


def asked_by(fields: Mapping[str, Any], asker: str | None, asked_at: datetime) -> dict[str, Any]:
    """Return a partial issue with who asked and when, as is known from elsewhere."""
    inner = dict(mapping(fields.get("fields")))
    inner["reporter"] = asker
    inner["created"] = asked_at.isoformat()
    return {**fields, "fields": inner}


def _changes(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    log = mapping(payload.get("changelog"))
    if not log:
        return []
    return [
        {
            "id": log.get("id"),
            "created": payload.get("timestamp"),
            "author": payload.get("user"),
            "items": mappings(log.get("items")),
        }
    ]
