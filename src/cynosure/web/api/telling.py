"""What was last told of the workspace that a request is about."""

from __future__ import annotations

from cynosure.web.api.opening import Asking
from cynosure.web.api.problems import Problem
from cynosure.wiring.told import Told, open_told

_SOON = "30"


def told_of(request: Asking) -> Told:
    """Return what was last told.

    Raises
    ------
    Problem
        503, where nothing was told yet: a worker does it after something was taken in.
    """
    told = open_told(request.folder)
    if told is None:
        why = "No figure was told of this workspace yet. Take something in; a worker tells it then."
        raise Problem(503, why, headers={"Retry-After": _SOON})
    return told
