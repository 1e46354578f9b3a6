"""Invented deliveries, in the forms that the senders document."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from cynosure.intake.deliveries import Arrived, sign_standard

NOW = datetime(2026, 3, 9, 9, 0, 5, tzinfo=UTC)
SECRET = "an invented secret"
STANDARD = "whsec_YW4gaW52ZW50ZWQgc2VjcmV0IG9mIHRlc3Rz"

ANA = {"login": "ana", "id": 11, "type": "User"}
BOB = {"login": "bob", "id": 22, "type": "User"}


def github_issue(**fields: Any) -> dict[str, Any]:
    return {
        "number": 7,
        "url": "https://api.github.test/repos/lamps/app/issues/7",
        "html_url": "https://github.test/lamps/app/issues/7",
        "repository_url": "https://api.github.test/repos/lamps/app",
        "title": "Lamp stays dark",
        "body": "Nothing happens when I press the switch.",
        "user": ANA,
        "author_association": "NONE",
        "labels": [{"name": "bug"}],
        "state": "open",
        "state_reason": None,
        "comments": 0,
        "created_at": "2026-03-02T09:00:00Z",
        "updated_at": "2026-03-02T09:00:00Z",
        "closed_at": None,
        **fields,
    }


def github(action: str, issue: dict[str, Any], **beside: Any) -> dict[str, Any]:
    return {"action": action, "issue": issue, "sender": BOB, **beside}


def gitlab_issue(**attributes: Any) -> dict[str, Any]:
    return {
        "object_kind": "issue",
        "event_type": "issue",
        "user": {"id": 22, "username": "bob", "name": "Bob"},
        "project": {"id": 3, "path_with_namespace": "lamps/app"},
        "object_attributes": {
            "id": 301,
            "iid": 7,
            "title": "Lamp stays dark",
            "description": "Nothing happens.",
            "author_id": 11,
            "state": "opened",
            "severity": "unknown",
            "type": "Issue",
            "created_at": "2026-03-02 09:00:00 UTC",
            "updated_at": "2026-03-02 09:00:00 UTC",
            "url": "https://gitlab.test/lamps/app/-/issues/7",
            "action": "open",
            **attributes,
        },
        "labels": [{"id": 1, "title": "bug"}],
    }


def gitlab_export(**fields: Any) -> dict[str, Any]:
    return {
        "id": 301,
        "iid": 7,
        "project_id": 3,
        "title": "Lamp stays dark",
        "description": "Nothing happens.",
        "author": {"id": 11, "username": "ana"},
        "state": "opened",
        "labels": ["bug"],
        "created_at": "2026-03-02T09:00:00.000Z",
        "updated_at": "2026-03-02T09:00:00.000Z",
        "web_url": "https://gitlab.test/lamps/app/-/issues/7",
        "references": {"full": "lamps/app#7"},
        "issue_type": "issue",
        **fields,
    }


def jira_issue(**fields: Any) -> dict[str, Any]:
    return {
        "id": "10007",
        "key": "LMP-7",
        "self": "https://lamps.test/rest/api/2/issue/10007",
        "fields": {
            "summary": "Lamp stays dark",
            "description": "Nothing happens.",
            "issuetype": {"name": "Bug"},
            "status": {"name": "To Do", "id": "1", "statusCategory": {"key": "new"}},
            "project": {"key": "LMP", "name": "Lamps"},
            "reporter": {"accountId": "5ana", "displayName": "Ana", "accountType": "atlassian"},
            "created": "2026-03-02T09:00:00.000+0000",
            "updated": "2026-03-02T09:00:00.000+0000",
            "resolution": None,
            **fields,
        },
    }


DONE = {"name": "Done", "id": "3", "statusCategory": {"key": "done"}}
BOB_OF_JIRA = {"accountId": "7bob", "displayName": "Bob", "accountType": "atlassian"}


def jira(event: str, issue: dict[str, Any], at: datetime, **beside: Any) -> dict[str, Any]:
    said = {"timestamp": int(at.timestamp() * 1000), "webhookEvent": event, "issue": issue}
    return {**said, "user": BOB_OF_JIRA, **beside}


def jira_move(number: int, before: str, after: str) -> dict[str, Any]:
    ids = {"To Do": "1", "Done": "3"}
    item = {"field": "status", "fromString": before, "toString": after}
    return {"id": str(number), "items": [{**item, "from": ids[before], "to": ids[after]}]}


def zendesk(event: str, said: dict[str, Any], **detail: Any) -> dict[str, Any]:
    return {
        "type": f"zen:event-type:ticket.{event}",
        "id": f"evt-{event}",
        "account_id": 1,
        "time": "2026-03-05T09:00:00.5Z",
        "subject": "zen:ticket:7",
        "event": said,
        "detail": {
            "id": "7",
            "subject": "Lamp stays dark",
            "description": "Nothing happens.",
            "status": "OPEN",
            "priority": "HIGH",
            "type": "PROBLEM",
            "requester_id": "11",
            "submitter_id": "11",
            "actor_id": "22",
            "tags": ["light"],
            "via": {"channel": "email"},
            "created_at": "2026-03-02T09:00:00Z",
            "updated_at": "2026-03-05T09:00:00Z",
            **detail,
        },
    }


def body_of(payload: Any) -> bytes:
    return json.dumps(payload).encode()


def arrived(
    sender: str, event: str, *payloads: Any, at: datetime = NOW, first: int = 1
) -> list[Arrived]:
    return [
        Arrived(number, sender, event, body_of(payload), at)
        for number, payload in enumerate(payloads, start=first)
    ]


def signed(sender: str, body: bytes, *, secret: str = SECRET, at: datetime = NOW) -> dict[str, str]:
    """Return the headers with which a sender signs a body, in lower case."""
    match sender:
        case "github":
            event = {"x-github-event": "issues", "x-github-delivery": "guid-1"}
            return {"x-hub-signature-256": _hex(secret, body), **event}
        case "gitlab":
            key = {"idempotency-key": "key-1", "x-gitlab-event-uuid": "uuid-1"}
            return {"x-gitlab-token": secret, "x-gitlab-event": "Issue Hook", **key}
        case "jira":
            return {
                "x-hub-signature": _hex(secret, body),
                "x-atlassian-webhook-identifier": "flow-1",
            }
        case "zendesk":
            sent_at = at.strftime("%Y-%m-%dT%H:%M:%SZ")
            digest = hmac.digest(secret.encode(), sent_at.encode() + body, hashlib.sha256)
            return {
                "x-zendesk-webhook-signature": base64.b64encode(digest).decode(),
                "x-zendesk-webhook-signature-timestamp": sent_at,
            }
        case _:
            return sign_standard(secret, "msg-1", at, body)


def _hex(secret: str, body: bytes) -> str:
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
