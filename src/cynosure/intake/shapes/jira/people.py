"""Who somebody is in Jira: a name for them, and whether they are a machine or a portal's customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cynosure.demand.kinds import ActorKind
from cynosure.intake.bots import is_bot
from cynosure.intake.shapes.fields import text

# In this order: what Cloud says of everybody, then what a server's histories refer to.
_IDS = ("accountId", "key", "name", "emailAddress", "displayName")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a record names."""

    id: str
    account_type: str | None = None  # atlassian, customer or app
    display_name: str | None = None

    @property
    def is_machine(self) -> bool:
        """Whether it is an app, by its type or its name."""
        return is_bot(self.display_name or self.id, account_type=self.account_type) or is_bot(
            self.id
        )


def person(value: object) -> Person | None:
    """Return whom a field names, whichever way; None for nobody.

    >>> person({"accountId": "5f", "displayName": "Ana", "accountType": "customer"})
    Person(id='5f', account_type='customer', display_name='Ana')
    >>> person("ana"), person(None)
    (Person(id='ana', account_type=None, display_name=None), None)
    """
    if not isinstance(value, Mapping):
        plain = text(value)
        return None if plain is None else Person(plain)
    for name in _IDS:
        if (found := text(value.get(name))) is not None:
            return Person(found, text(value.get("accountType")), text(value.get("displayName")))
    return None


def kind_of(who: Person | None, asker: Person | None) -> ActorKind | None:
    """Return what somebody is to an issue; whoever is not known to be else counts as staff."""
    if who is None:
        return None
    if asker is not None and who.id == asker.id:
        return "asker"
    if who.is_machine:
        return "bot"
    return "other" if who.account_type == "customer" else "staff"
