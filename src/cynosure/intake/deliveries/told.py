"""What one delivery tells of one demand, in the form in which an export would hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cynosure.intake.shape import SetAside, UnreadableRecord


class OtherwiseBuilt(UnreadableRecord):
    """A delivery is not built as its sender documents it."""

    def __init__(self, sender: str, event: str, lacks: str) -> None:
        super().__init__(
            f"A delivery {event!r} of {sender} should hold {lacks!r} and does not. Look whether "
            "the webhook's format was changed at the sender."
        )


@dataclass(frozen=True, slots=True)
class Told:
    """One record as an export would hold it, and what the delivery says has just happened.

    `fields` is the newest state; `changes` and `comments` only add up, since
    each delivery tells of one moment. Where `partial`, the sender left out who
    asked and when, so only what happened can be taken.
    """

    subject: str  # by what the deliveries of one demand are told to belong together
    said_at: object  # when the sender's record last changed, as it writes it
    fields: Mapping[str, Any]
    changes: Sequence[Mapping[str, Any]] = ()
    comments: Sequence[Mapping[str, Any]] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Demands in Cynosure's own form, as a delivery holds them."""

    records: Sequence[Any] = field(default_factory=tuple)


Meaning = Told | Lines | SetAside


def needed(said: Mapping[str, Any], sender: str, event: str, names: Iterable[str]) -> None:
    """Refuse a payload that lacks a part which is a mapping.

    Raises
    ------
    OtherwiseBuilt
        If one of the names is not there.
    """
    for name in names:
        if not isinstance(said.get(name), Mapping):
            raise OtherwiseBuilt(sender, event, name)
