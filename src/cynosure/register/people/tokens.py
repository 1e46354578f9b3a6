"""API tokens: keys of programs, shown once, good for one workspace, some scopes and a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from django.db.models import Q

from cynosure.errors import StoreError
from cynosure.register.people.keys import TOKEN_BEGINS, hash_of, new_key
from cynosure.register.people.models import ApiToken, Member, Role, User, Workspace

# Each scope with the lowest role that its maker needs: a token may never do more than they may.
SCOPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "demands:read": "viewer",
        "demands:write": "contributor",
        "decisions:write": "contributor",
        "measures:read": "viewer",
        "exports:read": "viewer",
    }
)
_SHOWN = 12  # characters of a key that are kept, to tell tokens apart
_NOTED = timedelta(minutes=1)  # between two notes that a token was used


class UnknownScope(StoreError):
    """A token is asked for with a scope that there is not."""

    exit_status = 64

    def __init__(self, scopes: Collection[str]) -> None:
        named = ", ".join(sorted(scopes)) or "none"
        super().__init__(
            f"A token cannot have the scopes {named}. Choose at least one of {', '.join(SCOPES)}."
        )


@dataclass(frozen=True, slots=True)
class Held:
    """A token that holds now, and what its maker is in its workspace."""

    token: ApiToken
    role: Role

    def may(self, scope: str) -> bool:
        """Return whether the token has a scope and its maker still may what it needs."""
        return scope in self.token.scopes and self.role.may(SCOPES.get(scope, Role.OWNER))


def issue(
    workspace: Workspace,
    *,
    by: User,
    name: str,
    scopes: Sequence[str],
    at: datetime,
    until: datetime,
) -> str:
    """Return the key of a new token; only its hash is kept, so it is shown this once.

    Raises
    ------
    UnknownScope
        If there is no scope, or one that nobody knows.
    """
    if not scopes or set(scopes) - set(SCOPES):
        raise UnknownScope(set(scopes) - set(SCOPES))
    key = new_key(TOKEN_BEGINS)
    ApiToken.objects.create(
        workspace=workspace,
        made_by=by,
        name=name.strip()[:100],
        key_hash=hash_of(key),
        begins_with=key[:_SHOWN],
        scopes=sorted(set(scopes)),
        made_at=at,
        expires_at=until,
    )
    return key


def held(key: str, *, at: datetime) -> Held | None:
    """Return the token of a key; None where it is none, is over, or its maker is no member now."""
    if not key.startswith(TOKEN_BEGINS):
        return None
    rows = ApiToken.objects.select_related("workspace", "made_by")
    token = rows.filter(key_hash=hash_of(key), ended_at=None, expires_at__gt=at).first()
    if token is None or not token.made_by.is_active:
        return None
    member = Member.objects.filter(user=token.made_by_id, workspace=token.workspace_id).first()
    if member is None:
        return None
    _note_use(token, at)
    return Held(token, Role(member.role))


def end(token: ApiToken, *, at: datetime) -> None:
    """Let a token hold no longer."""
    ApiToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=at)


def _note_use(token: ApiToken, at: datetime) -> None:
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=at - _NOTED)
    if token.last_used_at is None or at - token.last_used_at > _NOTED:
        ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=at)
