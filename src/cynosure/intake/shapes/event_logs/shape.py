"""Event logs: a row for each thing that happened in a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import orjson

from cynosure.demand import Demand, Event
from cynosure.demand.kinds import ActorKind, EventKind
from cynosure.intake.bots import is_bot
from cynosure.intake.dates import read_time
from cynosure.intake.shape import (
    Context,
    Record,
    Sample,
    SetAside,
    Tells,
    Translated,
    UnreadableRecord,
)
from cynosure.intake.shapes.event_logs.columns import Columns, columns_of
from cynosure.intake.shapes.event_logs.meanings import (
    ending_in,
    is_clerical,
    is_status,
    said,
    turn_in,
)
from cynosure.intake.shapes.fields import text
from cynosure.intake.shapes.statuses import Ending

_NOBODY = frozenset({"empty", "unknown", "unassigned", "not assigned"})


class UnreadableCase(UnreadableRecord):
    """A case's row lacks what every event needs."""

    def __init__(self, case: str, lacks: str, where: str) -> None:
        super().__init__(
            f"Case {case} has a row without {lacks} ({where}). Give it one, or delete the row."
        )


@dataclass(frozen=True, slots=True)
class EventLogs:
    """The shape of event logs; `endings` are what a mapping says of activities, None for open."""

    endings: Mapping[str, Ending | None] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """The name for ids and options."""
        return "event_log"

    @property
    def title(self) -> str:
        """The name for people."""
        return "Event log"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" for a table in which cases come back row after row."""
        columns = columns_of(sample.fields)
        if columns is None or not sample.records:
            return None
        if columns.case == "case:concept:name":
            return "main"
        cases = [text(record.get(columns.case)) for record in sample.records]
        # One row a case is a table of tickets, whatever its columns are called.
        return "main" if len(set(cases)) < len(cases) else None

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what this log tells; endings only where it names some that are known."""
        sample = samples["main"]
        columns = columns_of(sample.fields)
        if columns is None:
            return frozenset()
        told: set[Tells] = set()
        if self._knows_endings(sample, columns):
            told |= {"endings", "history"}
        if columns.ended is not None:
            told.add("endings")
        if any(turn_in(*_words(record, columns)) == "waits_on_asker" for record in sample.records):
            told.add("waiting")
        if columns.group is not None or columns.resource is not None:
            told.add("hand_offs")
        if columns.title is not None:
            told.add("text")
        return frozenset(told)

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return what this log cannot tell."""
        tells = self.tells(samples)
        notes = [
            "An event log does not say when the customer asked: the first event of a case is "
            "taken for it, so what they waited before is not in these figures."
        ]
        if "endings" not in tells:
            notes.append(
                "None of its first activities is known to end a case, so every case counts as "
                "open. Name those that do in a mapping."
            )
        elif "history" not in tells:
            notes.append(
                "None of its first activities is known to end a case; the end date of the case "
                "is taken, which is what somebody filled in."
            )
        if "text" not in tells:
            notes.append("It holds no words of customers, so what they asked for is not known.")
        notes.append("It does not tell apart answers to customers from other work.")
        return tuple(notes)

    def key(self, record: Record) -> str | None:
        """Return the case."""
        columns = columns_of(tuple(record.fields))
        return None if columns is None else text(record.fields.get(columns.case))

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the case: its first event is what was asked, the others what became of it.

        Raises
        ------
        UnreadableCase
            If a row has no case, no time or no activity.
        """
        columns = columns_of(tuple(group[0].fields))
        case = text(group[0].fields.get(columns.case)) if columns is not None else None
        if columns is None or case is None:
            raise UnreadableCase("of unknown number", "a case", str(group[0].place))
        rows = sorted(_rows(group, columns, case, context), key=lambda row: row.at)
        history = _History(f"{context.source}:{case}", self.endings)
        asker = text(group[0].fields.get(columns.asker)) if columns.asker else None
        history.claims(group[0].fields, columns, rows[0].at, asker, context)
        for row in rows:
            history.add(row)
        last = rows[-1].fields
        asked_at = min(event.at for event in history.events if event.kind == "asked")
        return Translated(
            demand=Demand(
                demand_id=history.demand_id,
                source=context.source,
                source_id=case,
                asker=asker,
                channel=_said(last, columns.channel),
                product=_said(last, columns.product),
                title=_said(last, columns.title),
                priority=_said(last, columns.priority),
                asked_at=asked_at,
                zone=str(context.zone),
            ),
            events=history.events,
            last_sign_at=rows[-1].at,
        )

    def _knows_endings(self, sample: Sample, columns: Columns) -> bool:
        # A log with a status of its own speaks in statuses, though none of the first may be an ending.
        rows = [_words(record, columns) for record in sample.records]
        return any(ending_in(*row, self.endings) is not None or is_status(row[1]) for row in rows)


@dataclass(frozen=True, slots=True)
class _Row:
    """One event of a case, typed."""

    at: datetime
    activity: str
    transition: str | None
    group: str | None
    resource: str | None
    fields: Mapping[str, Any]


def _rows(group: Sequence[Record], columns: Columns, case: str, context: Context) -> Iterator[_Row]:
    for record in group:
        fields = record.fields
        at = read_time(fields.get(columns.time), context)
        if at is None:
            raise UnreadableCase(case, "a time", str(record.place))
        activity, transition = _words(fields, columns)
        if not activity:
            raise UnreadableCase(case, "an activity", str(record.place))
        yield _Row(
            at=at,
            activity=activity,
            transition=transition,
            group=_named(fields, columns.group),
            resource=_named(fields, columns.resource),
            fields=fields,
        )


@dataclass(slots=True)
class _History:
    """What has happened in a case so far."""

    demand_id: str
    endings: Mapping[str, Ending | None]
    events: list[Event] = field(default_factory=list)
    ended_as: str | None = None
    words: str | None = None
    group: str | None = None
    resource: str | None = None

    def claims(
        self,
        fields: Mapping[str, Any],
        columns: Columns,
        first: datetime,
        asker: str | None,
        context: Context,
    ) -> None:
        """Add what the log says of the case as a whole; its first event is its start by claim."""
        self._add(first, "asked", actor=asker, actor_kind="asker", public=True, origin="claimed")
        started = _time(fields, columns.started, context)
        if started is not None and started != first:
            self._add(
                started, "asked", actor=asker, actor_kind="asker", public=True, origin="claimed"
            )
        ended = _time(fields, columns.ended, context)
        if ended is not None:
            self._add(ended, "resolved", actor_kind="staff", origin="claimed", after=columns.ended)
        due = _time(fields, columns.due, context)
        if due is not None:
            promise = {"agreement": columns.due, "due": due, "term": "resolution"}
            snapshot = orjson.dumps(promise, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
            self._add(
                min(started or first, first), "promised",
                actor_kind="staff", origin="claimed", after=snapshot.decode(),
            )  # fmt: skip

    def add(self, row: _Row) -> None:
        """Add what one row says: a new hand, and a new state or only something done."""
        self._assign(row)
        words = said(row.activity, row.transition)
        ending = ending_in(row.activity, row.transition, self.endings)
        turn = turn_in(row.activity, row.transition)
        kind: EventKind
        if ending is not None:
            kind, self.ended_as = ending, words
        elif self.ended_as is not None and not is_clerical(row.activity):
            # Something is done about what had ended: it had not.
            self._done("reopened", row, before=self.ended_as, after=words)
            kind, self.ended_as = turn or "noted", None
        else:
            kind = turn or "noted"
        if kind == "merged":
            self._done(kind, row, before=words, after=None)
        else:
            self._done(kind, row, before=self.words, after=words)
        self.words = words

    def _assign(self, row: _Row) -> None:
        before, after = self.group, row.group
        if row.group is None or row.group == self.group:
            before, after = self.resource, row.resource
        if after is not None and after != before:
            self._done("assigned", row, before=before, after=after)
        self.group = row.group or self.group
        self.resource = row.resource or self.resource

    def _done(self, kind: EventKind, row: _Row, *, before: str | None, after: str | None) -> None:
        self._add(
            row.at, kind,
            actor=row.resource,
            actor_kind=_kind_of(row.resource),
            public=False,
            before=before,
            after=after,
        )  # fmt: skip

    def _add(self, at: datetime, kind: EventKind, **fields: Any) -> None:
        event = Event(demand_id=self.demand_id, at=at, kind=kind, seq=len(self.events), **fields)
        self.events.append(event)


@lru_cache(maxsize=8192)
def _kind_of(resource: str | None) -> ActorKind:
    return "bot" if is_bot(resource) else "staff"


def _words(fields: Mapping[str, Any], columns: Columns) -> tuple[str, str | None]:
    return (
        text(fields.get(columns.activity)) or "",
        text(fields.get(columns.transition)) if columns.transition else None,
    )


def _said(fields: Mapping[str, Any], column: str | None) -> str | None:
    return text(fields.get(column)) if column else None


def _named(fields: Mapping[str, Any], column: str | None) -> str | None:
    name = _said(fields, column)
    return None if name is None or name.lower() in _NOBODY else name


def _time(fields: Mapping[str, Any], column: str | None, context: Context) -> datetime | None:
    return read_time(fields.get(column), context) if column else None


EVENT_LOGS: Final = EventLogs()
