"""Personal data out of text, before anybody else sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cynosure.masking.finders import FINDERS, Finder
from cynosure.masking.found import MASKED, WORDS, Found
from cynosure.masking.names import find_names

# What is masked may lay something else bare ("tel [phone] or 5551234"), so a text
# is read again until nothing more is found. Two readings do for almost any text.
READINGS = 8


def mask(text: str, names: Iterable[str] | str = ()) -> str:
    """Return a text with personal data replaced by words such as `[e-mail]`.

    Taken out are e-mail addresses, keys, tokens and passwords, telephone, card
    and bank numbers, IP and device addresses, postal addresses as far as their
    form gives them away, and `names`: the asker's own name or handle. Versions,
    hashes, UUIDs, ticket numbers, times and stack traces stay, because without
    them nobody understands the text; so a bare number is left alone unless its
    check digit, its grouping or the word before it tells what it is. Masking a
    masked text changes nothing.

    >>> mask("I am Jo Kim, jo@kim.example, on v10.0.19041. Call +44 20 7946 0958!", ["Jo Kim"])
    'I am [name], [e-mail], on v10.0.19041. Call [phone]!'
    """
    known = known_names(names)
    for _ in range(READINGS):
        found = find(text, known)
        if not found:
            break
        text = replaced(text, found)
    return text


def known_names(names: Iterable[str] | str) -> tuple[str, ...]:
    """Return names given as one text or several as a tuple, without the empty ones."""
    return tuple(name for name in ([names] if isinstance(names, str) else names) if name)


def find(
    text: str, names: tuple[str, ...] = (), finders: Sequence[Finder] = FINDERS
) -> list[Found]:
    """Return what one reading finds, in order of place, nothing twice.

    >>> find("jo@kim.example")
    [Found(start=0, end=14, kind='e-mail')]
    """
    return _without_overlaps(text, _surest_first(text, names, finders))


def _surest_first(text: str, names: tuple[str, ...], finders: Sequence[Finder]) -> Iterator[Found]:
    for finder in finders:
        yield from finder.find(text)
    if names:
        yield from find_names(text, names)


def _without_overlaps(text: str, found: Iterable[Found]) -> list[Found]:
    """Return what does not overlap anything surer or already masked, in order of place."""
    taken = bytearray(len(text))
    for match in MASKED.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    kept = []
    for one in found:
        if one.start < one.end and taken.find(1, one.start, one.end) < 0:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept)


def replaced(text: str, found: Iterable[Found]) -> str:
    """Return the text with a word in the place of each thing found, which come in order."""
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], WORDS[one.kind]]
        at = one.end
    return "".join([*pieces, text[at:]])
