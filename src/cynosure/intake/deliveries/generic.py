"""Webhooks of anything else: signed as Standard Webhooks say, in Cynosure's own form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cynosure.intake.deliveries.signatures import Headers, Identity, check_standard
from cynosure.intake.deliveries.told import Lines, Meaning
from cynosure.intake.shape import SetAside
from cynosure.intake.shapes.fields import text

_TITLE: Final = "the sender"


def verify(headers: Headers, body: bytes, secrets: Sequence[str], now: datetime) -> Identity:
    """Return which delivery it is, if it was signed with one of the secrets just now.

    Raises
    ------
    Unsigned, Forged, OutOfTime
        If it was not.
    """
    return Identity(check_standard(_TITLE, headers, body, secrets, now), "")


def records(event: str, payload: Mapping[str, Any], mark: str) -> Meaning:
    """Return the demands that a delivery holds: itself, or what lies under `data`.

    An event that is not called `demand` something is set aside.
    """
    del mark
    event = event or text(payload.get("type")) or ""
    if "data" not in payload:
        return Lines([payload])
    if event and not event.startswith("demand"):
        return SetAside(f"event {event!r}")
    held = payload["data"]
    return Lines(held if isinstance(held, list) else [held])
