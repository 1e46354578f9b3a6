from __future__ import annotations

import gzip
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from cynosure.wiring import uploads, working
from tests.web.conftest import Desk

if TYPE_CHECKING:
    from django.test import Client

TICKETS = (
    b"Nummer,Betreff,Wann,Wer\n"
    b"1,The export fails again,2026-03-01 09:00,ana@example.org\n"
    b"2,Please add dark mode,2026-03-02 10:00,ben@example.org\n"
    b"3,=HYPERLINK(1),not a date,eva@example.org\n"
)


def _send(client: Client, desk: Desk, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(desk.address("take-in/"), {"files": sent})


def _work(desk: Desk) -> None:
    from django.db import connections

    working.work(desk.root, now=lambda: datetime.now(UTC), stop=threading.Event(), drain=True)
    assert connections["default"].settings_dict["NAME"].startswith(str(desk.root))


def _imports(desk: Desk) -> list[dict[str, Any]]:
    from cynosure.wiring.imports import imports_of

    return imports_of(desk.folder)


class TestSending:
    def test_shows_what_a_file_is_taken_for_before_anything_is_kept(
        self, desk: Desk, paul: Client
    ) -> None:
        sent = _send(paul, desk, ("tickets.csv", TICKETS))
        page = paul.get(sent.url)

        assert page.status_code == 200
        text = page.content.decode()
        assert "The export fails again" in text
        assert "ana@example.org" not in text, "personal data is masked"
        assert "Times in these files do not say their time zone" in text
        assert _imports(desk) == []

    def test_without_a_file_says_so(self, desk: Desk, paul: Client) -> None:
        answered = paul.post(desk.address("take-in/"))

        assert answered.status_code == 422
        assert "No file was chosen" in answered.content.decode()

    @pytest.mark.parametrize(
        "name",
        ["../../../etc/cron.d/evil.csv", "..\\..\\evil.csv", "/abs/evil.csv", "\x00evil.csv"],
    )
    def test_never_writes_outside_its_folder(self, desk: Desk, paul: Client, name: str) -> None:
        before = {file for file in desk.root.parent.rglob("*") if file.is_file()}

        sent = _send(paul, desk, (name, TICKETS))

        assert sent.status_code == 302
        new = {file for file in desk.root.parent.rglob("*") if file.is_file()} - before
        inside = desk.folder / uploads.FOLDER
        kept = {file for file in new if "register.sqlite3" not in file.name}
        assert kept
        assert all(file.is_relative_to(inside) for file in kept)

    def test_of_more_than_may_be_sent_keeps_nothing(
        self, desk: Desk, paul: Client, settings_limit: int
    ) -> None:
        answered = _send(paul, desk, ("tickets.csv", b"x" * (settings_limit + 1)))

        assert answered.status_code == 413
        assert "may be sent at once" in answered.content.decode()
        assert list((desk.folder / uploads.FOLDER).glob("*")) == []

    def test_of_a_bomb_is_refused_in_words(self, desk: Desk, paul: Client) -> None:
        # Few rows, each of them long: a look at the file goes far enough to meet it.
        bomb = gzip.compress(b"id,title\n" + (b"1," + b"a" * 100_000 + b"\n") * 1_500)

        sent = _send(paul, desk, ("bomb.csv.gz", bomb))
        page = paul.get(sent.url).content.decode()

        assert "as a file made to fill a disk does" in page
        assert _imports(desk) == []

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.csv", b""),
            ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64),
            ("broken.json", b'[{"id": 1}, {"id"'),
            ("broken.zip", b"PK\x03\x04broken"),
        ],
    )
    def test_of_what_cannot_be_read_says_why_and_lets_it_go(
        self, desk: Desk, paul: Client, name: str, content: bytes
    ) -> None:
        sent = _send(paul, desk, (name, content))
        page = paul.get(sent.url)

        assert page.status_code == 422, page.content.decode()
        assert "These files cannot be read" in page.content.decode()
        gone = paul.post(sent.url, {"let_go": "1"})
        assert gone.status_code == 302
        assert paul.get(sent.url).status_code == 404

    def test_is_not_for_viewers_and_nothing_for_outsiders(
        self, desk: Desk, jonas: Client, ines: Client, nobody: Client
    ) -> None:
        assert _send(jonas, desk, ("t.csv", TICKETS)).status_code == 403
        assert _send(ines, desk, ("t.csv", TICKETS)).status_code == 404
        assert "/accounts/login/" in _send(nobody, desk, ("t.csv", TICKETS)).url

    def test_lets_go_of_what_nobody_took_in_within_a_day(self, desk: Desk, paul: Client) -> None:
        sent = _send(paul, desk, ("tickets.csv", TICKETS))

        assert uploads.tidy(desk.folder, now=datetime.now(UTC) + timedelta(hours=25)) == 1
        assert paul.get(sent.url).status_code == 404


