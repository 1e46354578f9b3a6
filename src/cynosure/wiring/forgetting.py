"""Forget a person, in the store and in the register."""

from __future__ import annotations

from datetime import datetime

from cynosure.store import ErasureReceipt
from cynosure.wiring.place import Place


def forget(place: Place, asker: str, *, at: datetime) -> ErasureReceipt:
    """Erase an asker from a workspace; return what went and what is out of reach."""
    return place.store.erase(asker, at=at)
