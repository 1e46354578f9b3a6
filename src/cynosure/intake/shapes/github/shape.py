"""GitHub issues, in REST's spelling (`created_at`) and in that of `gh` (`createdAt`)."""

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
from cynosure.intake.shapes.fields import mapping, name_of, text, words
from cynosure.intake.shapes.github import timeline
from cynosure.intake.shapes.github.endings import ending_of_closing
from cynosure.intake.shapes.github.labels import first_meaning
from cynosure.intake.shapes.github.people import (
    STAFF,
    association_of,
    is_machine,
    kind_of,
    login_of,
)

_OF_GITHUB = frozenset(
    {
        "repository_url", "comments_url", "events_url", "author_association", "stateReason",
        "closedByPullRequestsReferences", "state_reason", "isPullRequest", "reactionGroups",
    }
)  # fmt: skip


_COLLECTED = (None, "issue", "pull_request")  # what Perceval calls what it collected


class UnreadableIssue(UnreadableRecord):
    """An issue lacks what every demand needs."""

    def __init__(self, lacks: str, issue: str) -> None:
        super().__init__(
            f"GitHub issue {issue} has no {lacks!r}. Export it again with that field: "
            "`gh issue list --json number,title,body,author,labels,state,stateReason,"
            "createdAt,updatedAt,closedAt,url,comments`."
        )


