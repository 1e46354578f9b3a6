"""Undoing an import by a page: what would go is said, a lead confirms, a worker does it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cynosure.wiring import open_place, working
from cynosure.wiring.imports import imports_of
from cynosure.wiring.told import open_told
from cynosure.workflows.take_in import take_in
from tests.cli.desk import tickets, write_csv
from tests.web.conftest import Desk

if TYPE_CHECKING:
    from django.test import Client

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def _taken_in(desk: Desk, scratch: Path, rows: list[dict[str, str]], *, day: int = 0) -> str:
    """Take rows in and return the id of the import."""
    file = write_csv(scratch / f"tickets-{day}.csv", rows)
    with open_place(desk.folder) as place:
        return take_in(
            [file],
            store=place.store,
            labeller=place.labeller,
            imported_at=AT + timedelta(days=day),
            source="desk",
            timezone="UTC",
        ).import_id


def _work(desk: Desk) -> None:
    working.work(desk.root, now=lambda: datetime.now(UTC), stop=threading.Event(), drain=True)


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


class TestUndoing:
    def test_says_what_would_go_and_does_it_once_confirmed(
        self, desk: Desk, maria: Client, tmp_path: Path
    ) -> None:
        from cynosure.register.people.models import TrailEntry

        first = _taken_in(desk, tmp_path, tickets(12))
        rows = tickets(20)
        rows[0]["Subject"] = "Something else"
        second = _taken_in(desk, tmp_path, rows, day=1)
        address = desk.address(f"take-in/imports/{second}/")

        assert f'href="{address}undo/"' in _page(maria, address)
        page = _page(maria, f"{address}undo/")
        assert "Demands that go</dt><dd>8</dd>" in page
        assert "stand again as before</dt><dd>1</dd>" in page
        assert len(imports_of(desk.folder)) == 2, "looking changes nothing"

        answered = maria.post(f"{address}undo/", follow=True)
        assert "The import is being undone" in answered.content.decode()
        assert "Undoing tickets-1.csv" in answered.content.decode()
        _work(desk)

        assert [row["import_id"] for row in imports_of(desk.folder)] == [first]
        told = open_told(desk.folder)
        assert told is not None
        assert told.summary.demands == 12
        assert maria.get(address).status_code == 404
        assert "Undoing" not in _page(maria, desk.address("take-in/"))
        (noted,) = TrailEntry.objects.filter(action="import.undo")
        assert (noted.by, noted.of) == ("Maria", second)

    def test_is_refused_in_words_while_a_later_import_holds_the_same(
        self, desk: Desk, maria: Client, tmp_path: Path
    ) -> None:
        first = _taken_in(desk, tmp_path, tickets(12))
        second = _taken_in(desk, tmp_path, tickets(5), day=1)
        address = desk.address(f"take-in/imports/{first}/undo/")

        page = _page(maria, address)
        answered: Any = maria.post(address)

        assert "holds 5 of the same demands; undo that one first" in page
        assert desk.address(f"take-in/imports/{second}/") in page
        assert answered.status_code == 409
        _work(desk)
        assert len(imports_of(desk.folder)) == 2

    def test_that_came_too_late_says_why_and_is_not_tried_again(
        self, desk: Desk, maria: Client, tmp_path: Path
    ) -> None:
        first = _taken_in(desk, tmp_path, tickets(5))
        maria.post(desk.address(f"take-in/imports/{first}/undo/"))
        _taken_in(desk, tmp_path, tickets(8), day=1)
        _work(desk)

        page = _page(maria, desk.address("take-in/"))

        assert "Failed" in page
        assert "holds 5 of the same demands" in page

    @pytest.mark.parametrize(("who", "status"), [("paul", 403), ("jonas", 403), ("ines", 404)])
    def test_is_for_those_who_lead(
        self, desk: Desk, request: pytest.FixtureRequest, tmp_path: Path, who: str, status: int
    ) -> None:
        import_id = _taken_in(desk, tmp_path, tickets(5))
        address = desk.address(f"take-in/imports/{import_id}/")
        client = request.getfixturevalue(who)

        assert client.get(f"{address}undo/").status_code == status
        assert client.post(f"{address}undo/").status_code == status
        assert "Undo this import" not in _page(client, address)
        assert len(imports_of(desk.folder)) == 1

    def test_of_another_workspace_s_import_is_not_there(
        self, desk: Desk, ines: Client, maria: Client, tmp_path: Path
    ) -> None:
        import_id = _taken_in(desk, tmp_path, tickets(5))

        assert ines.get(f"/w/other/take-in/imports/{import_id}/undo/").status_code == 404
        assert maria.post(desk.address("take-in/imports/i0/undo/")).status_code == 404

    def test_of_a_worker_that_was_killed_after_it_is_done_once(
        self, desk: Desk, maria: Client, tmp_path: Path
    ) -> None:
        from cynosure.register import jobs

        first = _taken_in(desk, tmp_path, tickets(5))
        second = _taken_in(desk, tmp_path, tickets(8), day=1)
        maria.post(desk.address(f"take-in/imports/{second}/undo/"))
        with open_place(desk.folder) as place:
            place.store.undo_import(second)

        _work(desk)

        assert [row["import_id"] for row in imports_of(desk.folder)] == [first]
        assert [job.state for job in jobs.recent("undo-import")] == ["done"]


def test_every_room_opens_after_the_only_import_was_undone(full_desk: Desk, maria: Client) -> None:
    told = open_told(full_desk.folder)
    assert told is not None
    maria.post(full_desk.address("audit/draw/"), {"size": 5, "design": "simple"})
    room = full_desk.address("audit/first/")
    one = str(maria.get(room).context["demand_id"])
    maria.post(room, {"demand_id": one, "said": "failure/broken"})
    maria.post(full_desk.address(f"decide/{one}/"), {"what": "failure/broken"})
    (row,) = imports_of(full_desk.folder)

    maria.post(full_desk.address(f"take-in/imports/{row['import_id']}/undo/"))
    _work(full_desk)

    assert open_told(full_desk.folder) is None, "nothing is told of demands that are gone"
    for rest in (
        "", "demands/", "measures/", "measures/failure-share/", "dissatisfiers/",
        "dissatisfiers/themes/", "audit/", "audit/first/", "labels/", "take-in/", "settings/",
    ):  # fmt: skip
        assert maria.get(full_desk.address(rest)).status_code == 200, rest
    assert maria.get(full_desk.address(f"demands/{one}/")).status_code == 404
