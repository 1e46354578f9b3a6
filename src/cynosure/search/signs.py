"""What each character is to a reader of words: a letter, a gap, a word by itself."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np

from cynosure.texts.arrays import U8, U16

# ALONE: a word by itself, as an emoji. RUNNING: of a script without gaps between words.
# JOINING: what holds ERR-4012 or 10.0.19041 together. DROPPED: is as if it were not there.
LETTER, DIGIT, GAP, ALONE, RUNNING, JOINING, APOSTROPHE, DROPPED = range(8)
_PLANE = 0x10000

# Scripts that leave no gap between words: Thai, Lao, Myanmar, Khmer, kana, Han.
_WITHOUT_GAPS = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
_JOINING = "-_.:/#@+"
_APOSTROPHES = "'’ʼ"
# By which tables words were read: another Python may know more characters.
SIGNS_BY = f"signs-1 unicode-{unicodedata.unidata_version}"


class Signs(NamedTuple):
    """By code point below 65,536: what a character is, and its small letter."""

    kinds: U8
    small: U16


@cache
def signs() -> Signs:
    """Return what each character is, made once a process from Python's own tables.

    Accents are kept: "resume" and "résumé" are two words, since in many languages they are.

    >>> found = signs()
    >>> bool(found.kinds[ord("é")] == LETTER), chr(found.small[ord("É")])
    (True, 'é')
    """
    kinds = np.full(_PLANE, GAP, dtype=np.uint8)
    small = np.arange(_PLANE, dtype=np.uint16)
    for point in range(_PLANE):
        sign = chr(point)
        category = unicodedata.category(sign)
        if category == "Nd":
            kinds[point] = DIGIT
        elif category[0] in "LMN":
            kinds[point] = LETTER
        elif category == "So":
            kinds[point] = ALONE
        elif category == "Cf":
            kinds[point] = DROPPED
        lower = sign.lower()
        if len(lower) == 1 and ord(lower) < _PLANE:
            small[point] = ord(lower)
    for first, last in _WITHOUT_GAPS:
        part = kinds[first : last + 1]
        part[part == LETTER] = RUNNING
    kinds[0xFE00:0xFE10] = DROPPED  # say how the sign before them is drawn
    for sign in _JOINING:
        kinds[ord(sign)] = JOINING
    for sign in _APOSTROPHES:
        kinds[ord(sign)] = APOSTROPHE
    return Signs(kinds, small)
