"""What words stand for in a phrase, and where a phrase may begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from cynosure.themes.everyday_words import (
    AND,
    ARTICLES,
    ASKING,
    ASKS,
    BARE,
    BEING,
    BOUNDARY,
    DENIAL,
    GENERIC,
    JOINING,
    LEADING,
    LIGHT,
    MAY,
    PARTICLES,
    PERSONS,
    PHRASAL,
    TROUBLE,
    VERBS,
)

_DENIED = re.compile(r"n['’]t$")
_NUMBERS = "0123456789.,:/-v"
# Endings that tell a word's part of speech, not what it is about.
_ENDING = re.compile(
    r"(?<=\w{3})(?:ications?|ations?|ments?|als?|ions?|ings?|ies|ied|ed|es|s|e|y|(?<=\w{5})en)$"
)
_TWICE = re.compile(r"([a-z])\1$")
_AFTER_HYPHEN = re.compile(r"-(?:in|ins|up|ups|out|outs|off|on|down|back|over)$")


@lru_cache(maxsize=200_000)
def sense_of(word: str) -> str:
    """Return what a word in small letters stands for in a phrase; nothing if it is light.

    >>> [sense_of(word) for word in ("crashes", "doesn't", "the", "8.4", "top-ups", "payment")]
    ['crash', 'not', '', '', 'top', 'pay']
    """
    if word in DENIAL or _DENIED.search(word):
        return "not"
    if word in LIGHT or (len(word) < 2 and word.isascii()) or not word.strip(_NUMBERS):
        return ""
    if "-" in word:
        word = _AFTER_HYPHEN.sub("", word).replace("-", "")
    if len(word) <= 3:
        return word
    return _TWICE.sub(r"\1", _ENDING.sub("", word.removesuffix("'s")))


@lru_cache(maxsize=200_000)
def may_begin(word: str) -> bool:
    """Tell whether a phrase may begin with this word.

    >>> may_begin("export"), may_begin("the"), may_begin("cannot")
    (True, False, True)
    """
    return bool(sense_of(word)) or word in ASKING


@lru_cache(maxsize=200_000)
def may_end(word: str, before: str) -> bool:
    """Tell whether a phrase may end with this word after the one before.

    >>> may_end("in", "log"), may_end("in", "money"), may_end("not", "card")
    (True, False, False)
    """
    if word in PARTICLES:
        return before in PHRASAL
    if before == "to" and word in BARE:
        return False
    return sense_of(word) not in {"", "not"} and word not in LEADING


def is_torn(words: Sequence[str]) -> bool:
    """Tell whether a phrase holds parts of two sentences.

    >>> is_torn(("visa", "and", "mastercard")), is_torn(("card", "if", "i", "travel"))
    (False, True)
    """
    within = words[1:-1]
    if not JOINING.isdisjoint(within):
        return True
    for word, after in pairwise(words[1:]):
        if word in AND and not sense_of(after):
            return True
        asked = word in ASKS and after in PERSONS
        told = word in PERSONS and after in MAY
        if (asked or told) and words[0] not in ASKING:
            return True
    return False


def stands_whole(words: Sequence[str], before: str, after: str) -> bool:
    """Tell whether a phrase is not torn out of a longer one, by the words around it.

    Give "" where a sentence begins or ends.

    >>> stands_whole(["exchange", "rate"], "the", "is"), stands_whole(["what", "shots"], "", "do")
    (True, False)
    """
    if words[0] in ASKING:
        begins = not before or (before in LIGHT and words[0] not in VERBS)
        return begins and before not in ASKING and after in BOUNDARY
    return (not sense_of(before)) and (after in BOUNDARY or after in BEING)


def flow(words: Sequence[str]) -> float:
    """Return how well the words of a phrase follow one another: 1 is well.

    "cash the exchange rate" may be torn, "exchange rate for cash" is not; which of them
    begins with a verb nobody knows here, so it is a reason to prefer another wording, no more.

    >>> flow(["cash", "the", "rate"]), flow(["rate", "for", "the", "cash"])
    (0.8, 1.0)
    """
    pairs = pairwise(words)
    return 0.8 if any(sense_of(before) and word in ARTICLES for before, word in pairs) else 1.0


# What goes wrong, by what its words stand for.
TROUBLES = frozenset(map(sense_of, TROUBLE))
# With these alone a phrase might name any group of failure demand.
VAGUE = TROUBLES | frozenset(map(sense_of, GENERIC))
