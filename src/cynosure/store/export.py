"""Tables as files for others: CSV, Parquet or JSON, a batch at a time.

CSV is read by spreadsheets, and a spreadsheet runs a cell that begins with one
of `= + - @`, a tab or a line break as a formula, also where somebody else wrote
it. Such a text gets an apostrophe in front; so does a text that begins with an
apostrophe already, so that taking one apostrophe away gives back every text.
Numbers are left alone, in a column of ids also those that are written as text. JSON
and Parquet hold the texts as they are.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.errors import ReportError

FORMS = ("csv", "parquet", "json")
_STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
_NUMBER = re.compile(r"[+-]?[0-9]+")


class CannotExport(ReportError):
    """A table cannot be written where it should go."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where} cannot be written: {why}. Name another file with --out.")


class UnknownForm(ReportError):
    """Nobody writes this form."""

    exit_status = 64

    def __init__(self, form: str) -> None:
        super().__init__(f"A table is written as {', '.join(FORMS)}, not as {form!r}.")


def write_table(
    batches: Iterable[pa.RecordBatch],
    *,
    form: str,
    out: Path | IO[bytes] | None,
    schema: pa.Schema | None = None,
    ids: Collection[str] = (),
) -> int:
    r"""Write batches to a file, a binary stream, or (None) standard output; return the rows.

    Times are ISO 8601 in UTC with a `Z`, as `2026-03-02T09:00:00.000000Z`. In
    CSV a list is JSON, nothing is an empty cell, and a text that would run as a
    formula is made harmless (see above), but for whole numbers with a sign in
    the columns `ids`: -7 runs as nothing but itself. JSON is one object a line,
    nulls included. A file appears whole or not at all. Without a `schema` it is that
    of the first batch, and no batches are no fields.

    Raises
    ------
    UnknownForm
        If `form` is none of FORMS.
    CannotExport
        If it cannot be written.

    Examples
    --------
    >>> rows = pa.record_batch({"title": ["=1+1", "It's slow"], "n": [1, -2]})
    >>> out = io.BytesIO()
    >>> write_table([rows], form="csv", out=out)
    2
    >>> print(out.getvalue().decode().replace("\r", ""), end="")
    title,n
    '=1+1,1
    It's slow,-2
    """
    if form not in _WRITERS:
        raise UnknownForm(form)
    write = partial(_write_csv, ids=ids) if form == "csv" else _WRITERS[form]
    stream = iter(batches)
    first = next(stream, None)
    if schema is None:
        schema = pa.schema([]) if first is None else first.schema
    told = chain([] if first is None else [first], stream)
    if out is None:
        return _onto("standard output", lambda: write(told, schema, sys.stdout.buffer))
    if not isinstance(out, Path):
        return write(told, schema, out)
    beside = out.with_name(f".{out.name}.part")
    try:
        return _onto(str(out), lambda: _whole(out, beside, lambda file: write(told, schema, file)))
    finally:
        beside.unlink(missing_ok=True)


def stream_table_as(
    batches: Iterable[pa.RecordBatch], *, form: str, schema: pa.Schema
) -> Iterator[bytes]:
    r"""Yield the bytes that `write_table` would write, as they come, for whoever reads along.

    Raises
    ------
    UnknownForm
        If `form` is none of FORMS.

    Examples
    --------
    >>> rows = pa.record_batch({"title": ["=1+1"]})
    >>> b"".join(stream_table_as([rows, rows], form="csv", schema=rows.schema))
    b"title\r\n'=1+1\r\n'=1+1\r\n"
    """
    if form not in _WRITERS:
        raise UnknownForm(form)
    return (
        _streamed_parquet(batches, schema)
        if form == "parquet"
        else _streamed(batches, form, schema)
    )


def _streamed(batches: Iterable[pa.RecordBatch], form: str, schema: pa.Schema) -> Iterator[bytes]:
    head = _bytes_of([], form, schema)
    if head:
        yield head
    for batch in batches:
        yield _bytes_of([batch], form, schema)[len(head) :]


def _bytes_of(batches: Iterable[pa.RecordBatch], form: str, schema: pa.Schema) -> bytes:
    out = io.BytesIO()
    _WRITERS[form](batches, schema, out)
    return out.getvalue()


def _streamed_parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[bytes]:
    written = _Written()
    with pq.ParquetWriter(written, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.select(schema.names).cast(schema))
            yield written.taken()
    yield written.taken()


class _Written(io.RawIOBase):
    """Bytes that were written and not yet taken away."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, part: Any) -> int:
        kept = bytes(part)
        self._parts.append(kept)
        self._at += len(kept)
        return len(kept)

    def taken(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole


def _whole(out: Path, beside: Path, write: Callable[[IO[bytes]], int]) -> int:
    with beside.open("wb") as stream:
        rows = write(stream)
    beside.replace(out)
    return rows


def _onto(where: str, write: Callable[[], int]) -> int:
    try:
        return write()
    except BrokenPipeError:
        raise  # whoever reads has had enough: the shell knows what to do
    except OSError as error:
        raise CannotExport(where, error.strerror or str(error)) from error


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs.

    >>> harmless("=HYPERLINK(A1)"), harmless("1 = 1")
    ("'=HYPERLINK(A1)", '1 = 1')
    """
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def _write_csv(
    batches: Iterable[pa.RecordBatch],
    schema: pa.Schema,
    out: IO[bytes],
    *,
    ids: Collection[str] = (),
) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(schema.names)
        rows = 0
        for batch in batches:
            columns = [
                _ids(batch.column(name)) if name in ids else _cells(batch.column(name))
                for name in schema.names
            ]
            writer.writerows(zip(*columns, strict=True))
            rows += batch.num_rows
    finally:
        text.detach()  # the stream is the caller's to close
    return rows


def _ids(column: pa.Array) -> Iterator[object]:
    for value in column.to_pylist():
        plain = value is None or _NUMBER.fullmatch(value)
        yield value if plain else harmless(value)


def _cells(column: pa.Array) -> Iterator[object]:
    values = column.to_pylist()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return (None if value is None else harmless(value) for value in values)
    return (_cell(value) for value in values)


def _cell(value: Any) -> object:
    match value:
        case datetime():
            return _moment(value)
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return harmless(_json(value).decode())
        case bytes():
            return value.hex()
        case _:
            return value


def _write_json(batches: Iterable[pa.RecordBatch], schema: pa.Schema, out: IO[bytes]) -> int:
    rows = 0
    for batch in batches:
        for row in batch.select(schema.names).to_pylist():
            out.write(_json(row) + b"\n")
        rows += batch.num_rows
    return rows


def _write_parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema, out: IO[bytes]) -> int:
    rows = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.select(schema.names).cast(schema))
            rows += batch.num_rows
    return rows


def _json(value: object) -> bytes:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _moment(value: datetime) -> str:
    # Not strftime: it writes the year 9 as "9".
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


_WRITERS: dict[str, Callable[[Iterable[pa.RecordBatch], pa.Schema, IO[bytes]], int]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "json": _write_json,
}
