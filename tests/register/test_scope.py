from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from cynosure.nature.deciding.decisions import Decided, Decision
from cynosure.register import Register, open_register
from cynosure.register.folders import written
from cynosure.register.opening import open_database
from cynosure.register.scope import NoWorkspaceOpen
from cynosure.register.workspaces import NoSuchWorkspace, number_of

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def root(anywhere: str, tmp_path: Path) -> Iterator[Register]:
    """A register that lists two folders beneath its own."""
    for name in ("desk", "shop"):
        (tmp_path / name).mkdir()
    with open_database(tmp_path) as register:
        from cynosure.register.people.models import Workspace

        for name in ("desk", "shop"):
            folder = written(tmp_path / name, register.root)
            Workspace.objects.create(slug=name, name=name, folder=folder)
        yield register


def _decide(demand_id: str) -> None:
    from cynosure.register import decisions

    decisions.keep([Decided(Decision(demand_id, "value", None), "Maria", AT)])


def _decided() -> list[str]:
    from cynosure.register import decisions

    return list(decisions.counting())


class TestWorkspacesOfOneRegister:
    def test_do_not_see_one_anothers_rows(self, root: Register, tmp_path: Path) -> None:
        with open_register(tmp_path / "desk", create=False):
            _decide("desk:1")
        with open_register(tmp_path / "shop", create=False):
            _decide("shop:1")

            assert _decided() == ["shop:1"]
        with open_register(tmp_path / "desk"):
            assert _decided() == ["desk:1"]

    def test_are_found_from_their_folders_without_the_register_being_named(
        self, root: Register, tmp_path: Path
    ) -> None:
        root.close()

        with open_register(tmp_path / "desk", create=False) as register:
            assert register.root == root.root

    def test_lie_in_one_another_and_the_inner_one_is_meant(
        self, root: Register, tmp_path: Path
    ) -> None:
        with open_register(tmp_path / "desk") as outer:
            with open_register(tmp_path / "shop"):
                _decide("shop:1")
            assert _decided() == []
            assert outer.workspace is not None

    def test_are_meant_by_each_thread_for_itself(self, root: Register, tmp_path: Path) -> None:
        seen: list[type[BaseException] | None] = []

        def ask() -> None:
            try:
                _decided()
            except NoWorkspaceOpen as error:
                seen.append(type(error))

        with open_register(tmp_path / "desk"):
            other = threading.Thread(target=ask)
            other.start()
            other.join()

        assert seen == [NoWorkspaceOpen]

    def test_that_are_not_listed_are_refused_where_none_may_be_made(
        self, root: Register, tmp_path: Path
    ) -> None:
        (tmp_path / "attic").mkdir()

        with pytest.raises(NoSuchWorkspace, match="attic"):
            number_of(tmp_path / "attic", tmp_path, create=False)


class TestAQuestionOutsideAnyWorkspace:
    def test_is_refused(self, root: Register) -> None:
        with pytest.raises(NoWorkspaceOpen, match="Open one first"):
            _decided()

    def test_writes_nothing(self, root: Register) -> None:
        with pytest.raises(NoWorkspaceOpen):
            _decide("desk:1")


class TestTheTrail:
    def test_is_neither_changed_nor_deleted_by_anybody(self, root: Register) -> None:
        from cynosure.register.people import trail
        from cynosure.register.people.models import TrailEntry

        entry = trail.note("demand.unmasked", at=AT, by="Maria", of="desk:1")

        for attempt in (
            lambda: TrailEntry.objects.filter(pk=entry.pk).update(by="Nobody"),
            lambda: TrailEntry.objects.filter(pk=entry.pk).update(of="desk:2"),
            lambda: TrailEntry.objects.all().delete(),
        ):
            with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
                attempt()
        assert TrailEntry.objects.get().by == "Maria"

    def test_lets_an_erased_persons_demand_go_by_its_token(self, root: Register) -> None:
        from cynosure.register.people import trail
        from cynosure.register.people.models import TrailEntry, Workspace

        desk, shop = (Workspace.objects.get(slug=slug).pk for slug in ("desk", "shop"))
        for workspace in (desk, shop):
            trail.note("demand.unmasked", at=AT, by="Maria", of="desk:1", workspace=workspace)

        assert trail.forget({"desk:1": "erased-0123456789abcdef:1"}, workspace=desk) == 1
        assert TrailEntry.objects.get(workspace=desk).of == "erased-0123456789abcdef:1"
        assert TrailEntry.objects.get(workspace=shop).of == "desk:1"


class TestNoSuchWorkspace:
    def test_says_what_to_do(self) -> None:
        assert "cynosure take-in" in str(NoSuchWorkspace(Path("/srv/attic")))
