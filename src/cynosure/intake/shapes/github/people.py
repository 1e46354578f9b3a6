"""Who somebody is to a GitHub repository: asker, staff, machine or passer-by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cynosure.demand.kinds import ActorKind
from cynosure.intake.bots import is_bot
from cynosure.intake.shapes.fields import mapping, text

STAFF = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
# The account that GitHub shows in place of one that was deleted: many people in one.
_GHOST = "ghost"


def login_of(account: object) -> str | None:
    """Return an account's login; None for nobody and for a deleted account.

    >>> login_of({"login": "ana"}), login_of({"login": "ghost"}), login_of(None)
    ('ana', None, None)
    """
    login = text(account.get("login")) if isinstance(account, Mapping) else text(account)
    return None if login == _GHOST else login


def is_machine(account: object) -> bool:
    """Return whether an account is a bot, by its type, by `gh`'s mark or by its name.

    >>> is_machine({"login": "tidy[bot]"}), is_machine({"login": "ana", "type": "User"})
    (True, False)
    """
    said = mapping(account)
    if said.get("is_bot") is True or said.get("__typename") == "Bot":
        return True
    return is_bot(login_of(account), account_type=text(said.get("type")))


def kind_of(
    account: object,
    *,
    asker: str | None,
    association: str | None = None,
    unknown: ActorKind = "other",
) -> ActorKind:
    """Return what an account is to one issue.

    GitHub says only beside what a person wrote whether they belong to the
    repository; for what one did without a word, `unknown` is taken.
    """
    login = login_of(account)
    if login is not None and login == asker:
        return "asker"
    if is_machine(account):
        return "bot"
    if association is None:
        return unknown
    return "staff" if association.upper() in STAFF else "other"


def association_of(item: Mapping[str, Any]) -> str | None:
    """Return how a writer is associated with the repository, in REST's or `gh`'s spelling."""
    return text(item.get("author_association")) or text(item.get("authorAssociation"))
