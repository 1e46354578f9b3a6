"""What an export would be taken for, before anything is taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cynosure.intake.dates import UnreadableTime, read_time
from cynosure.intake.settling import Settled, settle
from cynosure.intake.shape import Context
from cynosure.intake.table import Mapping as ColumnMapping
from cynosure.intake.table.guessing import is_time
from cynosure.intake.table.values import flat
from cynosure.intake.translating import batches_of

_ROWS = 20_000  # of each file that are read through at most
_ROWS_IN_ALL = 100_000  # where files are many, fewer of each
_FEWEST = 100
_SHOWN = 3
_TOLD = {
    "endings": "when a demand ended",
    "history": "each ending and reopening",
    "responses": "who wrote to the asker, and when",
    "waiting": "whose turn it was",
    "hand_offs": "who had it",
    "effort": "minutes spent",
    "text": "the asker's own words",
}


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """Which columns a field is read from, and what stands in them."""

    field: str
    columns: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRead:
    """A time as it was written, and as it is read; None where it cannot be."""

    column: str
    written: str
    read: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is known of an export after a look at it. Texts are the source's, unmasked."""

    shape: str
    title: str  # as a person would say it
    source: str
    files: tuple[tuple[str, str], ...]  # name and part
    left_out: tuple[str, ...]
    mapping: ColumnMapping
    columns: tuple[ColumnRead, ...]
    header: tuple[str, ...]  # all columns of the first file, as it names them
    dates: tuple[DateRead, ...]
    day_first: bool
    day_order_told: bool
    day_example: str | None  # a date that begins with one or two digits, if there is any
    zone: str
    zone_needed: bool  # times carry no zone, and none was given
    tells: frozenset[str]
    notes: tuple[str, ...]
    read: int
    demands: int
    events: int
    set_aside: Mapping[str, int]  # reason -> records
    quarantined: int
    quarantine: tuple[tuple[str, str], ...]  # places and reasons of the first few
    samples: tuple[Mapping[str, Any], ...]  # the first few demands
    rows_each: int  # of each file, how many rows were read through at most
    complete: bool  # surely every row was read through, not only the first of each file

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def inspect_export(
    paths: Sequence[str | Path],
    *,
    source: str | None = None,
    mapping: ColumnMapping | None = None,
    timezone: str | None = None,
    imported_at: datetime,
    shown: int = _SHOWN,
) -> Inspection:
    """Return what `read_export` would make of these files; nothing is kept.

    The first 20,000 rows of each file are read through, fewer where files are many, and
    the first `shown` demands and quarantined records are told.

    Raises
    ------
    IntakeError
        As `read_export` would.
    """
    settled = settle(
        paths, source=source, mapping=mapping, timezone=timezone, imported_at=imported_at
    )
    rows_each = min(_ROWS, max(_FEWEST, _ROWS_IN_ALL // len(settled.recognised.parts)))
    rows = read = events = quarantined = demands = 0
    aside: Counter[str] = Counter()
    quarantine: list[tuple[str, str]] = []
    samples: list[Mapping[str, Any]] = []
    for batch in batches_of(settled, "inspection", rows=rows_each):
        rows += batch.rows
        read += batch.read
        demands += batch.demands.num_rows
        events += batch.events.num_rows
        quarantined += batch.quarantine.num_rows
        aside.update(batch.set_aside["reason"].to_pylist())
        quarantine += [
            (row["place"], row["reason"])
            for row in batch.quarantine.slice(0, max(shown, 5)).to_pylist()
        ]
        if len(samples) < shown:
            samples += batch.demands.slice(0, shown - len(samples)).to_pylist()
    recognised = settled.recognised
    return Inspection(
        shape=settled.shape.name,
        title=settled.shape.title,
        source=settled.context.source,
        files=tuple((file.name, part) for file, part in recognised.parts),
        left_out=recognised.left_out,
        mapping=recognised.mapping,
        columns=tuple(_columns(settled)),
        header=_header(settled),
        dates=tuple(_dates(settled)),
        day_first=settled.context.day_first,
        day_order_told=settled.days.told,
        day_example=settled.days.example,
        zone=settled.zone,
        zone_needed=settled.zone_assumed,
        tells=recognised.tells,
        notes=settled.notes,
        read=read,
        demands=demands,
        events=events,
        set_aside=dict(aside),
        quarantined=quarantined,
        quarantine=tuple(quarantine[: max(shown, 5)]),
        samples=tuple(samples),
        rows_each=rows_each,
        complete=rows < rows_each,
    )


def _columns(settled: Settled) -> Iterator[ColumnRead]:
    records = [flat(record) for file, _ in settled.recognised.parts[:1] for record in file.records]
    for name, columns in settled.recognised.mapping.columns.items():
        held = (record.get(column) for record in records for column in columns)
        examples = dict.fromkeys(_cut(value) for value in held if value not in (None, "", []))
        yield ColumnRead(name, columns, tuple(examples)[:_SHOWN])


def _header(settled: Settled) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for file, _ in settled.recognised.parts[:1]:
        names.update(dict.fromkeys(file.sample.fields))
        for record in file.records:
            names.update(dict.fromkeys(flat(record)))
    return tuple(names)


def _dates(settled: Settled) -> Iterator[DateRead]:
    """Yield, of each column that holds times, the first that is written in it."""
    seen: set[str] = set()
    for file, _ in settled.recognised.parts[:3]:
        for record in file.sample.records:
            for column, value in flat(record, depth=4).items():
                if column not in seen and _is_written_time(value):
                    seen.add(column)
                    yield DateRead(column, str(value), _read(value, settled.context))


def _is_written_time(value: object) -> bool:
    return not isinstance(value, int | float) and not str(value).isdigit() and is_time(value)


def _read(value: object, context: Context) -> datetime | None:
    try:
        return read_time(value, context)
    except UnreadableTime:
        return None


def _cut(value: object) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= 60 else words[:59] + "…"


def _lines(seen: Inspection) -> Iterator[str]:
    yield f"Recognised: {seen.title} ({seen.shape}); ids begin with {seen.source!r}."
    for name, part in seen.files[:10]:
        yield f"  {name}" + ("" if part == "main" else f" ({part})")
    if len(seen.files) > 10:
        yield f"  … and {len(seen.files) - 10} more files"
    yield from _column_lines(seen)
    yield from _date_lines(seen)
    yield ""
    told = [words for what, words in _TOLD.items() if what in seen.tells]
    untold = [words for what, words in _TOLD.items() if what not in seen.tells]
    yield f"It tells: {', '.join(told) or 'only that something was asked'}."
    if untold:
        yield f"It does not tell: {', '.join(untold)}."
    yield from (f"  - {note}" for note in seen.notes)
    yield from _count_lines(seen)
    yield from _sample_lines(seen)


def _column_lines(seen: Inspection) -> Iterator[str]:
    if seen.columns:
        yield ""
        yield "Columns:"
    for read in seen.columns:
        examples = f"   e.g. {' | '.join(read.examples)}" if read.examples else ""
        yield f"  {read.field:<16} from {' or '.join(map(repr, read.columns))}{examples}"


def _date_lines(seen: Inspection) -> Iterator[str]:
    if not seen.dates:
        return
    yield ""
    yield f"Times, read in the zone {seen.zone}{_order_in_words(seen)}:"
    for date in seen.dates[:12]:
        read = "cannot be read" if date.read is None else f"{date.read:%Y-%m-%d %H:%M:%S} UTC"
        yield f"  {date.column:<24} {date.written:<32} {read}"
    if seen.zone_needed:
        yield "  They carry no zone. Say which one they are in with --timezone, such as Europe/Berlin."


def _order_in_words(seen: Inspection) -> str:
    if seen.day_example is None:
        return ""
    order = "day" if seen.day_first else "month"
    unsure = "" if seen.day_order_told else ", which nothing in the file confirms"
    return f"; in {seen.day_example} the {order} comes first{unsure}"


def _count_lines(seen: Inspection) -> Iterator[str]:
    yield ""
    of = "" if seen.complete else f" of the first {seen.rows_each:,} rows of each file"
    yield (
        f"Records read{of}: {seen.read:,}, which make {seen.demands:,} demands "
        f"with {seen.events:,} events."
    )
    for reason, records in seen.set_aside.items():
        yield f"  set aside: {records:,} ({reason})"
    if seen.quarantined:
        yield f"  quarantined: {seen.quarantined:,}, such as"
        yield from (f"    {place}: {reason}" for place, reason in seen.quarantine)


def _sample_lines(seen: Inspection) -> Iterator[str]:
    if seen.samples:
        yield ""
        yield "The first demands:"
    for demand in seen.samples:
        asked = demand["asked_at"]
        when = "at an unknown time" if asked is None else f"{asked:%Y-%m-%d %H:%M} UTC"
        kind = f" [{demand['reported_type']}]" if demand["reported_type"] else ""
        words = demand["title"] or demand["body"] or "(no words)"
        yield f"  {demand['demand_id']}, asked {when}{kind}: {_cut(words)}"