class TestCorrecting:
    def test_reads_the_columns_as_said_and_offers_them_again_for_the_next_file(
        self, desk: Desk, paul: Client
    ) -> None:
        sent = _send(paul, desk, ("tickets.csv", TICKETS.replace(b"Betreff", b"Blah")))
        correction = {
            "source": "desk",
            "timezone": "Europe/Berlin",
            "column_source_id": "Nummer",
            "column_title": "Blah",
            "column_asked_at": "Wann",
        }
        looked = paul.post(sent.url, {**correction, "look": "1"})
        assert looked.status_code == 302, looked.content.decode()[3000:9000]
        assert "The export fails again" in paul.get(sent.url).content.decode()
        paul.post(sent.url, {**correction, "start": "1"})

        again = _send(paul, desk, ("later.csv", TICKETS.replace(b"Betreff", b"Blah")))
        page = paul.get(again.url).content.decode()

        assert "as you corrected them" in page
        assert 'value="Europe/Berlin"' in page

    def test_of_a_zone_that_is_none_says_so_and_keeps_nothing(
        self, desk: Desk, paul: Client
    ) -> None:
        sent = _send(paul, desk, ("tickets.csv", TICKETS))

        answered = paul.post(sent.url, {"timezone": "Mars/Olympus", "start": "1"})

        assert answered.status_code == 422
        assert "No time zone is called" in answered.content.decode()

    def test_of_a_column_that_the_file_lacks_is_refused(self, desk: Desk, paul: Client) -> None:
        sent = _send(paul, desk, ("tickets.csv", TICKETS))

        answered = paul.post(sent.url, {"column_title": "Nowhere", "start": "1"})

        assert answered.status_code == 422


