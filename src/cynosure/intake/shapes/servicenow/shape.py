"""ServiceNow incidents: one demand an incident, its asker the caller and not the typist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from cynosure.demand import Demand, Event
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
from cynosure.intake.shapes.servicenow.cells import minutes, shown, stored
from cynosure.intake.shapes.servicenow.history import JOURNALS, History
from cynosure.intake.shapes.servicenow.incident import Incident, plain_names, read_incident

_OF_SERVICENOW = frozenset(
    {
        "sys_id", "sys_created_on", "sys_created_at", "caller_id", "short_description",
        "incident_state", "assignment_group", "opened_by", "made_sla", "reassignment_count",
        "reopen_count",
    }
)  # fmt: skip
_AUDIT = frozenset({"documentkey", "fieldname", "newvalue"})
_EARLIER = timedelta(minutes=1)  # between opening the form and saving it, the other way round


class UnreadableIncident(UnreadableRecord):
    """An incident lacks what every demand needs."""

    def __init__(self, incident: str, lacks: str) -> None:
        super().__init__(
            f"ServiceNow incident {incident} has no {lacks!r}. Add that column to the list and "
            "export it again."
        )


class AbsentIncident(UnreadableRecord):
    """An audit of an incident that the export does not hold."""

    def __init__(self, key: str | None) -> None:
        super().__init__(
            f"The audit of {key or 'an unnamed record'} is of no incident in the export. Export "
            "both of the same time, the incidents with 'sys_id'."
        )


class ServiceNow:
    """The shape of ServiceNow's incidents."""

    name: Final = "servicenow"
    title: Final = "ServiceNow incidents"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" for incidents, "changes" for their audit."""
        names = set(plain_names(dict.fromkeys(sample.fields)))
        if names >= _AUDIT:
            return "changes"
        if names >= {"number", "opened_at"} and len(names & _OF_SERVICENOW) >= 2:
            return "main"
        return None

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what these incidents tell: a history only where each has several rows or an audit."""
        incidents = _incidents(samples)
        told: set[Tells] = {"endings"}
        if any(one.says("short_description") or one.says("description") for one in incidents):
            told.add("text")
        if "changes" in samples or _is_log(incidents):
            told |= {"history", "waiting", "hand_offs"}
        if any(one.says(name) for one in incidents for name in JOURNALS):
            told.add("responses")
        if any(minutes(one.cell("time_worked")) for one in incidents):
            told.add("effort")
        return frozenset(told)

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return what these incidents cannot tell."""
        tells = self.tells(samples)
        incidents = _incidents(samples)
        notes = []
        if "history" not in tells:
            notes.append(
                "A list of incidents knows only the last resolution of each; how often one was "
                "reopened is ServiceNow's own count. Its audit (sys_audit) tells more."
            )
        if "responses" not in tells:
            notes.append(
                "The journals are not in it, so when somebody first answered is not known."
            )
        if "text" not in tells:
            notes.append("It holds no words of callers, so what they asked for is not known.")
        if any(one.raw for one in incidents):
            notes.append(
                "It shows stored values, not displayed ones, so its times are read as UTC."
            )
        notes.append(
            "Waiting counts from 'opened_at', which can be edited: where the record was created "
            "earlier, that counts."
        )
        return tuple(notes)

    def key(self, record: Record) -> str | None:
        """Return the incident's sys_id, else its number."""
        if record.part == "changes":
            return stored(record.fields.get("documentkey"))
        fields = plain_names(record.fields)
        return stored(fields.get("sys_id")) or shown(fields.get("number"))

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the incident and its events.

        Raises
        ------
        UnreadableIncident
            If it has no number or no time of opening.
        AbsentIncident
            If there is only its audit.
        """
        records = [record for record in group if record.part == "main"]
        if not records:
            raise AbsentIncident(text(group[0].fields.get("documentkey")))
        rows = [row for record in records if (row := read_incident(record.fields)) is not None]
        if not rows:
            raise UnreadableIncident(f"at {records[0].place}", "number")
        opened_at = min(
            (at for row in rows if (at := row.at("opened_at", context)) is not None), default=None
        )
        if opened_at is None:
            raise UnreadableIncident(rows[0].number, "opened_at")
        audit = [record.fields for record in group if record.part == "changes"]
        incident = rows[0] if len(rows) == 1 else _newest(rows, context)
        history = History(f"{context.source}:{incident.number}", _original(incident, context))
        if audit:
            history.read_audit(audit, incident, context)
        elif len(rows) > 1:
            history.read_rows(rows, context)
        history.read_journals(incident, context)
        return _translated(incident, history, opened_at, context, observed=bool(history.events))


def _newest(rows: Sequence[Incident], context: Context) -> Incident:
    timed = [
        (at.timestamp() if (at := row.at("sys_updated_on", context)) is not None else 0.0, place)
        for place, row in enumerate(rows)
    ]
    return rows[max(timed)[1]]


def _translated(
    incident: Incident, history: History, opened_at: datetime, context: Context, *, observed: bool
) -> Translated:
    events = [
        *_asks(incident, history.demand_id, opened_at, context, observed=observed),
        *history.events,
        *_claimed_endings(incident, history, context),
    ]
    asked_at = min(event.at for event in events if event.kind == "asked")
    updated_at = incident.at("sys_updated_on", context)
    latest = max(event.at for event in events)
    labels = (incident.says("category"), incident.says("subcategory"), incident.says("u_symptom"))
    return Translated(
        demand=Demand(
            demand_id=history.demand_id,
            source=context.source,
            source_id=incident.number,
            asker=incident.caller,
            asker_kind="bot" if incident.is_machines else "customer",
            customer=incident.says("company"),
            channel=incident.says("contact_type"),
            product=incident.says("business_service") or incident.says("cmdb_ci"),
            title=incident.says("short_description"),
            body=incident.says("description"),
            reported_type=incident.kind or incident.says("category"),
            labels=tuple(label for label in labels if label is not None),
            priority=incident.says("priority"),
            asked_at=asked_at,
            zone="UTC" if incident.raw else str(context.zone),
            effort_minutes=minutes(incident.cell("time_worked")) or None,
            duplicate_of=history.merged_into if incident.ended_as == "merged" else None,
        ),
        events=events,
        figures=incident.figures(),
        last_sign_at=max(updated_at, latest) if updated_at else latest,
    )


def _asks(
    incident: Incident, demand_id: str, opened_at: datetime, context: Context, *, observed: bool
) -> list[Event]:
    asked = Event(
        demand_id=demand_id,
        at=opened_at,
        kind="asked",
        actor=incident.caller,
        actor_kind="asker",
        public=True,
        origin="observed" if observed else "claimed",
    )
    created_at = incident.at("sys_created_on", context)
    if created_at is None or opened_at - created_at < _EARLIER:
        return [asked]
    # Nobody files before it is asked: the time of opening was moved later.
    first = Event(
        demand_id=demand_id,
        at=created_at,
        kind="asked",
        actor=incident.caller,
        actor_kind="asker",
        public=True,
        origin=asked.origin,
    )
    moved = Event(
        demand_id=demand_id,
        at=opened_at,
        kind="asked",
        actor_kind="staff",
        before=created_at.isoformat(),
        after=opened_at.isoformat(),
        origin=asked.origin,
    )
    return [first, moved]


def _claimed_endings(incident: Incident, history: History, context: Context) -> list[Event]:
    ending = incident.ended_as
    if ending is None:  # a reopened incident keeps the time of its last resolution
        return []
    ended_at = (
        incident.at("resolved_at", context)
        or incident.at("closed_at", context)
        or (incident.at("sys_updated_on", context) if not history.ended_as else None)
    )
    if ended_at is None:
        return []
    who = stored(incident.cell("resolved_by")) or stored(incident.cell("closed_by"))
    code = incident.says("close_code") or incident.state
    merged = ending == "merged"
    return [
        Event(
            demand_id=history.demand_id,
            at=ended_at,
            kind=ending,
            actor=who,
            actor_kind=incident.kind_of(who),
            public=True,
            before=code if merged else incident.state,
            after=history.merged_into if merged else code,
            origin="claimed",
        )
    ]


def _original(incident: Incident, context: Context) -> str | None:
    parent = incident.says("parent_incident")
    return f"{context.source}:{parent}" if parent else None


def _incidents(samples: Mapping[str, Sample]) -> list[Incident]:
    main = samples.get("main")
    found = (read_incident(fields) for fields in main.records) if main is not None else ()
    return [incident for incident in found if incident is not None]


def _is_log(incidents: Sequence[Incident]) -> bool:
    return len({incident.number for incident in incidents}) < len(incidents)


SERVICENOW: Final = ServiceNow()
