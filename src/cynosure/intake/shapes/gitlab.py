"""GitLab issues, as REST hands them out, with state events and notes where they hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cynosure.demand import ENDINGS, Demand, Event
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
from cynosure.intake.shapes.claims import as_precise
from cynosure.intake.shapes.fields import mapping, mappings, offset_of, text, truth, words
from cynosure.intake.shapes.github.labels import first_meaning, meaning_of

_OF_GITLAB = frozenset({"references", "task_completion_status", "time_stats", "discussion_locked"})
_NOTES, _STATES = "notes", "resource_state_events"


class UnreadableIssue(UnreadableRecord):
    """An issue lacks what every demand needs."""

    def __init__(self, lacks: str, issue: str) -> None:
        super().__init__(
            f"GitLab issue {issue} has no {lacks!r}. Export it again from the REST interface, "
            "with all its fields."
        )


class GitLab:
    """The shape of GitLab's issues."""

    name: Final = "gitlab"
    title: Final = "GitLab issues"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" for issues as REST writes them."""
        names = set(sample.fields)
        if not names >= {"iid", "project_id", "title", "state", "created_at"}:
            return None
        # Merge requests are numbered alike; branches tell them apart.
        return "main" if names & _OF_GITLAB and "source_branch" not in names else None

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what these issues tell: more than endings only where lists came with them."""
        told: set[Tells] = {"endings", "text"}
        if _any_carries(samples, _STATES):
            told.add("history")
        if _any_carries(samples, _NOTES):
            told.add("responses")
        return frozenset(told)

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return what these issues cannot tell."""
        tells = self.tells(samples)
        notes = [
            "GitLab does not say who is staff: whoever wrote an issue counts as its customer, and "
            "everybody else who acts on it as staff."
        ]
        if "responses" not in tells:
            notes.append("There are no notes, so when somebody first answered is not known.")
        if "history" not in tells:
            notes.append(
                "Only the last closing of an issue is known: not how often it was reopened."
            )
        return tuple(notes)

    def key(self, record: Record) -> str | None:  # noqa: ARG002 - the contract's name
        """Return None: each issue stands alone."""
        return None

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the issue and its events; a task is set aside, which is part of an issue.

        Raises
        ------
        UnreadableIssue
            If it has no number or no time of creation.
        """
        fields = group[0].fields
        if (text(fields.get("issue_type")) or "").lower() == "task":
            return SetAside("task of an issue")
        number = text(fields.get("iid"))
        if number is None:
            raise UnreadableIssue("iid", f"at {group[0].place}")
        asked_at = read_time(fields.get("created_at"), context)
        if asked_at is None:
            raise UnreadableIssue("created_at", number)
        return _translated(fields, number, asked_at, context)


def _translated(
    fields: Mapping[str, Any], number: str, asked_at: datetime, context: Context
) -> Translated:
    project = _project(fields)
    source_id = f"{project}#{number}" if project else number
    demand_id = f"{context.source}:{source_id}"
    asker = _account(fields.get("author"))
    labels = words(fields.get("labels"))
    states = fields.get(_STATES)
    events = [
        Event(
            demand_id=demand_id,
            at=asked_at,
            kind="asked",
            actor=asker,
            actor_kind="asker",
            public=True,
            origin="observed" if isinstance(states, list) else "claimed",
        ),
        *_moves(demand_id, mappings(states), asker, labels, context),
        *_answers(demand_id, mappings(fields.get(_NOTES)), asker, context),
    ]
    claimed = _claimed_ending(fields, demand_id, asker, labels, context)
    if claimed is not None:
        events.append(as_precise(claimed, [each for each in events if each.kind in ENDINGS]))
    updated_at = read_time(fields.get("updated_at"), context)
    latest = max(event.at for event in events)
    seconds = mapping(fields.get("time_stats")).get("total_time_spent")
    return Translated(
        demand=Demand(
            demand_id=demand_id,
            source=context.source,
            source_id=source_id,
            url=text(fields.get("web_url")),
            asker=asker,
            asker_kind="bot" if _is_machine(fields.get("author")) else "customer",
            product=project,
            title=text(fields.get("title")),
            body=text(fields.get("description")),
            reported_type=first_meaning(labels, "type") or _kind(fields),
            labels=labels,
            priority=first_meaning(labels, "priority") or _severity(fields),
            asked_at=asked_at,
            zone=offset_of(fields.get("created_at")) or "UTC",
            effort_minutes=seconds / 60 if isinstance(seconds, int) and seconds else None,
        ),
        events=events,
        last_sign_at=max(updated_at, latest) if updated_at else latest,
    )


def _project(fields: Mapping[str, Any]) -> str | None:
    full = text(mapping(fields.get("references")).get("full"))
    if full is not None and "#" in full:
        return full.rpartition("#")[0]
    # https://gitlab.example/group/project/-/issues/7
    place, rest, _ = (text(fields.get("web_url")) or "").partition("/-/")
    return "/".join(place.split("/")[3:]) or None if rest else None


def _account(account: object) -> str | None:
    """Return an account's number: its webhooks name only who acts just now, and number others.

    >>> _account({"id": 17, "username": "ana"}), _account({"username": "ana"}), _account(None)
    ('17', 'ana', None)
    """
    said = mapping(account)
    return text(said.get("id")) or text(said.get("username"))


def _is_machine(account: object) -> bool:
    said = mapping(account)
    return said.get("bot") is True or is_bot(text(said.get("username")) or text(said.get("name")))


def _who(account: object, asker: str | None) -> tuple[str | None, ActorKind | None]:
    said = _account(account)
    if said is None:
        return None, None
    if said == asker:
        return said, "asker"
    return said, "bot" if _is_machine(account) else "staff"


def _ending(labels: tuple[str, ...]) -> EventKind:
    meanings = {meaning_of(label) for label in labels}
    if "duplicate" in meanings:
        return "merged"
    if meanings & {"stale", "no_answer"}:
        return "abandoned"
    return "declined" if "declined" in meanings else "resolved"


def _moves(
    demand_id: str,
    states: Sequence[Mapping[str, Any]],
    asker: str | None,
    labels: tuple[str, ...],
    context: Context,
) -> Iterator[Event]:
    for place, item in enumerate(states):
        at, state = read_time(item.get("created_at"), context), text(item.get("state"))
        if at is None or state not in ("closed", "reopened"):
            continue
        actor, kind = _who(item.get("user"), asker)
        ended = state == "closed"
        said = text(item.get("id"))
        yield Event(
            demand_id=demand_id,
            at=at,
            kind=_ending(labels) if ended else "reopened",
            actor=actor,
            actor_kind=kind,
            public=True,
            before="opened" if ended else "closed",
            after="closed" if ended else "opened",
            seq=place,
            event_id=f"{demand_id}/state/{said}" if said else None,
        )


def _answers(
    demand_id: str, notes: Sequence[Mapping[str, Any]], asker: str | None, context: Context
) -> Iterator[Event]:
    for note in notes:
        at = read_time(note.get("created_at"), context)
        if at is None or note.get("system") is True:
            continue
        actor, kind = _who(note.get("author"), asker)
        hidden = truth(note.get("internal")) or truth(note.get("confidential"))
        said = text(note.get("id"))
        yield Event(
            demand_id=demand_id,
            at=at,
            kind="noted" if hidden else "responded",
            actor=actor,
            actor_kind=kind,
            public=not hidden,
            event_id=f"{demand_id}/note/{said}" if said else None,
        )


def _claimed_ending(
    fields: Mapping[str, Any],
    demand_id: str,
    asker: str | None,
    labels: tuple[str, ...],
    context: Context,
) -> Event | None:
    if text(fields.get("state")) != "closed":
        return None
    ended_at = read_time(fields.get("closed_at") or fields.get("updated_at"), context)
    if ended_at is None:
        return None
    actor, kind = _who(fields.get("closed_by"), asker)
    return Event(
        demand_id=demand_id,
        at=ended_at,
        kind=_ending(labels),
        actor=actor,
        actor_kind=kind,
        public=True,
        after="closed",
        origin="claimed",
    )


def _kind(fields: Mapping[str, Any]) -> str | None:
    said = text(fields.get("issue_type")) or text(fields.get("type"))
    return said.lower() if said else None


def _severity(fields: Mapping[str, Any]) -> str | None:
    said = text(fields.get("severity"))
    return None if said is None or said.lower() == "unknown" else said.lower()


def _any_carries(samples: Mapping[str, Sample], name: str) -> bool:
    return any(
        isinstance(record.get(name), list) and bool(record[name])
        for sample in samples.values()
        for record in sample.records
    )


GITLAB: Final = GitLab()
