"""Secrets that must be read again: kept encrypted, under a key made of the server's own."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def sealed(plain: str, *, purpose: str) -> str:
    """Return a secret as it may lie in the register; each purpose has a key of its own."""
    return _box(purpose).encrypt(plain.encode()).decode()


def unsealed(kept: str, *, purpose: str) -> str | None:
    """Return a secret as it was; None where the server's key is another one now."""
    try:
        return _box(purpose).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


@lru_cache(maxsize=16)
def _derived(key: str | bytes, purpose: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"cynosure {purpose}".encode())
    return base64.urlsafe_b64encode(made.derive(key.encode() if isinstance(key, str) else key))
