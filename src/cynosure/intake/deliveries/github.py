"""Webhooks of GitHub: issues and what is written to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cynosure.intake.deliveries.signatures import Headers, Identity, Nameless, check_hex, header
from cynosure.intake.deliveries.told import Meaning, Told, needed
from cynosure.intake.shape import SetAside
from cynosure.intake.shapes.fields import mapping, text

_TITLE: Final = "GitHub"
# What an action is as an item of an issue's timeline, which the shape reads.
_HAPPENED = frozenset({"closed", "reopened", "labeled", "unlabeled", "assigned"})
_GONE = frozenset({"deleted", "transferred"})


def verify(headers: Headers, body: bytes, secrets: Sequence[str], now: datetime) -> Identity:
    """Return which delivery it is, if GitHub signed it with one of the secrets.

    GitHub signs no time, so `now` says nothing here: a repetition is recognised by its id.

    Raises
    ------
    Unsigned, Forged, Nameless
        If it is not signed by GitHub, or has no id.
    """
    del now
    check_hex(_TITLE, headers, "X-Hub-Signature-256", body, secrets)
    number = header(headers, "X-GitHub-Delivery")
    if number is None:
        raise Nameless(_TITLE, "X-GitHub-Delivery")
    return Identity(number, header(headers, "X-GitHub-Event") or "")


def records(event: str, payload: Mapping[str, Any], mark: str) -> Meaning:
    """Return the issue that a delivery is about, and what has just happened to it.

    `mark` names the delivery's bytes: what happened is known by it again.

    Raises
    ------
    OtherwiseBuilt
        If it holds no issue where it should.
    """
    if event not in ("issues", "issue_comment"):
        return SetAside("ping" if event == "ping" else f"event {event or 'without a name'!r}")
    needed(payload, _TITLE, event, ("issue",))
    issue = payload["issue"]
    action = text(payload.get("action")) or ""
    if event == "issues" and action in _GONE:
        return SetAside(f"issue {action}")
    subject = text(issue.get("html_url")) or text(issue.get("url")) or text(issue.get("number"))
    changes: list[Mapping[str, Any]] = []
    comments: list[Mapping[str, Any]] = []
    if event == "issues" and action in _HAPPENED:
        changes.append(_item(action, payload, issue, mark))
    elif event == "issue_comment" and action != "deleted":
        comments.append(mapping(payload.get("comment")))
    return Told(subject or "", issue.get("updated_at"), issue, changes, comments)


def whole(
    fields: Mapping[str, Any],
    changes: Sequence[Mapping[str, Any]],
    comments: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return an issue as REST writes it, with the lists that were gathered beside it."""
    return {**fields, "timeline": list(changes), "comments_data": list(comments)}


def _item(
    action: str, payload: Mapping[str, Any], issue: Mapping[str, Any], mark: str
) -> dict[str, Any]:
    closed = issue.get("closed_at") if action == "closed" else None
    return {
        "id": mark,
        "event": action,
        "created_at": closed or issue.get("updated_at"),
        "actor": payload.get("sender"),
        "state_reason": issue.get("state_reason"),
        "label": payload.get("label"),
        "assignee": payload.get("assignee"),
    }
