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

RETELL, MOVE, LEARN, OFFER = "retell", "move", "learn", "offer"
OFFERED = 20  # demands at once: after so many the model knows more, and others teach most


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


def _learn(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Let the model learn from what people decided, and tell what it reads otherwise now."""
    del arguments
    from cynosure.register import jobs
    from cynosure.wiring.own_model import learn_from_decisions

    learnt = learn_from_decisions(place, progress=progress)
    jobs.enqueue(RETELL, by="the worker", at=at, once=True)
    return {"lines": list(learnt.lines)}


def _offer(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Choose which demands would teach most if somebody said what they are."""
    del arguments, at
    from cynosure.wiring.labelling import teaching_most

    progress("Choosing what teaches most", 0)
    return {"demands": teaching_most(place, OFFERED)}


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {RETELL: _retell, MOVE: _move, LEARN: _learn, OFFER: _offer}
)
