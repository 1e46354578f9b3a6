"""How much one program may ask in a minute: enough for any honest one, not for a loop gone wild."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from cynosure.web.api.problems import Problem

A_MINUTE = 60


def count(whose: str, *, most: int, at: datetime) -> None:
    """Count one request of somebody, or refuse it until the minute is over.

    Where several processes share no cache, each counts by itself.

    Raises
    ------
    Problem
        429, with the seconds to wait.
    """
    seconds = int(at.timestamp())
    name = f"rate:{whose}:{seconds // A_MINUTE}"
    if cache.add(name, 1, timeout=2 * A_MINUTE):
        return
    try:
        asked = cache.incr(name)
    except ValueError:  # it ran out between the two
        return
    if asked > most:
        wait = A_MINUTE - seconds % A_MINUTE
        why = f"More than {most:,} requests in a minute. Wait {wait} seconds."
        raise Problem(429, why, headers={"Retry-After": str(wait)})


def of_a_token() -> int:
    """Return how many requests a token has a minute."""
    return int(getattr(settings, "API_REQUESTS_A_MINUTE", 3_000))


def of_a_stranger() -> int:
    """Return how many refused requests an address has a minute."""
    return int(getattr(settings, "API_REFUSALS_A_MINUTE", 60))
