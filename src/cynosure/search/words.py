"""The words of a text as numbers, and where they stand: read by compiled code from UTF-8 bytes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.search.signs import (
    ALONE,
    APOSTROPHE,
    DIGIT,
    DROPPED,
    JOINING,
    LETTER,
    RUNNING,
    Signs,
    signs,
)
from cynosure.texts.arrays import I64, U64
from cynosure.texts.columns import Texts, texts_of
from cynosure.texts.native import native

# How much of a text is read. People say what they want at the start; a pasted log
# of a megabyte would be found by every word that a machine ever wrote.
TITLE_CHARACTERS = 300
BODY_CHARACTERS = 4_000
# A character is at most a word and the end of a pair.
MOST_WORDS = 2 * (TITLE_CHARACTERS + BODY_CHARACTERS) + 8
_SLOT_BITS = 15

# Of a word: its number, and in the three lowest bits how it is said (see `weight_of`).
NUMBER_BITS = 43
WEIGHT_BITS = 3
_IN_TITLE = np.uint64(4)
_OFTEN = np.uint64(3)

_FNV_START, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
_DOWN = np.uint64(64 - NUMBER_BITS)


class Found(NamedTuple):
    """Words of one text in order: their numbers, and the bytes where each begins and ends."""

    numbers: U64
    starts: I64
    ends: I64


class Counted(NamedTuple):
    """Distinct words of many texts, one text after the other.

    `words` are numbers with their weight in the lowest bits, `counts` how many
    of them each text has, `lengths` how many words it has in all.
    """

    words: U64
    counts: I64
    lengths: I64


def words_in(text: str) -> Found:
    """Return the words of one text, each time that it says them.

    Words are runs of letters and digits in small letters; "don't" is "dont". What
    joins words with a number among them is a word too: "ERR-4012" is err, 4012
    and both in one. Of scripts without gaps each character is a word, and each
    two neighbours; an emoji is a word.

    >>> [len(words_in(text).numbers) for text in ("It can't export!", "ERR-4012", "退款", "")]
    [3, 3, 3, 0]
    >>> bool(words_in("Résumé").numbers == words_in("résumé").numbers)
    True
    """
    texts = texts_of(composed(pa.array([text])), pa.array([""]))
    found = _room(2 * len(text) + 8)
    n = read_words(signs(), texts.title, 0, len(texts.title), len(text) + 1, found, 0)
    return Found(found.numbers[:n], found.starts[:n], found.ends[:n])


def words_of(titles: pa.Array, bodies: pa.Array) -> Counted:
    """Return the distinct words of titles and of the starts of bodies.

    >>> words_of(pa.array(["Export fails"]), pa.array(["The export fails."])).counts.tolist()
    [3]
    """
    texts = texts_of(composed(titles), composed(bodies))
    n = len(titles)
    counts, lengths = np.zeros(n, np.int64), np.zeros(n, np.int64)
    # A character is at least a byte. The system gives memory only for what is written to.
    words = np.empty(2 * (len(texts.title) + len(texts.body)) + MOST_WORDS, np.uint64)
    slots = 1 << _SLOT_BITS
    held = count_words(
        signs(),
        texts,
        _room(MOST_WORDS),
        np.zeros(slots, np.uint64),
        np.full(slots, -1, np.int64),
        np.zeros(slots, np.int64),
        words,
        counts,
        lengths,
    )
    return Counted(words[:held].copy(), counts, lengths)


def composed(texts: pa.Array) -> pa.Array:
    """Return texts with each letter and its accents as one character, where they have both forms.

    Some systems write é as e and an accent; both are the same word.

    >>> composed(pa.array(["e\\u0301", None]))[0].as_py() == "é"
    True
    """
    texts = pc.fill_null(texts.cast(pa.large_string()), "")
    # Accents by themselves begin with these bytes, as do the parts of Korean syllables.
    content = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    if np.isin(content, (0xCC, 0xCD, 0xE1, 0xE3)).any():
        return pc.utf8_normalize(texts, form="NFC")
    return texts


def _room(words: int) -> Found:
    return Found(np.empty(words, np.uint64), np.empty(words, np.int64), np.empty(words, np.int64))


@native
def numbered(hashed: np.uint64) -> np.uint64:
    """Return a word's number from the hash of its characters: 43 well-mixed bits.

    A million words are all told apart but once in some ten indexes.
    """
    hashed = (hashed ^ (hashed >> np.uint64(32))) * _SPREAD
    return (hashed ^ (hashed >> np.uint64(29))) >> _DOWN


@native
def point_at(content: np.ndarray, place: int, end: int) -> tuple[int, int]:
    """Return the code point that begins at a byte, and where the next one begins."""
    byte = np.int64(content[place])
    size, point = 1, byte
    if byte >= 0xF0:
        size, point = 4, byte & 0x07
    elif byte >= 0xE0:
        size, point = 3, byte & 0x0F
    elif byte >= 0xC0:
        size, point = 2, byte & 0x1F
    if place + size > end:
        return 0, end
    for step in range(1, size):
        point = (point << 6) | (np.int64(content[place + step]) & 0x3F)
    return point, place + size


@native
def read_words(
    signs: Signs, content: np.ndarray, start: int, end: int, characters: int, found: Found, at: int
) -> int:
    """Write the words of a text's first characters to `found` from `at`; return where they end."""
    kinds, small = signs
    numbers, starts, ends = found
    # Of the word being read, and of the joined words that it may be a part of.
    word, begins, letters = _FNV_START, start, 0
    whole, whole_said, whole_begins, parts, digits = _FNV_START, _FNV_START, start, 0, 0
    last_end, joined, before = start, False, np.uint64(0)
    place, seen = start, 0
    while True:
        over = place >= end or seen >= characters
        here = place
        point, kind = 0, 0
        if not over:
            point, place = point_at(content, place, end)
            seen += 1
            # Beyond the basic plane: emoji, and rare Han.
            kind = kinds[point] if point < 0x10000 else ALONE
            if kind == DROPPED or (kind == APOSTROPHE and letters):
                continue
            if kind in (LETTER, DIGIT):
                if not letters:
                    begins = here
                    if not parts:
                        whole_begins = here
                sign = np.uint64(small[point])
                word = (word ^ sign) * _FNV_PRIME
                whole = (whole ^ sign) * _FNV_PRIME
                letters += 1
                digits += kind == DIGIT
                last_end, joined, before = place, False, np.uint64(0)
                continue
        if letters:
            numbers[at], starts[at], ends[at] = numbered(word), begins, last_end
            at += 1
            word, letters = _FNV_START, 0
            # Not yet with a sign behind the last part: that may belong to the sentence.
            whole_said = whole
            parts += 1
        if kind == JOINING and parts and not joined:
            whole = (whole ^ np.uint64(1)) * _FNV_PRIME  # whichever sign it is that joins
            joined = True
            continue
        if parts > 1 and digits:
            numbers[at], starts[at], ends[at] = numbered(whole_said), whole_begins, last_end
            at += 1
        whole, parts, digits, joined = _FNV_START, 0, 0, False
        if kind in (ALONE, RUNNING):
            sign = (_FNV_START ^ np.uint64(point)) * _FNV_PRIME
            numbers[at], starts[at], ends[at] = numbered(sign), here, place
            at += 1
            if before and kind == RUNNING:
                pair = (before ^ np.uint64(point)) * _FNV_PRIME
                numbers[at], starts[at], ends[at] = numbered(pair), last_end, place
                at += 1
            before = sign if kind == RUNNING else np.uint64(0)
            last_end = here
        else:
            before = np.uint64(0)
        if over:
            return at


