"""Which column of an unknown table is what: by its name, and by what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Names
from datetime import date
from types import MappingProxyType
from typing import Any

from cynosure.intake.dates import UnreadableTime, written_time
from cynosure.intake.reading import BrokenFile
from cynosure.intake.table.endings import meaning_of
from cynosure.intake.table.mapping import Mapping
from cynosure.intake.table.names import FIELDS_OF, TIME_FIELDS, plain
from cynosure.intake.table.values import flat, number, satisfaction, scale_of

_FURTHER = 100  # ranks that a name inside a longer one stands behind
_ENOUGH = 0.6  # of a column's filled cells must be what its name says
_TELLING_APART = 0.95  # of a column's cells must differ, for it to be the id
# A spreadsheet has cut the number's last digits, so it no longer tells anything apart.
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_FEW = 20  # rows of which nothing can be told by counting
_WORDS_OF_A_TEXT = 5  # on average; fewer are a category
_TEXTS = ("title", "body")
_NUMBERS = ("effort_minutes", "effort_hours", "cost", "reopen_count", "first_reply_minutes",
            "full_resolution_minutes")  # fmt: skip


class ChangesWithoutDemands(BrokenFile):
    """A history of fields, in which nothing says when anything was asked."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "",
            "a table of field changes without creation times is no event log: it tells what was "
            "edited, never when it was asked. Give the table of the demands together with it.",
        )


class NothingToRead(BrokenFile):
    """A table in which no column is words or a time."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        super().__init__(
            name,
            "",
            f"no column looks like words or a time of asking ({_listed(columns)}). "
            "Say which is which: `cynosure inspect FILE --save-mapping FILE.toml`, correct it, "
            "and give it with --mapping.",
        )


def _listed(columns: Sequence[str]) -> str:
    if not columns:
        return "no record has names and values"
    return f"columns: {', '.join(map(repr, columns[:20]))}"


def guess_mapping(name: str, fields: Sequence[str], records: Sequence[Names[str, Any]]) -> Mapping:
    """Return what the columns of a table most likely stand for.

    A column's name proposes, its cells decide: a column of times must hold
    times, an id must not repeat. Where no name fits, the first column of times
    is when it was asked, and the longest words are the demand's.

    Raises
    ------
    ChangesWithoutDemands
        If it is a table of field changes.
    NothingToRead
        If nothing in it is words or a time.

    Examples
    --------
    >>> mapping = guess_mapping(
    ...     "desk.csv",
    ...     ["Nr.", "Betreff", "Erstellt am"],
    ...     [{"Nr.": "7", "Betreff": "Login geht nicht", "Erstellt am": "28.02.2026"}],
    ... )
    >>> dict(mapping.columns)
    {'source_id': ('Nr.',), 'title': ('Betreff',), 'asked_at': ('Erstellt am',)}
    """
    columns = _columns(fields, records)
    _refuse_changes(name, fields)
    found = _by_name(columns)
    _by_value(columns, found, headed=not _is_unnamed(fields))
    if not any(field in found for field in ("asked_at", *_TEXTS)):
        raise NothingToRead(name, list(fields))
    scale = scale_of(columns[found["satisfaction"]]) if "satisfaction" in found else None
    order = {name: at for at, name in enumerate(columns)}
    by_place = {
        field: (column,) for field, column in sorted(found.items(), key=lambda item: order[item[1]])
    }
    return Mapping(columns=by_place, satisfaction=scale)


def _columns(fields: Sequence[str], records: Sequence[Names[str, Any]]) -> dict[str, list[Any]]:
    """Return the filled cells of each column, nested records opened."""
    columns: dict[str, list[Any]] = {} if records else {field: [] for field in fields}
    for record in records:
        for column, value in flat(record).items():
            held = columns.setdefault(column, [])
            if value is not None and value != "":
                held.append(value)
    return columns


def _is_unnamed(fields: Sequence[str]) -> bool:
    return bool(fields) and all(field.startswith("column ") for field in fields)


def _refuse_changes(name: str, fields: Sequence[str]) -> None:
    names = {plain(field) for field in fields}
    changed = names & {"field", "field name", "attribute", "changed field"}
    before = names & {"from", "fromstring", "from string", "old value", "before", "old"}
    after = names & {"to", "tostring", "to string", "new value", "after", "new", "value"}
    words = names & {"title", "summary", "subject", "description", "body", "text"}
    if changed and before and after and not words:
        raise ChangesWithoutDemands(name)


def _by_name(columns: Names[str, list[Any]]) -> dict[str, str]:
    proposals: list[tuple[int, int, str, str]] = []
    for at, (column, values) in enumerate(columns.items()):
        for field, rank in proposed(column):
            if _holds(field, values):
                proposals.append((rank, at, field, column))
    found: dict[str, str] = {}
    for _, _, field, column in sorted(proposals):
        if field not in found and column not in found.values():
            found[field] = column
    return found


def proposed(column: str) -> Iterator[tuple[str, int]]:
    """Yield the fields that a column's name stands for, and how far from the likeliest it is."""
    name = plain(column)
    yield from FIELDS_OF.get(name, ())
    last = plain(column.rpartition(".")[2].rpartition(":")[2])
    if last != name:
        for field, rank in FIELDS_OF.get(last, ()):
            yield field, rank + _FURTHER


