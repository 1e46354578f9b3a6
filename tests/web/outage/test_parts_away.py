"""Parts that do not work, one after the other: pages stay, and say what is wrong to who can mend it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from cynosure.wiring.life import FILE as LIFE
from cynosure.wiring.life import show_life
from cynosure.wiring.told import open_told
from cynosure.wiring.working import work
from tests.web.conftest import Desk, now, signed_in
from tests.web.every_page import a_demand, pages_of

if TYPE_CHECKING:
    from django.test import Client

STANDING = "Figures are not being brought up to date at the moment."


def bearing(client: Client) -> Client:
    """Return a client that is answered what a browser is, also where something breaks."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def lead(maria: Client) -> Client:
    return bearing(maria)


@pytest.fixture
def reader(jonas: Client) -> Client:
    return bearing(jonas)


def statuses(client: Client, desk: Desk, pages: dict[str, str]) -> dict[str, int]:
    return {name: client.get(desk.address(path)).status_code for name, path in pages.items()}


def told_again(desk: Desk) -> None:
    """Ask for a telling, and let a worker do what it can of it."""
    from cynosure.register import jobs
    from cynosure.register.scope import within

    with within(desk.number):
        jobs.enqueue("retell", by="test", at=now(), most_attempts=1)
    work(desk.root, now=now, stop=threading.Event(), drain=True)
    (desk.root / LIFE).unlink(missing_ok=True)


def words(answer: Any) -> str:
    return str(answer.content.decode())


class TestTheStore:
    @pytest.fixture(params=["its log", "its files"])
    def broken(self, full_desk: Desk, request: pytest.FixtureRequest) -> Desk:
        tables = [log.parent for log in full_desk.folder.rglob("_delta_log")]
        assert tables
        for table in tables:
            pattern = "_delta_log/*.json" if request.param == "its log" else "**/*.parquet"
            for file in table.glob(pattern):
                file.write_bytes(file.read_bytes()[:40])
        return full_desk

    def test_that_cannot_be_read_takes_no_page_away(self, broken: Desk, lead: Client) -> None:
        pages = pages_of(broken.folder)
        # These look into the store itself, and say that it cannot be read.
        in_the_store = {"import", "import-undo", "mappings"}

        found = statuses(lead, broken, pages)

        assert {name for name, status in found.items() if status >= 500} <= in_the_store
        assert all(found[name] in {200, 404, 503} for name in in_the_store), found
        shown = words(lead.get(broken.address()))
        told = open_told(broken.folder)
        assert told is not None
        assert told.as_of.isoformat() in shown

    def test_that_cannot_be_told_is_told_to_who_can_mend_it(
        self, broken: Desk, lead: Client, reader: Client
    ) -> None:
        told_again(broken)

        leads, reads = words(lead.get(broken.address())), words(reader.get(broken.address()))

        assert "Figures could not be brought up to date" in leads
        assert "Try again" in leads
        assert STANDING in reads
        assert str(broken.root) not in reads
        assert "Try again" not in reads

    def test_is_told_again_once_it_was_mended(self, broken: Desk, lead: Client) -> None:
        from cynosure.register import jobs
        from cynosure.register.scope import within

        told_again(broken)
        answer = lead.post(broken.address("tell-again/"))

        assert answer.status_code == 302
        with within(broken.number):
            assert jobs.under_way("retell")

    def test_shows_a_demand_as_it_was_told(self, broken: Desk, lead: Client) -> None:
        shown = words(lead.get(broken.address(f"demands/{a_demand(broken.folder)}/")))

        assert "The store cannot be read now" in shown


class TestTheFolderOfAWorkspace:
    def test_that_is_away_is_told_to_who_can_mend_it(
        self, full_desk: Desk, lead: Client, reader: Client
    ) -> None:
        full_desk.folder.rename(full_desk.root / "elsewhere")

        leads, reads = (each.get(full_desk.address("demands/")) for each in (lead, reader))

        assert (leads.status_code, reads.status_code) == (503, 503)
        assert str(full_desk.folder) in words(leads)
        assert str(full_desk.root) not in words(reads)
        assert leads["Retry-After"]

    def test_leaves_other_workspaces_alone(self, full_desk: Desk, ines: Client) -> None:
        full_desk.folder.rename(full_desk.root / "elsewhere")

        assert ines.get("/w/other/").status_code == 200


class TestWhatWasTold:
    def test_that_lost_a_file_breaks_no_page(self, full_desk: Desk, lead: Client) -> None:
        pages = pages_of(full_desk.folder)
        told = open_told(full_desk.folder)
        assert told is not None
        for file in told.folder.glob("*.parquet"):
            file.unlink()

        found = statuses(lead, full_desk, pages)

        assert {status for status in found.values() if status >= 500} <= {503}
        assert found["settings"] == found["take-in"] == 200

    def test_that_cannot_be_read_is_told_anew(self, full_desk: Desk, lead: Client) -> None:
        told = open_told(full_desk.folder)
        assert told is not None
        (full_desk.folder / "told" / "pointer.json").write_text("{")

        assert statuses(lead, full_desk, {"focus": ""}) == {"focus": 200}


