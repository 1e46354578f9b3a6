"""One text as the model reads it: its distinct words and pairs, found in UTF-8 bytes.

Everything here is compiled, reads the bytes where Arrow keeps them, and uses
whole numbers only, so that a word has the same number on every machine.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cynosure.texts.arrays import I32, I64, U8, U64
from cynosure.texts.columns import Texts
from cynosure.texts.native import native

# As the training texts were cut; what comes later in a text hardly says more.
TITLE_CHARACTERS = 160
BODY_CHARACTERS = 480
# Four bytes a character at most, and what separates title and body.
_LONGEST_LINE = 4 * (TITLE_CHARACTERS + BODY_CHARACTERS) + 2
# More words than a line can hold (signs need no gap between them), and a power of two
# that leaves room between all that a text can show.
_MOST_WORDS = TITLE_CHARACTERS + BODY_CHARACTERS + 2
_SLOT_BITS = 13

GAP, LETTERS, ASKING, SHOUTING, PICTURE = range(5)

# The blocks of columns, one after the other, as powers of two. What the source itself
# said has a block of its own behind them. Changing one makes the shipped weights useless.
WORD, PHRASE, TITLE, OPENING, CLOSING, LETTER = range(6)
BLOCKS = ("words", "phrases", "title", "opening", "closing", "letters")
BITS = (20, 20, 18, 16, 16, 19)
FIRST_COLUMNS = tuple(sum(1 << bits for bits in BITS[:block]) for block in range(len(BITS) + 1))
TEXT_COLUMNS = FIRST_COLUMNS[-1]
# How many words from the beginning and from the end are an opening and a closing.
_OPENING_WORDS, _CLOSING_WORDS = 10, 8

_PAIR, _SKIP = np.uint64(0x632BE59BD9B4E019), np.uint64(0xA0761D6478BD642F)
_FNV_START, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_SPREAD_1, _SPREAD_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SALTS = tuple(np.uint64(2 * block + 2) for block in range(len(BITS)))
_SHIFTS = tuple(np.uint64(64 - bits) for bits in BITS)
# A longer run of letters is a hash, a path or a script without spaces.
LETTERS_READ = 24
SHORTEST, LONGEST = 3, 5
MOST_RUNS = (LONGEST - SHORTEST + 1) * LETTERS_READ


def _folded() -> U8:
    """Return what each byte is read as: small letters, and one digit for all digits."""
    table = np.arange(256, dtype=np.uint8)
    table[ord("A") : ord("Z") + 1] += 32
    table[ord("0") : ord("9") + 1] = ord("0")
    return table


def _classes() -> U8:
    table = np.full(256, GAP, dtype=np.uint8)
    for byte in b"abcdefghijklmnopqrstuvwxyz0123456789_":
        table[byte] = LETTERS
    table[128:] = LETTERS  # letters beyond ASCII; signs among them are told apart while reading
    table[ord("?")] = ASKING
    table[ord("!")] = SHOUTING
    return table


_FOLDED = _folded()
_CLASSES = _classes()


class Page(NamedTuple):
    """A text as it was read, in arrays that are written over by the next one."""

    line: U8  # the bytes as they are read, title first
    kinds: U8  # which kind of sign each byte belongs to
    spoken: U64  # numbers of all words, in order
    padded: U8  # one word between two spaces
    numbers: U64  # of each distinct word
    starts: I64  # where in the line each distinct word begins
    ends: I64  # and where it ends
    columns: I32  # by block, the columns that the text shows, each once
    shown: I64  # by block, how many those are
    met: U64  # what the text has shown already, by slot
    met_at: I64  # and in which text; a slot of an earlier text is free
    met_text: I64  # how many texts were read, in its only place
    counts: I64  # of the text; see below
    tongue_numbers: U64  # function words, by slot
    tongue_kinds: U8  # of which list each is


# Places in `counts`: distinct words, bytes in words, how many of them lead a letter of
# another script, and how many words are function words of English or of other languages.
WORDS, BYTES, LEADS, ENGLISH, ELSEWHERE = range(5)
COUNTED = 5
# Words of which list stand in the table of function words, and how large that is.
IN_ENGLISH, IN_ANOTHER = 1, 2
TONGUE_BITS = 10


def new_page(tongue_numbers: U64 | None = None, tongue_kinds: U8 | None = None) -> Page:
    """Return a page with nothing on it, and the function words that it shall count, if any."""
    if tongue_numbers is None or tongue_kinds is None:
        tongue_numbers = np.zeros(1 << TONGUE_BITS, dtype=np.uint64)
        tongue_kinds = np.zeros(1 << TONGUE_BITS, dtype=np.uint8)
    return Page(
        line=np.zeros(_LONGEST_LINE, dtype=np.uint8),
        kinds=np.zeros(_LONGEST_LINE, dtype=np.uint8),
        spoken=np.zeros(_MOST_WORDS, dtype=np.uint64),
        padded=np.zeros(LETTERS_READ + 2, dtype=np.uint8),
        numbers=np.zeros(_MOST_WORDS, dtype=np.uint64),
        starts=np.zeros(_MOST_WORDS, dtype=np.int64),
        ends=np.zeros(_MOST_WORDS, dtype=np.int64),
        columns=np.zeros((LETTER, 2 * _MOST_WORDS), dtype=np.int32),
        shown=np.zeros(LETTER, dtype=np.int64),
        met=np.zeros(1 << _SLOT_BITS, dtype=np.uint64),
        met_at=np.zeros(1 << _SLOT_BITS, dtype=np.int64),
        met_text=np.zeros(1, dtype=np.int64),
        counts=np.zeros(COUNTED, dtype=np.int64),
        tongue_numbers=tongue_numbers,
        tongue_kinds=tongue_kinds,
    )


@native
def mixed(number: np.uint64) -> np.uint64:
    """Return a number with its bits spread (the finish of splitmix64)."""
    number = (number ^ (number >> np.uint64(30))) * _SPREAD_1
    number = (number ^ (number >> np.uint64(27))) * _SPREAD_2
    return number ^ (number >> np.uint64(31))


@native
def number_of(line: U8, start: int, end: int) -> np.uint64:
    """Return the number of a word: FNV-1a of its bytes, mixed. Never 0."""
    number = _FNV_START
    for place in range(start, end):
        number = (number ^ np.uint64(line[place])) * _FNV_PRIME
    return mixed(number) | np.uint64(1)


@native
def pair_of(first: np.uint64, second: np.uint64) -> np.uint64:
    """Return the number of two neighbours. Never 0."""
    return mixed(first * _PAIR + second) | np.uint64(1)


@native
def triple_of(first: np.uint64, pair: np.uint64) -> np.uint64:
    """Return the number of a word and the pair behind it. Never 0."""
    return mixed(first * _SKIP + pair) | np.uint64(1)


@native
def skip_of(first: np.uint64, third: np.uint64) -> np.uint64:
    """Return the number of two words with one between them. Never 0."""
    return mixed((first * _SKIP) ^ third) | np.uint64(1)


@native
def run_of(letters: U8) -> np.uint64:
    """Return the number of a run of up to five letters: its bytes, and how many."""
    run = np.uint64(len(letters)) << np.uint64(56)
    for place in range(len(letters)):
        run |= np.uint64(letters[place]) << np.uint64(8 * place)
    return run


@native
def column(number: np.uint64, block: int) -> np.int64:
    """Return the column in which a block counts a word, a phrase or a run of letters."""
    return FIRST_COLUMNS[block] + np.int64(mixed(number ^ _SALTS[block]) >> _SHIFTS[block])


@native
def is_new(page: Page, key: np.uint64) -> bool:
    """Return whether the text shows this key for the first time, and note it."""
    text = page.met_text[0]
    slot = np.int64(key >> np.uint64(64 - _SLOT_BITS))
    while page.met_at[slot] == text:
        if page.met[slot] == key:
            return False
        slot = (slot + 1) & ((1 << _SLOT_BITS) - 1)
    page.met[slot], page.met_at[slot] = key, text
    return True


@native
def show(page: Page, number: np.uint64, block: int) -> bool:
    """Count a number in a block of the text, once; return whether it is the first time."""
    # Numbers are odd and salts even, so no two blocks can share a key.
    if not is_new(page, number ^ _SALTS[block]):
        return False
    page.columns[block, page.shown[block]] = column(number, block)
    page.shown[block] += 1
    return True


@native
def write_folded(page: Page, content: U8, start: int, end: int, characters: int, at: int) -> int:
    """Write a text's first characters to the page's line from `at`; return where they end.

    Letters become small, digits 0, a typographic apostrophe a plain one.
    """
    seen, place = 0, start
    while place < end and seen < characters:
        byte = content[place]
        size, kind = 1, LETTERS
        if byte < 0x80:
            kind = _CLASSES[_FOLDED[byte]]
        elif byte >= 0xF0:
            size, kind = 4, PICTURE
        elif byte >= 0xE0:
            size = 3
            if byte == 0xE2 and content[place + 1] == 0x80:  # dashes, quotation marks, bullets
                kind = GAP
        else:
            size = 2
            if byte == 0xC2:  # signs between ASCII and the letters with accents
                kind = GAP
        if kind == GAP and size == 3 and content[place + 2] == 0x99:
            page.line[at], page.kinds[at] = 0x27, GAP
            at += 1
        else:
            for step in range(size):
                page.line[at], page.kinds[at] = _FOLDED[content[place + step]], kind
                at += 1
        place += size
        seen += 1
    return at


@native
def join_apostrophes(page: Page, length: int) -> None:
    """Count an apostrophe between two letters as a letter, so that "don't" is one word."""
    for place in range(1, length - 1):
        if (
            page.line[place] == 0x27
            and page.kinds[place - 1] == LETTERS
            and page.kinds[place + 1] == LETTERS
        ):
            page.kinds[place] = LETTERS


@native
def count_tongue(page: Page, number: np.uint64) -> None:
    """Count a word that is a function word of English or of another language."""
    slot = np.int64(number >> np.uint64(64 - TONGUE_BITS))
    while page.tongue_numbers[slot] != 0:
        if page.tongue_numbers[slot] == number:
            kind = page.tongue_kinds[slot]
            page.counts[ENGLISH if kind == IN_ENGLISH else ELSEWHERE] += 1
            return
        slot = (slot + 1) & ((1 << TONGUE_BITS) - 1)


@native
def count_bytes(page: Page, start: int, end: int) -> None:
    """Count a word's bytes, and those that lead a letter of another script."""
    page.counts[BYTES] += end - start
    for byte in page.line[start:end]:
        # Two-byte characters from Greek on and all three-byte ones are other scripts.
        if 0xCD <= byte < 0xF0:
            page.counts[LEADS] += 1


