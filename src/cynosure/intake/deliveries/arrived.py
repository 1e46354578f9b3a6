"""A delivery that was accepted, and its words opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import orjson

from cynosure.intake.shape import UnreadableRecord

API = "api"  # the sender of what programs send with a token


class UnreadableDelivery(UnreadableRecord):
    """A delivery was signed rightly and is no JSON object."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The delivery is no JSON object ({why}). Choose JSON as the content type of the "
            "webhook."
        )


@dataclass(frozen=True, slots=True)
class Arrived:
    """A delivery as it lies in the inbox."""

    number: int
    sender: str  # one of SENDERS, or API
    event: str
    body: bytes
    accepted_at: datetime


def opened(body: bytes) -> Mapping[str, Any]:
    """Return the object that a delivery holds, also where a form carries it.

    Raises
    ------
    UnreadableDelivery
        If it holds none.

    Examples
    --------
    >>> opened(b'{"id": 7}'), opened(b"payload=%7B%22id%22%3A+7%7D")
    ({'id': 7}, {'id': 7})
    """
    if body.startswith(b"payload="):
        form = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
        body = form.get("payload", [""])[0].encode("utf-8", "replace")
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError as problem:
        raise UnreadableDelivery(problem.msg) from None
    if not isinstance(said, dict):
        raise UnreadableDelivery(f"it is a {type(said).__name__}")
    return said
