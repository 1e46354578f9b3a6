"""One ticket with typed parts, whichever of Zendesk's spellings it was written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cynosure.intake.shapes.fields import mapping, name_of, text, words

# The view's CSV has titles; the words under which the API has the same.
_TITLES: Mapping[str, str] = {
    "ticket id": "id", "ticket type": "type", "requester id": "requester_id",
    "requester email": "requester_email", "organization": "organization_name",
    "satisfaction score": "satisfaction_rating", "via": "via_channel", "created at": "created_at",
    "updated at": "updated_at", "solved at": "solved_at", "brand": "brand_name",
    "assigned at": "assigned_at", "initially assigned at": "initially_assigned_at",
}  # fmt: skip


@dataclass(slots=True)
class Ticket:
    """A ticket's fields. Times are still as the source wrote them."""

    id: str
    status: str | None
    subject: str | None
    description: str | None
    kind: str | None
    priority: str | None
    requester: str | None
    requester_role: str | None
    submitter: str | None
    assignee: str | None
    organisation: str | None
    brand: str | None
    channel: str | None
    follows: str | None  # id of the ticket that this one follows up
    score: str | None  # good or bad
    tags: tuple[str, ...]
    url: str | None
    created: object
    updated: object
    solved: object
    metrics: Mapping[str, Any] = field(default_factory=dict)


def plain_names(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record under the API's names, where it has the titles of the view's CSV.

    >>> plain_names({"Id": "7", "Created at": "2026-03-02 09:00", "Reopens": "1"})
    {'id': '7', 'created_at': '2026-03-02 09:00', 'reopens': '1'}
    """
    if "Created at" not in fields:
        return fields
    named = {}
    for title, value in fields.items():
        plain = title.strip().lower()
        named[_TITLES.get(plain, plain.replace(" ", "_"))] = value
    return named


def read_ticket(fields: Mapping[str, Any]) -> Ticket | None:
    """Return the ticket that a record holds; None if it has no id."""
    fields = plain_names(fields)
    number = text(fields.get("id"))
    if number is None:
        return None
    metrics = fields.get("metric_set") or fields.get("metrics") or fields
    metrics = metrics if isinstance(metrics, Mapping) else fields
    requester = fields.get("requester")
    rating = fields.get("satisfaction_rating")
    return Ticket(
        id=number,
        status=_lower(fields.get("status")),
        subject=text(fields.get("subject")) or text(fields.get("raw_subject")),
        description=text(fields.get("description")),
        kind=text(fields.get("type")),
        priority=text(fields.get("priority")),
        requester=(
            text(fields.get("requester_id"))
            or text(mapping(requester).get("id"))
            or text(fields.get("requester_email"))
            or name_of(requester)
        ),
        requester_role=_lower(mapping(requester).get("role")),
        submitter=text(fields.get("submitter_id"))
        or text(mapping(fields.get("submitter")).get("id")),
        assignee=text(fields.get("assignee_id")) or name_of(fields.get("assignee")),
        organisation=(
            name_of(fields.get("organization_name"))
            or name_of(fields.get("organization"))
            or text(fields.get("organization_id"))
        ),
        brand=name_of(fields.get("brand_name"))
        or name_of(fields.get("brand"))
        or text(fields.get("brand_id")),
        channel=_lower(mapping(fields.get("via")).get("channel"))
        or _lower(fields.get("via_channel")),
        follows=_followed(fields),
        score=_lower(mapping(rating).get("score") if isinstance(rating, Mapping) else rating),
        tags=_tags(fields.get("tags")),
        url=_address(text(fields.get("url")), number),
        created=fields.get("created_at"),
        updated=fields.get("updated_at"),
        solved=metrics.get("solved_at") or fields.get("solved_at"),
        metrics=metrics,
    )


def _lower(value: object) -> str | None:
    said = text(value)
    return said.lower() if said is not None else None


def _tags(value: object) -> tuple[str, ...]:
    # The view's CSV has all tags in one cell; no tag has a space in it.
    if isinstance(value, str) and not value.startswith("["):
        return tuple(dict.fromkeys(value.replace(",", " ").split()))
    return words(value)


def _followed(fields: Mapping[str, Any]) -> str | None:
    via = mapping(fields.get("via"))
    source = mapping(via.get("source"))
    if source.get("rel") == "follow_up":
        origin = mapping(source.get("from"))
        return text(origin.get("ticket_id")) or text(fields.get("via_followup_source_id"))
    return text(fields.get("via_followup_source_id"))


def _address(link: str | None, number: str) -> str | None:
    site, rest, _ = (link or "").partition("/api/")
    return f"{site}/agent/tickets/{number}" if rest else link
