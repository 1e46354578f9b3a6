"""The stretch of a text that says most of the words that were asked for.

Texts are as the index keeps them: each letter with its accents is one character.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from cynosure.search.words import words_in
from cynosure.texts.arrays import U64, Bools

LENGTH = 280  # characters of an excerpt
_LEAD = 60  # of them before the first word


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where in a text an excerpt lies, in characters."""

    start: int
    end: int


def said_in(text: str, asked: U64) -> tuple[str, ...]:
    """Return the words of a text that were asked for, as it writes them, each once.

    >>> said_in("The EXPORT fails", words_in("export crashes").numbers)
    ('EXPORT',)
    """
    found = words_in(text)
    spelt = text.encode()
    wanted = _among(found.numbers, asked)
    first: dict[int, str] = {}
    for number, start, end in zip(
        found.numbers[wanted].tolist(),
        found.starts[wanted].tolist(),
        found.ends[wanted].tolist(),
        strict=True,
    ):
        first.setdefault(number, spelt[start:end].decode())
    return tuple(first.values())


def stretch_of(text: str, asked: U64, *, after: int = 0, before: int | None = None) -> Stretch:
    """Return the stretch with the most different words of those asked for, the first of such.

    It lies between two places of the text; without any of the words it begins
    at the first.

    >>> text = "x " * 300 + "the export fails"
    >>> found = stretch_of(text, words_in("export").numbers)
    >>> "export" in text[found.start : found.end], found.end - found.start <= LENGTH
    (True, True)
    """
    end = len(text) if before is None else before
    found = words_in(text)
    places = _characters(text)
    begins = places[found.starts]
    wanted = _among(found.numbers, asked) & (begins >= after) & (places[found.ends] <= end)
    starts, numbers = begins[wanted].tolist(), found.numbers[wanted].tolist()
    best, most, held, left = after, 0, Counter[int](), 0
    for right, number in enumerate(numbers):
        held[number] += 1
        while starts[right] - starts[left] > LENGTH - 2 * _LEAD:
            held[numbers[left]] -= 1
            held += Counter()  # forgets what is no longer there
            left += 1
        if len(held) > most:
            best, most = starts[left], len(held)
    if most:
        best = max(after, best - _LEAD)
        gap = text.find(" ", best, best + _LEAD) if best > after else -1
        best = best if gap < 0 else gap + 1
    return Stretch(best, min(best + LENGTH, end))


def _among(numbers: U64, asked: U64) -> Bools:
    """Return which numbers are asked for; `np.isin` would take longer for so few."""
    if not len(asked):
        return np.zeros(len(numbers), bool)
    wanted = np.sort(asked)
    places = np.minimum(np.searchsorted(wanted, numbers), len(wanted) - 1)
    found: Bools = wanted[places] == numbers
    return found


def _characters(text: str) -> np.ndarray:
    """Return for each byte of a text which character it belongs to."""
    content = np.frombuffer(text.encode(), np.uint8)
    return np.append(np.cumsum((content & 0xC0) != 0x80) - 1, len(text))
