"""Keys that are shown once and kept as hashes."""

from __future__ import annotations

import secrets
from hashlib import sha256

# So that scanners of code recognise a token that was left there.
TOKEN_BEGINS = "cyn_"  # noqa: S105 a beginning, no secret


def new_key(begins: str = "") -> str:
    """Return a key of 256 random bits that nobody can guess.

    >>> len(new_key("cyn_")), new_key() == new_key()
    (47, False)
    """
    return begins + secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """Return what is kept of a key. It is random throughout, so one round of SHA-256 suffices.

    >>> hash_of("cyn_abc")[:8]
    '1c1dc20a'
    """
    return sha256(key.encode()).hexdigest()
