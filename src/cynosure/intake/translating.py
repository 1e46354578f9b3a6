"""From files to batches: each record read, brought to those it belongs to, and translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cynosure.intake.batches import BatchMaker, payload_of
from cynosure.intake.grouping import Groups
from cynosure.intake.incoming import Batch
from cynosure.intake.own import Own, OwnBatches
from cynosure.intake.reading import Unread, read_rows
from cynosure.intake.settling import Settled
from cynosure.intake.shape import Context, Record, SetAside, Shape, UnreadableRecord
from cynosure.intake.table import Table

Progress = Callable[[int], None]  # how many records have been dealt with
_ROWS = 4_096  # records a batch
_LONGEST = 16 * 2**20  # bytes of one record
_SHOWN = 8_192
_UNPACKED = 12  # times its size, that a packed text has about


def silence(done: int) -> None:
    """Tell nobody."""
    del done


def batches_of(
    settled: Settled,
    import_id: str,
    *,
    progress: Progress = silence,
    rows: int | None = None,
) -> Iterator[Batch]:
    """Yield the records as batches; of at most the first `rows` of the files, if that is given."""
    if isinstance(settled.shape, Own):
        own = OwnBatches(import_id, settled.context, rows)
        yield from _counted(own.batches(settled.recognised.parts), progress)
        return
    yield from _counted(_translated(settled, settled.shape, import_id, rows), progress)


def _counted(batches: Iterator[Batch], progress: Progress) -> Iterator[Batch]:
    done = 0
    for batch in batches:
        yield batch
        progress(done := done + batch.read)


def _translated(
    settled: Settled, shape: Shape, import_id: str, rows: int | None
) -> Iterator[Batch]:
    maker = BatchMaker(
        import_id,
        settled.context.imported_at,
        ids_from_words=isinstance(shape, Table) and not shape.mapping.column("source_id"),
    )
    for _ in _gathered(settled, shape, maker, rows):
        if len(maker) >= _ROWS:
            yield maker.batch()
    if len(maker):
        yield maker.batch()


def _gathered(
    settled: Settled, shape: Shape, maker: BatchMaker, rows: int | None
) -> Iterator[None]:
    """Put what becomes of every record into the maker, pausing after each."""
    size = sum(
        file.packed.size * (_UNPACKED if file.packed.inside or file.kind == "xlsx" else 1)
        for file, _ in settled.recognised.parts
    )
    with Groups(size=size) as groups:
        for file, part in settled.recognised.parts:
            for row in islice(read_rows(file.packed, file.kind), rows):
                maker.count_row()
                if isinstance(row, Unread):
                    maker.unread(row)
                else:
                    record = row if part == "main" else replace(row, part=part)
                    _place(record, shape, settled.context, maker, groups)
                yield
        for group in groups:
            take_group(group, shape, settled.context, maker)
            yield


def _place(
    record: Record, shape: Shape, context: Context, maker: BatchMaker, groups: Groups
) -> None:
    """Translate a record that stands alone; put any other with those it belongs to."""
    payload = _payload([record], maker)
    if payload is None:
        return
    try:
        key = shape.key(record)
    except UnreadableRecord as problem:
        maker.quarantine(record.place, str(problem), payload.decode())
    except _STRANGE as problem:
        maker.quarantine(record.place, _strange(shape, problem), payload.decode())
    else:
        if key is None:
            take_group([record], shape, context, maker, payload)
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
        payload = payload_of(group)
    except (TypeError, ValueError, RecursionError) as problem:
        reason = f"It holds what is no text or number ({problem}). Export the record once more."
        maker.quarantine(group[0].place, reason, repr(group[0].fields))
        return None
    if len(group) == 1 and len(payload) > _LONGEST:
        reason = f"It is {len(payload):,} bytes long; at most {_LONGEST:,} are taken. Shorten it."
        maker.quarantine(group[0].place, reason, payload[:_SHOWN].decode("utf-8", "replace"))
        return None
    return payload


def take_group(
    group: Sequence[Record],
    shape: Shape,
    context: Context,
    maker: BatchMaker,
    payload: bytes | None = None,
) -> None:
    """Put what becomes of records that are one demand into the maker: taken, aside, or quarantined."""
    payload = _payload(group, maker) if payload is None else payload
    if payload is None:
        return
    place = group[0].place
    try:
        translated = shape.translate(group, context)
    except UnreadableRecord as problem:
        maker.quarantine(place, str(problem), payload.decode())
    except _STRANGE as problem:
        maker.quarantine(place, _strange(shape, problem), payload.decode())
    else:
        if isinstance(translated, SetAside):
            maker.set_aside(place, translated, payload)
        else:
            maker.take(place, translated, payload)
