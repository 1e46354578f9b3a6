"""What files that were sent are taken for, as far as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cynosure.intake import Inspection, inspect_export
from cynosure.intake.inspection import ColumnRead, DateRead
from cynosure.masking import mask
from cynosure.wiring.uploads import Upload

SHOWN = 50  # demands and records in quarantine
# Fields in which a name stands alone: no rule of masking knows it for a name.
_NAMES = frozenset({"asker", "customer"})


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
    return Preview(
        demands=tuple(_masked(row) for row in seen.samples),
        columns=tuple(_column(each) for each in seen.columns),
        dates=tuple(DateRead(one.column, mask(one.written), one.read) for one in seen.dates),
        quarantine=tuple((mask(place), mask(reason)) for place, reason in seen.quarantine),
    )


def _masked(row: Mapping[str, Any]) -> Mapping[str, Any]:
    names = [row[name] for name in ("asker", "customer") if row[name]]
    words = ("title", "body", "reported_type", "product")
    return {**row, **{name: mask(row[name], names) if row[name] else None for name in words}}


def _column(each: ColumnRead) -> ColumnRead:
    names = each.field in _NAMES
    examples = tuple("[name]" if names else mask(one) for one in each.examples)
    return ColumnRead(each.field, each.columns, tuple(dict.fromkeys(examples)))
