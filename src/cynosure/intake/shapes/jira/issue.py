"""One issue with typed parts, whichever of Jira's three spellings it was written in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cynosure.intake.shapes.fields import mapping, mappings, name_of, number, opened, text, words
from cynosure.intake.shapes.jira.documents import words_of
from cynosure.intake.shapes.jira.people import Person, person

_COMMENT_CELL = re.compile(r"^(?P<at>[^;]{6,40});(?P<author>[^;]*);(?P<body>.*)$", re.DOTALL)
_DUPLICATE = re.compile("duplicat", re.IGNORECASE)
# What the issue navigator writes for an issue that has no resolution.
_UNRESOLVED = frozenset({"unresolved", "none"})


@dataclass(slots=True)
class Issue:
    """An issue's fields. Times are still as the source wrote them."""

    key: str
    summary: str | None = None
    description: str | None = None
    kind: str | None = None
    status: str | None = None
    status_id: str | None = None
    category: str | None = None  # new, indeterminate or done
    resolution: str | None = None
    priority: str | None = None
    project: str | None = None
    labels: tuple[str, ...] = ()
    reporter: Person | None = None
    created: object = None
    updated: object = None
    resolved: object = None
    category_changed: object = None
    minutes_spent: float | None = None
    duplicates: str | None = None  # key of the original
    organisation: str | None = None
    satisfaction: float | None = None
    url: str | None = None
    comments: Sequence[Mapping[str, Any]] = ()
    figures: dict[str, float] = field(default_factory=dict)


def read_issue(fields: Mapping[str, Any]) -> Issue | None:
    """Return the issue that a record holds; None if it names none."""
    if isinstance(fields.get("fields"), Mapping):
        return _from_rest(fields)
    if "Created" in fields:
        return _from_navigator(fields)
    return _from_rest(_nested(fields))


