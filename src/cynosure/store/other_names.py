"""Other names of a person, found beside their id in what the source sent of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

# Endings of the field names under which sources keep who somebody is.
_NAMING = re.compile(
    r"(?:^|[ _.\-])?(?:name|login|email|mail|emailaddress|e-mail|username|handle|nick(?:name)?|phone)$",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
SHORTEST, LONGEST = 4, 120


def other_names(payload: bytes, asker: str) -> set[str]:
    """Return names, addresses and handles that stand beside an asker's id in a payload.

    Beside means in the same nested object, or, in a flat record, in a field
    that begins with the same word: `requester_email` beside `requester`, but not
    `project_name`.

    >>> words = b'{"requester": "ana7", "requester_name": "Ana Petrova", "project_name": "Tills"}'
    >>> other_names(words, "ana7")
    {'Ana Petrova'}
    >>> other_names(b'{"user": {"login": "ana7", "email": "ana@example.com"}}', "ana7")
    {'ana@example.com'}
    """
    try:
        said = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return set()
    wanted = asker.strip().casefold()
    names: set[str] = set()
    for record, nested in _objects(said, nested=False):
        theirs = [
            field
            for field, value in record.items()
            if isinstance(value, str | int) and str(value).strip().casefold() == wanted
        ]
        for field, value in record.items():
            if (
                theirs
                and isinstance(value, str)
                and SHORTEST <= len(value.strip()) <= LONGEST
                and value.strip().casefold() != wanted
                and _NAMING.search(field)
                and (nested or _first_word(field) in map(_first_word, theirs))
            ):
                names.add(value.strip())
    return names


def _objects(said: Any, *, nested: bool) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield every object in a JSON value, and whether it is inside another one."""
    if isinstance(said, dict):
        yield said, nested
        for value in said.values():
            yield from _objects(value, nested=True)
    elif isinstance(said, list):
        for value in said:
            yield from _objects(value, nested=nested)


def _first_word(field: str) -> str:
    found = _FIRST_WORD.search(field)
    return found.group().casefold() if found else ""
