"""Jira issues: one demand an issue, its history from the change log where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cynosure.demand import Demand, Event
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
from cynosure.intake.shapes.claims import as_precise
from cynosure.intake.shapes.envelopes import names_in, payload_of, payloads_in
from cynosure.intake.shapes.fields import mapping, offset_of, text, truth
from cynosure.intake.shapes.jira import changes
from cynosure.intake.shapes.jira.issue import Issue, read_issue
from cynosure.intake.shapes.jira.people import kind_of, person

_NAVIGATOR = (frozenset({"Issue key", "Created"}), frozenset({"Issue id", "Created", "Status"}))
_CHANGES = frozenset({"field", "fromString", "toString", "key", "created"})


class UnreadableIssue(UnreadableRecord):
    """An issue lacks what every demand needs."""

    def __init__(self, issue: str, lacks: str) -> None:
        super().__init__(
            f"Jira issue {issue} has no {lacks!r}. Add that column to the export, or give the "
            "account that exports permission to see the field."
        )


class AbsentIssue(UnreadableRecord):
    """Changes of an issue that the export does not hold."""

    def __init__(self, issue: str | None) -> None:
        super().__init__(
            f"Jira issue {issue or 'of unknown key'} has changes, but is not among the issues, so "
            "nothing says when it was asked. Export both of the same time."
        )


class Jira:
    """The shape of Jira's issues."""

    name: Final = "jira"
    title: Final = "Jira issues"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" for issues, "changes" for a table of field changes.

        Changes alone are no export: they do not say when an issue was created.
        """
        names = names_in(sample)
        if names >= _CHANGES and "status.name" not in names:
            return "changes"
        if any(names >= needed for needed in _NAVIGATOR):
            return "main"
        flat = {name.removeprefix("fields.") for name in names}
        if flat >= {"status.name", "created", "key"}:
            return "main"
        if names >= {"key", "fields"}:
            first = next((mapping(record.get("fields")) for record in payloads_in(sample)), {})
            if {"issuetype", "status", "summary", "created", "resolutiondate"} & first.keys():
                return "main"
        return None

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what these issues tell."""
        told: set[Tells] = {"endings", "text"}
        if _has_history(samples):
            told |= {"history", "waiting", "hand_offs"}
        if _has_comments(samples):
            told.add("responses")
        if _has_effort(samples):
            told.add("effort")
        return frozenset(told)

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return what these issues cannot tell."""
        tells = self.tells(samples)
        notes = [
            "Jira does not say who is staff: whoever reported an issue counts as its customer, "
            "and everybody else who acts on it as staff."
        ]
        if "history" not in tells:
            notes.append(
                "There is no change log, so only the last resolution of an issue is known: not "
                "the first, nor how often it was reopened, nor whose turn it was."
            )
        if "responses" not in tells:
            notes.append("There are no comments, so when somebody first answered is not known.")
        notes.append(
            "Where a done issue has no date of resolution, its last change is taken for it: it "
            "can only have been earlier."
        )
        return tuple(notes)

    def key(self, record: Record) -> str | None:
        """Return the issue's key where a change log may be beside; None where the issue is whole."""
        fields = record.fields
        return None if "changelog" in fields else text(fields.get("key"))

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the issue and its events.

        Raises
        ------
        UnreadableIssue
            If it has no key or no time of creation.
        AbsentIssue
            If there are only changes of it.
        """
        main = [record for record in group if record.part == "main"]
        rows = [record.fields for record in group if record.part == "changes"]
        if not main:
            raise AbsentIssue(text(group[0].fields.get("key")))
        # Of an issue that an export holds twice, the row that stands later is the newer one.
        fields = payload_of(main[-1].fields)
        issue = read_issue(fields)
        if issue is None:
            raise UnreadableIssue(f"at {main[-1].place}", "key")
        asked_at = read_time(issue.created, context)
        if asked_at is None:
            raise UnreadableIssue(issue.key, "created")
        log = changes.changes_from(rows, context) if rows else changes.changes_in(fields, context)
        return _translated(issue, log, asked_at, context)


def _translated(
    issue: Issue, log: list[changes.Change] | None, asked_at: datetime, context: Context
) -> Translated:
    demand_id = f"{context.source}:{issue.key}"
    original = f"{context.source}:{issue.duplicates}" if issue.duplicates else None
    asker = issue.reporter
    events = [
        Event(
            demand_id=demand_id,
            at=asked_at,
            kind="asked",
            actor=asker.id if asker else None,
            actor_kind="asker",
            public=True,
            origin="claimed" if log is None else "observed",
        )
    ]
    if log:
        events += changes.events_of(issue, log, demand_id=demand_id, original=original)
    events += _answers(issue, demand_id, context)
    updated_at = read_time(issue.updated, context)
    claimed = _claimed_ending(issue, demand_id, original, updated_at, context)
    if claimed is not None:
        events.append(as_precise(claimed, events))
    latest = max(event.at for event in events)
    return Translated(
        demand=Demand(
            demand_id=demand_id,
            source=context.source,
            source_id=issue.key,
            url=issue.url,
            asker=asker.id if asker else None,
            asker_kind="bot" if asker is not None and asker.is_machine else "customer",
            customer=issue.organisation,
            product=issue.project,
            title=issue.summary,
            body=issue.description,
            reported_type=issue.kind,
            labels=issue.labels,
            priority=issue.priority,
            asked_at=asked_at,
            zone=offset_of(issue.created) or str(context.zone),
            effort_minutes=issue.minutes_spent,
            satisfaction=issue.satisfaction,
            duplicate_of=original,
        ),
        events=events,
        figures=issue.figures,
        last_sign_at=max(updated_at, latest) if updated_at else latest,
    )


def _claimed_ending(
    issue: Issue,
    demand_id: str,
    original: str | None,
    updated_at: datetime | None,
    context: Context,
) -> Event | None:
    done = changes.is_done(issue, issue.status, issue.status_id)
    if done is None:  # a name that says nothing: the resolution decides
        done = issue.resolution is not None
    if not done:
        # Jira keeps the date of resolution on many an issue that was opened again.
        return None
    ended_at = (
        read_time(issue.resolved, context)
        or read_time(issue.category_changed, context)
        or updated_at
    )
    if ended_at is None:
        return None
    kind = changes.ending_named(issue.resolution, issue.status)
    word = issue.resolution or issue.status
    return Event(
        demand_id=demand_id,
        at=ended_at,
        kind=kind,
        actor_kind="staff",
        public=True,
        before=word if kind == "merged" else issue.status,
        after=original if kind == "merged" else word,
        origin="claimed",
    )


def _answers(issue: Issue, demand_id: str, context: Context) -> list[Event]:
    answers = []
    for comment in issue.comments:
        at = read_time(comment.get("created"), context)
        if at is None:
            continue
        author = person(comment.get("author"))
        public = truth(comment.get("jsdPublic")) is not False and not comment.get("visibility")
        said = text(comment.get("id"))
        answers.append(
            Event(
                demand_id=demand_id,
                at=at,
                kind="responded" if public else "noted",
                actor=author.id if author else None,
                actor_kind=kind_of(author, issue.reporter),
                public=public,
                event_id=f"{demand_id}/comment/{said}" if said else None,
            )
        )
    return answers


def _has_history(samples: Mapping[str, Sample]) -> bool:
    return "changes" in samples or any(
        "changelog" in issue for sample in samples.values() for issue in payloads_in(sample)
    )


def _has_comments(samples: Mapping[str, Sample]) -> bool:
    return any(_read_all(samples, lambda issue: bool(issue.comments)))


def _has_effort(samples: Mapping[str, Sample]) -> bool:
    return any(_read_all(samples, lambda issue: issue.minutes_spent is not None))


def _read_all(samples: Mapping[str, Sample], ask: Any) -> list[bool]:
    main = samples.get("main")
    issues = (read_issue(payload) for payload in payloads_in(main)) if main else ()
    return [ask(issue) for issue in issues if issue is not None]


JIRA: Final = Jira()
