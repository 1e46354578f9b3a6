"""A text as pieces of words: compiled, from UTF-8 bytes to numbers of pieces.

A word that is known is one piece; another one is taken apart, the longest known
beginning first. Known pieces are told by hashes alone: no list of words ships.
What differs between two tellings of the same trouble is passed over: code, quoted
lines, headings, comments, addresses, @handles and long numbers.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import numpy as np

from cynosure.texts.arrays import I32, I64, U8, U64
from cynosure.texts.columns import Texts
from cynosure.texts.native import native

# People say what they want at the start; pasted logs come later.
TITLE_BYTES, BODY_BYTES = 400, 1_600
MOST_PIECES = 64
_LONGEST_WORD = 40  # bytes; longer runs are hashes, paths or scripts without spaces
_MOST_DIGITS = 4  # a longer number is somebody's id

_START, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_INSIDE = np.uint64(0x84222325CBF29CE4)  # where a piece does not begin a word
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)

GAP, LETTER, DIGIT, MARK = range(4)


def _kinds() -> U8:
    kinds = np.zeros(256, np.uint8)
    kinds[ord("a") : ord("z") + 1] = LETTER
    kinds[ord("A") : ord("Z") + 1] = LETTER
    kinds[ord("0") : ord("9") + 1] = DIGIT
    kinds[128:] = LETTER
    for sign in b"@`<>#:/&;*.-_":
        kinds[sign] = MARK
    return kinds


def _folded() -> tuple[U8, U8]:
    """Return small letters of ASCII, and the plain letter of each two-byte one with an accent."""
    small = np.arange(256, dtype=np.uint8)
    small[ord("A") : ord("Z") + 1] += 32
    plain = np.zeros(256, np.uint8)  # of U+00C0 to U+017F, by number less U+00C0
    for number in range(0xC0, 0x180):
        letter = unicodedata.normalize("NFD", chr(number))[0].lower()
        plain[number - 0xC0] = ord(letter) if letter.isascii() else 0
    return small, plain


_KINDS = _kinds()
_SMALL, _PLAIN = _folded()


class Known(NamedTuple):
    """The known pieces: a table of hashes, each in the slot that its highest bits name or after."""

    hashes: U64  # 0: a free slot
    pieces: I32
    shift: U64  # 64 less the number of bits that name a slot; one number


def known_pieces(hashes: U64) -> Known:
    """Return the table in which the pieces are looked up; a piece's number is its place.

    >>> known = known_pieces(np.array([hash_of("log"), hash_of("in", inside=True)], np.uint64))
    >>> len(known.hashes) >= 4
    True
    """
    bits = max(2, int(2 * len(hashes)).bit_length())
    slots, numbers = np.zeros(1 << bits, np.uint64), np.full(1 << bits, -1, np.int32)
    for piece, number in enumerate(hashes.tolist()):
        slot = number >> (64 - bits)
        while slots[slot]:
            slot = (slot + 1) % (1 << bits)
        slots[slot], numbers[slot] = number, piece
    return Known(slots, numbers, np.array([64 - bits], np.uint64))


def hash_of(piece: str, *, inside: bool = False) -> int:
    """Return the hash of a piece in small plain letters; never 0.

    `inside` tells a piece that goes on a word from one that begins it.

    >>> hash_of("card") == hash_of("card", inside=True)
    False
    """
    number, prime = int(_INSIDE if inside else _START), int(_PRIME)
    for byte in piece.encode():
        number = ((number ^ byte) * prime) % (1 << 64)
    return _finished(number)


def _finished(number: int) -> int:
    number = ((number ^ (number >> 32)) * int(_SPREAD)) % (1 << 64)
    return (number ^ (number >> 29)) or 1


@native
def finished(number: np.uint64) -> np.uint64:
    """Return a running hash with its bits spread; never 0."""
    number = (number ^ (number >> np.uint64(32))) * _SPREAD
    number ^= number >> np.uint64(29)
    return number if number != np.uint64(0) else np.uint64(1)


@native
def look_up(known: Known, number: np.uint64) -> int:
    """Return the piece with this hash, -1 if it is not known."""
    slot = np.int64(number >> known.shift[0])
    while known.hashes[slot] != np.uint64(0):
        if known.hashes[slot] == number:
            return int(known.pieces[slot])
        slot = (slot + 1) & (len(known.hashes) - 1)
    return -1


class Page(NamedTuple):
    """A text as it was read, in arrays that are written over by the next one."""

    word: U8  # in small plain letters
    hashes: U64  # of its beginnings, by where they end
    pieces: I32  # of the text, in order
    held: I64  # how many pieces the text has, in its only place


def new_page() -> Page:
    """Return a page with nothing on it."""
    return Page(
        word=np.zeros(_LONGEST_WORD + 4, np.uint8),
        hashes=np.zeros(_LONGEST_WORD + 5, np.uint64),
        pieces=np.zeros(MOST_PIECES + _LONGEST_WORD + 4, np.int32),
        held=np.zeros(1, np.int64),
    )


@native
def read_text(page: Page, known: Known, texts: Texts, text: int) -> None:
    """Read one title and body onto the page; what stood there is gone."""
    page.held[0] = 0
    start, end = texts.title_bounds[text], texts.title_bounds[text + 1]
    _read_part(page, known, texts.title[start : min(end, start + TITLE_BYTES)])
    start, end = texts.body_bounds[text], texts.body_bounds[text + 1]
    _read_part(page, known, texts.body[start : min(end, start + BODY_BYTES)])


@native
def _read_part(page: Page, known: Known, content: U8) -> None:
    place, end, begins, code = 0, len(content), True, False
    while place < end and page.held[0] < MOST_PIECES:
        byte = content[place]
        if byte in (0x0A, 0x0D):
            begins, place = True, place + 1
        elif begins and byte not in (0x20, 0x09):
            begins = False
            fence = _stands(content, place, 0x60, 3)
            if fence:
                code = not code
            if fence or code or _says_nothing(content, place):
                place = _past(content, place, 0x0A)
                begins = True
        elif _KINDS[byte] == GAP:
            place += 1
        elif _KINDS[byte] == MARK:
            place = _past_mark(content, place)
        else:
            place = _read_word(page, known, content, place)


@native
def _stands(content: U8, place: int, byte: int, times: int) -> bool:
    """Return whether a byte stands here so many times."""
    found = 0
    while found < times and place + found < len(content) and content[place + found] == byte:
        found += 1
    return found == times


@native
def _past(content: U8, place: int, byte: int) -> int:
    """Return the place of the next such byte; the end if there is none."""
    while place < len(content) and content[place] != byte:
        place += 1
    return place


@native
def _says_nothing(content: U8, place: int) -> bool:
    """Return whether the line is a quoted one, or a heading of a template."""
    byte = content[place]
    after = content[place + 1] if place + 1 < len(content) else 0x20
    if byte == 0x3E:
        return True
    if byte == 0x23:
        return after in (0x23, 0x20)
    if byte == 0x2A and after == 0x2A:  # **Heading** alone on its line
        close = place + 2
        while close < len(content) and content[close] not in (0x2A, 0x0A):
            close += 1
        if not _stands(content, close, 0x2A, 2):
            return False
        close += 2
        while close < len(content) and content[close] in (0x3A, 0x20, 0x0D, 0x2A):
            close += 1
        return close >= len(content) or content[close] == 0x0A
    return False


@native
def _past_mark(content: U8, place: int) -> int:
    """Return the place behind a sign, and behind what it says is no word."""
    byte, end = content[place], len(content)
    after = content[place + 1] if place + 1 < end else 0x20
    if byte == 0x40 and _KINDS[after] in (LETTER, DIGIT):  # @handle
        place += 1
        while place < end and (_KINDS[content[place]] in (LETTER, DIGIT) or content[place] == 0x5F):
            place += 1
        return place
    if byte == 0x26 and (_KINDS[after] == LETTER or after == 0x23):  # &amp;
        for close in range(place + 1, min(place + 9, end)):
            if content[close] == 0x3B:
                return close + 1
    if byte == 0x3C:
        if after == 0x21:  # <!-- comment
            close = place + 2
            while close < end and not (content[close] == 0x3E and content[close - 1] == 0x2D):
                close += 1
            return min(close + 1, end)
        if _KINDS[after] == LETTER or after == 0x2F:  # <tag>
            for close in range(place + 1, min(place + 120, end)):
                if content[close] == 0x3E:
                    return close + 1
    return place + 1


@native
def _read_word(page: Page, known: Known, content: U8, place: int) -> int:
    """Read the word that begins here; return the place behind it."""
    start, end, length, digits = place, len(content), 0, 0
    while place < end and _KINDS[content[place]] in (LETTER, DIGIT):
        byte = content[place]
        digits += _KINDS[byte] == DIGIT
        size = _size(byte)
        # Pictures, and letters of scripts without spaces, stand each for itself.
        alone = byte >= 0xF0 or 0xE3 <= byte <= 0xE9
        if place > start and (alone or _is_sign(content, place)):
            break
        if place == start and _is_sign(content, place):
            return place + size
        if length + size <= _LONGEST_WORD:
            length = _fold(page, content[place : place + size], length)
        place += size
        if alone:
            break
    place = min(place, end)
    if _is_address(content, start, place):
        while place < end and content[place] > 0x20:
            place += 1
    elif digits <= _MOST_DIGITS and length:
        _take_apart(page, known, length)
    return place


@native
def _size(byte: int) -> int:
    """Return how many bytes the letter has that begins with this one."""
    if byte < 0xC0:
        return 1
    if byte < 0xE0:
        return 2
    return 3 if byte < 0xF0 else 4


@native
def _is_sign(content: U8, place: int) -> bool:
    """Return whether a sign beyond ASCII stands here: a dash, a quotation mark, a bullet."""
    byte = content[place]
    if byte == 0xC2:
        return True
    return byte == 0xE2 and place + 1 < len(content) and content[place + 1] == 0x80


@native
def _fold(page: Page, letter: U8, length: int) -> int:
    """Write a letter to the word, small and without its accent; return where the word ends."""
    first = letter[0]
    if len(letter) == 1:
        page.word[length] = _SMALL[first]
        return length + 1
    if 0xC3 <= first <= 0xC5:
        plain = _PLAIN[(np.int64(first) - 0xC3) * 64 + (letter[1] & 0x3F)]
        if plain:
            page.word[length] = plain
            return length + 1
    for byte in letter:
        page.word[length] = byte
        length += 1
    return length


@native
def _is_address(content: U8, start: int, place: int) -> bool:
    """Return whether the word begins an address of the web or of mail."""
    if place + 2 >= len(content):
        return False
    byte, after = content[place], content[place + 1]
    if byte == 0x3A and after == 0x2F and content[place + 2] == 0x2F:
        return True
    if byte == 0x40 and _KINDS[after] == LETTER:
        return True
    return (
        byte == 0x2E and place - start == 3 and content[start] | 0x20 == 0x77
        and content[start + 1] | 0x20 == 0x77 and content[start + 2] | 0x20 == 0x77
    )  # fmt: skip


@native
def _take_apart(page: Page, known: Known, length: int) -> None:
    """Write a word's pieces, the longest known beginning first; what is not known is left."""
    first = 0
    while first < length:
        running = _START if first == 0 else _INSIDE
        for last in range(first, length):
            running = (running ^ np.uint64(page.word[last])) * _PRIME
            page.hashes[last + 1] = running
        found, last = -1, length
        while last > first:
            found = look_up(known, finished(page.hashes[last]))
            if found >= 0:
                break
            last -= 1
        if found < 0:
            break
        page.pieces[page.held[0]] = found
        page.held[0] += 1
        first = last
