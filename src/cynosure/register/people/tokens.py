"""API tokens: keys with which a program does in one workspace what its owner might do there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q

from cynosure.errors import StoreError
from cynosure.register.people import trail
from cynosure.register.people.keys import TOKEN_BEGINS, hash_of, new_key
from cynosure.register.people.models import ApiToken, Member, Role, User, Workspace

LONGEST = timedelta(days=366)
_SHOWN = 10  # characters of the beginning, four of them the same for all

# What a token may be allowed, and the role that its owner needs for it, then and ever after.
SCOPES: Mapping[str, Role] = MappingProxyType(
    {
        "demands:read": Role.VIEWER,
        "measures:read": Role.VIEWER,
        "exports:read": Role.VIEWER,
        "demands:write": Role.CONTRIBUTOR,
        "decisions:write": Role.CONTRIBUTOR,
    }
)


class UnusableToken(StoreError):
    """A token that cannot be made."""

    exit_status = 64

    def __init__(self, why: str) -> None:
        super().__init__(f"The token cannot be made: {why}.")


def make(
    workspace: Workspace,
    user: User,
    *,
    name: str,
    scopes: Collection[str],
    at: datetime,
    until: datetime,
) -> str:
    """Return the key of a new token; only its hash is kept, so it is shown this once.

    Raises
    ------
    UnusableToken
        If it would hold for nothing, for longer than a year, or for more than its owner may.
    """
    asked = sorted(set(scopes))
    role = _role_of(user, workspace.pk)
    if not asked:
        raise UnusableToken("it may do nothing. Choose at least one thing that it may do")
    for scope in asked:
        if scope not in SCOPES:
            raise UnusableToken(f"{scope!r} is none of {', '.join(SCOPES)}")
        if role is None or not role.may(SCOPES[scope]):
            raise UnusableToken(f"{scope} needs the role of {SCOPES[scope]}, and yours is lower")
    if not at < until <= at + LONGEST:
        raise UnusableToken("it must end, within a year from now. Choose an earlier end")
    key = new_key(TOKEN_BEGINS)
    with transaction.atomic():
        token = ApiToken.objects.create(
            workspace=workspace,
            made_by=user,
            name=name.strip(),
            key_hash=hash_of(key),
            begins_with=key[:_SHOWN],
            scopes=asked,
            made_at=at,
            expires_at=until,
        )
        _note("token.made", token, user, at)
    return key


@dataclass(frozen=True, slots=True)
class Held:
    """A token that holds now, and what its owner is in its workspace."""

    token: ApiToken
    role: Role

    def may(self, scope: str) -> bool:
        """Return whether the token has a scope and its owner still may what it needs."""
        return scope in self.token.scopes and self.role.may(SCOPES.get(scope, Role.OWNER))


def held(key: str, *, at: datetime) -> Held | None:
    """Return the token that a key opens now, and note that it was used, to the minute.

    None where it is unknown, ended or over, or where its owner is no member any more. What it
    may is what its owner still may: a token is never worth more than the person behind it.
    """
    if not key.startswith(TOKEN_BEGINS):
        return None
    rows = ApiToken.objects.select_related("workspace", "made_by")
    token = rows.filter(key_hash=hash_of(key), ended_at=None, expires_at__gt=at).first()
    if token is None or not token.made_by.is_active:
        return None
    role = _role_of(token.made_by, token.workspace_id)
    if role is None:
        return None
    minute = at.replace(second=0, microsecond=0)
    if token.last_used_at is None or token.last_used_at < minute:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=minute)
        token.last_used_at = minute
    return Held(token, role)


def token_of(key: str, *, at: datetime) -> ApiToken | None:
    """Return the token that a key opens now; None also where its owner may not all of it any more."""
    found = held(key, at=at)
    if found is None or not all(found.may(scope) for scope in found.token.scopes):
        return None
    return found.token


def tokens_in(workspace: int, *, of: User | None = None) -> list[ApiToken]:
    """Return the tokens of a workspace, or of one person there; the newest first."""
    rows = ApiToken.objects.select_related("made_by").filter(workspace=workspace)
    return list(rows if of is None else rows.filter(made_by=of))


def end(workspace: int, number: int, *, by: User, at: datetime, whose: User | None = None) -> bool:
    """Let a token hold no longer; return whether there was such a one that held.

    With `whose` only one of that person is meant.
    """
    mine = Q() if whose is None else Q(made_by=whose)
    with transaction.atomic():
        rows = ApiToken.objects.filter(mine, workspace=workspace, pk=number, ended_at=None)
        token = rows.first()
        if token is None or not rows.update(ended_at=at):
            return False
        _note("token.ended", token, by, at)
    return True


def _role_of(user: User, workspace: int) -> Role | None:
    found = Member.objects.filter(user=user, workspace=workspace).values_list("role", flat=True)
    role = found.first()
    return None if role is None else Role(role)


def _note(did: str, token: ApiToken, by: User, at: datetime) -> None:
    trail.note(
        did,
        at=at,
        by=by.name,
        user=by,
        workspace=token.workspace_id,
        of=f"token {token.pk}",
        details={"scopes": list(token.scopes)},
    )
