"""A register with two workspaces and a few people, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cynosure.register.opening import open_database

if TYPE_CHECKING:
    from cynosure.register.people.models import Member, User, Workspace

AT = datetime(2026, 3, 2, 9, 30, 12, tzinfo=UTC)
LATER = AT + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class People:
    """Who is there."""

    desk: Workspace
    other: Workspace
    olga: User  # owns the desk
    paul: User  # contributes to it
    ines: User  # owns the other one

    def member(self, user: User) -> Member:
        from cynosure.register.people.models import Member

        return Member.objects.get(user=user)


@pytest.fixture(params=["sqlite", "postgresql"])
def people(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[People]:
    if request.param == "postgresql":
        monkeypatch.setenv("CYNOSURE_DATABASE_URL", request.getfixturevalue("postgresql_url"))
    with open_database(tmp_path):
        from cynosure.register.people.models import Role, Workspace

        desk, other = (
            Workspace.objects.create(slug=slug, name=slug, folder=slug)
            for slug in ("desk", "other")
        )
        yield People(
            desk,
            other,
            _member("Olga", Role.OWNER, desk),
            _member("Paul", Role.CONTRIBUTOR, desk),
            _member("Ines", Role.OWNER, other),
        )


def _member(name: str, role: str, workspace: Workspace) -> User:
    from cynosure.register.people.models import Member, User

    user = User.objects.create_user(email=f"{name.lower()}@example.org", name=name)
    Member.objects.create(user=user, workspace=workspace, role=role)
    return user
