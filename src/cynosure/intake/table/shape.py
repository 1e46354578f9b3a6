"""Any table: what a mapping makes of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Names
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import orjson

from cynosure.demand import Demand, Event, demand_id
from cynosure.demand.kinds import EventKind
from cynosure.intake.bots import is_bot
from cynosure.intake.dates import UnreadableTime, read_time
from cynosure.intake.shape import (
    Context,
    Record,
    Sample,
    SetAside,
    Tells,
    Translated,
    UnreadableRecord,
)
from cynosure.intake.shapes.fields import text
from cynosure.intake.table.endings import meaning_of
from cynosure.intake.table.mapping import Mapping
from cynosure.intake.table.names import FIGURE_FIELDS
from cynosure.intake.table.values import cell, labels, minutes, number, satisfaction

_PLAIN = ("url", "customer", "role", "standing", "channel", "product", "language", "title", "body",
          "reported_type", "priority", "duplicate_of", "follows")  # fmt: skip

_MEASURED = ("effort_minutes", "effort_hours", "cost", "satisfaction")


class NoId(UnreadableRecord):
    """A row whose column of ids is empty."""

    def __init__(self, column: str) -> None:
        super().__init__(
            f"It has no id: {column!r} is empty. Fill it, or map no column to source_id; "
            "then ids are made from the rows' words."
        )


class NothingSaid(UnreadableRecord):
    """A row with neither a time nor words."""

    def __init__(self) -> None:
        super().__init__("It says neither when it was asked nor what. Fill one of them.")


class UnreadableCell(UnreadableRecord):
    """A cell that should hold a time and does not."""

    def __init__(self, column: str, problem: UnreadableTime) -> None:
        super().__init__(f"{column}: {problem}")


class Table:
    """A table that no known export looks like, read by its mapping.

    Every time in it is a claim: a column says when, but no history shows it.
    """

    name = "table"
    title = "a table"

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._columns = dict(mapping.columns)
        self._statuses = {word.lower(): said for word, said in mapping.statuses.items()}
        self._plain = tuple(field for field in _PLAIN if field in self._columns)
        self._figures_told = tuple(field for field in FIGURE_FIELDS if field in self._columns)
        self._ends = "resolved_at" in self._columns or "closed_at" in self._columns
        self._measured = any(field in self._columns for field in _MEASURED)

    def part_of(self, sample: Sample) -> str | None:  # noqa: ARG002 - any will do
        """Return "main": any table will do."""
        return "main"

    def key(self, record: Record) -> str | None:  # noqa: ARG002 - none has one
        """Return None: each row stands alone."""
        return None

    def tells(self, samples: Names[str, Sample]) -> frozenset[Tells]:  # noqa: ARG002 - the mapping says it
        """Return what the mapped columns can tell."""
        mapped = self.mapping.columns
        told: dict[Tells, bool] = {
            "endings": "resolved_at" in mapped or "closed_at" in mapped,
            "responses": "responded_at" in mapped,
            "effort": "effort_minutes" in mapped or "effort_hours" in mapped,
            "text": "title" in mapped or "body" in mapped,
        }
        return frozenset(what for what, so in told.items() if so)

    def notes(self, samples: Names[str, Sample]) -> Sequence[str]:
        """Return what a table like this leaves unknown."""
        told = self.tells(samples)
        notes = [
            "A table shows the last state only, so reopenings and waiting on the asker are unknown."
        ]
        if "asked_at" not in self.mapping.columns:
            notes.append("No column says when something was asked, so no time can be told.")
        if "endings" not in told:
            notes.append("No column says when something ended, so how long it took is unknown.")
        if "responses" not in told:
            notes.append("No column says when it was first answered, so first response is unknown.")
        if "text" not in told:
            notes.append(
                "There are no words of the askers, so nature and cause rest on the types alone."
            )
        if "source_id" not in self.mapping.columns:
            notes.append(
                "Rows have no id of their own; one is made from their words, so an edited row counts as new."
            )
        return notes

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the demand of one row.

        Raises
        ------
        UnreadableRecord
            If it has no id where the others have, or a time cannot be read, or
            it says neither when nor what.
        """
        fields = group[0].fields
        if not any(map(_is_filled, fields.values())):
            return SetAside("an empty row")
        name = self._id(fields)
        said = {field: text(self._cell(fields, field)) for field in self._plain}
        asked = self._time(fields, "asked_at", context)
        if asked is None and not said.get("title") and not said.get("body"):
            raise NothingSaid
        demand = self._demand(fields, said, name, asked, context)
        return Translated(
            demand,
            self._events(demand, fields, context),
            self._figures(fields) if self._figures_told else {},
            self._time(fields, "updated_at", context, strict=False),
        )

    def _demand(
        self,
        fields: Names[str, Any],
        said: Names[str, str | None],
        name: str,
        asked: datetime | None,
        context: Context,
    ) -> Demand:
        asker = text(self._cell(fields, "asker"))
        duplicate, follows = said.get("duplicate_of"), said.get("follows")
        told: dict[str, Any] = {
            **said,
            "demand_id": demand_id(context.source, name),
            "source": context.source,
            "source_id": name,
            "asker": asker,
            "asker_kind": "bot" if is_bot(asker) else "customer",
            "labels": labels(self._cell(fields, "labels")),
            "asked_at": asked,
            "duplicate_of": duplicate and demand_id(context.source, duplicate),
            "follows": follows and demand_id(context.source, follows),
            "follows_origin": "declared" if follows else None,
        }
        if self._measured:
            told.update(self._figured(fields))
        return Demand(**told)

    def _figured(self, fields: Names[str, Any]) -> dict[str, float | None]:
        effort = minutes(self._cell(fields, "effort_minutes"))
        if effort is None:
            effort = minutes(self._cell(fields, "effort_hours"), unit=60)
        rated = self._cell(fields, "satisfaction")
        return {
            "effort_minutes": effort,
            "cost": number(self._cell(fields, "cost")),
            "satisfaction": None
            if rated is None
            else satisfaction(rated, self.mapping.satisfaction or (1, 5)),
        }

    def _events(self, demand: Demand, fields: Names[str, Any], context: Context) -> list[Event]:
        events = []
        if demand.asked_at is not None:
            events.append(
                Event(
                    demand_id=demand.demand_id,
                    at=demand.asked_at,
                    kind="asked",
                    actor=demand.asker,
                    actor_kind="asker",
                    public=True,
                    origin="claimed",
                )
            )
        answered = self._time(fields, "responded_at", context)
        if answered is not None:
            events.append(_claimed(demand, answered, "responded", public=True))
        if self._ends and (ending := self._ending(demand, fields, context)) is not None:
            events.append(ending)
        return events

    def _ending(self, demand: Demand, fields: Names[str, Any], context: Context) -> Event | None:
        status, resolution = (
            text(self._cell(fields, "status")),
            text(self._cell(fields, "resolution")),
        )
        by_status = None if status is None else meaning_of(status, self._statuses)
        at = self._time(fields, "resolved_at", context)
        if at is None:
            at = self._time(fields, "closed_at", context)
        if by_status == "open":
            return None  # a date of an earlier ending may still stand in it
        if at is None and by_status is not None and self._ends:
            # It has ended and does not say when; the last change is the nearest claim.
            at = self._time(fields, "updated_at", context, strict=False)
        if at is None:
            return None
        kind = by_status
        if resolution is not None and by_status in (None, "resolved"):
            # "Closed" says that it ended, the resolution says how.
            said = meaning_of(resolution, self._statuses)
            kind = said if said not in (None, "open") else by_status
        if kind == "merged" or (demand.duplicate_of and kind in (None, "resolved")):
            return _claimed(demand, at, "merged", after=demand.duplicate_of)
        return _claimed(
            demand, at, cast("EventKind", kind or "resolved"), after=resolution or status
        )

    def _figures(self, fields: Names[str, Any]) -> dict[str, float]:
        said = ((figure, number(self._cell(fields, figure))) for figure in self._figures_told)
        return {figure: value for figure, value in said if value is not None}

    def _id(self, fields: Names[str, Any]) -> str:
        if "source_id" not in self._columns:
            words = orjson.dumps(
                fields, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
            )
            return hashlib.blake2b(words, digest_size=10).hexdigest()
        name = text(self._cell(fields, "source_id"))
        if name is None:
            raise NoId(self._columns["source_id"][0])
        return name

    def _cell(self, fields: Names[str, Any], field: str) -> Any:
        for column in self._columns.get(field, ()):
            held = fields[column] if column in fields else cell(fields, column)
            if held is not None and held != "":
                return held
        return None

    def _time(
        self, fields: Names[str, Any], field: str, context: Context, *, strict: bool = True
    ) -> datetime | None:
        for column in self._columns.get(field, ()):
            try:
                held = fields[column] if column in fields else cell(fields, column)
                at = read_time(held, context)
            except UnreadableTime as problem:
                if strict:
                    raise UnreadableCell(column, problem) from None
                continue
            if at is not None:
                return at
        return None


def _claimed(
    demand: Demand,
    at: datetime,
    kind: EventKind,
    *,
    after: str | None = None,
    public: bool | None = None,
) -> Event:
    return Event(
        demand_id=demand.demand_id,
        at=at,
        kind=kind,
        actor_kind="staff",
        public=public,
        after=after,
        origin="claimed",
    )


def _is_filled(value: object) -> bool:
    return value is not None and value not in ("", [])
