"""Rows that Cynosure wrote itself, brought back to the columns of its own records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cynosure.intake.dates import UnreadableTime, read_time
from cynosure.intake.shape import Context
from cynosure.intake.shapes.fields import number, truth
from cynosure.intake.table.values import labels

Wrong = dict[int, str]  # row -> what is wrong with it
_FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")  # how an export makes a formula harmless


def in_schema(
    rows: pa.RecordBatch, schema: pa.Schema, context: Context
) -> tuple[pa.RecordBatch, Wrong]:
    """Return the rows with exactly the fields of `schema`, and what could not be read.

    A field that is not there is null. What Arrow can cast is cast as a whole;
    only a column that it cannot, such as times written as text, is read value
    by value.
    """
    wrong: Wrong = {}
    columns = [_column(rows, field, context, wrong) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=_nullable(schema)), wrong


def from_rows(rows: Sequence[dict[str, Any]], *, escaped: bool = True) -> pa.RecordBatch:
    """Return rows of CSV or JSON as columns, each of text unless all of it is something else.

    Where `escaped`, the apostrophe goes by which an export makes a formula harmless.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    columns = []
    for name in names:
        values = [_plain(row.get(name)) if escaped else row.get(name) for row in rows]
        try:
            columns.append(pa.array(values))
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            columns.append(pa.array([None if value is None else str(value) for value in values]))
    return pa.RecordBatch.from_arrays(columns, names=list(names))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        if not value:
            return None
        return value[1:] if value.startswith(_FORMULA) else value
    return value


def _nullable(schema: pa.Schema) -> pa.Schema:
    """Return the schema as it is before rows without an id have been sorted out."""
    return pa.schema([field.with_nullable(True) for field in schema])


def _column(rows: pa.RecordBatch, field: pa.Field, context: Context, wrong: Wrong) -> pa.Array:
    at = rows.schema.get_field_index(field.name)
    if at < 0:
        return pa.nulls(rows.num_rows, field.type)
    column = rows.column(at)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if column.type == field.type:
        return column
    if pa.types.is_timestamp(field.type) and pa.types.is_timestamp(column.type):
        if column.type.tz is None:
            column = pc.assume_timezone(column, "UTC")
        return column.cast(field.type, safe=False)
    if not _read_one_by_one(column.type, field.type):
        try:
            return column.cast(field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            pass
    return _one_by_one(column, field, context, wrong)


def _read_one_by_one(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Return whether Arrow's own cast would read less than we do."""
    text = pa.types.is_string(found) or pa.types.is_large_string(found)
    return bool(pa.types.is_timestamp(wanted) or (text and pa.types.is_list(wanted)))


def _one_by_one(column: pa.Array, field: pa.Field, context: Context, wrong: Wrong) -> pa.Array:
    read = _reader(field.type, context)
    values: list[Any] = []
    for row, value in enumerate(column.to_pylist()):
        said = None
        if value is not None and value != "":
            try:
                said = read(value)
            except UnreadableTime as problem:
                wrong.setdefault(row, f"{field.name}: {problem}")
            else:
                if said is None:
                    wrong.setdefault(row, f"{field.name} is {value!r}. Write it as an export does.")
        values.append(said)
    return pa.array(values, field.type)


def _reader(wanted: pa.DataType, context: Context) -> Callable[[Any], Any]:
    if pa.types.is_timestamp(wanted):
        return lambda value: read_time(value, context)
    if pa.types.is_list(wanted):
        return labels
    if pa.types.is_floating(wanted):
        return number
    if pa.types.is_integer(wanted):
        return _whole
    if pa.types.is_boolean(wanted):
        return truth
    return str


def _whole(value: Any) -> int | None:
    said = number(value)
    return int(said) if said is not None and said.is_integer() else None
