"""Secrets that senders sign with: shown once, kept encrypted, several at once while they change."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from cynosure.errors import StoreError
from cynosure.register.models import WebhookSecret
from cynosure.register.sealing import sealed, unsealed

_SHORTEST = 16
_LONGEST = 500
_PURPOSE = "webhook secrets"


class UnusableSecret(StoreError):
    """A secret that cannot protect anything."""

    exit_status = 64

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The secret cannot be used: {why}. Leave it empty to have one made, or paste the one "
            "that the sender shows."
        )


def make(sender: str, *, by: str, at: datetime) -> str:
    """Return a new secret for a sender to sign with; nobody can see it again."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    secret = f"whsec_{key}" if sender in ("generic", "gitlab") else secrets.token_urlsafe(32)
    keep(sender, secret, by=by, at=at)
    return secret


def keep(sender: str, secret: str, *, by: str, at: datetime) -> WebhookSecret:
    """Keep a secret that the sender made, as Zendesk does.

    Raises
    ------
    UnusableSecret
        If it is shorter than 16 characters or longer than 500.
    """
    plain = secret.strip()
    if not _SHORTEST <= len(plain) <= _LONGEST:
        why = f"it has {len(plain)} characters, and {_SHORTEST} to {_LONGEST} are needed"
        raise UnusableSecret(why)
    row: WebhookSecret = WebhookSecret.objects.create(
        sender=sender,
        encrypted=sealed(plain, purpose=_PURPOSE),
        # Of a short secret not a quarter is shown.
        begins_with=plain[: min(10, len(plain) // 4)],
        made_by=by,
        made_at=at,
    )
    return row


def current(sender: str) -> list[str]:
    """Return the secrets that hold, the newest first.

    One that cannot be decrypted, since the server's key is another one now, is none.
    """
    rows = WebhookSecret.objects.filter(sender=sender, ended_at__isnull=True)
    kept = (unsealed(row.encrypted, purpose=_PURPOSE) for row in rows)
    return [secret for secret in kept if secret is not None]


def at_the_door(slug: str, sender: str) -> tuple[int | None, list[str]]:
    """Return the workspace of this name and the secrets that hold there for a sender.

    Asked before anybody is believed, so it means no open workspace. Without a secret there
    is no workspace either.
    """
    rows = WebhookSecret.everywhere.filter(
        workspace__slug=slug, sender=sender, ended_at__isnull=True
    )
    found = list(rows.order_by().values_list("workspace_id", "encrypted"))
    kept = (unsealed(encrypted, purpose=_PURPOSE) for _, encrypted in found)
    return found[0][0] if found else None, [secret for secret in kept if secret is not None]


def listed() -> Sequence[WebhookSecret]:
    """Return all secrets of the open workspace, also those that hold no more; the newest first."""
    return list(WebhookSecret.objects.all())


def end(number: int, *, at: datetime) -> bool:
    """Let a secret hold no longer; return whether there was one that held."""
    rows = WebhookSecret.objects.filter(pk=number, ended_at__isnull=True)
    return bool(rows.update(ended_at=at))
