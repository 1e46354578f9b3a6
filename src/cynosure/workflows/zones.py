"""One source read in two time zones: what it does to its times, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def read_in_two_zones(imports: Sequence[Mapping[str, Any]]) -> str | None:
    """Return a sentence for a source whose imports were read in different zones; None without one.

    Events are added, never taken back: local times that were read once as UTC
    and once as another zone's stand in the store twice, hours apart.

    >>> read_in_two_zones([
    ...     {"source": "desk", "zone": "UTC"}, {"source": "desk", "zone": "Europe/Berlin"}
    ... ])
    "The times of 'desk' were read in two zones, Europe/Berlin and UTC. If they are local times, each of its events stands here twice, hours apart: take its exports into a new workspace, all with one --timezone."
    >>> read_in_two_zones([{"source": "desk", "zone": "UTC"}] * 2) is None
    True
    """
    zones: dict[str, set[str]] = {}
    for row in imports:
        if row["zone"]:
            zones.setdefault(row["source"] or "", set()).add(row["zone"])
    for source, used in zones.items():
        if len(used) > 1:
            return (
                f"The times of {source!r} were read in two zones, {' and '.join(sorted(used))}. "
                "If they are local times, each of its events stands here twice, hours apart: take "
                "its exports into a new workspace, all with one --timezone."
            )
    return None
