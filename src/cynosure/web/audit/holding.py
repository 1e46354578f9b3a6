"""Who has a demand before them, so that two people at once do not judge the same one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.cache import cache

from cynosure.register.scope import current_workspace

MINUTES = 5
_LOOKED_AT = 20  # further on somebody would leave too large a gap in the sample


def offered(waiting: Sequence[str], *, role: str, user: int) -> Iterator[str]:
    """Yield what a person may judge next: first what nobody else has before them.

    A demand is held for a few minutes. Where all are held, the first is offered all the
    same: whoever is later is told.
    """
    others = []
    for demand_id in waiting[:_LOOKED_AT]:
        key = f"audit {current_workspace()} {role} {demand_id}".replace(" ", ":")[:240]
        if cache.add(key, user, 60 * MINUTES) or cache.get(key) == user:
            yield demand_id
        else:
            others.append(demand_id)
    yield from others
