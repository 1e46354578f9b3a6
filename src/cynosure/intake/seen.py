"""Which ids an import has brought so far, in sixteen bytes each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import Enum

import numpy as np
import numpy.typing as npt

_Words = npt.NDArray[np.uint64]


class Sight(Enum):
    """What it is to have seen an id before."""

    NEW = 0
    SAME = 1  # with the same content
    OTHER = 2  # with other content


def _words(texts: Sequence[str]) -> _Words:
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype=np.uint64)


class Seen:
    """Ids and contents seen, kept as sorted runs that are merged as they grow.

    Each lookup touches as many runs as the logarithm of what was seen, and
    nothing is kept as a Python object, so a million ids take 16 MB. Eight bytes
    of an id suffice: among ten million the chance that any two agree by
    accident is 1 in 400,000.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[_Words, _Words]] = []

    def look(self, ids: Sequence[str], contents: Sequence[str]) -> list[Sight]:
        """Return for each id what it is to see it now, and remember it.

        >>> Seen().look(["1", "2", "1", "2"], ["a", "b", "a", "c"])
        [<Sight.NEW: 0>, <Sight.NEW: 0>, <Sight.SAME: 1>, <Sight.OTHER: 2>]
        """
        if not ids:
            return []
        keys, said = _words(ids), _words(contents)
        sights = np.zeros(len(ids), dtype=np.int8)
        for known, known_said in self._runs:
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            found = known[at] == keys
            sights[found] = np.where(known_said[at[found]] == said[found], 1, 2)
        order = np.argsort(keys, kind="stable")
        sorted_keys = keys[order]
        # Within this very batch the first of equal ids is the one that counts.
        firsts = np.searchsorted(sorted_keys, sorted_keys, side="left")
        repeated = firsts != np.arange(len(keys))
        again, first = order[repeated], order[firsts[repeated]]
        fresh = sights[again] == 0
        sights[again[fresh]] = np.where(said[again[fresh]] == said[first[fresh]], 1, 2)
        self._remember(keys[order][~repeated], said[order][~repeated], sights[order][~repeated])
        return [Sight(int(sight)) for sight in sights]

    def _remember(self, keys: _Words, said: _Words, sights: npt.NDArray[np.int8]) -> None:
        new = sights == 0
        if not new.any():
            return
        run = keys[new], said[new]
        while self._runs and len(self._runs[-1][0]) <= 2 * len(run[0]):
            older = self._runs.pop()
            both = np.concatenate([older[0], run[0]])
            order = np.argsort(both, kind="stable")
            run = both[order], np.concatenate([older[1], run[1]])[order]
        self._runs.append(run)
