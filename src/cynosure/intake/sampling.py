"""The look of a file before it is read: its kind, its first records, and its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cynosure.errors import IntakeError
from cynosure.intake.dates import UnreadableTime, written_time
from cynosure.intake.day_order import DayEvidence
from cynosure.intake.reading import (
    BrokenFile,
    EmptyFile,
    Kind,
    Packed,
    Unread,
    kind_of,
    packed_files,
    read_rows,
)
from cynosure.intake.reading.finding import find_files
from cynosure.intake.shape import Sample

SHOWN = 50  # records that a shape is recognised by
_GUESSED_FROM = 500  # records that columns are guessed from
_DATES_FROM = 20_000  # records in which the order of dates is looked for while it is open
_EXAMPLES = 5


class OnlyHeader(BrokenFile):
    """A table that names columns and has no rows."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "",
            "there is a header at most, and no row below it. Export it once more, with a wider filter.",
        )


class NothingInside(IntakeError):
    """Archives in which nothing is packed."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"Nothing is packed in {', '.join(names)}. Look whether the export ended.")


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file that has been opened and looked at, not read."""

    packed: Packed
    kind: Kind
    sample: Sample
    records: tuple[Mapping[str, Any], ...]  # some hundreds, to guess columns from
    local_times: tuple[str, ...]  # examples of times that carry no zone
    rows_seen: int  # how many were looked at; more may follow

    @property
    def name(self) -> str:
        """The file's name, as a person would say it."""
        return self.packed.name


@dataclass(frozen=True, slots=True)
class Look:
    """What was found at some paths: files with records, and files with none."""

    files: tuple[LookedAt, ...]
    empty: tuple[str, ...]  # in sentences, why there is nothing in them
    dates: DayEvidence

    @property
    def size(self) -> int:
        """How many bytes the files take on disk, each counted once."""
        return sum({file.packed.path: file.packed.size for file in self.files}.values())


def look_at(paths: Iterable[Any], *, today: date) -> Look:
    """Return what the files at these paths look like.

    A file without records is passed over where others have some.

    Raises
    ------
    IntakeError
        If no file has a record, or one cannot be opened.
    """
    found = find_files([str(path) for path in paths])
    dates = DayEvidence(today)
    files: list[LookedAt] = []
    empty: list[BrokenFile] = []
    for path in found:
        for packed in packed_files(path):
            try:
                files.append(_look(packed, dates))
            except (EmptyFile, OnlyHeader) as nothing:
                empty.append(nothing)
    if not files:
        if not empty:
            raise NothingInside(path.name for path in found)
        raise empty[0]
    return Look(tuple(files), tuple(map(str, empty)), dates)


def _look(packed: Packed, dates: DayEvidence) -> LookedAt:
    kind = kind_of(packed)
    fields: dict[str, None] = {}
    records: list[Mapping[str, Any]] = []
    rows = 0
    for row in read_rows(packed, kind):
        rows += 1
        if not isinstance(row, Unread):
            if len(records) < _GUESSED_FROM:
                records.append(row.fields)
                fields.update(dict.fromkeys(row.fields))
            dates.look_at(row.fields.values())
        if rows >= _GUESSED_FROM and (not dates.open or rows >= _DATES_FROM):
            break
    if rows == 0:
        raise OnlyHeader(packed.name)
    sample = Sample(packed.name, tuple(fields), tuple(records[:SHOWN]))
    return LookedAt(packed, kind, sample, tuple(records), tuple(local_times(records[:SHOWN])), rows)


def local_times(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a few times of day that say no zone.

    >>> list(local_times([{"at": "2026-02-28 14:05", "seen": "2026-02-28T14:05Z", "on": "2026-02-28"}]))
    ['2026-02-28 14:05']
    """
    found = 0
    for record in records:
        for value in _leaves(record, 4):
            if _is_local_time(value):
                yield str(value)
                found += 1
                if found == _EXAMPLES:
                    return


def _leaves(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, Mapping):
        parts: Iterable[Any] = value.values()
    elif isinstance(value, list | tuple):
        parts = value[:3]
    else:
        yield value
        return
    if depth:
        for part in parts:
            yield from _leaves(part, depth - 1)


def _is_local_time(value: object) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is None and value.time() != value.min.time()
    if not isinstance(value, str) or not 11 < len(value) <= 40 or not any(map(str.isdigit, value)):
        return False
    for day_first in (True, False):
        try:
            said = written_time(value, day_first=day_first)
        except UnreadableTime:
            continue
        return said is not None and said.tzinfo is None
    return False