@native
def read_words(page: Page, length: int, title_ends: int) -> None:
    """Find the words of the line, and count words and phrases in their blocks.

    A phrase is two neighbours (in `words` and `title`), three, or two with
    one between them (`phrases`); neighbours stand both in the title or both
    outside of it.
    """
    counts = page.counts
    counts[:] = 0
    page.shown[:] = 0
    spoken, in_a_row, was_title = 0, 0, False
    place = 0
    while place < length:
        kind, start = page.kinds[place], place
        place += 1
        while place < length and page.kinds[place] == kind:
            place += 1
        if kind == GAP:
            continue
        number = number_of(page.line, start, place)
        count_bytes(page, start, place)
        in_title = start < title_ends
        in_a_row = in_a_row + 1 if in_title == was_title else 1
        was_title = in_title
        if show(page, number, WORD):
            which = counts[WORDS]
            page.numbers[which], page.starts[which], page.ends[which] = number, start, place
            counts[WORDS] += 1
            count_tongue(page, number)
        if in_title:
            show(page, number, TITLE)
        if spoken < _OPENING_WORDS:
            show(page, number, OPENING)
        if in_a_row > 1:
            before = page.spoken[spoken - 1]
            pair = pair_of(before, number)
            show(page, pair, WORD)
            if in_title:
                show(page, pair, TITLE)
            if in_a_row > 2:
                first = page.spoken[spoken - 2]
                show(page, triple_of(first, pair), PHRASE)
                show(page, skip_of(first, number), PHRASE)
        page.spoken[spoken] = number
        spoken += 1
    for last in range(max(0, spoken - _CLOSING_WORDS), spoken):
        show(page, page.spoken[last], CLOSING)


