"""The words of a text as numbers, and where they stand: read by compiled code from UTF-8 bytes."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple
from unicodedata import combining, decomposition, normalize

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.search.signs import (
    ALONE,
    APOSTROPHE,
    DIGIT,
    DROPPED,
    GAP,
    JOINING,
    LETTER,
    RUNNING,
    Signs,
    signs,
)
from cynosure.texts.arrays import I64, U8, U64, Bools
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


class Line(NamedTuple):
    """Characters of one text: small, of which kind, and the bytes where each begins and ends."""

    points: I64
    kinds: U8
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
    # The way of a column, `words_of`, would take ten times as long for one text.
    content = np.frombuffer(normalize("NFC", text).encode(), np.uint8)
    characters = len(content)  # at most
    line, found = _line(characters), _room(2 * characters)
    read = read_line(signs(), content, 0, len(content), characters, line)
    n = read_words(line, read, found, 0)
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
        _line(MOST_WORDS),
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
    r"""Return texts with each letter and its accents as one character, where they have both forms.

    Some systems write é as e and an accent; both are the same word.

    >>> composed(pa.array(["e\u0301", None]))[0].as_py() == "é"
    True
    """
    texts = pc.fill_null(texts.cast(pa.large_string()), "")
    content = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    if (content < 0x80).all():
        return texts
    pairs = content[:-1].astype(np.uint16) << 8 | content[1:]
    return pc.utf8_normalize(texts, form="NFC") if _changing()[pairs].any() else texts


@cache
def _changing() -> Bools:
    """Tell with which two bytes a character begins that composing may change.

    Those are the ones that have another form by themselves, and those that go with
    the letter before them: accents, some vowels, parts of Korean syllables.
    """
    begins = np.zeros(1 << 16, np.bool_)
    behind = {chr(number) for number in range(0x1161, 0x11C3)}
    signs = [chr(number) for number in range(0x80, 0x30000) if not 0xD800 <= number < 0xE000]
    for sign in signs:
        parts = decomposition(sign).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            behind.add(chr(int(parts[1], 16)))
    for sign in signs:
        if sign in behind or combining(sign) or normalize("NFC", sign) != sign:
            first, second = sign.encode()[:2]
            begins[first << 8 | second] = True
    return begins


def _line(characters: int) -> Line:
    room = characters + 1  # and a gap behind the last one
    starts, ends = np.empty(room, np.int64), np.empty(room, np.int64)
    return Line(np.empty(room, np.int64), np.empty(room, np.uint8), starts, ends)


def _room(words: int) -> Found:
    return Found(np.empty(words, np.uint64), np.empty(words, np.int64), np.empty(words, np.int64))


@native
def numbered(hashed: np.uint64) -> np.uint64:
    """Return a word's number from the hash of its characters: 43 well-mixed bits.

    Among a million words two share one in about one index of twenty.
    """
    hashed = (hashed ^ (hashed >> np.uint64(32))) * _SPREAD
    return (hashed ^ (hashed >> np.uint64(29))) >> _DOWN


@native
def step(hashed: np.uint64, point: int) -> np.uint64:
    """Return the hash of one more character (FNV-1a by code points)."""
    return (hashed ^ np.uint64(point)) * _FNV_PRIME


@native
def read_line(signs: Signs, content: U8, start: int, end: int, characters: int, line: Line) -> int:
    """Write a text's first characters to the line, small and of their kind; return how many.

    What is dropped, and an apostrophe behind a letter, is not written.
    """
    points, kinds, starts, ends = line
    kind_of, small_of = signs
    place, seen, n = start, 0, 0
    while place < end and seen < characters:
        byte = np.int64(content[place])
        size, point = 1, byte
        if byte >= 0xF0:
            size, point = 4, byte & 0x07
        elif byte >= 0xE0:
            size, point = 3, byte & 0x0F
        elif byte >= 0xC0:
            size, point = 2, byte & 0x1F
        for after in range(place + 1, min(place + size, end)):
            point = (point << 6) | (np.int64(content[after]) & 0x3F)
        # Beyond the basic plane: emoji, and rare Han.
        kind = kind_of[point] if point < 0x10000 else ALONE
        small = np.int64(small_of[point]) if point < 0x10000 else point
        seen += 1
        if kind != DROPPED and not (kind == APOSTROPHE and n and kinds[n - 1] == LETTER):
            points[n], kinds[n] = small, kind
            starts[n], ends[n] = place, place + size
            n += 1
        place += size
    return n


@native
def read_joined(line: Line, begins: int, found: Found, at: int) -> tuple[int, int]:
    """Write words and, with a number among them, what they are joined to; return where it ends."""
    points, kinds, starts, ends = line
    numbers = found.numbers
    whole, parts, digits, place = _FNV_START, 0, 0, begins
    while True:
        word, first = _FNV_START, place
        while kinds[place] <= DIGIT:
            word, whole = step(word, points[place]), step(whole, points[place])
            digits += kinds[place] == DIGIT
            place += 1
        numbers[at] = numbered(word)
        found.starts[at], found.ends[at] = starts[first], ends[place - 1]
        at += 1
        parts += 1
        if kinds[place] != JOINING or kinds[place + 1] > DIGIT:
            break
        whole = step(whole, 1)  # whichever sign it is that joins
        place += 1
    if parts > 1 and digits:
        numbers[at] = numbered(whole)
        found.starts[at], found.ends[at] = starts[begins], ends[place - 1]
        at += 1
    return place, at


@native
def read_words(line: Line, n: int, found: Found, at: int) -> int:
    """Write the words of the line's first characters to `found` from `at`; return where they end."""
    points, kinds, starts, ends = line
    numbers = found.numbers
    kinds[n] = GAP
    place = 0
    while place < n:
        kind = kinds[place]
        if kind <= DIGIT:
            place, at = read_joined(line, place, found, at)
            continue
        if kind in (ALONE, RUNNING):
            alone = step(_FNV_START, points[place])
            numbers[at] = numbered(alone)
            found.starts[at], found.ends[at] = starts[place], ends[place]
            at += 1
            if kind == RUNNING and place and kinds[place - 1] == RUNNING:
                pair = step(step(_FNV_START, points[place - 1]), points[place])
                numbers[at] = numbered(pair)
                found.starts[at], found.ends[at] = starts[place - 1], ends[place]
                at += 1
        place += 1
    return at


@native
def count_words(
    signs: Signs,
    texts: Texts,
    line: Line,
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
        read = read_line(signs, texts.title, start, end, TITLE_CHARACTERS, line)
        of_title = read_words(line, read, found, 0)
        start, end = texts.body_bounds[text], texts.body_bounds[text + 1]
        read = read_line(signs, texts.body, start, end, BODY_CHARACTERS, line)
        n = read_words(line, read, found, of_title)
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
