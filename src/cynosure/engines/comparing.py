"""Ibis in threads: expressions compared without the memory that all of them share."""

from __future__ import annotations

import threading
from typing import Any

from ibis.common.bases import Comparable

_now = threading.local()


def compare_in_threads() -> None:
    """Let several threads build expressions at once.

    Ibis 12 remembers by address, for all threads together, which expressions are equal,
    and tidies up when one of them goes. Where threads do both at once an entry outlives
    its expression, and another one gets its address. So what was found equal is
    remembered for one comparison only, by the thread that makes it: its expressions live
    as long. Not at all would not do, since equal ones share their parts many times over.
    """
    Comparable.__eq__ = _equal


def _equal(one: Any, other: object) -> bool:
    if one is other:
        return True
    equals = one.__equals__
    if type(one) is not type(other):
        return False
    seen: dict[tuple[int, int], bool] | None = getattr(_now, "seen", None)
    if seen is None:
        _now.seen = {}
        try:
            return bool(equals(other))
        finally:
            _now.seen = None
    pair = (id(one), id(other))
    if pair not in seen:
        seen[pair] = bool(equals(other))
    return seen[pair]