@native
def read_text(page: Page, texts: Texts, text: int) -> None:
    """Read one demand's title and body onto the page; what stood there is gone."""
    page.met_text[0] += 1
    start, end = texts.title_bounds[text], texts.title_bounds[text + 1]
    title_ends = write_folded(page, texts.title, start, end, TITLE_CHARACTERS, 0)
    page.line[title_ends], page.kinds[title_ends] = 0x0A, GAP
    start, end = texts.body_bounds[text], texts.body_bounds[text + 1]
    length = write_folded(page, texts.body, start, end, BODY_CHARACTERS, title_ends + 1)
    join_apostrophes(page, length)
    read_words(page, length, title_ends)


@native
def letters_of(page: Page, which: int, columns: I32) -> int:
    """Write the columns of a word's runs of three to five letters; return how many they are.

    The word is read with a space before and behind it, and as far as 24 bytes.
    """
    start = page.starts[which]
    length = min(page.ends[which] - start, LETTERS_READ)
    padded = page.padded
    padded[0], padded[length + 1] = 0x20, 0x20
    padded[1 : length + 1] = page.line[start : start + length]
    found = 0
    for size in range(SHORTEST, LONGEST + 1):
        for first in range(length + 3 - size):
            columns[found] = column(run_of(padded[first : first + size]), LETTER)
            found += 1
    return found
