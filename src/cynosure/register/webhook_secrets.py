"""Secrets that senders sign with: shown once, kept encrypted, several at once while they change."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from cynosure.errors import StoreError
from cynosure.register.models import WebhookSecret

_SHORTEST = 16
_LONGEST = 500


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
        encrypted=_box().encrypt(plain.encode()).decode(),
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
    found = []
    for row in WebhookSecret.objects.filter(sender=sender, ended_at__isnull=True):
        try:
            found.append(_box().decrypt(row.encrypted.encode()).decode())
        except InvalidToken:
            continue
    return found


def listed() -> Sequence[WebhookSecret]:
    """Return all secrets of the open workspace, also those that hold no more; the newest first."""
    return list(WebhookSecret.objects.all())


def end(number: int, *, at: datetime) -> bool:
    """Let a secret hold no longer; return whether there was one that held."""
    rows = WebhookSecret.objects.filter(pk=number, ended_at__isnull=True)
    return bool(rows.update(ended_at=at))


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cynosure webhook secrets")
    return base64.urlsafe_b64encode(made.derive(key.encode() if isinstance(key, str) else key))
