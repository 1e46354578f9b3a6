"""Where a text says a name of which only a keyed hash is known.

Nobody's name is kept in order to forget it. A name is looked for between signs
that are no ASCII letter or digit, in lower case: each stretch of text that is as
long as a refused name and stands between such signs goes through a cheap sum
first, and what passes through a keyed hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

ERASED = "[erased]"
CANDIDATES = 50_000  # looked at together, so that memory does not follow the text
_LETTERS = np.zeros(256, dtype=bool)
_LETTERS[[*range(48, 58), *range(65, 91), *range(97, 123)]] = True
_ESCAPES = np.zeros(256, dtype=bool)
_ESCAPES[list(b"nrtbf")] = True
_BACKSLASH = ord("\\")
_CODED = re.compile(r"\\u([0-9A-Fa-f]{4})")
_NOT_INSIDE = r"(?:(?<![0-9A-Za-z])|(?<=\\[nrtbf]))"


def plain(name: str) -> bytes:
    """Return a name as it is hashed and compared: lower case, no space around it."""
    return bytes(pc.utf8_lower(pa.scalar(name.strip())).as_buffer())


def keyed_hash(name: bytes, key: bytes) -> str:
    """Return the hash of a plain name that only this workspace can compute.

    >>> keyed_hash(plain(" Ana "), b"key") == keyed_hash(plain("ana"), b"key")
    True
    """
    return hashlib.blake2b(name, key=key, digest_size=16, person=b"cynosure-name").hexdigest()


def sieve_of(name: bytes, key: bytes) -> int:
    """Return the sixteen bits by which most of what is not this name falls through."""
    return int(_sieve(np.frombuffer(name, dtype=np.uint8)[np.newaxis, :], key)[0])


def _sieve(stretches: npt.NDArray[np.uint8], key: bytes) -> npt.NDArray[np.uint64]:
    weights = np.frombuffer(_weights(key, stretches.shape[1]), dtype="<u8")
    return (stretches.astype(np.uint64) @ weights.astype(np.uint64)) >> np.uint64(48)


@lru_cache(maxsize=256)
def _weights(key: bytes, length: int) -> bytes:
    return b"".join(
        hashlib.blake2b(
            place.to_bytes(4), key=key, digest_size=8, person=b"cynosure-sieve"
        ).digest()
        for place in range(length)
    )


@dataclass(frozen=True, slots=True)
class Mentions:
    """Refused names to be looked for in texts, by their length in bytes."""

    key: bytes
    hashes: Mapping[int, frozenset[str]]
    sieves: Mapping[int, frozenset[int]]

    def found(self, texts: pa.Array) -> dict[int, tuple[str, ...]]:
        """Return, for the rows of a column of text that say a name, the names in lower case."""
        if not self.hashes or len(texts) == texts.null_count:
            return {}
        low = pc.utf8_lower(texts.cast(pa.large_string()))
        starts = np.frombuffer(low.buffers()[1], dtype=np.int64)[
            low.offset : low.offset + len(low) + 1
        ]
        signs = np.frombuffer(low.buffers()[2] or b"", dtype=np.uint8)[starts[0] : starts[-1]]
        found: dict[int, set[str]] = {}
        for place, name in self._stretches(signs, starts - starts[0]):
            row = int(np.searchsorted(starts, place + starts[0], side="right")) - 1
            if place + starts[0] + len(name) <= starts[row + 1]:  # not across two texts
                found.setdefault(row, set()).add(name.decode("utf-8", "replace"))
        return {row: tuple(sorted(names)) for row, names in found.items()}

    @property
    def longest(self) -> int:
        """How many bytes the longest name has; zero where nobody was erased."""
        return max(self.hashes, default=0)

    def mark(self, words: str) -> str:
        """Return what stands for an id that says a name: the same for the same id."""
        return keyed_hash(words.encode(), self.key)[:12]

    def said_in(self, texts: Sequence[str]) -> set[int]:
        """Return which of these texts say a name, by their places.

        For what lies outside the store as somebody sent it: a name counts also where it is
        spelt as JSON or as a part of an address spell it.
        """
        spelt = [(n, one) for n, text in enumerate(texts) for one in _spellings(text)]
        found = self.found(pa.array([one for _, one in spelt], type=pa.large_string()))
        return {spelt[row][0] for row in found}

    def _stretches(
        self, signs: npt.NDArray[np.uint8], borders: npt.NDArray[np.int64]
    ) -> list[tuple[int, bytes]]:
        letters = _LETTERS[signs]
        opens = np.ones(len(signs) + 1, dtype=bool)
        opens[1:] = ~letters
        # In JSON a line break is two letters' worth of escape, not part of a word.
        opens[2:] |= (signs[:-1] == _BACKSLASH) & _ESCAPES[signs[1:]]
        closes = np.ones(len(signs) + 1, dtype=bool)
        closes[:-1] = ~letters
        opens[borders] = closes[borders] = True  # where one text ends and the next begins
        found = []
        for length, hashes in self.hashes.items():
            if length > len(signs):
                continue
            places = np.flatnonzero(opens[: len(signs) - length + 1] & closes[length:])
            passing = np.fromiter(self.sieves[length], dtype=np.uint64)
            for some in np.array_split(places, len(places) // CANDIDATES + 1):
                stretches = signs[some[:, np.newaxis] + np.arange(length)]
                for place in some[np.isin(_sieve(stretches, self.key), passing)]:
                    name = signs[place : place + length].tobytes()
                    if keyed_hash(name, self.key) in hashes:
                        found.append((int(place), name))
        return found


def without(text: str, names: Sequence[str]) -> str:
    """Return a text with each of these names masked, whatever its case.

    >>> without("Ask ANA, not Anabel.", ["ana"])
    'Ask [erased], not Anabel.'
    """
    masked = _pattern(tuple(names)).sub(ERASED, text)
    low = masked.replace(ERASED, "").lower()
    # Where upper case is spelt so oddly that the pattern misses it, all goes.
    return ERASED if any(_pattern((name,)).search(low) for name in names) else masked


def _spellings(text: str) -> set[str]:
    """Return a text as it is, and without the escapes of JSON and of addresses."""
    addressed = {text, unquote_plus(text)} if "%" in text or "+" in text else {text}
    decoded = {_CODED.sub(lambda code: chr(int(code[1], 16)), one) for one in addressed}
    # Half a letter is none: a column of text holds whole ones.
    whole = (one.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for one in decoded)
    return {*(one.encode("utf-8", "replace").decode() for one in addressed), *whole}


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(
        rf"{_NOT_INSIDE}(?:{'|'.join(map(re.escape, longest_first))})(?![0-9A-Za-z])",
        re.IGNORECASE,
    )