class TestTheWorker:
    def test_that_has_stopped_is_told_to_who_can_start_it(
        self, full_desk: Desk, lead: Client, reader: Client
    ) -> None:
        show_life(full_desk.root, datetime.now(UTC) - timedelta(minutes=5))

        leads, reads = words(lead.get(full_desk.address())), words(reader.get(full_desk.address()))

        assert "The worker has stopped" in leads
        assert "cynosure worker" in leads
        assert STANDING in reads
        assert "cynosure worker" not in reads

    def test_that_lives_is_not_spoken_of(self, full_desk: Desk, lead: Client) -> None:
        show_life(full_desk.root, datetime.now(UTC))

        assert "Not in order" not in words(lead.get(full_desk.address()))


class TestTheModel:
    @pytest.fixture
    def gone(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
        from cynosure.nature import labeller

        labeller.shipped_labeller.cache_clear()
        monkeypatch.setattr(labeller, "WEIGHTS", tmp_path / "nowhere")
        yield
        labeller.shipped_labeller.cache_clear()

    @pytest.mark.usefixtures("gone")
    def test_that_is_missing_takes_no_page_away(self, full_desk: Desk, lead: Client) -> None:
        found = statuses(lead, full_desk, pages_of(full_desk.folder))

        assert {name: status for name, status in found.items() if status >= 500} == {}

    @pytest.mark.usefixtures("gone")
    def test_that_is_missing_is_told_to_who_can_mend_it(
        self, full_desk: Desk, lead: Client, reader: Client
    ) -> None:
        told_again(full_desk)

        assert "model" in words(lead.get(full_desk.address()))
        assert STANDING in words(reader.get(full_desk.address()))


@contextmanager
def full_disk() -> Iterator[None]:
    """Let the register's file grow no further, as on a disk that is full."""
    with connections["default"].cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


class TestADiskThatIsFull:
    def test_takes_no_page_away(self, full_desk: Desk, lead: Client) -> None:
        pages = pages_of(full_desk.folder)

        with full_disk():
            found = statuses(lead, full_desk, pages)

        assert {name: status for name, status in found.items() if status >= 500} == {}

    def test_says_so_where_something_is_sent(self, full_desk: Desk, lead: Client) -> None:
        demand = a_demand(full_desk.folder)
        with full_disk():
            answers = [
                lead.post(full_desk.address(f"decide/{demand}/"), {"what": "value"})
                for _ in range(200)
            ]

        refused = [each for each in answers if each.status_code == 503]
        assert refused
        assert {each.status_code for each in answers} <= {302, 503}
        assert "The disk is full" in words(refused[0])

    def test_is_told_before_nothing_fits_any_more(
        self, full_desk: Desk, lead: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        usage = shutil.disk_usage(full_desk.folder)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=90 * 1024**2))

        assert "Only 90 MB are free" in words(lead.get(full_desk.address()))


class TestTheRegister:
    @pytest.fixture
    def away(self, full_desk: Desk) -> Iterator[Desk]:
        """Its file is not where it was, and nothing can be opened in its place."""
        file = full_desk.root / "register.sqlite3"
        connections["default"].close()
        kept = file.rename(full_desk.root / "kept")
        file.mkdir()
        yield full_desk
        connections["default"].close()
        file.rmdir()
        kept.rename(file)

    def test_that_is_away_is_told_without_a_trace(
        self, full_desk: Desk, lead: Client, request: pytest.FixtureRequest
    ) -> None:
        pages = pages_of(full_desk.folder)
        away: Desk = request.getfixturevalue("away")

        answers = {name: lead.get(away.address(path)) for name, path in pages.items()}

        assert {each.status_code for each in answers.values()} == {503}
        shown = words(answers["focus"])
        assert "The register does not answer" in shown
        assert "Traceback" not in shown
        assert os.fspath(away.root) not in shown

    def test_that_is_away_is_a_problem_to_programs(
        self, full_desk: Desk, request: pytest.FixtureRequest
    ) -> None:
        from django.test import Client

        from tests.web.api.conftest import token_of

        key = token_of("olga", "demands:read")
        request.getfixturevalue("away")
        program = bearing(Client(headers={"Authorization": f"Bearer {key}"}))

        answers = [
            program.get("/api/v1/demands"),
            program.post("/in/desk/github/", b"{}", content_type="application/json"),
        ]

        for answer in answers:
            assert answer.status_code == 503
            assert answer["Content-Type"] == "application/problem+json"
            assert answer["Retry-After"]
            assert "register does not answer" in answer.json()["detail"]

    def test_that_comes_back_is_asked_again(self, full_desk: Desk) -> None:
        file = full_desk.root / "register.sqlite3"
        client = bearing(signed_in("maria"))
        connections["default"].close()
        kept = file.rename(full_desk.root / "kept")
        file.mkdir()
        before = client.get(full_desk.address()).status_code
        file.rmdir()
        kept.rename(file)
        connections["default"].close()

        assert (before, client.get(full_desk.address()).status_code) == (503, 200)