def _holds(field: str, values: Sequence[Any]) -> bool:
    """Return whether the cells of a column are what a field needs."""
    if field == "source_id":
        return _are_ids(values)
    if field in ("status", "resolution"):
        # A column called "state" may hold California.
        return any(meaning_of(str(value)) is not None for value in values)
    if field in _TESTS:
        return _share(values, _TESTS[field]) >= _ENOUGH
    return not any(isinstance(value, dict) or _is_written_list(value) for value in values)


def _are_ids(values: Sequence[Any]) -> bool:
    """Return whether values tell rows apart; of few rows a repeated one may be a mistake."""
    if any(isinstance(value, dict | list) or _ROUNDED.fullmatch(str(value)) for value in values):
        return False
    distinct = len({str(value) for value in values})
    return distinct >= _TELLING_APART * len(values) > 0 or 0 < len(values) < _FEW


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not is_time(value)


def _is_number(value: object) -> bool:
    return number(value) is not None


def _is_rating(value: object) -> bool:
    return satisfaction(value, (0, 100)) is not None


def _is_written_list(value: object) -> bool:
    return isinstance(value, list) or (
        isinstance(value, str) and value[:1] == "[" and value[-1:] == "]"
    )


def _is_several(value: object) -> bool:
    return _is_written_list(value) or (isinstance(value, str) and "," in value)


def _share(values: Sequence[Any], test: Callable[[Any], bool]) -> float:
    return sum(map(test, values)) / len(values) if values else 0.0


def is_time(value: object) -> bool:
    """Return whether a cell holds a time; a bare number does only under a name that says so."""
    if isinstance(value, date):
        return True
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value >= 20_000
    if not isinstance(value, str) or len(value) > 40:
        return False
    try:
        return written_time(value, day_first=True) is not None
    except UnreadableTime:
        pass
    try:
        return written_time(value, day_first=False) is not None
    except UnreadableTime:
        return False


_TESTS: Names[str, Callable[[object], bool]] = MappingProxyType(
    {
        **dict.fromkeys(TIME_FIELDS, is_time),
        **dict.fromkeys(_TEXTS, _is_text),
        **dict.fromkeys(_NUMBERS, _is_number),
        "satisfaction": _is_rating,
        "labels": _is_several,
    }
)


def _by_value(columns: Names[str, list[Any]], found: dict[str, str], *, headed: bool) -> None:
    free = [column for column in columns if column and column not in found.values()]
    if "asked_at" not in found:
        for column in free:
            values = columns[column]
            texts = [
                value
                for value in values
                if not isinstance(value, int | float) and not str(value).isdigit()
            ]
            if texts and _share(values, is_time) >= 0.9 and len(texts) == len(values):
                found["asked_at"] = column
                break
    if "source_id" not in found and not headed:
        first = next(iter(columns), "")
        values = columns.get(first, [])
        if (
            values
            and _holds("source_id", values)
            and all(" " not in str(value) for value in values)
        ):
            found["source_id"] = first
    if not any(text in found for text in _TEXTS):
        free = [column for column in columns if column and column not in found.values()]
        lengths = {column: _words(columns[column]) for column in free}
        longest = max(lengths, key=lambda column: lengths[column], default="")
        if lengths.get(longest, 0) >= _WORDS_OF_A_TEXT:
            found["body"] = longest


def _words(values: Sequence[Any]) -> float:
    """Return how many words a column's cells have on average; 0 where they are no prose."""
    texts = [value for value in values if isinstance(value, str) and not is_time(value)]
    if not texts or len(texts) < _ENOUGH * len(values):
        return 0.0
    whole = "".join(texts)
    if sum(map(str.isalpha, whole)) < _ENOUGH * len(whole):
        return 0.0
    return sum(len(text.split()) for text in texts) / len(texts)
