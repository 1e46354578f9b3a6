"""What a record's fields hold, given a type at the border."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

# What tables write where a field has nothing.
_NOTHING = frozenset({"", "?", "null", "none", "nan", "n/a", "<null>", "-"})
_OFFSET = re.compile(r"\d(?:(?P<zulu>Z)|\s?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2}))$")
_LONGEST_LITERAL = 100_000  # characters of a cell that is opened as a list or a mapping
_NO_FIELDS: Mapping[str, Any] = {}


def text(value: object) -> str | None:
    """Return a field's words without the space around them; None where it has none.

    >>> text("  late "), text("?"), text(7), text(None), text(7.0)
    ('late', None, '7', None, '7')
    """
    if isinstance(value, str):
        plain = value.strip()
        return plain if len(plain) > 6 or plain.lower() not in _NOTHING else None
    if value is None or value != value:  # noqa: PLR0124 - only a not-a-number differs from itself
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return next((said for part in value if (said := text(part)) is not None), None)
    return str(value)


def number(value: object) -> float | None:
    """Return a field's number, also where it was written as text; None where it has none.

    >>> number("1,234.5"), number("12"), number(""), number(True), number("soon")
    (1234.5, 12.0, None, None, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if value == value else None  # noqa: PLR0124 - not a number
    said = text(value)
    if said is None:
        return None
    try:
        found = float(said.replace(",", ""))
    except ValueError:
        return None
    return found if found == found else None  # noqa: PLR0124 - "nan" is no number


def truth(value: object) -> bool | None:
    """Return a field's yes or no; None where it says neither.

    >>> truth("TRUE"), truth("no"), truth(0), truth("perhaps")
    (True, False, False, None)
    """
    if isinstance(value, bool):
        return value
    said = text(value)
    if said is None:
        return None
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
        said.lower()
    )


def mapping(value: object) -> Mapping[str, Any]:
    """Return a field's mapping; an empty one where it holds something else.

    >>> mapping({"login": "ana"}), mapping(None)
    ({'login': 'ana'}, {})
    """
    return value if isinstance(value, Mapping) else _NO_FIELDS


def mappings(value: object) -> Sequence[Mapping[str, Any]]:
    """Return the mappings of a field that holds a list of them; none of anything else.

    >>> mappings([{"id": 1}, "x"]), mappings(3)
    ([{'id': 1}], [])
    """
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def opened(value: object) -> object:
    """Return what a cell holds if it was written as JSON or as a Python literal, else itself.

    Tables made from nested records keep them in cells of such text.

    >>> opened('["a", "b"]'), opened("['a', 'b']"), opened("{'name': None}"), opened("plain")
    (['a', 'b'], ['a', 'b'], {'name': None}, 'plain')
    """
    if not isinstance(value, str) or len(value) > _LONGEST_LITERAL:
        return value
    if not (value.startswith(("[", "{")) and value.endswith(("]", "}"))):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        pass
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value


def words(value: object) -> tuple[str, ...]:
    """Return the words of a field that holds several: a list, a repeated column, or one cell.

    >>> words(["bug", None, "ui"]), words("['bug', 'ui']"), words([{"name": "bug"}]), words("bug")
    (('bug', 'ui'), ('bug', 'ui'), ('bug',), ('bug',))
    """
    if not value:
        return ()
    value = opened(value)
    parts: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
    said = (name_of(part) if isinstance(part, Mapping) else text(part) for part in parts)
    return tuple(dict.fromkeys(word for word in said if word is not None))


def name_of(value: object) -> str | None:
    """Return what a field calls something: its name, or itself where it is plain.

    >>> name_of({"id": "3", "name": "Major"}), name_of("Major"), name_of({"value": "High"})
    ('Major', 'Major', 'High')
    """
    if isinstance(value, Mapping):
        for key in ("name", "value", "title", "displayName", "display_value", "label"):
            if (said := text(value.get(key))) is not None:
                return said
        return None
    return text(value)


def offset_of(value: object) -> str | None:
    """Return the offset that a written time ends with; None where it says none.

    >>> offset_of("2026-03-02T09:00:00.000+0200"), offset_of("2026-03-02T09:00:00Z"), offset_of("2/3/26")
    ('+02:00', 'UTC', None)
    """
    found = _OFFSET.search(value) if isinstance(value, str) else None
    if found is None:
        return None
    return "UTC" if found["zulu"] else f"{found['sign']}{found['hours']}:{found['minutes']}"
