"""Payloads that another collector wrapped in a record of its own.

Perceval puts the tracker's item under `data` beside the name of its back end;
DevLake keeps it as JSON text in the column `data` of its raw tables. The item
itself is the tracker's, untouched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from cynosure.intake.shape import Sample, UnreadableRecord

_COLLECTORS = ("backend_name", "params")


class UnreadablePayload(UnreadableRecord):
    """The wrapped payload is no JSON."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The column 'data' should hold the tracker's record as JSON, but {why}. "
            "Export that table again, with its long cells whole."
        )


def payload_of(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the tracker's own record, taken out of a collector's envelope where it is in one.

    Raises
    ------
    UnreadablePayload
        If there is an envelope and what it holds is no JSON object.

    Examples
    --------
    >>> payload_of({"backend_name": "GitHub", "data": {"number": 7}})
    {'number': 7}
    >>> payload_of({"params": "{}", "data": '{"number": 7}'})
    {'number': 7}
    >>> payload_of({"number": 7})
    {'number': 7}
    """
    if "data" not in fields or not any(name in fields for name in _COLLECTORS):
        return fields
    held = fields["data"]
    if isinstance(held, str | bytes):
        try:
            held = orjson.loads(held)
        except orjson.JSONDecodeError as error:
            raise UnreadablePayload(f"it is not: {error}") from None
    if not isinstance(held, Mapping):
        raise UnreadablePayload(f"it holds a {type(held).__name__}")
    return held


def payloads_in(sample: Sample) -> Iterator[Mapping[str, Any]]:
    """Yield the trackers' records of a sample; one that cannot be unwrapped is left out."""
    for record in sample.records:
        try:
            yield payload_of(record)
        except UnreadablePayload:
            continue


def names_in(sample: Sample) -> frozenset[str]:
    """Return the names of all fields that a sample's records have, out of their envelopes."""
    return frozenset(name for payload in payloads_in(sample) for name in payload).union(
        sample.fields if not sample.records or "data" not in sample.fields else ()
    )
