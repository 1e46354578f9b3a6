"""What happened to an incident: its rows over time, its audit, and what was written in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cynosure.demand import Event
from cynosure.demand.kinds import EventKind
from cynosure.intake.dates import read_time
from cynosure.intake.shape import Context, UnreadableRecord
from cynosure.intake.shapes.fields import text
from cynosure.intake.shapes.servicenow.cells import instant, shown, stored
from cynosure.intake.shapes.servicenow.incident import Incident, read_incident

JOURNALS = ("comments_and_work_notes", "comments", "work_notes")
_ENTRY = re.compile(
    r"^(?P<at>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} \d{1,2}:\d{2}(?::\d{2})?(?: [AaPp][Mm])?)"
    r" - (?P<who>[^\n]{1,120}?) \((?P<sort>[^()\n]{1,60})\)\s*$",
    re.MULTILINE,
)
_MOVES = frozenset({"state", "incident_state"})
_HANDS = ("assignment_group", "assigned_to")


@dataclass(slots=True)
class History:
    """What is known of an incident's course so far."""

    demand_id: str
    merged_into: str | None
    events: list[Event] = field(default_factory=list)
    words: str | None = None
    ended_as: str | None = None
    hands: dict[str, str] = field(default_factory=dict)

    def read_rows(self, rows: Sequence[Incident], context: Context) -> None:
        """Add what changed from one row of a log of updates to the next."""
        timed = []
        for place, row in enumerate(rows):
            at = row.at("sys_updated_on", context)
            if at is not None:
                timed.append((at, place, row))
        for at, _, row in sorted(timed, key=lambda each: each[:2]):
            who = stored(row.cell("sys_updated_by"))
            for name in _HANDS:
                self.hand(at, name, row.says(name), who, row)
            if row.words is not None and row.words != self.words:
                self._move(at, row, who)

    def read_audit(
        self, rows: Iterable[Mapping[str, Any]], incident: Incident, context: Context
    ) -> None:
        """Add what the audit says of state and hands; it stores UTC."""
        timed = []
        for row in rows:
            at = instant(row.get("sys_created_on"), context, raw=True)
            if at is not None:
                timed.append((at, row))
        for at, row in sorted(timed, key=lambda pair: pair[0]):
            name, value = text(row.get("fieldname")), shown(row.get("newvalue"))
            who = stored(row.get("user")) or stored(row.get("sys_created_by"))
            if name in _MOVES and value is not None:
                moved = read_incident({**incident.fields, "state": value, "hold_reason": None})
                if moved is not None and moved.words != self.words:
                    self._move(at, moved, who)
            elif name in _HANDS:
                self.hand(at, name, value, who, incident)

    def hand(
        self, at: datetime, name: str, value: str | None, who: str | None, incident: Incident
    ) -> None:
        """Add a move from one group or person to another."""
        before = self.hands.get(name)
        if value is None or value == before:
            return
        self.hands[name] = value
        self._add(at, "assigned", who, incident, before=before, after=value)

    def _move(self, at: datetime, row: Incident, who: str | None) -> None:
        ending = row.ended_as
        if ending == "merged":
            self._add(at, ending, who, row, before=row.words, after=self.merged_into)
        elif ending is not None:
            self._add(at, ending, who, row, before=self.words, after=row.words)
        else:
            if self.ended_as is not None:
                self._add(at, "reopened", who, row, before=self.ended_as, after=row.words)
            if self.ended_as is None or row.turn != "waits_on_us":
                self._add(at, row.turn, who, row, before=self.words, after=row.words)
        self.ended_as = row.words if ending is not None else None
        self.words = row.words

    def read_journals(self, incident: Incident, context: Context) -> None:
        """Add what was written, where the export holds the journals with their headings."""
        seen: set[tuple[str, str, str]] = set()
        for name in JOURNALS:
            said = incident.says(name)
            for entry in _ENTRY.finditer(said) if said is not None else ():
                if entry.groups() in seen:
                    continue
                seen.add((entry["at"], entry["who"], entry["sort"]))
                try:
                    # Headings are always in the zone of whoever exports.
                    at = read_time(entry["at"], context)
                except UnreadableRecord:
                    continue  # a line of the text that only looks like a heading
                internal = "work" in entry["sort"].lower()
                if at is not None:
                    kind: EventKind = "noted" if internal else "responded"
                    self._add(at, kind, entry["who"], incident, public=not internal)

    def _add(
        self,
        at: datetime,
        kind: EventKind,
        who: str | None,
        incident: Incident,
        *,
        public: bool | None = None,
        before: str | None = None,
        after: str | None = None,
    ) -> None:
        self.events.append(
            Event(
                demand_id=self.demand_id,
                at=at,
                kind=kind,
                actor=who,
                actor_kind=incident.kind_of(who),
                public=public,
                before=before,
                after=after,
                seq=len(self.events),
            )
        )
