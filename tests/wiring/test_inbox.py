"""What machines sent comes into the store exactly once, whenever its mover is killed."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from cynosure.intake.deliveries import API, Arrived, imports_of
from cynosure.store import DemandStore
from cynosure.store.layout import LOCK_FILE
from cynosure.store.writing import Locked
from cynosure.wiring import open_place
from cynosure.wiring.inbox import move
from tests.intake.deliveries import payloads as of
from tests.store.killed import ended, started
from tests.wiring.inboxes import (
    AT,
    accept,
    contents,
    filled,
    inbox_of,
    issue,
    move_until,
    moved,
    rows,
)

KILLED = -9


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    filled(folder)
    return folder


def states(folder: Path) -> set[str]:
    with inbox_of(folder) as inbox:
        return {row.state for row in inbox.recent(1_000)}


class TestMoving:
    def test_brings_what_was_sent_into_the_store(self, workspace: Path) -> None:
        told = moved(workspace)

        assert told.deliveries == 19
        assert [receipt.new for receipt in told.imports] == [12, 5]
        with open_place(workspace) as place:
            assert len(rows(place, "demands")) == 17
            assert [row["reason"] for row in rows(place, "set_aside")] == ["ping"]
            assert len(rows(place, "labels")) == 17
        assert states(workspace) == {"moved"}

    def test_again_moves_nothing(self, workspace: Path) -> None:
        moved(workspace)
        before = contents(workspace)

        assert moved(workspace).deliveries == 0
        assert contents(workspace) == before

    def test_tells_an_ending_of_what_came_earlier(self, workspace: Path) -> None:
        moved(workspace)
        at = "2026-03-09T10:00:00Z"
        closed = issue(5, state="closed", closed_at=at, updated_at=at)
        accept(workspace, "github", "issues", of.github("closed", closed), first=100)

        moved(workspace)

        with open_place(workspace) as place:
            ends = [row for row in rows(place, "events") if row["demand_id"].endswith("#5")]
        assert {row["kind"] for row in ends} == {"asked", "resolved"}

    def test_asks_the_store_who_asked_where_jira_leaves_it_out(self, workspace: Path) -> None:
        accept(workspace, "jira", "", of.jira("jira:issue_created", of.jira_issue(), AT))
        moved(workspace)
        comment = {"id": "4", "author": {"accountId": "5ana"}, "created": "2026-03-03T09:00:00Z"}
        partial = {"key": "LMP-7", "fields": {"summary": "Lamp stays dark"}}
        payload = of.jira("comment_created", partial, AT, comment=comment)
        accept(workspace, "jira", "", payload, first=100)

        moved(workspace)

        with open_place(workspace) as place:
            said = [row for row in rows(place, "events") if row["kind"] == "responded"]
        assert [(row["demand_id"], row["actor_kind"]) for row in said] == [("jira:LMP-7", "asker")]

    def test_quarantines_what_passed_at_the_door_and_fails_deeper(self, workspace: Path) -> None:
        accept(workspace, API, "batch", {"source": "desk"}, first=100)

        moved(workspace)

        with open_place(workspace) as place:
            (row,) = rows(place, "quarantine")
        assert "source_id" in row["reason"]
        assert row["place"].startswith("API, delivery ")

    def test_gives_up_what_cannot_be_moved_and_moves_the_rest(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(arrived: list[Arrived], *told: object, **options: object) -> object:
            if any(b"#bad" in each.body for each in arrived):
                raise RuntimeError("a mistake of ours")
            return imports_of(arrived, *told, **options)  # type: ignore[arg-type]

        monkeypatch.setattr("cynosure.wiring.inbox.imports_of", broken)
        accept(workspace, "github", "issues", of.github("opened", issue(99, body="#bad")), first=99)

        told = moved(workspace)

        assert (told.deliveries, told.failed) == (19, 1)
        with inbox_of(workspace) as inbox:
            (failed,) = [row for row in inbox.recent() if row.state == "failed"]
        assert failed.why == "RuntimeError"

    def test_leaves_all_waiting_while_somebody_else_writes(self, workspace: Path) -> None:
        with open_place(workspace) as place:
            place.store = DemandStore(workspace, wait_seconds=0)
            with FileLock(workspace / LOCK_FILE), pytest.raises(Locked):
                move(place, at=AT)

        assert moved(workspace).deliveries == 19


@pytest.mark.slow
class TestAKilledMover:
    @pytest.fixture
    def undisturbed(self, workspace: Path, tmp_path: Path) -> dict[str, list[str]]:
        folder = tmp_path / "undisturbed"
        shutil.copytree(workspace, folder)
        moved(folder)
        return contents(folder)

    @pytest.mark.parametrize("step", [1, 3, 5, None], ids=str)
    def test_leaves_nothing_twice_and_nothing_out(
        self,
        workspace: Path,
        undisturbed: dict[str, list[str]],
        step: int | None,
    ) -> None:
        assert ended(started(move_until, str(workspace), step)) == KILLED
        assert "moving" in states(workspace)

        # What comes in between belongs to another import.
        moved(workspace)

        assert contents(workspace) == undisturbed
        assert states(workspace) == {"moved"}

    def test_leaves_what_came_since_to_another_import(self, workspace: Path) -> None:
        assert ended(started(move_until, str(workspace), None)) == KILLED
        accept(workspace, "github", "issues", of.github("opened", issue(50)), first=50)

        told = moved(workspace)

        assert told.deliveries == 20
        with open_place(workspace) as place:
            demands = [row["demand_id"] for row in rows(place, "demands")]
            imports = [row["import_id"] for row in rows(place, "imports")]
        assert len(demands) == len(set(demands)) == 18
        assert len(imports) == len(set(imports)) == 3

    def test_at_a_later_hour_makes_the_same_import(self, workspace: Path) -> None:
        with inbox_of(workspace) as inbox:
            first = inbox.begin(10, named=lambda waiting: str(len(waiting)))
            second = inbox.begin(99, named=lambda waiting: "another")

        assert first is not None
        assert second is not None
        assert second.import_id == first.import_id
        assert AT + timedelta(0) == first.deliveries[0].accepted_at
