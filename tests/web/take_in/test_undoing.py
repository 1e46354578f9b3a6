"""Undoing an import by a page: what would go is said, a lead confirms, a worker does it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cynosure.wiring import open_place, working
from cynosure.wiring.imports import imports_of
from cynosure.wiring.kinds import UNDO
from cynosure.wiring.told import count_demands, open_told, retell
from cynosure.workflows.take_in import take_in
from cynosure.workflows.told.filters import Filters
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
        from cynosure.register.people import trail

        first = _taken_in(desk, tmp_path, tickets(12))
        rows = tickets(20)
        rows[0]["Subject"] = "Something else"
        second = _taken_in(desk, tmp_path, rows, day=1)
        address = desk.address(f"take-in/imports/{second}/")

        assert f'href="{address}undo/"' in _page(maria, address)
        page = _page(maria, f"{address}undo/")
        assert "Demands that go</dt><dd>8<" in page
        assert "as another import said</dt><dd>1<" in page
        assert "that stay as they are</dt><dd>11<" in page
        assert len(imports_of(desk.folder)) == 2, "looking changes nothing"

        answered = maria.post(f"{address}undo/", follow=True).content.decode()
        assert "The import is being undone" in answered
        assert "Undoing tickets-1.csv" in answered
        _work(desk)

        assert [row["import_id"] for row in imports_of(desk.folder)] == [first]
        told = open_told(desk.folder)
        assert told is not None
        assert count_demands(told, Filters()) == 12
        assert maria.get(address).status_code == 404
        assert "Undoing" not in _page(maria, desk.address("take-in/"))
        (noted, *_) = trail.entries(desk.number)
        assert (noted.by, noted.did, noted.of) == ("Maria", "import.undone", second)

    def test_is_refused_in_words_where_what_it_replaced_is_not_kept(
        self, desk: Desk, maria: Client, tmp_path: Path
    ) -> None:
        rows = tickets(5)
        _taken_in(desk, tmp_path, rows)
        rows[0]["Subject"] = "Something else"
        second = _taken_in(desk, tmp_path, rows, day=1)
        with open_place(desk.folder) as place:
            place.store.drop_payloads(before=AT + timedelta(hours=1))
        address = desk.address(f"take-in/imports/{second}/undo/")

        page = _page(maria, address)
        answered: Any = maria.post(address)

        assert "said something of 1 of its demands that is not kept any more" in page
        assert "<button" not in page.split("<main")[1]
        assert answered.status_code == 409
        _work(desk)
        assert len(imports_of(desk.folder)) == 2

    def test_that_came_too_late_says_why_it_failed(
        self, desk: Desk, maria: Client, tmp_path: Path
    ) -> None:
        rows = tickets(5)
        _taken_in(desk, tmp_path, rows)
        rows[0]["Subject"] = "Something else"
        second = _taken_in(desk, tmp_path, rows, day=1)
        maria.post(desk.address(f"take-in/imports/{second}/undo/"))
        with open_place(desk.folder) as place:
            place.store.drop_payloads(before=AT + timedelta(hours=1))
        _work(desk)

        page = _page(maria, desk.address("take-in/"))

        assert "Failed" in page
        assert "that is not kept any more" in page

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
        from cynosure.register.scope import within

        first = _taken_in(desk, tmp_path, tickets(5))
        second = _taken_in(desk, tmp_path, tickets(8), day=1)
        maria.post(desk.address(f"take-in/imports/{second}/undo/"))
        with open_place(desk.folder) as place:
            place.store.undo_import(second)

        _work(desk)

        assert [row["import_id"] for row in imports_of(desk.folder)] == [first]
        with within(desk.number):
            assert [job.state for job in jobs.recent(UNDO)] == ["done"]


@pytest.mark.slow
def test_every_room_opens_after_the_only_import_was_undone(full_desk: Desk, maria: Client) -> None:
    told = open_told(full_desk.folder)
    assert told is not None
    maria.post(full_desk.address("audit/draw/"), {"size": 5, "design": "simple"})
    room = full_desk.address("audit/first/")
    one = str(maria.get(room).context["demand_id"])
    maria.post(room, {"demand_id": one, "said": "failure:broken"})
    maria.post(full_desk.address(f"decide/{one}/"), {"what": "failure/broken"})
    (row,) = imports_of(full_desk.folder)

    maria.post(full_desk.address(f"take-in/imports/{row['import_id']}/undo/"))
    _work(full_desk)

    assert open_told(full_desk.folder) is None, "nothing is told of demands that are gone"
    for rest in (
        "", "demands/", "measures/", "measures/failure-share/", "dissatisfiers/",
        "dissatisfiers/themes/", "audit/", "audit/first/", "labels/", "take-in/", "settings/",
    ):  # fmt: skip
        assert maria.get(full_desk.address(rest), follow=True).status_code == 200, rest
    assert maria.get(full_desk.address(f"demands/{one}/")).status_code == 404


@pytest.mark.slow
def test_what_is_left_of_a_sample_can_still_be_judged(
    desk: Desk, maria: Client, tmp_path: Path
) -> None:
    _taken_in(desk, tmp_path, tickets(6))
    second = _taken_in(desk, tmp_path, tickets(16), day=1)
    with open_place(desk.folder) as place:
        retell(place, at=AT)
    maria.post(desk.address("audit/draw/"), {"size": 16, "design": "simple"})
    room = desk.address("audit/first/")

    maria.post(desk.address(f"take-in/imports/{second}/undo/"))
    _work(desk)

    judged = set()
    while (answered := maria.get(room)).context and (one := answered.context.get("demand_id")):
        assert one not in judged
        judged.add(one)
        maria.post(room, {"demand_id": one, "said": "failure:broken"})
    assert judged == {f"desk:{1000 + number}" for number in range(6)}
    assert "All of this sample is judged" in _page(maria, room)
