"""What hangs together."""

from __future__ import annotations

from collections.abc import Iterable


def joined(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each name the smallest name that it is joined to.

    >>> joined("abcd", [("b", "c"), ("c", "d")])
    {'a': 'a', 'b': 'b', 'c': 'b', 'd': 'b'}
    """
    above = {name: name for name in names}

    def root(name: str) -> str:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        above[second] = first
    return {name: root(name) for name in above}
