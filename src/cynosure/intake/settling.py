"""All that is decided about an export before its first record is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from cynosure.intake.day_order import DayOrder
from cynosure.intake.own import Own
from cynosure.intake.recognising import Recognised, recognise, source_of
from cynosure.intake.sampling import Look, look_at
from cynosure.intake.shape import Context, Shape
from cynosure.intake.table import Mapping
from cynosure.intake.zones import read_zone


@dataclass(frozen=True, slots=True)
class Settled:
    """How an export is going to be read."""

    look: Look
    recognised: Recognised
    context: Context
    zone: str
    zone_assumed: bool
    days: DayOrder
    notes: tuple[str, ...]

    @property
    def shape(self) -> Shape | Own:
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
    notes = list(recognised.notes)
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
