"""What a worker can do: one line a kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cynosure.wiring.place import Place
from cynosure.workflows.take_in import Progress

# The place, the arguments, when it is done, whom to tell how far it is; what came of it.
Handler = Callable[[Place, Mapping[str, Any], datetime, Progress], Mapping[str, Any]]

RETELL, MOVE = "retell", "move"


def _retell(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Bring the figures of all pages up to date."""
    del arguments
    from cynosure.wiring.told import retell

    if place.imports():
        retell(place, at=at, progress=progress)
    return {}


def _move(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Move what machines sent from the inbox into the store, and tell it."""
    del arguments
    from cynosure.register import jobs
    from cynosure.wiring.inbox import move

    moved = move(place, at=at, progress=progress)
    if moved.imports:
        jobs.enqueue(RETELL, by="the worker", at=at, once=True)
    return {"deliveries": moved.deliveries, "failed": moved.failed}


HANDLERS: Mapping[str, Handler] = MappingProxyType({RETELL: _retell, MOVE: _move})
