"""Words of many texts at once, found in the UTF-8 bytes of an Arrow column.

Nothing here loops over texts or words in Python, and everything is unsigned
whole-number arithmetic, so that a word has the same number on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

# As the training texts were cut; what comes later in a text hardly says more.
TITLE_CHARACTERS = 160
BODY_CHARACTERS = 480

_GAP, _LETTERS, _ASKING, _SHOUTING, _PICTURE = range(5)
_PRIME = 0x9E3779B97F4A7C15  # odd, so that its powers have an inverse modulo 2^64
_INVERSE = pow(_PRIME, -1, 1 << 64)


def mixed(numbers: U64) -> U64:
    """Return the numbers with their bits spread (the finish of splitmix64).

    >>> mixed(np.array([1, 2], dtype=np.uint64)).tolist()
    [6238072747940578789, 15839785061582574730]
    """
    spread = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    spread = (spread ^ (spread >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return spread ^ (spread >> np.uint64(31))


def _folded() -> U8:
    """Return what each byte is read as: small letters, and one digit for all digits."""
    table = np.arange(256, dtype=np.uint8)
    table[ord("A") : ord("Z") + 1] += 32
    table[ord("0") : ord("9") + 1] = ord("0")
    return table


def _classes() -> U8:
    table = np.zeros(256, dtype=np.uint8)
    for byte in b"abcdefghijklmnopqrstuvwxyz0123456789_":
        table[byte] = _LETTERS
    table[128:] = _LETTERS  # letters beyond ASCII; signs among them are put right later
    table[ord("?")] = _ASKING
    table[ord("!")] = _SHOUTING
    return table


_FOLDED = _folded()
_CLASSES = _classes()
_BYTE_NUMBERS = mixed(np.arange(1, 257, dtype=np.uint64))


def _powers(base: int, n: int) -> U64:
    steps = np.full(n, base, dtype=np.uint64)
    steps[0] = 1
    return np.cumprod(steps, dtype=np.uint64)


class _Powers:
    """Powers of the prime and of its inverse, made once and longer when needed."""

    def __init__(self) -> None:
        self.up = self.down = np.ones(1, dtype=np.uint64)

    def reach(self, n: int) -> tuple[U64, U64]:
        up, down = self.up, self.down
        if len(up) < n or len(down) < n:
            n = 1 << max(16, (n - 1).bit_length())
            self.up, self.down = up, down = _powers(_PRIME, n), _powers(_INVERSE, n)
        return up, down


_POWERS = _Powers()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts, in reading order.

    `text` is the row of each word, `number` its 64-bit number, `in_title`
    whether it stands in the title; `start` and `end` are places in `folded`,
    the bytes of all texts as they are read.
    """

    texts: int
    folded: U8
    text: I64
    number: U64
    in_title: NDArray[np.bool_]
    start: I64
    end: I64

    def spelled(self, word: int) -> str:
        """Return one word as it was read, for a person."""
        return self.folded[self.start[word] : self.end[word]].tobytes().decode(errors="replace")


def _cut(texts: pa.Array, characters: int | None) -> pa.Array:
    texts = pc.utf8_slice_codeunits(texts.cast(pa.large_string()), 0, characters)
    # A typographic apostrophe must not make another word of "don't".
    return pc.replace_substring(pc.fill_null(texts, ""), "’", "'")


def words_of(
    titles: pa.Array, bodies: pa.Array, *, title_characters: int | None = TITLE_CHARACTERS
) -> Words:
    """Return the words of titles and bodies, each cut as the training texts were.

    A word is a run of letters, digits and underscores, with apostrophes inside;
    digits are all read as 0, so that "404" and "500" are one word. Runs of
    question marks, of exclamation marks and of pictures (emoji) are words too.

    >>> words = words_of(pa.array(["It can't be!"]), pa.array([None], pa.string()))
    >>> [words.spelled(i) for i in range(len(words.text))]
    ['it', "can't", 'be', '!']
    """
    titles, bodies = _cut(titles, title_characters), _cut(bodies, BODY_CHARACTERS)
    nothing, gap = (pa.scalar(text, pa.large_string()) for text in ("", "\n"))
    joined = pc.binary_join_element_wise(titles, bodies, nothing, gap)
    bounds = np.frombuffer(joined.buffers()[1], dtype=np.int64)
    bounds = bounds[joined.offset : joined.offset + len(joined) + 1]
    content = joined.buffers()[2]
    raw = np.frombuffer(content, dtype=np.uint8) if content else np.zeros(0, np.uint8)
    folded = _FOLDED[raw[bounds[0] : bounds[-1]]]
    bounds = bounds - bounds[0]
    title_bytes = pc.binary_length(titles).to_numpy(zero_copy_only=False).astype(np.int64)

    kinds = _kinds(folded)
    change = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    edges = np.concatenate(([0], change, [len(kinds)])).astype(np.int64)
    is_word = kinds[edges[:-1]] != _GAP if len(kinds) else np.zeros(len(edges) - 1, np.bool_)
    start, end = edges[:-1][is_word], edges[1:][is_word]
    text = np.searchsorted(bounds, start, side="right") - 1
    return Words(
        texts=len(titles),
        folded=folded,
        text=text,
        number=_numbers(folded, start, end),
        in_title=start < (bounds[:-1] + title_bytes)[text],
        start=start,
        end=end,
    )


def _kinds(folded: U8) -> U8:
    kinds = _CLASSES[folded]
    if len(folded) < 3:
        return kinds
    quote = np.flatnonzero(folded[1:-1] == ord("'")) + 1
    inside = (kinds[quote - 1] == _LETTERS) & (kinds[quote + 1] == _LETTERS)
    kinds[quote[inside]] = _LETTERS
    if folded.max() < 128:
        return kinds
    # E2 80 xx and C2 Ax/Bx are punctuation (dashes, quotes, bullets); F0 leads a picture.
    general = np.flatnonzero((folded[:-2] == 0xE2) & (folded[1:-1] == 0x80))
    for step in range(3):
        kinds[general + step] = _GAP
    latin = np.flatnonzero((folded[:-1] == 0xC2) & (folded[1:] < 0xC0))
    for step in range(2):
        kinds[latin + step] = _GAP
    picture = np.flatnonzero(folded[:-3] == 0xF0)
    for step in range(4):
        kinds[picture + step] = _PICTURE
    return kinds


def numbers_of(texts: pa.Array) -> U64:
    """Return one 64-bit number for each whole text, byte for byte, the same on every machine."""
    texts = pc.fill_null(texts.cast(pa.large_string()), "")
    bounds = np.frombuffer(texts.buffers()[1], dtype=np.int64)
    bounds = bounds[texts.offset : texts.offset + len(texts) + 1]
    content = texts.buffers()[2]
    raw = np.frombuffer(content, dtype=np.uint8) if content else np.zeros(0, np.uint8)
    raw, bounds = raw[bounds[0] : bounds[-1]], bounds - bounds[0]
    return _numbers(raw, bounds[:-1], bounds[1:])


def _numbers(folded: U8, start: I64, end: I64) -> U64:
    """Return each word's number: a polynomial of its bytes modulo 2^64, mixed.

    The polynomials of all words come from one running sum over all bytes, so
    the cost does not depend on how long the words are.
    """
    up, down = _POWERS.reach(len(folded) + 1)
    running = np.zeros(len(folded) + 1, dtype=np.uint64)
    np.cumsum(_BYTE_NUMBERS[folded] * up[: len(folded)], out=running[1:])
    return mixed((running[end] - running[start]) * down[start])
