"""What a worker can do: one line a kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cynosure.wiring.kinds import (
    DRAW,
    ERASE,
    FOUND,
    JUDGE,
    LEARN,
    MOVE,
    OFFER,
    REGROUP,
    RETELL,
    TAKE_IN,
    UNDO,
)
from cynosure.wiring.place import Place
from cynosure.workflows.take_in import Progress

# The place, the arguments, when it is done, whom to tell how far it is; what came of it.
Handler = Callable[[Place, Mapping[str, Any], datetime, Progress], Mapping[str, Any]]

OFFERED = 20  # demands at once: after so many the model knows more, and others teach most


def _retell(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Bring the figures of all pages up to date."""
    del arguments
    from cynosure.store.told import ToldFolder
    from cynosure.wiring.told import retell

    if place.imports():
        retell(place, at=at, progress=progress)
    else:  # the last import was undone: nothing stands that could be told
        ToldFolder(place.folder).forget()
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


def _take_in(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Take in what somebody sent by a page."""
    from cynosure.wiring.taking_in import take_in_asked

    return take_in_asked(place, arguments, at, progress)


def _erase(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Forget a person; what was told of them is gone, so it is told anew."""
    from cynosure.register import jobs
    from cynosure.wiring.forgetting import erase

    receipt = erase(place, arguments, at, progress)
    jobs.enqueue(RETELL, by="the worker", at=at, once=True)
    return receipt


def _judge(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Count how often each labeller of the workspace speaks and is right."""
    del arguments
    from cynosure.wiring.judging_labellers import judge

    return judge(place, at=at, progress=progress)


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


def _draw(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Draw a sample with more of what the classifier is unsure of."""
    from cynosure.wiring.samples import draw_stratified

    progress("Drawing", 0)
    return {"draw": draw_stratified(place, size=int(arguments["size"]), at=at).kept.number}


def _regroup(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Find themes anew, and keep what that would change as proposals."""
    del arguments, at
    from cynosure.wiring.proposing import proposals_in

    return {"proposals": proposals_in(place, progress=progress)}


def _found(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Found a theme that was proposed, and tell it."""
    from cynosure.register import jobs
    from cynosure.wiring.proposing import found_proposed

    new = found_proposed(place, arguments["proposal"], progress=progress)
    jobs.enqueue(RETELL, by="the worker", at=at, once=True)
    return {"theme": new}


def _offer(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Choose which demands would teach most if somebody said what they are."""
    del arguments, at
    from cynosure.wiring.labelling import teaching_most

    progress("Choosing what teaches most", 0)
    return {"demands": teaching_most(place, OFFERED)}


def _undo(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Take an import back; begun again after it is gone, there is nothing left to do."""
    from cynosure.register import jobs
    from cynosure.wiring.undoing import undo

    import_id = str(arguments["import_id"])
    said = "It is undone."
    if any(row["import_id"] == import_id for row in place.imports()):
        said = str(undo(place, import_id, progress=progress))
    jobs.enqueue(RETELL, by="the worker", at=at, once=True)
    return {"said": said}


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        RETELL: _retell,
        MOVE: _move,
        TAKE_IN: _take_in,
        UNDO: _undo,
        ERASE: _erase,
        JUDGE: _judge,
        LEARN: _learn,
        OFFER: _offer,
        DRAW: _draw,
        REGROUP: _regroup,
        FOUND: _found,
    }
)
