"""What each rule did, noted while it does it: `explain` reads nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cynosure.demand import Event


@dataclass(frozen=True, slots=True)
class Note:
    """One rule's word on one demand: about an event, or about the whole where `event` is None."""

    rule: int
    says: str
    event: Event | None = None


@dataclass(slots=True)
class Notes:
    """The notes on one demand, in the order in which the rules were applied."""

    written: list[Note] = field(default_factory=list)

    def say(self, rule: int, says: str, event: Event | None = None) -> None:
        """Note what a rule did."""
        self.written.append(Note(rule, says, event))


def instant(moment: datetime) -> str:
    """Return an instant as a person reads it, in UTC.

    >>> from datetime import UTC
    >>> instant(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    '2026-03-02 09:00:00'
    """
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def span(seconds: int) -> str:
    """Return whole seconds in words.

    >>> span(93784), span(0), span(59)
    ('1 d 2 h 3 min 4 s', '0 s', '59 s')
    """
    parts = []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            parts.append(f"{seconds // size} {unit}")
            seconds %= size
    if seconds or not parts:
        parts.append(f"{seconds} s")
    return " ".join(parts)
