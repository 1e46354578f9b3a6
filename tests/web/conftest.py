"""A served workspace in this process, and a cast of people who ask for its pages."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.spoken_of import speak_of
from tests.web.workspace_of import made_once, small_workspace

if TYPE_CHECKING:
    from django.test import Client

# Playwright keeps a loop in this thread while a browser runs; nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
SLUG = "desk"
PASSWORD = "a long word of nobody's"


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace that pages may be asked of."""

    root: Path  # where the register lies
    folder: Path  # of the workspace "desk"
    number: int
    other: Path  # of Ines' workspace
    other_number: int

    def address(self, rest: str = "") -> str:
        return f"/w/{SLUG}/{rest}"


@pytest.fixture(scope="session")
def empty_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated register with two workspaces and the cast, made once and copied."""
    from cynosure.register.opening import open_database

    def make(root: Path) -> None:
        root.mkdir()
        with open_database(root):
            _people(root)

    return made_once(tmp_path_factory, "empty-root", make)


def _people(root: Path) -> None:
    from cynosure.register.people.models import Member, User, Workspace
    from cynosure.wiring import open_place

    desk = Workspace.objects.create(slug=SLUG, name="Desk", folder="desk")
    other = Workspace.objects.create(slug="other", name="Other", folder="other")
    for each in (desk, other):
        with open_place(root / each.folder, create=True):
            pass
    for name, role, workspace in (
        ("Maria", "lead", desk),
        ("Jonas", "viewer", desk),
        ("Paul", "contributor", desk),
        ("Olga", "owner", desk),
        ("Ines", "owner", other),
    ):
        user = User.objects.create_user(
            email=f"{name.lower()}@example.org", name=name, password=PASSWORD
        )
        Member.objects.create(user=user, workspace=workspace, role=role)


@pytest.fixture
def desk(empty_root: Path, tmp_path: Path) -> Iterator[Desk]:
    """The register opened as the server does, two empty workspaces in it."""
    yield from _opened(empty_root, tmp_path)


@pytest.fixture(scope="session")
def filled_root(empty_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a few hundred invented demands in the desk, told once."""

    def make(root: Path) -> None:
        shutil.copytree(empty_root, root)
        small_workspace(root / "desk")

    return made_once(tmp_path_factory, "filled-root", make)


@pytest.fixture
def full_desk(filled_root: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk with demands."""
    yield from _opened(filled_root, tmp_path)


@pytest.fixture(scope="session")
def spoken_root(filled_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled desk, of which people have said something of every kind, and its server's secret."""

    def make(root: Path) -> None:
        shutil.copytree(filled_root, root)
        speak_of(root)

    return made_once(tmp_path_factory, "spoken-root", make)


def _opened(root: Path, scratch: Path) -> Iterator[Desk]:
    from django.conf import settings
    from django.test.utils import setup_test_environment, teardown_test_environment

    from cynosure.register.opening import open_database

    here = scratch / "served"
    shutil.copytree(root, here)
    with open_database(here):
        from cynosure.register.people.models import Workspace

        settings.FOLDER = here
        numbers = {each.slug: each.pk for each in Workspace.objects.all()}
        setup_test_environment()  # what a page was rendered from is there for tests to see
        try:
            yield Desk(here, here / "desk", numbers[SLUG], here / "other", numbers["other"])
        finally:
            teardown_test_environment()


def signed_in(name: str) -> Client:
    """Return a client in which somebody of the cast has signed in."""
    from django.test import Client

    from cynosure.register.people.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(
        User.objects.get(email=f"{name}@example.org"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def confirmed(client: Client) -> Client:
    """Return the same client, its person having shown a moment ago that it is they."""
    from allauth.account.internal.flows import login

    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
    return client


@pytest.fixture
def nobody() -> Client:
    """Somebody who has not signed in."""
    from django.test import Client

    return Client(SERVER_NAME="localhost")


@pytest.fixture
def maria(request: pytest.FixtureRequest) -> Client:
    """Leads support."""
    return _of_the_desk(request, "maria")


@pytest.fixture
def jonas(request: pytest.FixtureRequest) -> Client:
    """Develops, and may read."""
    return _of_the_desk(request, "jonas")


@pytest.fixture
def paul(request: pytest.FixtureRequest) -> Client:
    """Answers customers, and may label and decide."""
    return _of_the_desk(request, "paul")


@pytest.fixture
def olga(request: pytest.FixtureRequest) -> Client:
    """Owns the workspace."""
    return _of_the_desk(request, "olga")


@pytest.fixture
def ines(request: pytest.FixtureRequest) -> Client:
    """Owns another workspace, and may see nothing of this one."""
    return _of_the_desk(request, "ines")


def _of_the_desk(request: pytest.FixtureRequest, name: str) -> Client:
    # People live in the register of whichever desk a test asks for.
    wanted = "full_desk" if "full_desk" in request.fixturenames else "desk"
    request.getfixturevalue(wanted)
    return signed_in(name)


def now() -> datetime:
    """Return this moment, UTC."""
    return datetime.now(UTC)
