"""Names that stay the same when the same thing arrives again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from operator import attrgetter

import orjson

from cynosure.demand.records import Event

# What an event says; the time is written as ISO 8601.
_SAID = attrgetter(
    "demand_id", "at", "kind", "actor", "actor_kind", "public", "before", "after", "origin", "seq"
)


def demand_id(source: str, source_id: str) -> str:
    """Return the id of a demand: unique across sources, readable by a person.

    >>> demand_id("jira", "PAY-7")
    'jira:PAY-7'
    """
    return f"{source}:{source_id}"


def event_id(event: Event) -> str:
    """Return the source's id of an event, else a hash of its fields.

    When and by which import it came is no part of it: an event that two
    imports bring is one.
    """
    if event.event_id:
        return event.event_id
    return hashlib.blake2b(orjson.dumps(_SAID(event)), digest_size=12).hexdigest()


def with_id(event: Event) -> Event:
    """Return the event with its id filled in."""
    return event if event.event_id else replace(event, event_id=event_id(event))


def payload_hash(payload: bytes) -> str:
    """Return the hash by which a record's words are known to be unchanged."""
    return hashlib.blake2b(payload, digest_size=16).hexdigest()
