"""In which encoding a text file was written, told from its beginning."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Alphabets in which most letters are beyond ASCII; between western ones it cannot tell.
_OTHER_ALPHABETS = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "shift_jis", "euc_jp",
                    "gb18030", "big5", "euc_kr"]  # fmt: skip
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file; `fallback` is for cells that are not in it, if any is."""

    name: str
    fallback: str | None = None


def told_from(head: bytes) -> Encoding:
    """Return the encoding of a text that begins with `head`.

    A byte order mark says it; else it is UTF-8 if nothing speaks against it.
    Single bytes beyond ASCII in UTF-8 text do not turn it into Latin-1: the
    rows that hold them are the wrong ones.

    >>> told_from("Größe".encode("latin-1")).name
    'cp1252'
    >>> told_from("Größe".encode("utf-16")).name
    'utf-16'
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if (wide := _wide(head)) is not None:
        return Encoding(wide)
    if head.isascii():
        # Nothing told so far; what comes later is UTF-8, or else was written on a western Windows.
        return Encoding("utf-8", fallback="cp1252")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        letters, runs = len(_UTF8_LETTER.findall(head)), len(_BEYOND_ASCII.findall(head))
        if letters > runs / 2:
            return Encoding("utf-8")
        return Encoding(_single_byte(head))
    return Encoding("utf-8")


def _wide(head: bytes) -> str | None:
    """Return which UTF-16 it is when every second byte of ASCII text is nothing."""
    pairs = len(head[:4096]) // 2
    if pairs < 2:
        return None
    even, odd = head[: 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > 0.4 * pairs and even == 0:
        return "utf-16-le"
    if even > 0.4 * pairs and odd == 0:
        return "utf-16-be"
    return None


def _single_byte(head: bytes) -> str:
    letters = sum(byte > 127 or 65 <= byte <= 90 or 97 <= byte <= 122 for byte in head[:65_536])
    beyond = sum(byte > 127 for byte in head[:65_536])
    if letters > 100 and beyond > 0.3 * letters:
        best = charset_normalizer.from_bytes(head[:65_536], cp_isolation=_OTHER_ALPHABETS).best()
        if best is not None:
            return best.encoding
    try:
        head.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"