@native
def count_words(
    signs: Signs,
    texts: Texts,
    found: Found,
    met: U64,
    met_in: I64,
    met_at: I64,
    words: U64,
    counts: I64,
    lengths: I64,
) -> int:
    """Write the distinct words of all texts to `words`, with their weights; return how many."""
    held, slots = 0, len(met) - 1
    for text in range(len(counts)):
        first = held
        start, end = texts.title_bounds[text], texts.title_bounds[text + 1]
        of_title = read_words(signs, texts.title, start, end, TITLE_CHARACTERS, found, 0)
        start, end = texts.body_bounds[text], texts.body_bounds[text + 1]
        n = read_words(signs, texts.body, start, end, BODY_CHARACTERS, found, of_title)
        for which in range(n):
            number = found.numbers[which]
            slot = np.int64(number) & slots
            while met_in[slot] == text and met[slot] != number:
                slot = (slot + 1) & slots
            if met_in[slot] != text:
                met[slot], met_in[slot], met_at[slot] = number, text, held
                words[held] = number << np.uint64(WEIGHT_BITS)
                if which < of_title:
                    words[held] |= _IN_TITLE
                held += 1
            place = met_at[slot]
            if words[place] & _OFTEN < _OFTEN:
                words[place] += np.uint64(1)
        counts[text], lengths[text] = held - first, n
    return held
