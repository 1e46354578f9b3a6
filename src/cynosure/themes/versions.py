"""Versions that askers name: of the product, and of what it runs on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# What runs other things; its name belongs to its version.
PLATFORMS: Mapping[str, str] = MappingProxyType(
    {
        name.lower(): name
        for name in (
            "Android", "iOS", "iPadOS", "macOS", "Windows", "Ubuntu", "Debian", "Fedora", "Linux",
            "Chrome", "Firefox", "Safari", "Edge", "Opera", "Java", "Python", "PHP", "Node",
            "Kotlin", "Postgres", "PostgreSQL", "MySQL", "Kubernetes", "Docker", "Outlook", "Word",
            "Excel", "Office",
        )
    }
    | {"osx": "macOS", "win": "Windows", "nodejs": "Node"}
)  # fmt: skip
_CUES = frozenset({"version", "versions", "ver", "vers", "v", "versión", "versione", "versie", "release", "build"})  # fmt: skip
_BETWEEN = frozenset({"is", "number", "no", "nr", "ist", "est", "es", "of", "name", "os", "x"})
_SYSTEMS = MappingProxyType({"mac": "macOS", "macos": "macOS", "os": "macOS", "android": "Android"})
# A text is read so far; a pasted log names versions of everything.
_READ = 4_000

# A sign between a name and its number is a space: Android:7.0, Chrome/117.0, OS=10.
_SIGNS = r"(\p{L})[\"']?\s?[:=/(_#]\s?[\"']?(v?\d)"
_SPLIT = r"[\s,;()\[\]{}|\"“”<>*!?`]+"
_EDGES = ".'’:-_/\\"
_SUFFIX = r"(?:[-.]?(?:alpha|beta|rc|dev|snapshot|preview|pre|a|b)[-.]?\d{0,4})"
_NUMBER = re.compile(rf"(v?)(\d{{1,6}}(?:\.\d{{1,6}}){{0,4}})({_SUFFIX}?)")
_GLUED = re.compile(r"(android|ios|ipados|macos|windows|win|chrome|firefox|java|php)-?(\d.*)")
_SURE = re.compile(rf"(\d{{1,3}}(?:\.\d{{1,6}}){{2,4}}{_SUFFIX}?|\d{{1,3}}\.\d{{1,4}}{_SUFFIX})")
_ADDRESS = re.compile(r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}")
_DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|[12]\d|3[01])\.(?:(?:19|20)\d\d|[2-9]\d)"
    r"|(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])"
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{3}\.\d{3,4}\.\d{3,6}|\d\d(?:\.\d\d){3,4}")


def versions_in(texts: pa.Array | pa.ChunkedArray, *, products: tuple[str, ...] = ()) -> pa.Table:
    """Return the versions that texts name: the row of the text, and the version, each once.

    A version follows a word such as "version", or v, or what it runs on ("iOS 17" is
    `iOS 17`), or a product of `products`; without any of them it has three parts or more
    (2.3.1) or says beta or the like (5.0-beta2). v2.3.1 and 2.3.1 are one. Dates,
    addresses, prices, times and telephone numbers are none: where a number might be
    either, it is left out, since a wrong version misleads and a missing one does not.

    Parameters
    ----------
    texts
        Masked or not; null is no text. Of each the first 4,000 characters are read.
    products
        Names of the organisation's own products, which numbers may follow.

    Examples
    --------
    >>> said = ["Crash in v2.3.1 on Android 7.1.1", None, "since 12.05.2024 I pay 3.99"]
    >>> versions_in(pa.array(said)).to_pylist()
    [{'row': 0, 'version': '2.3.1'}, {'row': 0, 'version': 'Android 7.1.1'}]
    """
    rows, words = _words(texts)
    known = {**PLATFORMS, **{product.lower(): product for product in products}}
    coded = words.dictionary_encode()
    spoken = coded.dictionary.to_pylist()
    codes = coded.indices.to_numpy(zero_copy_only=False)
    # Few words hold a digit: only these are looked at, each with the two words before it.
    numeric = np.array([any(char.isdigit() for char in word) for word in spoken], bool)
    places = np.flatnonzero(numeric[codes]) if len(codes) else np.zeros(0, np.int64)
    found: dict[tuple[int, int, int], str | None] = {}
    said: dict[tuple[int, str], None] = {}
    for place in places.tolist():
        row = int(rows[place])
        one, two = (
            int(codes[place - back]) if place >= back and rows[place - back] == row else -1
            for back in (1, 2)
        )
        key = (int(codes[place]), one, two)
        if key not in found:
            before = (spoken[one] if one >= 0 else "", spoken[two] if two >= 0 else "")
            found[key] = _version(spoken[key[0]], *before, known=known)
        version = found[key]
        if version is not None:
            said[row, version] = None
    pairs = sorted(said)
    return pa.table(
        {
            "row": pa.array([row for row, _ in pairs], pa.int64()),
            "version": pa.array([version for _, version in pairs], pa.string()),
        }
    )


def _words(
    texts: pa.Array | pa.ChunkedArray,
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], pa.Array]:
    """Return the words of all texts in small letters, and the row that each is of."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    short = pc.utf8_slice_codeunits(pc.fill_null(texts.cast(pa.string()), ""), 0, _READ)
    # A text without a digit names no version, and most are such.
    with_digits = pc.match_substring_regex(short, r"\d")
    at = np.flatnonzero(with_digits.to_numpy(zero_copy_only=False))
    short = pc.utf8_lower(short.filter(with_digits))
    short = pc.replace_substring_regex(short, _SIGNS, r"\1 \2")
    split = pc.split_pattern_regex(short, _SPLIT)
    words = pc.utf8_trim(pc.list_flatten(split), _EDGES)
    rows = at[pc.list_parent_indices(split).to_numpy(zero_copy_only=False)]
    some = pc.not_equal(words, "")
    return rows[some.to_numpy(zero_copy_only=False)].astype(np.int64), words.filter(some)


def _version(word: str, one: str, two: str, *, known: Mapping[str, str]) -> str | None:
    """Return the version that a word is after the one before it and the one before that."""
    glued = _GLUED.fullmatch(word)
    if glued:
        word, one, two = glued[2], glued[1], one
    number = _NUMBER.fullmatch(word)
    if number is None:
        return None
    of = _of_what(number[2], one, two, known=known)
    sure = bool(number[1]) or (_SURE.fullmatch(word) and not _is_something_else(number[2]))
    if of is None and not sure:
        return None
    suffix = f"-{number[3].strip('-.')}" if number[3] else ""
    return f"{of or ''} {number[2]}{suffix}".lstrip()


def _of_what(number: str, one: str, two: str, *, known: Mapping[str, str]) -> str | None:
    """Return what a number is a version of: "" if only that it is one; None if nothing says so."""
    if one in {"os", "x"} and two in _SYSTEMS:
        return _SYSTEMS[two]
    if one in known:
        return known[one] if _is_short(number) else None
    if one in _CUES:
        return known.get(two, "")
    if one in _BETWEEN and two in _CUES:
        return ""
    return known.get(two) if one in _BETWEEN and "." in number else None


def _is_short(number: str) -> bool:
    """Tell whether a number may be of a platform: "Windows 10", not "Windows 2500"."""
    return "." in number or len(number) <= 3 or number.startswith("20")


def _is_something_else(number: str) -> bool:
    return any(form.fullmatch(number) for form in (_ADDRESS, _DATE, _GROUPED))
