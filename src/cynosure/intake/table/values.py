"""Numbers, ratings, efforts and words in the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cynosure.intake.shapes.fields import opened, words

_NUMBER = re.compile(r"[-+]?\d[\d.,'\u00a0\u202f ]*")
_DURATION = re.compile(
    r"(?:(\d+)\s*d[a-z]*)?\s*(?:(\d+)\s*h[a-z]*)?\s*(?:(\d+)\s*m[a-z]*)?", re.IGNORECASE
)
_CLOCK = re.compile(r"(\d+):(\d{2})(?::(\d{2}))?")
_NAMED = re.compile(r"""name=["']([^"']*)["']""")
_RATED = {
    "good": 1.0, "great": 1.0, "satisfied": 1.0, "positive": 1.0, "happy": 1.0, "very satisfied": 1.0,
    "neutral": 0.5, "okay": 0.5, "bad": 0.0, "unsatisfied": 0.0, "dissatisfied": 0.0,
    "negative": 0.0, "unhappy": 0.0, "very dissatisfied": 0.0,
}  # fmt: skip


def number(value: object) -> float | None:
    """Return a cell's number, with a decimal point or comma; None where it has none.

    A single comma or point before exactly three digits is read as thousands
    where the other stands elsewhere, else as decimals only if it is a point.

    >>> number("1.234,5"), number("1,234.5"), number("3,5"), number("4 stars"), number("soon")
    (1234.5, 1234.5, 3.5, 4.0, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if value == value else None  # noqa: PLR0124 - not a number
    found = _NUMBER.match(str(value).strip())
    if found is None:
        return None
    digits = re.sub(r"['\s\u00a0\u202f]", "", found[0]).rstrip(".,")
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        digits = (
            digits.replace(",", "") if point > comma else digits.replace(".", "").replace(",", ".")
        )
    elif comma >= 0:
        thousands = digits.count(",") > 1 or len(digits) - comma == 4
        digits = digits.replace(",", "" if thousands else ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    try:
        return float(digits)
    except ValueError:
        return None


def minutes(value: object, *, unit: float = 1.0) -> float | None:
    """Return an effort in minutes: a number of units, `1h 30m`, or `1:30`.

    >>> minutes("1h 30m"), minutes("2:15"), minutes("1.5", unit=60), minutes("")
    (90.0, 135.0, 90.0, None)
    """
    if isinstance(value, str):
        said = value.strip()
        if (clock := _CLOCK.fullmatch(said)) is not None:
            return int(clock[1]) * 60.0 + int(clock[2]) + int(clock[3] or 0) / 60
        if (parts := _DURATION.fullmatch(said)) is not None and any(parts.groups()):
            days, hours, rest = (int(part or 0) for part in parts.groups())
            return days * 1440.0 + hours * 60.0 + rest
    amount = number(value)
    return None if amount is None or amount < 0 else amount * unit


def scale_of(values: Iterable[object]) -> tuple[float, float]:
    """Return the lowest and highest rating of the scale that these ratings are on.

    Stars and most questionnaires begin at one; where only larger numbers occur
    it is ten, or a hundred.

    >>> scale_of(["4", "5", "2"]), scale_of([0.2, 0.9]), scale_of([10, 0])
    ((1.0, 5.0), (0.0, 1.0), (0.0, 10.0))
    """
    numbers = [said for value in values if (said := number(value)) is not None]
    highest = max(numbers, default=5.0)
    if highest <= 1 and any(said != int(said) or said == 0 for said in numbers):
        return 0.0, 1.0
    if highest <= 5:
        return (0.0, 5.0) if min(numbers, default=1.0) < 1 else (1.0, 5.0)
    if highest <= 10:
        return 0.0, 10.0
    return 0.0, 100.0


def satisfaction(value: object, scale: tuple[float, float]) -> float | None:
    """Return a rating as a share of its scale, 0 to 1; None where there is none.

    >>> satisfaction("4", (1, 5)), satisfaction("good", (1, 5)), satisfaction("7", (1, 5))
    (0.75, 1.0, None)
    """
    if isinstance(value, str) and value.strip().lower() in _RATED:
        return _RATED[value.strip().lower()]
    said, (lowest, highest) = number(value), scale
    if said is None or not lowest <= said <= highest:
        return None
    return (said - lowest) / (highest - lowest)


def labels(value: object) -> tuple[str, ...]:
    """Return the labels of a cell: a list, text that holds one, or words between commas.

    >>> labels("billing, login"), labels('["ui"]'), labels('[Label(name="ui")]'), labels(None)
    (('billing', 'login'), ('ui',), ('ui',), ())
    """
    if value is None or value == "":
        return ()
    held = opened(value)
    if isinstance(held, str) and held[:1] == "[":  # as libraries print their objects
        return tuple(dict.fromkeys(_NAMED.findall(held)))
    if isinstance(held, str):
        held = [part for part in re.split(r"[,;|]", held) if part.strip()]
    return words(held)


def cell(fields: Mapping[str, Any], column: str) -> Any:
    """Return what a record holds under a column; one of a nested record is named `a.b`.

    >>> cell({"user": {"login": "ana"}}, "user.login")
    'ana'
    """
    if column in fields:
        return fields[column]
    held: Any = fields
    for part in column.split("."):
        if not isinstance(held, Mapping):
            return None
        held = held.get(part)
    return held


def flat(fields: Mapping[str, Any], *, depth: int = 3, before: str = "") -> dict[str, Any]:
    """Return a record with its nested records opened.

    >>> flat({"id": 1, "user": {"login": "ana"}})
    {'id': 1, 'user.login': 'ana'}
    """
    opened_up: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping) and depth > 1:
            opened_up.update(flat(value, depth=depth - 1, before=f"{before}{name}."))
        else:
            opened_up[f"{before}{name}"] = value
    return opened_up
