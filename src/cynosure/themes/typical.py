"""Which texts to read of a group: those most like it, and one that only just belongs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cynosure.themes.plain_words import sense_of
from cynosure.themes.sentences import told

# A text of fewer telling words, or one much longer, tells a reader less than others do.
_FEWEST_WORDS, _MOST_LETTERS = 2, 600
_COMMON = 0.3


def typical(likeness: Sequence[float], texts: Sequence[str], *, count: int = 3) -> list[int]:
    """Return the places of the texts most like their group, no two the same in words.

    Of the more typical half of the texts, those that are neither one word nor very long
    come first, because a reader learns little from the others; only where they do not
    suffice, these follow. Of equal ones the shorter comes first.

    Parameters
    ----------
    likeness
        Of each text to its group, from 0 to 1.
    texts
        Masked; as many.

    Examples
    --------
    >>> typical([0.9, 0.8, 0.9, 0.1], ["export", "csv export fails", "Fails: csv export", "hm"])
    [2, 0, 3]
    """
    chosen: list[int] = []
    seen: set[frozenset[str]] = set()
    senses = _senses(texts)
    for i in _by_likeness(likeness, texts, senses):
        if senses[i] not in seen and texts[i].strip():
            seen.add(senses[i])
            chosen.append(i)
        if len(chosen) == count:
            break
    return chosen


def at_the_edge(likeness: Sequence[float], texts: Sequence[str]) -> int | None:
    """Return the place of the readable text that is least like its group.

    It shows how far a group reaches. None where every text is typical already,
    because there are so few that differ.

    >>> at_the_edge([0.9, 0.8, 0.7, 0.6, 0.5], ["red fails", "sky fails", "tea fails", "ice fails", "e"])
    3
    >>> at_the_edge([0.9, 0.5], ["red fails", "sky fails"])
    """
    senses = _senses(texts)
    known = {senses[i] for i in typical(likeness, texts)}
    left = [i for i in range(len(texts)) if senses[i] not in known and texts[i].strip()]
    readable = [i for i in left if _is_readable(texts[i], senses[i])] or left
    return min(readable, key=lambda i: (_value(likeness[i]), len(texts[i]), texts[i]), default=None)


def _by_likeness(
    likeness: Sequence[float], texts: Sequence[str], senses: Sequence[frozenset[str]]
) -> list[int]:
    values = [_value(one) for one in likeness]
    middle = sorted(values)[len(values) // 2] if values else 0.0

    def order(i: int) -> tuple[bool, float, int, str]:
        good = values[i] >= middle and _is_readable(texts[i], senses[i])
        return not good, -values[i], len(texts[i]), texts[i]

    return sorted(range(len(texts)), key=order)


def _senses(texts: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(map(sense_of, told(text).words)) - {""} for text in texts]


def _is_readable(text: str, senses: frozenset[str]) -> bool:
    return len(senses) >= _FEWEST_WORDS and len(text) <= _MOST_LETTERS


def _value(likeness: float) -> float:
    """Return a likeness to sort by; what is not a number is like nothing."""
    return -1.0 if math.isnan(likeness) else likeness
