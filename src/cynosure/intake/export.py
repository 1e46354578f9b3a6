"""Reading an export: from files to batches of demands and events."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path

from cynosure.intake.batches import BatchMaker, payload_of
from cynosure.intake.day_order import DayOrder
from cynosure.intake.grouping import Groups
from cynosure.intake.incoming import Batch, Incoming
from cynosure.intake.reading import Unread, read_rows
from cynosure.intake.recognising import Recognised, recognise, source_of
from cynosure.intake.sampling import Look, look_at
from cynosure.intake.shape import Context, Place, Record, SetAside, Shape, UnreadableRecord
from cynosure.intake.table import Mapping, Table
from cynosure.intake.zones import read_zone

Progress = Callable[[int], None]  # how many records have been dealt with
_ROWS = 4_096  # records a batch
_UNPACKED = 12  # times its size, that a packed text has about


def silence(done: int) -> None:
    """Tell nobody."""
    del done


@dataclass(frozen=True, slots=True)
class Settled:
    """All that is decided before the first record is read."""

    look: Look
    recognised: Recognised
    context: Context
    zone: str
    zone_assumed: bool
    days: DayOrder
    notes: tuple[str, ...]

    @property
    def shape(self) -> Shape:
        """The known export, or a table."""
        return self.recognised.shape


def settle(
    paths: Sequence[str | Path],
    *,
    source: str | None,
    mapping: Mapping | None,
    timezone: str | None,
    imported_at: datetime,
) -> Settled:
    """Look at files and decide how to read them.

    Raises
    ------
    IntakeError
        If they cannot be opened, or nothing tells how to read them.
    """
    named = timezone or (mapping.timezone if mapping else None)
    zone: tzinfo = read_zone(named) if named else UTC
    look = look_at(paths, today=imported_at.date())
    recognised = recognise(look.files, mapping)
    days = look.dates.order()
    if mapping is not None and mapping.day_first is not None:
        days = replace(days, day_first=mapping.day_first, told=True)
    local = any(file.local_times for file, _ in recognised.parts)
    context = Context(
        source or (mapping.source if mapping else None) or source_of(recognised),
        zone,
        days.day_first,
        imported_at,
    )
    assumed = local and not named
    notes = _notes(look, recognised, days, assumed)
    return Settled(look, recognised, context, named or "UTC", assumed, days, notes)


def _notes(look: Look, recognised: Recognised, days: DayOrder, assumed: bool) -> tuple[str, ...]:
    notes = list(recognised.shape.notes(recognised.samples))
    if not days.told:
        order = "day" if days.day_first else "month"
        notes.append(
            f"Nothing tells whether {days.example} begins with the day or the month; it was read with the {order} first. "
            "Say day_first in a mapping if that is wrong."
        )
    if assumed:
        notes.append(
            "Times carry no zone, and none was given, so they were read as UTC. All waiting times stay right; "
            "days and hours may be off by the zone. Give it with --timezone."
        )
    if recognised.left_out:
        names = ", ".join(recognised.left_out[:5]) + (" …" if len(recognised.left_out) > 5 else "")
        notes.append(f"Left out, as no part of {recognised.shape.title}: {names}.")
    notes.extend(f"Passed over: {why}" for why in look.empty)
    return tuple(notes)


def read_export(
    paths: Sequence[str | Path],
    *,
    source: str | None = None,
    mapping: Mapping | None = None,
    timezone: str | None = None,
    exported_at: datetime | None = None,
    imported_at: datetime,
    progress: Progress | None = None,
) -> Incoming:
    """Return an export on its way in: what is known of it, and its records as batches.

    Files are looked at here and read when the batches are gone through. The
    same files at the same `imported_at` are the same import.

    Raises
    ------
    IntakeError
        If the files cannot be opened or recognised; from the batches too, where
        reading on makes no sense.
    """
    settled = settle(
        paths, source=source, mapping=mapping, timezone=timezone, imported_at=imported_at
    )
    import_id = _import_id(settled.look, imported_at)
    return Incoming(
        import_id=import_id,
        imported_at=imported_at,
        exported_at=exported_at,
        shape=settled.shape.name,
        source=settled.context.source,
        files=tuple(file.name for file, _ in settled.recognised.parts),
        zone=settled.zone,
        zone_assumed=settled.zone_assumed,
        tells=settled.shape.tells(settled.recognised.samples),
        notes=settled.notes,
        batches=batches_of(settled, import_id, progress=progress or silence),
    )


def _import_id(look: Look, imported_at: datetime) -> str:
    """Return a name that sorts by time and tells files apart by name, size and beginning."""
    said = hashlib.blake2b(imported_at.isoformat().encode(), digest_size=6)
    for path in sorted({file.packed.path for file in look.files}):
        with path.open("rb") as stream:
            said.update(f"\0{path.name}\0{path.stat().st_size}\0".encode())
            said.update(stream.read(65_536))
    return f"{imported_at.astimezone(UTC):%Y%m%dT%H%M%S}-{said.hexdigest()}"


def batches_of(
    settled: Settled,
    import_id: str,
    *,
    progress: Progress = silence,
    rows: int | None = None,
) -> Iterator[Batch]:
    """Yield the records as batches; of at most the first `rows` of the files, if that is given."""
    maker = BatchMaker(
        import_id,
        settled.context.imported_at,
        ids_from_words=isinstance(settled.shape, Table)
        and not settled.shape.mapping.column("source_id"),
    )
    done = 0
    for _ in _gathered(settled, maker, rows):
        if len(maker) >= _ROWS:
            yield (batch := maker.batch())
            progress(done := done + batch.read)
    if len(maker) or not done:
        yield (batch := maker.batch())
        progress(done + batch.read)


def _gathered(settled: Settled, maker: BatchMaker, rows: int | None) -> Iterator[None]:
    """Put every record into the maker, pausing after each."""
    size = sum(
        file.packed.size * (_UNPACKED if file.packed.inside or file.kind == "xlsx" else 1)
        for file, _ in settled.recognised.parts
    )
    with Groups(size=size) as groups:
        for file, part in settled.recognised.parts:
            for row in islice(read_rows(file.packed, file.kind), rows):
                if isinstance(row, Unread):
                    maker.unread(row)
                else:
                    record = row if part == "main" else replace(row, part=part)
                    _place(record, settled, maker, groups)
                yield
        for group in groups:
            _translate(group, settled, maker)
            yield


def _place(record: Record, settled: Settled, maker: BatchMaker, groups: Groups) -> None:
    payload = _payload([record], maker)
    if payload is None:
        return
    try:
        key = settled.shape.key(record)
    except _STRANGE as problem:
        maker.quarantine(record.place, _strange(settled.shape, problem), payload.decode())
        return
    if key is None:
        _translate([record], settled, maker, payload)
    else:
        groups.add(key, record, payload)


# What code meets in records that are not built as their source builds them.
_STRANGE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def _strange(shape: Shape, problem: Exception) -> str:
    return (
        f"It is not built as {shape.title} writes it ({type(problem).__name__}: {problem}). "
        "Please report it; the other records are not touched by it."
    )


def _payload(group: Sequence[Record], maker: BatchMaker) -> bytes | None:
    try:
        return payload_of(group)
    except (TypeError, ValueError, RecursionError) as problem:
        reason = f"It holds what is no text or number ({problem}). Export the record once more."
        maker.quarantine(group[0].place, reason, repr(group[0].fields))
        return None


def _translate(
    group: Sequence[Record], settled: Settled, maker: BatchMaker, payload: bytes | None = None
) -> None:
    payload = _payload(group, maker) if payload is None else payload
    if payload is None:
        return
    place: Place = group[0].place
    try:
        translated = settled.shape.translate(group, settled.context)
    except UnreadableRecord as problem:
        maker.quarantine(place, str(problem), payload.decode())
    except _STRANGE as problem:
        maker.quarantine(place, _strange(settled.shape, problem), payload.decode())
    else:
        if isinstance(translated, SetAside):
            maker.set_aside(place, translated, payload)
        else:
            maker.take(place, translated, payload)
