"""One incident with typed parts, whichever of ServiceNow's spellings it was written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cynosure.demand.kinds import ActorKind, EventKind
from cynosure.intake.bots import is_bot
from cynosure.intake.shape import Context
from cynosure.intake.shapes.fields import number, truth
from cynosure.intake.shapes.servicenow.cells import instant, minutes, shown, stored
from cynosure.intake.shapes.statuses import ending_of, turn_of

# Lists exported as a sheet have the labels of columns; the names of the fields behind them.
_LABELS: Mapping[str, str] = {
    "number": "number", "opened": "opened_at", "created": "sys_created_on", "updated": "sys_updated_on",
    "resolved": "resolved_at", "closed": "closed_at", "caller": "caller_id", "opened by": "opened_by",
    "resolved by": "resolved_by", "closed by": "closed_by", "short description": "short_description",
    "description": "description", "state": "state", "incident state": "incident_state",
    "priority": "priority", "assignment group": "assignment_group", "assigned to": "assigned_to",
    "category": "category", "subcategory": "subcategory", "resolution code": "close_code",
    "close code": "close_code", "contact type": "contact_type", "channel": "contact_type",
    "company": "company", "reopen count": "reopen_count", "reassignment count": "reassignment_count",
    "made sla": "made_sla", "duration": "calendar_duration", "business duration": "business_duration",
    "resolve time": "calendar_stc", "business resolve time": "business_stc", "on hold reason": "hold_reason",
    "additional comments": "comments", "work notes": "work_notes", "parent incident": "parent_incident",
    "time worked": "time_worked", "configuration item": "cmdb_ci", "service": "business_service",
    "comments and work notes": "comments_and_work_notes", "sys id": "sys_id", "active": "active",
    "task type": "sys_class_name", "updates": "sys_mod_count", "updated by": "sys_updated_by",
}  # fmt: skip
# Older exports and logs made from them spell some fields otherwise.
_OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "sys_created_on": ("sys_created_at",),
    "sys_updated_on": ("sys_updated_at",),
    "close_code": ("closed_code",),
    "state": ("incident_state",),
}
_STATES: Mapping[str, str] = {
    "1": "New", "2": "In Progress", "3": "On Hold", "4": "Awaiting User Info", "5": "Awaiting Evidence",
    "6": "Resolved", "7": "Closed", "8": "Canceled",
}  # fmt: skip
_HOLD_REASONS: Mapping[str, str] = {
    "1": "Awaiting Caller", "3": "Awaiting Problem", "4": "Awaiting Vendor", "5": "Awaiting Change",
}  # fmt: skip
_BY_MACHINES = re.compile(r"\bevent|\bmonitor|\balert|\bintegration", re.IGNORECASE)
_CLASSES = (("INC", "Incident"), ("REQ", "Request"), ("RITM", "Requested Item"), ("CS", "Case"))


def plain_names(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record under the names of fields, where it has the labels of columns.

    >>> plain_names({"Number": "INC1", "Opened": "2026-03-02"})
    {'number': 'INC1', 'opened_at': '2026-03-02'}
    """
    if "Number" not in fields:
        return fields
    return {_LABELS.get(name.strip().lower(), name): value for name, value in fields.items()}


@dataclass(slots=True)
class Incident:
    """An incident's fields, or those of one moment of it in a log of updates."""

    fields: Mapping[str, Any]
    number: str
    raw: bool  # it shows no display values, so its times are UTC
    callers: frozenset[str] = field(default_factory=frozenset)

    def cell(self, name: str) -> Any:
        """Return a field's cell, under whichever name it goes."""
        cell = self.fields.get(name)
        if cell is None:
            for other in _OTHERWISE.get(name, ()):
                if (cell := self.fields.get(other)) is not None:
                    break
        return cell

    def says(self, name: str) -> str | None:
        """Return a field as people see it."""
        return shown(self.cell(name))

    def at(self, name: str, context: Context) -> datetime | None:
        """Return the time in a field, in UTC."""
        return instant(self.cell(name), context, raw=self.raw)

    @property
    def caller(self) -> str | None:
        """Return whose trouble it is; not who typed it."""
        return stored(self.cell("caller_id"))

    @property
    def state(self) -> str | None:
        """Return the state in words."""
        said = self.says("state")
        return _STATES.get(said, said) if said is not None else None

    @property
    def hold_reason(self) -> str | None:
        """Return what it waits for while it is on hold, in words."""
        said = self.says("hold_reason")
        return _HOLD_REASONS.get(said, said) if said is not None else None

    @property
    def ended_as(self) -> EventKind | None:
        """Return the ending that its state and code are; None while it is open."""
        state = self.state
        if state is None:
            return "resolved" if truth(self.says("active")) is False else None
        by_state = ending_of(state)
        if by_state is None:
            return None
        code = self.says("close_code")
        by_code = ending_of(code) if code is not None else None
        if by_state == "declined" and stored(self.cell("closed_by")) in self.callers:
            return "withdrawn"
        return by_code if by_code is not None and by_state == "resolved" else by_state

    @property
    def turn(self) -> EventKind:
        """Return whose turn it is while it is open."""
        state, reason = self.state or "", self.hold_reason
        turn = turn_of(state)
        if turn == "waits_on_other" and reason is not None:
            return turn_of(reason) or turn
        return turn or "waits_on_us"

    @property
    def words(self) -> str | None:
        """Return its state in the source's words, with the reason where it is on hold."""
        if self.state is not None and self.hold_reason is not None and self.ended_as is None:
            return f"{self.state}: {self.hold_reason}"
        return self.state

    def kind_of(self, who: str | None) -> ActorKind | None:
        """Return what somebody is to it."""
        if who is None:
            return None
        if who in self.callers:
            return "asker"
        return "bot" if is_bot(who) else "staff"

    @property
    def is_machines(self) -> bool:
        """Return whether monitoring opened it, not a person."""
        channel = self.says("contact_type")
        return is_bot(self.says("caller_id")) or bool(channel and _BY_MACHINES.search(channel))

    @property
    def kind(self) -> str | None:
        """Return which sort of record it is."""
        said = self.says("sys_class_name")
        if said is not None:
            return said
        return next((word for mark, word in _CLASSES if self.number.startswith(mark)), None)

    def figures(self) -> dict[str, float]:
        """Return ServiceNow's own figures of it."""
        sla = truth(self.says("made_sla"))
        resolve, business = minutes(self.cell("calendar_stc")), minutes(self.cell("business_stc"))
        found = {
            "full_resolution_minutes": resolve
            if resolve is not None
            else minutes(self.cell("calendar_duration")),
            "full_resolution_business_minutes": business
            if business is not None
            else minutes(self.cell("business_duration")),
            "reopen_count": number(self.says("reopen_count")),
            "reassignment_count": number(self.says("reassignment_count")),
            "made_sla": None if sla is None else float(sla),
        }
        return {name: value for name, value in found.items() if value is not None}


def read_incident(fields: Mapping[str, Any]) -> Incident | None:
    """Return the incident that a record holds; None if it has no number."""
    fields = plain_names(fields)
    incident_number = shown(fields.get("number"))
    if incident_number is None:
        return None
    state = fields.get("state", fields.get("incident_state"))
    caller = fields.get("caller_id")
    return Incident(
        fields=fields,
        number=incident_number,
        raw=isinstance(state, str) and state.strip().lstrip("-").isdigit(),
        callers=frozenset(name for name in (stored(caller), shown(caller)) if name is not None),
    )
