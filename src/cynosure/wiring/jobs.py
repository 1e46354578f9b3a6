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

HANDLERS: Mapping[str, Handler] = MappingProxyType({})
