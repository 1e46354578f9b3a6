"""What a theme is known by, for good: an id made from what it was founded on."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from itertools import count

_DIGITS = 8


def theme_id(founded_on: bytes, *, taken: Collection[str]) -> str:
    """Return the id of a new theme: `t-` and 8 hex digits of a hash of what it is founded on.

    The same on every machine. Where another theme has it already, the next
    one along a fixed chain is taken, so the order of founding decides: largest first.

    >>> one = theme_id(b"centre", taken=())
    >>> one, theme_id(b"centre", taken={one})
    ('t-fa25baee', 't-c0c71b5b')
    """
    for attempt in count():
        salt = str(attempt).encode() if attempt else b""
        name = f"t-{sha256(founded_on + salt).hexdigest()[:_DIGITS]}"
        if name not in taken:
            return name
    raise AssertionError("unreachable")


def split_id(theme: str, demands: Collection[str], *, taken: Collection[str]) -> str:
    """Return the id of the theme that is split off `theme` by demands like these.

    >>> split_id("t-98c97ffb", ["desk:1", "desk:2"], taken=())
    't-bcb9e467'
    """
    return theme_id("\n".join([theme, *sorted(demands)]).encode(), taken=taken)
