"""What files that were sent are taken for, as far as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cynosure.intake import Inspection, inspect_export
from cynosure.intake.inspection import ColumnRead, DateRead
from cynosure.masking import mask
from cynosure.wiring.uploads import Upload

SHOWN = 50  # demands and records in quarantine
# Fields in which a name stands alone: no rule of masking knows it for a name.
_NAMES = ("asker", "customer")


@dataclass(frozen=True, slots=True)
class Preview:
    """What an inspection shows a person, personal data masked."""

    demands: tuple[Mapping[str, Any], ...]
    columns: tuple[ColumnRead, ...]
    dates: tuple[DateRead, ...]
    quarantine: tuple[tuple[str, str], ...]  # place and reason


def look_at(upload: Upload, *, now: datetime) -> Inspection:
    """Return what the files are taken for, with the first fifty demands, unmasked.

    Raises
    ------
    IntakeError
        If they cannot be read, or the mapping does not fit.
    """
    return inspect_export(
        upload.files,
        source=upload.source,
        mapping=upload.mapping,
        timezone=upload.timezone,
        imported_at=now,
        shown=SHOWN,
    )


def preview_of(seen: Inspection) -> Preview:
    """Return what may be shown of an inspection."""
    # An example of a text stands for itself: any of the askers may be named in it.
    names = sorted({row[name] for row in seen.samples for name in _NAMES if row[name]})
    return Preview(
        demands=tuple(_masked(row) for row in seen.samples),
        columns=tuple(_column(each, names) for each in seen.columns),
        dates=tuple(DateRead(one.column, mask(one.written, names), one.read) for one in seen.dates),
        quarantine=tuple(
            (mask(place, names), mask(reason, names)) for place, reason in seen.quarantine
        ),
    )


def _masked(row: Mapping[str, Any]) -> Mapping[str, Any]:
    names = [row[name] for name in _NAMES if row[name]]
    words = ("title", "body", "reported_type", "product")
    return {**row, **{name: mask(row[name], names) if row[name] else None for name in words}}


def _column(each: ColumnRead, names: Sequence[str]) -> ColumnRead:
    alone = each.field in _NAMES
    examples = tuple("[name]" if alone else mask(one, names) for one in each.examples)
    return ColumnRead(each.field, each.columns, tuple(dict.fromkeys(examples)))