def _nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a flattened record (`status.name`, also `fields.status.name`) as REST has it."""
    inner: dict[str, Any] = {}
    outer: dict[str, Any] = {"fields": inner}
    for name, value in fields.items():
        if value is None or value == "":
            continue
        path = name.removeprefix("fields.").split(".")
        if len(path) == 1:
            (outer if path[0] in ("id", "key", "self") else inner)[path[0]] = opened(value)
            continue
        if path[0] == "parent":
            continue
        holder = inner
        for step in path[:-1]:
            held = holder.get(step)
            if not isinstance(held, dict):
                held = holder[step] = {}
            holder = held
        holder[path[-1]] = value
    return outer


def _from_rest(record: Mapping[str, Any]) -> Issue | None:
    fields = mapping(record.get("fields"))
    key = text(record.get("key")) or text(record.get("id"))
    if key is None:
        return None
    status = mapping(fields.get("status"))
    project = fields.get("project")
    category = mapping(status.get("statusCategory"))
    seconds = number(fields.get("timespent"))
    issue = Issue(
        key=key,
        summary=text(fields.get("summary")),
        description=words_of(fields.get("description")),
        kind=name_of(fields.get("issuetype")),
        status=name_of(fields.get("status")),
        status_id=text(status.get("id")),
        category=_category(text(category.get("key")) or text(category.get("name"))),
        resolution=_resolution(name_of(fields.get("resolution"))),
        priority=name_of(fields.get("priority")),
        project=name_of(project) or text(mapping(project).get("key")) or _project_in(key),
        labels=words(fields.get("labels")),
        reporter=person(fields.get("reporter")),
        created=fields.get("created"),
        updated=fields.get("updated"),
        resolved=fields.get("resolutiondate"),
        category_changed=fields.get("statuscategorychangedate"),
        minutes_spent=seconds / 60 if seconds else _logged(fields.get("worklog")),
        duplicates=_original(fields.get("issuelinks")),
        url=_address(text(record.get("self")), key),
        comments=_comments(record, fields),
    )
    for name, value in fields.items():
        if value and isinstance(value, Mapping) and name.startswith("customfield_"):
            _read_custom(issue, value)
    return issue


def _from_navigator(fields: Mapping[str, Any]) -> Issue | None:
    key = text(fields.get("Issue key")) or text(fields.get("Key")) or text(fields.get("Issue id"))
    if key is None:
        return None
    seconds = number(fields.get("Time Spent"))
    return Issue(
        key=key,
        summary=text(fields.get("Summary")),
        description=text(fields.get("Description")),
        kind=text(fields.get("Issue Type")),
        status=text(fields.get("Status")),
        category=_category(text(fields.get("Status Category"))),
        resolution=_resolution(text(fields.get("Resolution"))),
        priority=text(fields.get("Priority")),
        project=(
            text(fields.get("Project name")) or text(fields.get("Project key")) or _project_in(key)
        ),
        labels=words(fields.get("Labels")),
        reporter=person(text(fields.get("Reporter Id")) or fields.get("Reporter")),
        created=text(fields.get("Created")),
        updated=text(fields.get("Updated")),
        resolved=text(fields.get("Resolved")),
        category_changed=text(fields.get("Status Category Changed")),
        minutes_spent=seconds / 60 if seconds else None,
        duplicates=text(fields.get("Outward issue link (Duplicate)")),
        organisation=text(fields.get("Custom field (Organizations)"))
        or text(fields.get("Organizations")),
        satisfaction=_out_of_five(
            fields.get("Satisfaction rating") or fields.get("Custom field (Satisfaction)")
        ),
        comments=_comment_cells(fields.get("Comment")),
    )


def _project_in(key: str) -> str | None:
    project, dash, _ = key.rpartition("-")
    return project if dash else None


def _resolution(said: str | None) -> str | None:
    return None if said is None or said.lower() in _UNRESOLVED else said


def _category(said: str | None) -> str | None:
    """Return the key of a status category, which tables give by its name.

    >>> _category("In Progress"), _category("done"), _category("To Do"), _category("Fertig")
    ('indeterminate', 'done', 'new', None)
    """
    plain = (said or "").lower()
    names = {"to do": "new", "in progress": "indeterminate", "complete": "done"}
    known = names.get(plain, plain)
    return known if known in ("new", "indeterminate", "done") else None


def _address(self_link: str | None, key: str) -> str | None:
    site, rest, _ = (self_link or "").partition("/rest/")
    return f"{site}/browse/{key}" if rest else None


def _original(links: object) -> str | None:
    for link in mappings(opened(links)):
        kind = name_of(link.get("type")) or ""
        original = mapping(link.get("outwardIssue"))
        if _DUPLICATE.search(kind) and original:
            return text(original.get("key"))
    return None


def _logged(worklog: object) -> float | None:
    logs = mappings(mapping(worklog).get("worklogs"))
    seconds = sum(number(log.get("timeSpentSeconds")) or 0 for log in logs)
    return seconds / 60 if seconds else None


def _comments(record: Mapping[str, Any], fields: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    held = opened(fields.get("comment"))
    return mappings(mapping(held).get("comments") or held or record.get("comments_data"))


def _comment_cells(cells: object) -> list[dict[str, Any]]:
    """Return the comments of a table, where each is one cell: `date;author;text`."""
    several = cells if isinstance(cells, list) else [cells]
    found = (_COMMENT_CELL.match(cell) for cell in several if isinstance(cell, str))
    return [
        {"created": cell["at"], "author": cell["author"], "body": cell["body"]}
        for cell in found
        if cell is not None
    ]


def _read_custom(issue: Issue, value: Mapping[str, Any]) -> None:
    """Read the few custom fields that every service desk has, told by what they hold."""
    if "completedCycles" in value:
        _read_agreement(issue, value)
    elif value.get("name") == "Organizations":
        issue.organisation = issue.organisation or next(iter(words(value.get("value"))), None)
    elif "rating" in value:
        issue.satisfaction = _out_of_five(value.get("rating"))


def _read_agreement(issue: Issue, value: Mapping[str, Any]) -> None:
    cycles = mappings(value.get("completedCycles"))
    name = (text(value.get("name")) or "").lower()
    if not cycles:
        return
    elapsed = sum(number(mapping(each.get("elapsedTime")).get("millis")) or 0 for each in cycles)
    if "first response" in name:
        issue.figures["first_reply_business_minutes"] = elapsed / 60_000
    elif "resolution" in name:
        issue.figures["full_resolution_business_minutes"] = elapsed / 60_000
        issue.figures["made_sla"] = float(not any(each.get("breached") is True for each in cycles))


def _out_of_five(value: object) -> float | None:
    """Return a portal's one to five stars as 0 to 1.

    >>> _out_of_five("4"), _out_of_five({"rating": 1}), _out_of_five("")
    (0.75, 0.0, None)
    """
    stars = number(value.get("rating") if isinstance(value, Mapping) else value)
    return (stars - 1) / 4 if stars is not None and 1 <= stars <= 5 else None