class TestTheResult:
    @pytest.fixture
    def job(self, desk: Desk, paul: Client) -> str:
        """The address of a taking in that the worker has done."""
        sent = _send(paul, desk, ("tickets.csv", TICKETS))
        started: Any = paul.post(
            sent.url,
            {
                "source": "desk", "timezone": "UTC", "column_source_id": "Nummer",
                "column_title": "Betreff", "column_asked_at": "Wann", "start": "1",
            },
        )  # fmt: skip
        assert started.status_code == 302, started.content.decode()
        assert "Waiting" in paul.get(started.url).content.decode()
        _work(desk)
        return str(started.url)

    def test_accounts_for_every_record(self, desk: Desk, paul: Client, job: str) -> None:
        page = paul.get(job).content.decode()
        (row,) = _imports(desk)

        assert "Done" in page
        assert row["read"] == 3
        counted = ("new", "changed", "unchanged", "set_aside", "quarantined")
        assert row["read"] == sum(row[name] for name in counted)
        assert row["quarantined"] >= 1, "'not a date' cannot be read"

    def test_gives_the_quarantine_to_download_without_formulas(
        self, desk: Desk, paul: Client, job: str
    ) -> None:
        (row,) = _imports(desk)

        page = paul.get(desk.address(f"take-in/imports/{row['import_id']}/"))
        given_out = paul.get(desk.address(f"take-in/imports/{row['import_id']}/quarantine.csv"))

        assert "not a date" in page.content.decode()
        lines = b"".join(given_out).decode().splitlines()
        assert len(lines) >= 2
        assert not any(cell.startswith("=") for line in lines for cell in line.split(","))

    def test_of_another_workspace_is_not_there(
        self, desk: Desk, paul: Client, ines: Client, job: str
    ) -> None:
        (row,) = _imports(desk)

        assert ines.get(job).status_code == 404
        assert ines.get(job.replace("/w/desk/", "/w/other/")).status_code == 404
        other = f"/w/other/take-in/imports/{row['import_id']}/"
        assert ines.get(other).status_code == 404
        assert ines.get(other + "quarantine.csv").status_code == 404

    def test_can_be_undone_by_a_lead_who_is_told_what_would_go(
        self, desk: Desk, paul: Client, maria: Client, job: str
    ) -> None:
        (row,) = _imports(desk)
        undo = desk.address(f"take-in/imports/{row['import_id']}/undo/")

        assert paul.post(undo).status_code == 403
        assert f"Demands that go</dt><dd>{row['new']}<" in maria.get(undo).content.decode()
        assert maria.post(undo).status_code == 302
        _work(desk)

        assert _imports(desk) == []
        assert maria.get(undo).status_code == 404

    def test_leaves_no_figures_of_what_was_undone(
        self, desk: Desk, maria: Client, job: str
    ) -> None:
        from cynosure.wiring.told import open_told

        (row,) = _imports(desk)
        assert open_told(desk.folder) is not None
        maria.post(desk.address(f"take-in/imports/{row['import_id']}/undo/"))
        _work(desk)

        assert open_told(desk.folder) is None

    def test_gives_the_quarantine_as_it_was_written_to_leads_and_notes_it(
        self, desk: Desk, paul: Client, maria: Client, job: str
    ) -> None:
        from cynosure.register.people import trail

        (row,) = _imports(desk)
        masked = desk.address(f"take-in/imports/{row['import_id']}/quarantine.csv")
        unmasked = masked.replace("quarantine.csv", "quarantine-unmasked.csv")

        assert b"eva@example.org" not in b"".join(paul.get(masked))
        assert paul.get(unmasked).status_code == 403
        assert b"eva@example.org" in b"".join(maria.get(unmasked))
        (noted, *_) = trail.entries(desk.number)
        assert (noted.did, noted.of) == ("quarantine.unmasked", row["import_id"])

    def test_brings_the_figures_up_to_date_by_itself(self, desk: Desk, job: str) -> None:
        from cynosure.wiring.told import open_told

        told = open_told(desk.folder)

        assert told is not None

    def test_is_found_by_a_second_attempt_where_the_files_are_gone_already(
        self, desk: Desk, paul: Client, job: str
    ) -> None:
        from cynosure.register import jobs
        from cynosure.register.scope import within
        from cynosure.wiring import open_place
        from cynosure.wiring.jobs import HANDLERS

        (row,) = _imports(desk)
        with within(desk.number), open_place(desk.folder) as place:
            (done,) = jobs.recent("take-in")
            again = HANDLERS["take-in"](
                place, done.arguments, datetime.now(UTC), lambda stage, n: None
            )

        assert again == done.result
        assert again["import_id"] == row["import_id"]

    def test_of_a_second_worker_after_the_first_was_killed_is_whole_and_once(
        self, desk: Desk, paul: Client
    ) -> None:
        from cynosure.register import jobs
        from cynosure.register.scope import within
        from cynosure.wiring import open_place
        from cynosure.wiring.jobs import HANDLERS

        sent = _send(paul, desk, ("tickets.csv", TICKETS))
        paul.post(sent.url, {"timezone": "UTC", "source": "desk", "start": "1"})
        now = datetime.now(UTC)
        first = jobs.claim("killed", at=now, kinds=["take-in"])
        assert first is not None
        token = str(first.arguments["token"])
        kept = uploads.upload_called(desk.folder, token)
        assert kept is not None
        files = {file: file.read_bytes() for file in kept.folder.rglob("*") if file.is_file()}
        with within(desk.number), open_place(desk.folder) as place:
            HANDLERS["take-in"](place, first.arguments, now, lambda stage, n: None)
        # Killed after the store had it and before the job was marked: the files are there still.
        for file, content in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

        later = now + jobs.LEASE + timedelta(seconds=1)
        working.work(desk.root, now=lambda: later, stop=threading.Event(), drain=True)

        assert len(_imports(desk)) == 1

    def test_of_a_file_that_breaks_says_why_and_may_be_tried_again(
        self, desk: Desk, paul: Client
    ) -> None:
        sent = _send(paul, desk, ("tickets.csv", TICKETS))
        started: Any = paul.post(sent.url, {"timezone": "UTC", "start": "1"})
        (kept,) = (desk.folder / uploads.FOLDER).glob("*/files/tickets.csv")
        kept.write_bytes(b"\x00\xff\xfe broken")
        _work(desk)

        page = paul.get(started.url).content.decode()

        assert "Failed" in page
        assert "Try again" in page
        assert paul.post(started.url).status_code == 302


@pytest.fixture
def settings_limit() -> Any:
    """A small limit of what may be sent."""
    from django.test import override_settings

    with override_settings(UPLOAD_LIMIT=200_000):
        yield 200_000


@given(st.text(max_size=300))
def test_a_harmless_name_leads_nowhere(name: str) -> None:
    kept = uploads.harmless(name)

    assert kept
    assert Path(kept).name == kept
    assert kept not in {".", ".."}
    assert len(kept) <= 145
