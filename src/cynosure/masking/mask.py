"""Personal data out of text, before anybody else sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from cynosure.masking.credentials import find_credentials
from cynosure.masking.found import MASKED, WORDS, Found
from cynosure.masking.identities import find_identities
from cynosure.masking.keys import find_keys
from cynosure.masking.mail import find_mail
from cynosure.masking.names import find_names
from cynosure.masking.networks import find_networks
from cynosure.masking.numbers import find_numbers
from cynosure.masking.postal import find_postal
from cynosure.masking.telephones import find_telephones

# What is masked may lay something else bare ("tel [phone] or 5551234"), so a text
# is read again until nothing more is found. Two readings do for almost any text.
_READINGS = 8


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
    known = (names,) if isinstance(names, str) else tuple(name for name in names if name)
    for _ in range(_READINGS):
        found = find(text, known)
        if not found:
            break
        text = _replaced(text, found)
    return text


def mask_column(texts: pa.Array, names: pa.Array | None = None) -> pa.Array:
    """Return a column of texts, each masked; what is null stays null.

    `names` holds the asker of each row, as a string or a list of strings.

    >>> mask_column(pa.array(["Jo here", None]), pa.array(["Jo Kim", None])).to_pylist()
    ['[name] here', None]
    """
    askers: Iterable[str | list[str] | None]
    askers = [None] * len(texts) if names is None else names.to_pylist()
    masked = [
        None if text is None else mask(text, asker or ())
        for text, asker in zip(texts.to_pylist(), askers, strict=True)
    ]
    return pa.array(masked, type=pa.string())


def find(text: str, names: tuple[str, ...] = ()) -> list[Found]:
    """Return what one reading finds, in order of place, nothing twice.

    >>> find("jo@kim.example")
    [Found(start=0, end=14, kind='e-mail')]
    """
    return _without_overlaps(text, _surest_first(text, names))


def _surest_first(text: str, names: tuple[str, ...]) -> Iterator[Found]:
    yield from find_keys(text)
    yield from find_credentials(text)
    yield from find_mail(text)
    yield from find_identities(text)
    yield from find_numbers(text)
    yield from find_networks(text)
    yield from find_telephones(text)
    yield from find_postal(text)
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


def _replaced(text: str, found: list[Found]) -> str:
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], WORDS[one.kind]]
        at = one.end
    return "".join([*pieces, text[at:]])