class GitHub:
    """The shape of GitHub's issues."""

    name: Final = "github"
    title: Final = "GitHub issues"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" for issues of GitHub; pull requests among them do not matter."""
        names = names_in(sample)
        if "number" not in names or not names & {"created_at", "createdAt"}:
            return None
        if "iid" in names or "identifier" in names:  # GitLab and Linear number things, too
            return None
        if names & _OF_GITHUB:
            return "main"
        addresses = (
            text(issue.get("html_url")) or text(issue.get("url")) or ""
            for issue in payloads_in(sample)
        )
        return "main" if any("github.com/" in address for address in addresses) else None

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what these issues tell: more than endings only where lists came with them."""
        told: set[Tells] = {"endings", "text"}
        if _any_carries(samples, timeline.TIMELINES):
            told |= {"history", "hand_offs", "waiting"}
        if _any_carries(samples, timeline.COMMENTS):
            told.add("responses")
        return frozenset(told)

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return what these issues cannot tell."""
        notes = []
        tells = self.tells(samples)
        if "responses" not in tells:
            notes.append(
                "GitHub's list of issues holds only the number of comments, so when somebody "
                "first answered is not known."
            )
        if "history" not in tells:
            notes.append(
                "It holds only the last closing of an issue: how often issues were reopened, "
                "and when they were first closed, is not known."
            )
        if any("author_association" in names_in(sample) for sample in samples.values()):
            notes.append(
                "Owners, members and collaborators of the repository count as staff; everybody "
                "else who opened an issue counts as a customer."
            )
        else:
            notes.append(
                "It does not say who belongs to the repository, so everybody who opened an issue "
                "counts as a customer, staff included. GitHub's REST export says it."
            )
        return tuple(notes)

    def key(self, record: Record) -> str | None:  # noqa: ARG002 - the contract's name
        """Return None: each issue stands alone."""
        return None

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the issue and its events; a pull request is set aside.

        Raises
        ------
        UnreadableIssue
            If it has no number or no time of creation.
        """
        collected_as = text(group[0].fields.get("category"))
        if "backend_name" in group[0].fields and collected_as not in _COLLECTED:
            return SetAside(f"{collected_as}, no issue")
        fields = payload_of(group[0].fields)
        address = text(fields.get("html_url")) or text(fields.get("url"))
        if _is_pull_request(fields, address):
            return SetAside("pull request")
        number = text(fields.get("number"))
        if number is None:
            raise UnreadableIssue("number", address or "of unknown number")
        asked_at = read_time(fields.get("created_at") or fields.get("createdAt"), context)
        if asked_at is None:
            raise UnreadableIssue("created_at", number)
        return _translated(fields, number, address, asked_at, context)


def _translated(
    fields: Mapping[str, Any],
    number: str,
    address: str | None,
    asked_at: datetime,
    context: Context,
) -> Translated:
    repository = _repository(fields, address)
    source_id = f"{repository}#{number}" if repository else number
    account = fields.get("user") or fields.get("author")
    asker = login_of(account)
    labels = words(fields.get("labels"))
    by_app = mapping(fields.get("performed_via_github_app"))
    issue = timeline.Issue(
        demand_id=f"{context.source}:{source_id}",
        repository=repository,
        asker=asker,
        labels=labels,
    )
    history = timeline.timeline_of(fields)
    comments = timeline.comments_of(fields)
    if comments:
        timeline.read_comments(issue, comments, context)
    if history:
        timeline.look_for_original(issue, history, context)
        timeline.read_timeline(issue, history, context)

    events = [
        Event(
            demand_id=issue.demand_id,
            at=asked_at,
            kind="asked",
            actor=asker,
            actor_kind="asker",
            public=True,
            origin="claimed" if history is None else "observed",
        ),
        *timeline.all_events(issue),
    ]
    claimed = _claimed_ending(fields, issue, context)
    if claimed is not None:
        events.append(as_precise(claimed, events))
    updated_at = read_time(fields.get("updated_at") or fields.get("updatedAt"), context)
    latest = max(event.at for event in events)
    kind = name_of(fields.get("type")) or name_of(fields.get("issueType"))
    return Translated(
        demand=Demand(
            demand_id=issue.demand_id,
            source=context.source,
            source_id=source_id,
            url=address,
            asker=asker,
            asker_kind=(
                "bot"
                if by_app or is_machine(account)
                else "staff"
                if association_of(fields) in STAFF
                else "customer"
            ),
            channel=text(by_app.get("slug")) if by_app else None,
            product=repository,
            title=text(fields.get("title")),
            body=text(fields.get("body")),
            reported_type=kind or first_meaning(labels, "type"),
            labels=labels,
            priority=first_meaning(labels, "priority"),
            asked_at=asked_at,
            zone="UTC",
            duplicate_of=issue.duplicate_of,
        ),
        events=events,
        last_sign_at=max(updated_at, latest) if updated_at else latest,
    )


def _claimed_ending(
    fields: Mapping[str, Any], issue: timeline.Issue, context: Context
) -> Event | None:
    # A reopened issue may still carry the time of its last closing, an open one of `gh` the year 1.
    if str(fields.get("state", "closed")).lower() != "closed":
        return None
    closed_at = read_time(fields.get("closed_at") or fields.get("closedAt"), context)
    if closed_at is None:
        return None
    closer = fields.get("closed_by") or fields.get("closedBy")
    by = kind_of(closer, asker=issue.asker, unknown="staff") if closer else None
    reason = text(fields.get("state_reason") or fields.get("stateReason"))
    ending, word = ending_of_closing(
        reason=reason.lower() if reason else None, labels=issue.labels, closer=by
    )
    merged = ending == "merged"
    return Event(
        demand_id=issue.demand_id,
        at=closed_at,
        kind=ending,
        actor=login_of(closer),
        actor_kind=by,
        public=True,
        before=word if merged else None,
        after=issue.duplicate_of if merged else word,
        origin="claimed",
    )


def _is_pull_request(fields: Mapping[str, Any], address: str | None) -> bool:
    if fields.get("pull_request") or fields.get("isPullRequest") is True:
        return True
    return address is not None and "/pull/" in address


def _repository(fields: Mapping[str, Any], address: str | None) -> str | None:
    said = text(fields.get("repository_url"))
    if said is not None:
        owner, _, name = said.rpartition("/")
        return f"{owner.rpartition('/')[2]}/{name}"
    if address is None:
        return name_of(fields.get("repository"))
    parts = address.rsplit("/", 4)  # …/owner/name/issues/7
    return f"{parts[1]}/{parts[2]}" if len(parts) == 5 and parts[3] == "issues" else None


def _any_carries(samples: Mapping[str, Sample], names: tuple[str, ...]) -> bool:
    lists = (
        issue.get(name)
        for sample in samples.values()
        for issue in payloads_in(sample)
        for name in names
    )
    return any(isinstance(held, list | Mapping) and bool(held) for held in lists)


GITHUB: Final = GitHub()
