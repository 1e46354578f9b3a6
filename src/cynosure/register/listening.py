"""Listened contacts, in the words that the core knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cynosure.demand import Nature
from cynosure.nature.auditing.listening import Heard
from cynosure.register.models import ListenedContact


@dataclass(frozen=True, slots=True)
class KeptContact:
    """A contact as it was taken down."""

    heard_at: datetime
    heard_by: str
    heard: Heard
    note: str


class Notes:
    """One person's session: each contact is kept from the moment that it is heard."""

    def __init__(self, *, by: str, now: Callable[[], datetime]) -> None:
        self._by, self._now = by, now
        self._session: list[ListenedContact] = []

    def hear(self, heard: Heard) -> None:
        """Keep a contact."""
        self._session.append(
            ListenedContact.record(
                nature=heard.nature, code=heard.code, heard_by=self._by, heard_at=self._now()
            )
        )

    def take_back(self) -> Heard | None:
        """Let the newest contact of this session count no more, and return it."""
        if not self._session:
            return None
        newest = self._session.pop()
        newest.take_back(at=self._now())
        return _heard(newest)

    def note(self, words: str) -> bool:
        """Write a note on the newest contact of this session."""
        if not self._session:
            return False
        self._session[-1].write(words)
        return True

    def contacts(self) -> Iterator[Heard]:
        """Yield every contact that counts, whoever heard it."""
        return (one.heard for one in kept_contacts())


def kept_contacts() -> Iterator[KeptContact]:
    """Yield every contact that counts, in the order in which they were heard."""
    for one in ListenedContact.counting():
        yield KeptContact(one.heard_at, one.heard_by, _heard(one), one.note)


def _heard(contact: ListenedContact) -> Heard:
    # The database's own constraint lets in no other word.
    nature: Nature | None
    match contact.nature:
        case "failure" | "value" | "none":
            nature = contact.nature
        case _:
            nature = None
    return Heard(nature, contact.code)
